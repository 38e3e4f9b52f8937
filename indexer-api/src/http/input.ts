import type { Request } from "express";
import type { z } from "zod";
import { Problem } from "./problem.ts";
import type { FieldError } from "./problem.ts";

const SHOWN_CHARACTERS = 100;

/**
 * Parses one part of a request.
 * @throws Problem naming every field, its value and the rule that it breaks.
 */
export function parseInput<T>(part: "path" | "query" | "body", schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => errorsOf(part, issue, given));
  throw new Problem("invalid-input", errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "), { errors });
}

/** Express leaves the body undefined when there is none; one that is not JSON is left unread, and must not be ignored. */
export function bodyOf(request: Request): unknown {
  if (request.body !== undefined) return request.body as unknown;
  const hasBody = request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
  if (!hasBody) return {};
  const type = request.headers["content-type"] ?? "none";
  throw new Problem("media-type-unsupported", `The content type is ${type}; it must be application/json.`);
}

function errorsOf(part: string, issue: z.core.$ZodIssue, given: unknown): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: [part, ...issue.path, key].join("."),
      value: shown(valueAt(given, [...issue.path, key])),
      rule: "is not known here",
    }));
  }
  return [{ field: [part, ...issue.path].join("."), value: shown(valueAt(given, issue.path)), rule: issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** Long values would fill the response; the beginning tells which one is meant. */
function shown(value: unknown): unknown {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text !== undefined && text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : value;
}
