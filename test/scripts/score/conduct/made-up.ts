import type { TrainingEffort } from "../../../../scripts/score/conduct/effort.ts";
import { invoices } from "../../agency/invoices/folder.ts";

const FIRST = 2016 * 12 + 9;
const MONTHS = 41;
const FIRMS = 60;

/** The least work that still goes through every step. */
const CHOICES = {
  bins: [3],
  ridges: [4],
  leastCharacteristics: 3,
  mostCharacteristics: 4,
  innerFolds: 3,
  innerRepeats: 1,
} as const;
export const LITTLE_EFFORT: TrainingEffort = {
  nested: CHOICES,
  shipped: CHOICES,
  outerRepeats: 2,
  wideRepeats: 1,
  bootstrapSamples: 20,
};

/**
 * 60 firms over 41 months, the last ten of them without a label; every third defaulted, sells less, not every month, and mostly
 * to one customer.
 */
export function madeUpData(): Record<string, string> {
  const firms = Array.from({ length: FIRMS }, (_, index) => ({ id: `F${index}`, index, bad: index % 3 === 0 }));
  return {
    "companies_labelled.csv": labelled(firms.slice(0, 50).map(({ id, bad }) => `${id},***,C,${bad ? 1 : 0}`)),
    "companies_unlabelled.csv": ["company_id,name_masked", ...firms.slice(50).map(({ id }) => `${id},***`), ""].join(
      "\n",
    ),
    "invoices_sales.csv": invoices(...firms.flatMap(salesOf)),
    "invoices_purchase.csv": invoices(...firms.flatMap(purchasesOf)),
  };
}

export function labelled(rows: readonly string[]): string {
  return ["company_id,name_masked,credit_rating,defaulted", ...rows, ""].join("\n");
}

interface MadeUpFirm {
  readonly id: string;
  readonly index: number;
  readonly bad: boolean;
}

function salesOf({ id, index, bad }: MadeUpFirm): string[] {
  const every = bad ? 2 + (index % 4) : 1 + (index % 2);
  return monthNames(every).flatMap((month, place) => {
    const yuan = (bad ? 400 : 900) + ((index * 37 + place * 11) % 700);
    const customer = bad && index % 2 === 0 ? 0 : place % (3 + (index % 5));
    return [line(id, place, month, `B${customer}`, yuan)];
  });
}

function purchasesOf({ id, index }: MadeUpFirm): string[] {
  return monthNames(2).map((month, place) => line(id, place, month, `C${place % (1 + (index % 4))}`, 100 + index * 5));
}

function line(id: string, place: number, month: string, partner: string, yuan: number): string {
  return `${id},${place},${month}-15,${partner},${yuan},0,${yuan},valid`;
}

/** Every so many months, and always the first and the last: so the coverage is the same for all. */
function monthNames(every: number): string[] {
  const wanted = Array.from({ length: MONTHS }, (_, index) => index).filter((index) => index % every === 0);
  return [...new Set([0, ...wanted, MONTHS - 1])].map((index) => {
    const month = FIRST + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}
