/** `npm run score:validate`: the shipped financial scorecards on labelled companies, without training. */
import { parseArgs } from "node:util";

import Table from "cli-table3";

import { ScoreDataError, type Year, YEARS } from "./financial/polish-file.ts";
import { type Validation, validateYear } from "./financial/validation.ts";

const HELP = `Usage: npm run score:validate -- --data DIR [options]

Scores the companies of year1.csv.xz, year3.csv.xz and year5.csv.xz (or the same without .xz; in DIR or in DIR/polish)
with the shipped scorecards financial-5y, financial-3y and financial-1y, and compares the scores with the column
"bankrupt". Beside the AUC stands what cross-validation gave in training. Nothing is trained. Columns Attr1 to Attr64 are found by name; an empty cell is a missing value.

  --data DIR    folder with the files
  --years LIST  only these, such as 1,5
  --json        print one JSON object, by year
  --help        show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      years: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.data === undefined) throw new ScoreDataError("--data is missing: name the folder with the files");
  const results: Record<string, Validation> = {};
  for (const year of yearsOf(values.years)) results[`year${year}`] = await validateYear(values.data, year);
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else for (const [year, result] of Object.entries(results)) process.stdout.write(`${tableOf(year, result)}\n`);
}

function yearsOf(list: string | undefined): readonly Year[] {
  if (list === undefined) return YEARS;
  const wanted = list.split(",").map((text) => text.trim());
  const unknown = wanted.find((text) => !YEARS.some((year) => String(year) === text));
  if (unknown !== undefined) throw new ScoreDataError(`--years: "${unknown}" must be one of ${YEARS.join(", ")}`);
  return YEARS.filter((year) => wanted.includes(String(year)));
}

function tableOf(year: string, validation: Validation): string {
  const { family, version, rows, bad, auc, ks, brier, note, calibration } = validation;
  const figure = (value: number | null) => (value === null ? "-" : value.toFixed(4));
  const part = (value: number) => `${(100 * value).toFixed(2)} %`;
  const title = `${year}: ${family} version ${version}, ${rows} companies, ${bad} bankrupt`;
  const summary = `AUC ${figure(auc)}   KS ${figure(ks)}   Brier ${figure(brier)}${note === undefined ? "" : `   (${note})`}`;
  const { crossValidatedAuc, crossValidatedAucDeviation } = validation;
  const training = `in training, on companies not seen: AUC ${figure(crossValidatedAuc)}, deviation over folds ${figure(crossValidatedAucDeviation)}`;
  const table = new Table({
    head: ["points", "companies", "bankrupt", "predicted", "observed", "95 % interval"],
    style: { head: [], border: [] },
  });
  for (const row of calibration) {
    const interval = `${part(row.low)} to ${part(row.high)}`;
    const counts = [`${row.fromScore} to ${row.toScore}`, row.companies, row.defaults];
    table.push([...counts, part(row.predicted), part(row.observed), interval]);
  }
  return `${title}\n${summary}\n${training}\n${table.toString()}\n`;
}

try {
  await main();
} catch (error) {
  // parseArgs throws TypeErrors with a plain sentence for options that it does not know.
  if (!(error instanceof ScoreDataError || error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
