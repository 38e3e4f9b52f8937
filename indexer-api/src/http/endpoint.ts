import type { Request, Response as ExpressResponse } from "express";
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
  /** Where more than usual makes sense: see `serve`. */
  maxBodyBytes?: number;
  response: Response;
  responseDescription: string;
  /** Only of what streams, and is no JSON as a whole: then `response` is one line or one event of the answer. */
  stream?: StreamTypes;
  /** Problems that are not the same everywhere. */
  problems: readonly ProblemName[];
}

/** Media types of streams, and one line of what is sent. */
export interface StreamTypes {
  request?: { mediaType: string; line: z.ZodType };
  responseMediaType: string;
}

/** A contract with the use case that fulfils it. */
export type Endpoint = JsonEndpoint | StreamEndpoint;

export interface JsonEndpoint {
  contract: Contract;
  handle: (input: { params: unknown; query: unknown; body: unknown }) => Promise<unknown>;
}

export interface StreamEndpoint {
  contract: Contract;
  /** Answers by itself; what it throws before it has begun to answer becomes a problem. */
  stream: (input: { params: unknown; query: unknown }, exchange: Exchange) => Promise<void>;
}

/** Request and response of something that streams. */
export interface Exchange {
  request: Request;
  response: ExpressResponse;
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

/** The same for what streams: the handler sees parsed parameters, and request and response as they are. */
export function streamEndpoint<Path extends z.ZodObject, Query extends z.ZodObject, Line extends z.ZodType>(
  contract: Contract<Path, Query, z.ZodObject, Line> & { stream: StreamTypes },
  stream: (input: Omit<Input<Path, Query, z.ZodObject>, "body">, exchange: Exchange) => Promise<void>,
): Endpoint {
  return {
    contract: contract,
    stream: async (input, exchange) => stream(input as Omit<Input<Path, Query, z.ZodObject>, "body">, exchange),
  };
}
