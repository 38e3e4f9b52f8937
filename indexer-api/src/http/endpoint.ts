import type { z } from "zod";
import type { ProblemName } from "./problem.ts";

/** What one address takes and gives: the source of validation, of the handler's types and of the OpenAPI document. */
export interface Contract<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject = z.ZodObject,
  Response extends z.ZodType = z.ZodType,
> {
  operationId: string;
  method: "get" | "post";
  /** With parameters in braces: `/v1/companies/{uscc}`. */
  path: string;
  tag: string;
  summary: string;
  description: string;
  params: Path;
  query: Query;
  /** Only of a POST; an absent body counts as `{}`. */
  body?: Body;
  response: Response;
  responseDescription: string;
  /** Problems that are not the same everywhere. */
  problems: readonly ProblemName[];
}

/** A contract with the use case that fulfils it. */
export interface Endpoint {
  contract: Contract;
  handle: (input: { params: unknown; query: unknown; body: unknown }) => Promise<unknown>;
}

export interface Input<Path extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodObject> {
  params: z.output<Path>;
  query: z.output<Query>;
  body: z.output<Body>;
}

/** Joins a contract and its handler; the handler sees parsed input only and must return what the contract promises. */
export function endpoint<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Response extends z.ZodType,
>(
  contract: Contract<Path, Query, Body, Response>,
  handle: (input: Input<Path, Query, Body>) => Promise<z.output<Response>> | z.output<Response>,
): Endpoint {
  return {
    contract: contract,
    handle: async (input) => handle(input as Input<Path, Query, Body>),
  };
}
