import { graphql } from "../../stack/graphql.ts";
import { type BenchStack, headOf, untilIndexed } from "./bench-stack.ts";
import { BATCH_SIZE, type Load } from "./load.ts";

export interface Throughput {
  attestationsPerSecond: number;
  attestations: number;
  batches: number;
  /** From the moment at which graph-node goes on to the one at which queries see the last statement. */
  seconds: number;
}

/**
 * How fast graph-node catches up: it is held still while the batches are mined, then let go. So the chain's own work is
 * not counted, while all of graph-node's is: noticing the new head, fetching blocks and logs, mapping, writing.
 * @throws Error when the index does not hold afterwards what was mined.
 */
export async function measureThroughput(stack: BenchStack, load: Load, attestations: number): Promise<Throughput> {
  const batches = Math.ceil(attestations / BATCH_SIZE);
  stack.pauseGraphNode();
  await load.mineBatches(batches);
  const head = await headOf(stack.chainUrl);
  const startedAt = performance.now();
  stack.resumeGraphNode();
  await untilIndexed(stack.graphqlUrl, head);
  const seconds = (performance.now() - startedAt) / 1000;
  const indexed = await countIndexed(stack.graphqlUrl);
  if (indexed !== batches * BATCH_SIZE) {
    throw new Error(`${batches * BATCH_SIZE} attestations were mined, but ${indexed} are in the index`);
  }
  return { attestationsPerSecond: Math.round(indexed / seconds), attestations: indexed, batches, seconds };
}

const PAGE = 1_000;
const QUERY_TIMEOUT_MS = 60_000;

/** Counted page by page along the cursor, as a client reads. */
async function countIndexed(url: string): Promise<number> {
  let count = 0;
  for (let after = "-1"; ;) {
    const query = `{ attestations(first: ${PAGE}, orderBy: cursor, where: { cursor_gt: "${after}" }) { cursor } }`;
    const { attestations } = await graphql<{ attestations: { cursor: string }[] }>(url, query, QUERY_TIMEOUT_MS);
    count += attestations.length;
    const last = attestations.at(-1);
    if (last === undefined || attestations.length < PAGE) return count;
    after = last.cursor;
  }
}
