/** A process that asks services over HTTP. */
import autocannon from "autocannon";
import { AS_OF } from "./companies.ts";
import { sendBatch } from "./batch-client.ts";
import { type BenchData, codesOf, drawData } from "./data.ts";
import { statableValues, statedFacts } from "./own-facts.ts";
import { plainCompany } from "./plain.ts";
import { serveRole } from "./role.ts";

const CONNECTIONS = 32;
/** Different bodies that are sent in turn. */
const BODIES = 1_000;
const HEADERS = { "content-type": "application/json" };

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

let ours: string[] = [];
let theirs: string[] = [];
let codes: string[] = [];
let facts: string[] = [];

const handlers = {
  load(data: BenchData): void {
    const { features, columns, scores } = drawData({ ...data, products: 0 });
    const values = statableValues(features, columns, Math.min(BODIES, data.companies));
    const stated = values.map((value) => statedFacts(features, value));
    ours = stated.map((features, row) => {
      const score = scores[row] as number;
      return JSON.stringify({ features, ...(score < 0 ? {} : { scoreTotal: score }) });
    });
    theirs = values.map((value) => JSON.stringify(plainCompany(features, value, AS_OF)));
    codes = codesOf(data).map((uscc) => `${JSON.stringify({ uscc })}\n`);
    facts = stated.map((features, row) => `${JSON.stringify({ id: String(row), features })}\n`);
  },
  single: (port: number, seconds: number) => ask(`http://127.0.0.1:${port}`, "/v1/match", ours, seconds),
  peer: (port: number, seconds: number) => ask(`http://127.0.0.1:${port}`, "/match", theirs, seconds),
  /** @throws Error naming the company that the services do not judge alike */
  async compare(port: number, peerPort: number, companies: number): Promise<void> {
    for (let row = 0; row < Math.min(companies, ours.length); row++) {
      const [here, there] = [
        await eligible(`http://127.0.0.1:${port}/v1/match`, ours[row] as string),
        await eligible(`http://127.0.0.1:${peerPort}/match`, theirs[row] as string),
      ];
      if (here !== there) throw new Error(`company ${row} over HTTP: ${here} here, ${there} from json-rules-engine`);
    }
  },
  /** Companies of the store in a second. */
  batch: (port: number, lines: number) => sendBatch(port, codes, lines),
  /** Companies with facts of their own in a second. */
  ownFacts: (port: number, lines: number) => sendBatch(port, facts, lines),
};
export type HttpLoadRole = typeof handlers;

async function ask(url: string, path: string, bodies: readonly string[], seconds: number): Promise<Load> {
  const requests = bodies.map((body) => ({ method: "POST" as const, path, headers: HEADERS, body }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, requests });
  const wrong = result.non2xx + result.errors + result.timeouts;
  if (wrong > 0) throw new Error(`${path}: ${wrong} of ${result.requests.total} requests were not answered well`);
  const { average } = result.requests;
  return { perSecond: average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}

/** The ids, sorted. */
async function eligible(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: "POST", headers: HEADERS, body });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  const { eligible: ids } = (await response.json()) as { eligible: string[] };
  return ids.sort().join(" ");
}

serveRole(handlers);
