/** `npm run score:train`: trains the estimated scorecards and writes them into the catalogue. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { format, resolveConfig } from "prettier";

import { CATALOGUE_DIR } from "../../catalogue/load.ts";
import { InvoiceDataError } from "../agency/invoices/problems.ts";
import { UsageError } from "../cli/usage-error.ts";
import { DEFAULT_SEED as CONDUCT_SEED, writeConduct } from "./conduct/train.ts";
import { ScoreDataError } from "./financial/polish-file.ts";
import { type Specification, SPECIFICATIONS } from "./financial/specifications.ts";
import { trainFinancial } from "./financial/train.ts";

const DEFAULT_SEED = 20_160_401;
const DEFAULT_REPEATS = 3;

const CONDUCT = "conduct";

const HELP = `Trains the estimated scorecards and writes catalogue/scorecards/<family>-v<version>.json.

  npm run score:train -- --data DIR [--family NAME] [--seed N] [--repeats N] [--out DIR]

  --data DIR     financial: year1.csv.xz, year3.csv.xz and year5.csv.xz (or .csv), also in a folder polish inside DIR;
                 conduct: companies_*.csv, invoices_sales_*.csv and invoices_purchase_*.csv (or .csv.xz), also in a folder
                 china_sme inside DIR
  --family NAME  only this one: ${SPECIFICATIONS.map(({ family }) => family).join(", ")}
                 or conduct; without it all financial ones
  --seed N       a whole number from 0 to 2147483647 (financial ${DEFAULT_SEED}, conduct ${CONDUCT_SEED}); the same data and seed
                 give the same files
  --repeats N    cross-validations behind the figures of the financial ones, 1 to 20 (${DEFAULT_REPEATS})
  --out DIR      another folder for the scorecards
  -h, --help     show this text

Takes some minutes for each family. Exit code 1 when the data cannot be trained on, 2 for a wrong option.
`;

interface Options {
  readonly data: string;
  /** The financial ones to be trained; none when it is the conduct card. */
  readonly specifications: readonly Specification[];
  readonly seed: number;
  readonly repeats: number;
  readonly out: string;
}

/** @returns nothing when help was asked for. @throws UsageError naming the option, its value and the rule */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  if (values.data === undefined) throw new UsageError("--data is needed: the folder with the files of the three years");
  const conduct = values.family === CONDUCT;
  if (conduct && values.repeats !== undefined) throw new UsageError("--repeats is for the financial families only");
  const specifications = SPECIFICATIONS.filter(({ family }) => [family, undefined].includes(values.family));
  if (specifications.length === 0 && !conduct)
    throw new UsageError(`--family "${values.family}" is none of those in --help`);
  return {
    data: values.data,
    specifications,
    seed: wholeNumber("--seed", values.seed, conduct ? CONDUCT_SEED : DEFAULT_SEED, 0, 2 ** 31 - 1),
    repeats: wholeNumber("--repeats", values.repeats, DEFAULT_REPEATS, 1, 20),
    out: values.out ?? join(CATALOGUE_DIR, "scorecards"),
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { data: text, family: text, seed: text, repeats: text, out: text } as const;
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, from: number, to: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text) || Number(text) < from || Number(text) > to) {
    throw new UsageError(`${name} "${text}" must be a whole number from ${from} to ${to}`);
  }
  return Number(text);
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(HELP);
    return;
  }
  const { data, seed, repeats, out } = options;
  if (options.specifications.length === 0) return writeConduct({ data, seed, out: join(out, "conduct-v1.json") });
  for (const specification of options.specifications) {
    const onProgress = (message: string) => console.error(message);
    const card = await trainFinancial(data, specification, { seed, repeats, onProgress });
    const file = join(out, `${card.family}-v${card.version}.json`);
    const style = await resolveConfig(fileURLToPath(import.meta.url));
    writeFileSync(file, await format(JSON.stringify(card), { ...style, parser: "json" }));
    console.error(`wrote ${file}`);
  }
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ScoreDataError || error instanceof InvoiceDataError))
      throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
