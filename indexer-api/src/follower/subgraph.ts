import { z } from "zod";
import type { Block } from "../data/follow-state.ts";
import { cursorText, hash } from "./shapes.ts";
import { STREAMS } from "./streams.ts";
import type { Rows, StreamName } from "./streams.ts";
import { postJson, UpstreamError } from "./upstream.ts";

/** graph-node gives no more of one kind at a time. */
export const PAGE_SIZE = 1_000;

const HEAD_TIMEOUT_MS = 2_000;
const PAGE_TIMEOUT_MS = 30_000;
const META = "_meta { deployment hasIndexingErrors block { number hash timestamp } }";

const metaShape = z.object({
  deployment: z.string(),
  hasIndexingErrors: z.boolean(),
  block: z.object({ number: z.int(), hash, timestamp: z.int() }),
});
const errorsShape = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

/** The newest block that graph-node has indexed, and the id of the subgraph that did it. */
export interface Head {
  deployment: string;
  block: Block;
}

/** What each stream has after its cursor, all of it as of one block. */
export interface Page extends Head {
  rows: Rows;
}

/** What the follower asks graph-node. All throw UpstreamError. */
export class Subgraph {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async head(): Promise<Head> {
    const { _meta } = await this.#ask(`{ ${META} }`, {}, z.object({ _meta: metaShape }), HEAD_TIMEOUT_MS);
    return headOf(_meta);
  }

  /**
   * Up to `PAGE_SIZE` rows of each stream after its cursor. graph-node answers one request from one block, so that all
   * streams, and the block that comes with them, belong together.
   */
  async page(cursors: ReadonlyMap<string, bigint>): Promise<Page> {
    const variables = Object.fromEntries(STREAMS.map(({ name }) => [name, (cursors.get(name) ?? -1n).toString()]));
    const { _meta, ...rows } = await this.#ask(PAGE_QUERY, variables, pageShape, PAGE_TIMEOUT_MS);
    return { ...headOf(_meta), rows: rows as Rows };
  }

  async #ask<T>(query: string, variables: object, data: z.ZodType<T>, timeoutMs: number): Promise<T> {
    const answer = await this.#post(query, variables, timeoutMs);
    const refused = errorsShape.safeParse(answer);
    if (refused.success) {
      throw new UpstreamError("graph-node", refused.data.errors.map(({ message }) => message).join("; "));
    }
    const parsed = z.object({ data }).safeParse(answer);
    if (parsed.success) return parsed.data.data;
    throw new UpstreamError("graph-node", `unexpected answer: ${z.prettifyError(parsed.error)}`);
  }

  #post(query: string, variables: object, timeoutMs: number): Promise<unknown> {
    return postJson("graph-node", this.#url, { query, variables }, timeoutMs);
  }
}

const pageShape = z.object({
  _meta: metaShape,
  ...Object.fromEntries(STREAMS.map(({ name, shape }) => [name, z.array(shape.extend({ cursor: cursorText }))])),
});

const PAGE_QUERY = `query (${STREAMS.map(({ name }) => `$${name}: Int8!`).join(", ")}) {
  ${META}
  ${STREAMS.map(({ name, select }) => streamQuery(name, select)).join("\n  ")}
}`;

function streamQuery(name: StreamName, select: string): string {
  const page = `first: ${PAGE_SIZE}, orderBy: cursor, orderDirection: asc, where: { cursor_gt: $${name} }`;
  return `${name}(${page}) { cursor ${select} }`;
}

function headOf({ deployment, hasIndexingErrors, block }: z.output<typeof metaShape>): Head {
  if (hasIndexingErrors) throw new UpstreamError("graph-node", `the subgraph ${deployment} has failed`);
  const { number, hash, timestamp } = block;
  return { deployment, block: { number: BigInt(number), hash, time: BigInt(timestamp) } };
}
