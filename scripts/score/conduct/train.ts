import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";

import { CATALOGUE_DIR } from "../../../catalogue/load.ts";
import { InvoiceDataError } from "../../agency/invoices/problems.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { trainConduct } from "./train-conduct.ts";

export const CONDUCT_FILE: string = join(CATALOGUE_DIR, "scorecards", "conduct-v1.json");
/** The day after the last invoice. */
export const DEFAULT_SEED = 20_200_301;

const HELP = `Trains the conduct scorecard on VAT invoices and writes catalogue/scorecards/conduct-v1.json.

  npx node scripts/score/conduct/train.ts --data DIR [--seed N] [--out FILE]

  --data DIR    companies_*.csv (one of them with a column "defaulted"), invoices_sales_*.csv and
                invoices_purchase_*.csv, or .csv.xz, also in a folder china_sme inside DIR
  --seed N      of folds and of the bootstrap, a whole number from 0 to 2147483647 (${DEFAULT_SEED}); the same
                data and seed give the same file
  --out FILE    another place for the scorecard
  -h, --help    show this text

Takes some minutes. Exit code 1 when the data cannot be trained on, 2 for a wrong option.
`;

export interface ConductOptions {
  readonly data: string;
  readonly seed: number;
  readonly out: string;
}

/** @returns nothing when help was asked for. @throws UsageError naming the option, its value and the rule */
export function readOptions(args: readonly string[]): ConductOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  if (values.data === undefined) throw new UsageError("--data is needed: the folder with companies and invoices");
  const seed = values.seed ?? String(DEFAULT_SEED);
  if (!/^\d{1,10}$/.test(seed) || Number(seed) >= 2 ** 31) {
    throw new UsageError(`--seed "${seed}" must be a whole number from 0 to 2147483647`);
  }
  return { data: values.data, seed: Number(seed), out: values.out ?? CONDUCT_FILE };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { data: text, seed: text, out: text, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(HELP);
    return;
  }
  await writeConduct(options);
}

/** Trains the card and writes it. @throws InvoiceDataError when the folder cannot be trained on */
export async function writeConduct({ data, seed, out }: ConductOptions): Promise<void> {
  const card = await trainConduct(data, seed, (message) => console.error(message));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, await cardText(card));
  console.error(`wrote ${out}`);
}

/** As the formatter wants files of the catalogue. */
async function cardText(card: object): Promise<string> {
  return format(JSON.stringify(card), { ...(await resolveConfig(fileURLToPath(import.meta.url))), parser: "json" });
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof InvoiceDataError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
