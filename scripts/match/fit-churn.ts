/** Fits the churn curves of catalogue/pricing.json to the table of a data folder. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import type { ChurnCurve, ChurnRating } from "../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../catalogue/load.ts";
import { InvoiceDataError } from "../agency/invoices/problems.ts";
import { UsageError } from "../cli/usage-error.ts";
import { fitCurve } from "./churn-curve.ts";
import type { ChurnPoint } from "./churn-curve.ts";
import { readChurnTable } from "./churn-table.ts";

const HELP = `Fits the part of customers lost by rate, one curve for each rating, and writes it into catalogue/pricing.json.

  npx node scripts/match/fit-churn.ts --data DIR [--out FILE] [--check]

  --data DIR   rate_churn_by_rating.csv, also in a folder china_sme inside DIR
  --out FILE   another file of the form of pricing.json
  --check      write nothing; exit code 1 when the file has other curves
  -h, --help   show this text

The same table always gives the same curves. Exit code 1 when the table cannot be fitted, 2 for a wrong option.
`;

interface PricingJson {
  readonly churn: { readonly curves: readonly ChurnCurve[] };
}

/** The file with the curves, and the range of rates, of a table. @param json of pricing.json */
export function withChurn(json: PricingJson, table: ReadonlyMap<ChurnRating, readonly ChurnPoint[]>): PricingJson {
  const rates = [...table.values()].flat().map(({ rateBps }) => rateBps);
  const [minRateBps, maxRateBps] = [Math.min(...rates), Math.max(...rates)];
  const curves = json.churn.curves.map(({ rating, upToDefaultBps }) => ({
    ...{ rating, upToDefaultBps },
    ...fitCurve(table.get(rating) ?? [], minRateBps),
  }));
  return { ...json, churn: { ...json.churn, minRateBps, maxRateBps, curves } as PricingJson["churn"] };
}

async function main(): Promise<void> {
  const { data, out, check, help } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  if (data === undefined) throw new UsageError("--data is needed: the folder with rate_churn_by_rating.csv");
  const path = out ?? join(CATALOGUE_DIR, "pricing.json");
  const before = readFileSync(path, "utf8");
  const fitted = withChurn(JSON.parse(before) as PricingJson, await readChurnTable(data));
  const text = await format(JSON.stringify(fitted), { ...(await resolveConfig(path)), parser: "json" });
  for (const { rating, scaleBps, shape, rmsErrorBps, largestErrorBps } of fitted.churn.curves) {
    console.log(
      `${rating}: scale ${scaleBps} bps, shape ${shape}; off by ${rmsErrorBps} bps (rms), ${largestErrorBps} at most`,
    );
  }
  if (!check) writeFileSync(path, text);
  else if (text !== before) {
    console.error(`${path} has other curves: run this without --check`);
    process.exitCode = 1;
  }
}

function readOptions() {
  const text = { type: "string" } as const;
  const options = { data: text, out: text, check: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InvoiceDataError || error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
