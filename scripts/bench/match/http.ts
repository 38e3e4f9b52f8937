import type { BenchData } from "./data.ts";
import type { HttpLoadRole, Load } from "./http-load-role.ts";
import type { HttpPeerRole } from "./http-peer-role.ts";
import type { HttpServiceRole } from "./http-service-role.ts";
import { RoleProcess } from "./role.ts";
import { median } from "./timing.ts";

/** What the service answers in a second: its process and the client's share the machine. */
export interface HttpFigures {
  readonly httpPerSecond: number;
  readonly httpP50Ms: number;
  readonly httpP99Ms: number;
  /** The same companies at an Express service on json-rules-engine. */
  readonly httpPeerPerSecond: number;
  readonly httpRatio: number;
  /** Companies of the store, a line each, in one request. */
  readonly batchPerSecond: number;
  /** Companies with facts of their own, a line each, in one request. */
  readonly ownFactsPerSecond: number;
}

/** Companies that the service knows, as many as a batch has different ones. */
const COMPANIES = 200_000;
const COMPARED = 100;
const SECONDS = 4;
const MOST_ROUNDS = 3;
const [BATCH_LINES, OWN_LINES] = [1_000_000, 100_000];

/** @throws Error when the services differ, or one answers wrongly */
export async function measureHttp(run: BenchData, rounds: number, say: (text: string) => void): Promise<HttpFigures> {
  const data = { ...run, companies: COMPANIES };
  const service = new RoleProcess<HttpServiceRole>("service", new URL("./http-service-role.ts", import.meta.url));
  const peer = new RoleProcess<HttpPeerRole>("Express", new URL("./http-peer-role.ts", import.meta.url));
  const client = new RoleProcess<HttpLoadRole>("client", new URL("./http-load-role.ts", import.meta.url));
  try {
    say("starting the service");
    const [port, peerPort] = [await service.call("listen", data), await peer.call("listen", data)];
    await client.call("load", data);
    await client.call("compare", port, peerPort, COMPARED);
    const found = { single: [] as Load[], peer: [] as Load[], batch: [] as number[], own: [] as number[] };
    const turns = Math.min(rounds, MOST_ROUNDS);
    // The first turn has everything compiled, and does not count.
    for (let turn = 0; turn <= turns; turn++) {
      say(turn === 0 ? "asking over HTTP, to warm up" : `asking over HTTP, ${turn} of ${turns}`);
      const [single, there] = [
        await client.call("single", port, SECONDS),
        await client.call("peer", peerPort, SECONDS),
      ];
      const batch = await client.call("batch", port, BATCH_LINES);
      const own = await client.call("ownFacts", port, OWN_LINES);
      if (turn === 0) continue;
      found.single.push(single);
      found.peer.push(there);
      found.batch.push(batch);
      found.own.push(own);
    }
    return figuresOf(found);
  } finally {
    await Promise.all([service.stop(), peer.stop(), client.stop()]);
  }
}

function figuresOf({
  single,
  peer,
  batch,
  own,
}: {
  single: readonly Load[];
  peer: readonly Load[];
  batch: readonly number[];
  own: readonly number[];
}): HttpFigures {
  const of = (loads: readonly Load[], key: keyof Load) => median(loads.map((load) => load[key]));
  const [httpPerSecond, httpPeerPerSecond] = [of(single, "perSecond"), of(peer, "perSecond")];
  return {
    ...{ httpPerSecond, httpP50Ms: of(single, "p50Ms"), httpP99Ms: of(single, "p99Ms"), httpPeerPerSecond },
    ...{ httpRatio: httpPerSecond / httpPeerPerSecond, batchPerSecond: median(batch), ownFactsPerSecond: median(own) },
  };
}
