import { z } from "zod";

/** What can go wrong, each with the status and title that always go with it. The type of a problem is its URN. */
export const PROBLEMS = {
  "invalid-input": { status: 400, title: "The request is not well formed" },
  "consent-needed": { status: 403, title: "Only who has the company's consent may see this" },
  "company-unknown": { status: 404, title: "Nothing is known about this company" },
  "attestation-unknown": { status: 404, title: "There is no such attestation" },
  "asset-unknown": { status: 404, title: "There is no such asset" },
  "application-unknown": { status: 404, title: "There is no such case" },
  "product-unknown": { status: 404, title: "There is no such product" },
  "scorecard-unknown": { status: 404, title: "There is no such scorecard" },
  "route-unknown": { status: 404, title: "There is nothing at this address" },
  "method-not-allowed": { status: 405, title: "This address does not take this method" },
  "step-impossible": { status: 409, title: "The chain would refuse this step now" },
  "model-not-in-force": { status: 409, title: "No model of this family is in force on the chain" },
  "model-unknown": { status: 409, title: "The model in force on the chain is not one that this service has" },
  "body-too-large": { status: 413, title: "The request body is too large" },
  "media-type-unsupported": { status: 415, title: "The request body must be JSON" },
  "not-ndjson": { status: 415, title: "The request body must be NDJSON" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "internal-error": { status: 500, title: "Something went wrong here" },
  "too-many-streams": { status: 503, title: "No more event streams can be served" },
  "match-loading": { status: 503, title: "Matching does not know the products yet" },
  "index-not-ready": { status: 503, title: "The index is not up to date" },
  "database-gone": { status: 503, title: "The database does not answer" },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemName = keyof typeof PROBLEMS;

/** One part of the input that breaks a rule. */
export interface FieldError {
  /** Where: `query.limit`, `path.uscc`, `body.amountFen`. */
  field: string;
  value: unknown;
  rule: string;
}

/** Thrown anywhere to end a request with a problem response. */
export class Problem extends Error {
  readonly problem: ProblemName;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problem: ProblemName,
    detail: string,
    extras: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.problem = problem;
    this.errors = extras.errors ?? [];
    this.headers = extras.headers ?? {};
  }
}

export const PROBLEM_TYPE = "application/problem+json";

export const problemDocument = z
  .strictObject({
    type: z.string().meta({ description: "Names the kind of problem.", example: "urn:lingnan:problem:invalid-input" }),
    title: z.string().meta({ description: "The same for every problem of this type." }),
    status: z.int(),
    detail: z.string().meta({ description: "What happened this time." }),
    instance: z.string().meta({ description: "The address that was asked for." }),
    errors: z
      .array(z.strictObject({ field: z.string(), value: z.unknown().optional(), rule: z.string() }))
      .optional()
      .meta({ description: "Each part of the input that breaks a rule." }),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });

/** The body of every response that is no success; nothing else makes one. */
export function documentOf({ problem, message, errors }: Problem, instance: string): z.output<typeof problemDocument> {
  const { status, title } = PROBLEMS[problem];
  return {
    type: `urn:lingnan:problem:${problem}`,
    title,
    status,
    detail: message,
    instance,
    ...(errors.length > 0 && { errors: [...errors] }),
  };
}
