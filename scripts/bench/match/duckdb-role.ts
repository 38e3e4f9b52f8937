/** A process with DuckDB in it. */
import { AS_OF } from "./companies.ts";
import { type BenchData, drawData } from "./data.ts";
import { DuckDbPeer } from "./duckdb.ts";
import { serveRole } from "./role.ts";
import { timed } from "./timing.ts";

let peer: DuckDbPeer | undefined;

const handlers = {
  async load(data: BenchData) {
    const { products, ...drawn } = drawData(data);
    const criteria = products.map((product) => product.criteria);
    peer = await DuckDbPeer.load(drawn, data.companies, criteria, AS_OF);
  },
  match: () => timed(() => peer?.match()),
  digest: () => loaded().digest(),
  first: (companies: number) => loaded().first(companies),
};
export type DuckDbRole = typeof handlers;

function loaded(): DuckDbPeer {
  if (peer === undefined) throw new Error("load comes first");
  return peer;
}

serveRole(handlers);
