import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import type { Snapshot } from "../../../indexer-api/src/match-store/snapshot.ts";
import { FEATURES } from "../engine/arbitrary.ts";

export const HEAD = {
  ...{ identity: "chain 31337, subgraph Qm", generation: "a generation" },
  ...{ features: FEATURES, change: 2n ** 60n, mark: "00000000-0000-4000-8000-000000000000" },
};

/** A snapshot of these companies, with room behind them; scores and codes say which row is which. */
export function snapshotOf(companies: readonly (readonly Cell[])[]): Snapshot {
  const columns = new Columns(FEATURES, companies.length + 1);
  companies.forEach((cells, row) => columns.set(row, encodeCompany(FEATURES, cells)));
  const scores = Int16Array.from({ length: companies.length + 1 }, (_, row) => (row % 1000) - 1);
  const codes = Uint32Array.from({ length: companies.length * 3 }, (_, word) => 2 ** 30 - word);
  return { ...HEAD, companies: companies.length, columns, scores, codes };
}
