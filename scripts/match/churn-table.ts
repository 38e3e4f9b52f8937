import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChurnRating } from "../../catalogue/index.ts";
import { readCsv } from "../agency/invoices/csv.ts";
import { InvoiceDataError } from "../agency/invoices/problems.ts";
import type { ChurnPoint } from "./churn-curve.ts";

export const RATINGS: readonly ChurnRating[] = ["A", "B", "C"];

const FILE = "rate_churn_by_rating.csv";
/** Where the table lies in a folder that holds several data sets. */
const INNER_FOLDER = "china_sme";
const NUMBER = /^\d+(\.\d+)?$/;
const WHOLE_BPS = 10_000;

/**
 * The churn table of a data folder, or of a folder `china_sme` in it: by rating, points by ascending rate.
 * @throws InvoiceDataError naming file, line and rule: a missing file or column, a share or rate that is no number from 0 to
 * 1, rates that do not ascend
 */
export async function readChurnTable(folder: string): Promise<Map<ChurnRating, ChurnPoint[]>> {
  const inner = join(folder, INNER_FOLDER, FILE);
  const path = existsSync(inner) ? inner : join(folder, FILE);
  const table = new Map(RATINGS.map((rating) => [rating, [] as ChurnPoint[]]));
  let last = -1;
  for await (const { line, cells, fault } of readCsv(path, [
    "annual_rate",
    ...RATINGS.map((one) => `churn_rating_${one}`),
  ])) {
    const refuse = (rule: string) => new InvoiceDataError([{ file: FILE, line, rule }]);
    if (fault !== undefined) throw refuse(fault);
    const wrong = cells.find((cell) => !NUMBER.test(cell) || Number(cell) > 1);
    if (wrong !== undefined) throw refuse(`"${wrong}" must be a number from 0 to 1`);
    const [rate, ...shares] = cells.map(Number) as [number, ...number[]];
    const rateBps = Math.round(rate * WHOLE_BPS);
    if (rateBps <= last) throw refuse(`annual_rate "${cells[0]}" must be above the one before`);
    last = rateBps;
    for (const [index, rating] of RATINGS.entries()) {
      table.get(rating)?.push({ rateBps, share: shares[index] as number });
    }
  }
  if (last < 0) throw new InvoiceDataError([{ file: FILE, rule: "has no rates" }]);
  return table;
}
