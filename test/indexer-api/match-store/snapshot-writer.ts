import { writeSnapshotFile } from "../../../indexer-api/src/match-store/snapshot-file.ts";
import { snapshotOf } from "./small-snapshot.ts";

// Writes one snapshot after the other, each with a change of its own, until it is killed.
const [path = ""] = process.argv.slice(2);
const companies = Array.from({ length: 20_000 }, (_, row) => [BigInt(row), null, null, "A", "west", null, null]);
const snapshot = snapshotOf(companies);
for (let change = 1n; ; change++) {
  await writeSnapshotFile(path, { ...snapshot, change });
  process.send?.(String(change));
}
