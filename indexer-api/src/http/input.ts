import type { Request } from "express";
import type { z } from "zod";
import { Problem } from "./problem.ts";
import type { FieldError } from "./problem.ts";

const SHOWN_CHARACTERS = 100;

/** What zod expects, in words. */
const KINDS: Readonly<Record<string, string>> = { string: "text", array: "a list", object: "a JSON object" };

/**
 * Parses one part of a request.
 * @throws Problem naming every field, its value and the rule that it breaks.
 */
export function parseInput<T>(part: "path" | "query" | "body", schema: z.ZodType<T>, given: unknown): T {
  const { data, errors } = readInput(part, schema, given);
  if (errors === undefined) return data;
  throw new Problem("invalid-input", errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "), { errors });
}

/** What was given, or all that is wrong with it: for who does not end a request by that. */
export function readInput<T>(
  part: string,
  schema: z.ZodType<T>,
  given: unknown,
): { data: T; errors?: never } | { data?: never; errors: FieldError[] } {
  const result = schema.safeParse(given, { error: plainRule });
  if (result.success) return { data: result.data };
  return { errors: result.error.issues.flatMap((issue) => errorsOf(part, issue, given)) };
}

/** What a contract says no rule of its own about: zod's own sentences are for programmers. */
function plainRule(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code !== "invalid_type") return undefined;
  if (issue.expected === "string" && Array.isArray(issue.input)) return "must be given once only";
  return `must be ${KINDS[issue.expected] ?? issue.expected}`;
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

/**
 * Long values would fill the response; the beginning tells which one is meant. A value of a few thousand brackets can be
 * read but not written, because writing takes the stack.
 */
export function shown(value: unknown): unknown {
  try {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text !== undefined && text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : value;
  } catch {
    return "(nested too deeply to be shown)";
  }
}
