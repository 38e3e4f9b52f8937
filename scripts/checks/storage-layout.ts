import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { PROXIED_NAMES, sourceOf } from "../chain/ledger.ts";
import { compare, forSnapshot } from "./storage/compare.ts";
import type { Snapshot } from "./storage/compare.ts";
import { collectSources } from "./storage/compile.ts";
import { inspect } from "./storage/layouts.ts";

const HELP = `Compares the storage layout of every contract behind a proxy with the committed snapshot, and looks for what is
unsafe there. Anything but an append fails.

  node scripts/checks/storage-layout.ts [--update]

  --update   add to the snapshot what was appended (with each release); a layout that shifts is never written
`;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SNAPSHOT = fileURLToPath(new URL("storage/snapshot.json", import.meta.url));

const { values } = parseArgs({ options: { update: { type: "boolean" }, help: { type: "boolean" } } });
if (values.help) console.log(HELP);
else process.exitCode = await check(values.update ?? false);

/** @returns the exit code */
async function check(update: boolean): Promise<number> {
  const inspections = inspect(collectSources(ROOT, PROXIED_NAMES.map(sourceOf)), PROXIED_NAMES);
  const { problems, grown } = compare(readSnapshot(), inspections);
  if (problems.length > 0) {
    console.error(problems.join("\n\n"));
    return 1;
  }
  if (update) {
    const layouts = Object.entries(inspections).map(([name, { layout }]) => [name, forSnapshot(layout)]);
    const text = JSON.stringify(Object.fromEntries(layouts));
    writeFileSync(SNAPSHOT, await format(text, { ...(await resolveConfig(SNAPSHOT)), filepath: SNAPSHOT }));
  }
  console.log(summary(grown, update));
  return 0;
}

function readSnapshot(): Snapshot {
  return existsSync(SNAPSHOT) ? (JSON.parse(readFileSync(SNAPSHOT, "utf8")) as Snapshot) : {};
}

function summary(grown: readonly string[], update: boolean): string {
  const checked = `Storage layout: ${PROXIED_NAMES.join(", ")} can be upgraded safely.`;
  if (grown.length === 0) return checked;
  return `${checked} Appended in ${grown.join(", ")}${update ? ", now in the snapshot" : ": not yet in the snapshot"}.`;
}
