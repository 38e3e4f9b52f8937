import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Logger } from "pino";
import { IndexNotReady } from "../data/ledger.ts";
import { isDatabaseGone } from "../data/pool.ts";
import { documentOf, Problem, PROBLEM_TYPE, PROBLEMS } from "./problem.ts";

const RETRY_AFTER = { "retry-after": "2" };

/** Whatever was thrown, as a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof IndexNotReady) {
    return new Problem("index-not-ready", `${error.message}.`, { headers: RETRY_AFTER });
  }
  if (isDatabaseGone(error)) {
    return new Problem("database-gone", "PostgreSQL does not answer; it may be back soon.", { headers: RETRY_AFTER });
  }
  return problemOfRequest(error) ?? new Problem("internal-error", "The log of this service says more.");
}

/** What Express and its body parser refuse carries a status and, from the parser, a type. */
function problemOfRequest(error: unknown): Problem | null {
  const { type, status, message, limit } = error as {
    type?: string;
    status?: number;
    message?: string;
    limit?: number;
  };
  if (type === "entity.parse.failed") {
    return new Problem("invalid-input", "The request body is not JSON.", {
      errors: [{ field: "body", value: undefined, rule: `must be JSON: ${message}` }],
    });
  }
  if (type === "entity.too.large") return new Problem("body-too-large", `The body may have ${limit} bytes at most.`);
  if (status === 415) return new Problem("media-type-unsupported", message ?? "");
  if (status === 400) return new Problem("invalid-input", `The request cannot be read: ${message}`);
  return null;
}

/** The last of the app's handlers: turns what the others threw into a response. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (problem.problem === "internal-error") log.error({ err: error, url: request.originalUrl }, "request failed");
    if (response.headersSent) return next(error);
    response
      .status(PROBLEMS[problem.problem].status)
      .set(problem.headers)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(documentOf(problem, request.originalUrl)));
  };
}

export const routeUnknown: RequestHandler = (request) => {
  throw new Problem("route-unknown", `Nothing is served at ${request.path}; /docs lists what is.`);
};

export function methodNotAllowed(allowed: readonly string[]): RequestHandler {
  return (request) => {
    const allow = allowed.map((method) => method.toUpperCase()).join(", ");
    throw new Problem("method-not-allowed", `${request.path} takes ${allow}, not ${request.method}.`, {
      headers: { allow },
    });
  };
}
