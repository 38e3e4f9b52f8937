import assert from "node:assert/strict";
import type { z } from "zod";

import type { Contract } from "../../../indexer-api/src/http/endpoint.ts";
import { problemDocument } from "../../../indexer-api/src/http/problem.ts";

/** Asks what a contract describes and holds the answer against it: nothing missing, nothing more, nothing else. */
export async function ask<C extends Contract>(
  url: string,
  contract: C,
  {
    path = {},
    query = {},
    body,
  }: { path?: Record<string, string>; query?: Record<string, string>; body?: object } = {},
): Promise<z.output<C["response"]>> {
  const address = new URL(url + contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? ""));
  address.search = new URLSearchParams(query).toString();
  const response = await fetch(address, {
    method: contract.method.toUpperCase(),
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(json));
  return contract.response.parse(json) as z.output<C["response"]>;
}

/** Asks for what must be refused, and holds the refusal against RFC 9457. */
export async function refusal(url: string, init?: RequestInit): Promise<{ response: Response; problem: ProblemBody }> {
  const response = await fetch(url, init);
  assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
  const problem = problemDocument.parse(await response.json());
  assert.equal(problem.status, response.status);
  return { response, problem };
}

export type ProblemBody = z.output<typeof problemDocument>;

/** What /readyz says. */
export interface ReadyzBody {
  status: string;
  reasons: string[];
  blocks: { chain: string | null; graphNode: string | null; index: string | null };
  lag: { blocks: string | null; seconds: number | null };
}

export async function readyz(url: string): Promise<{ status: number; body: ReadyzBody }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as ReadyzBody };
}
