/** `npm run bench:gas`: gas of the ledger, and of the Ethereum Attestation Service beside it, in one run. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { tasks } from "hardhat";
import { measureCredit } from "./gas/credit.ts";
import { measureEas } from "./gas/eas.ts";
import { measureLedger } from "./gas/ledger.ts";
import { measureScore } from "./gas/score.ts";

const SNAPSHOT = new URL("../../test/gas-snapshot.json", import.meta.url);

const HELP = `Usage: npm run bench:gas -- [options]

Gas of single, relayed and batched attestations with eight values, proxies included, beside EAS with the same payload and
compiler settings; then of soft assets, liens and loans, and of scores by the cards as they ship. Figures of batches are
per item; asset.mint, pledge and release are what they add to an attestation, an acceptance and a settlement.

  --json     print JSON instead of a table
  --check    compare with test/gas-snapshot.json; exit code 1 when a figure differs
  --update   write test/gas-snapshot.json
  --help     show this text
`;

/** What the design asks for; a figure above its goal fails `--check` as well. */
const GOALS: Record<string, number> = {
  "attest.first": 65_000,
  "attest.update": 48_000,
  "relayed.first": 72_000,
  "relayed.update": 55_000,
  "batch200.first": 34_000,
  "batch200.update": 17_000,
  revoke: 38_000,
  "asset.mint": 115_000,
  pledge: 70_000,
  release: 40_000,
  // Our own choice, from the words that a step must write: see docs/benchmarks.md.
  "loan.apply": 120_000,
  "loan.offer": 105_000,
  "loan.accept": 170_000,
  "loan.disburse": 70_000,
  "loan.confirm": 80_000,
  "loan.repay": 60_000,
  "loan.settle": 80_000,
  "certify.26facts": 450_000,
  "evaluate.largest": 3_000_000,
};

/** The EAS figure with which each of ours is compared, by its name or the part before the first dot. */
const RIVALS: Record<string, string> = {
  attest: "eas.attest",
  relayed: "eas.relayed",
  batch200: "eas.batch50",
  relayedBatch200: "eas.batch50",
  revoke: "eas.revoke",
  "certify.26facts": "eas.certify.26facts",
  "certify.26facts.again": "eas.certify.26facts.again",
};

/** What one signature over a batch may add to each of its items. */
const SIGNATURE_PER_ITEM = 1_500;

type Figures = Record<string, number>;

function goalOf(name: string, figures: Figures): number | undefined {
  const unsigned = figures[name.replace("relayedBatch200", "batch200")];
  return name.startsWith("relayedBatch200") && unsigned !== undefined ? unsigned + SIGNATURE_PER_ITEM : GOALS[name];
}

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean" },
    check: { type: "boolean" },
    update: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});

if (options.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  await tasks.getTask("build").run({ quiet: true, noTests: true });
  const own = { ...(await measureLedger()), ...(await measureCredit()), ...(await measureScore()) };
  const figures = { ...own, ...(await measureEas()) };
  if (options.update) writeFileSync(SNAPSHOT, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(options.json ? JSON.stringify(figures) : tableOf(figures));
  return options.check ? check(figures) : 0;
}

function tableOf(figures: Figures): string {
  const table = new Table({
    head: ["", "gas", "goal", "EAS", "EAS / ours"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const [name, gas] of Object.entries(figures)) {
    if (name.startsWith("eas.")) continue;
    const rival = figures[RIVALS[name] ?? RIVALS[name.split(".")[0]!] ?? ""];
    const goal = goalOf(name, figures)?.toLocaleString("en") ?? "";
    const beside = rival === undefined ? ["", ""] : [rival.toLocaleString("en"), (rival / gas).toFixed(1)];
    table.push([name, gas.toLocaleString("en"), goal, ...beside]);
  }
  return table.toString();
}

function check(figures: Figures): number {
  const snapshot = JSON.parse(readFileSync(SNAPSHOT, "utf8")) as Figures;
  const names = new Set([...Object.keys(snapshot), ...Object.keys(figures)]);
  const problems: string[] = [];
  for (const name of names) {
    const [was, is, goal] = [snapshot[name], figures[name], goalOf(name, figures)];
    if (was !== is) problems.push(`${name}: ${is ?? "not measured"}, but the snapshot says ${was ?? "nothing"}`);
    if (is !== undefined && goal !== undefined && is > goal) problems.push(`${name}: ${is} is above its goal ${goal}`);
  }
  if (problems.length === 0) return 0;
  console.error(
    `${problems.join("\n")}\nIf the change is meant: npm run bench:gas -- --update, and commit the snapshot.`,
  );
  return 1;
}
