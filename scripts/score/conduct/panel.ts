import { loadCatalogue, type Catalogue, type Statement } from "../../../catalogue/index.ts";
import { compileScorecard } from "../../../catalogue/scorecard/compile.ts";
import { evaluateScorecard, type Absence } from "../../../catalogue/scorecard/evaluate.ts";
import { findDataFiles } from "../../agency/invoices/folder.ts";
import { formatMonth, type Month, monthStart } from "../../agency/invoices/months.ts";
import { InvoiceDataError } from "../../agency/invoices/problems.ts";
import { readInvoiceData, type InvoiceData } from "../../agency/invoices/read.ts";
import { companyStatements } from "../../agency/invoices/statements.ts";
import { type Candidate, CONDUCT_SOURCE } from "./candidates.ts";
import { readLabels } from "./labels.ts";
import { emptyCard } from "./scale.ts";

export type Input = bigint | Absence;

export interface Firm {
  readonly id: string;
  /** Whether it defaulted; undefined where nobody says. */
  readonly bad: boolean | undefined;
}

/** Every firm seen at the end of several months, through the eyes of the chain. */
export interface Panel {
  readonly catalogue: Pick<Catalogue, "schemaByName">;
  readonly candidates: readonly Candidate[];
  readonly firms: readonly Firm[];
  /** The months after whose end the firms are seen, ascending. */
  readonly months: readonly Month[];
  /** By month, firm and candidate; null where the tax office states nothing yet. */
  readonly inputs: readonly (readonly (readonly Input[] | null)[])[];
  readonly counts: InvoiceData["counts"];
}

/**
 * Months before the last one covered after which firms are seen. The last two months are not whole in the data set: each
 * firm's invoices were drawn at its own date between October 2019 and February 2020.
 */
export const MONTHS_BACK = [17, 14, 8, 5, 2, 0] as const;
/** Those of them that the model is trained on: a firm counts three times, with a third of the weight each time. */
export const TRAINING_MONTHS_BACK = [14, 8, 2] as const;
/** The one that figures are quoted for unless they say otherwise. */
export const REFERENCE_MONTHS_BACK = 2;
const TWO_YEARS = 24;

/**
 * Reads the folder and makes the very statements that the tax office would sign, then the inputs that a scorecard makes of
 * them.
 * @throws InvoiceDataError for a folder without labelled companies, with damaged files, or with too few months
 */
export async function readPanel(
  folder: string,
  candidates: readonly Candidate[],
  onProgress: (message: string) => void,
): Promise<Panel> {
  const labels = await readLabels((await findDataFiles(folder)).companies);
  const data = await readInvoiceData(folder, { skipBadRows: true, onProgress });
  const months = monthsOf(data, folder);
  const catalogue = loadCatalogue();
  const observe = observer(catalogue, candidates);
  const firms = data.companies.map(({ id }) => ({ id, bad: labels.get(id) }));
  const byFirm = firms.map(({ id }) => trailingStatements(catalogue, data, id));
  const inputs = months.map((month) =>
    byFirm.map((statements) => {
      const statement = statements.get(monthStart(month + 1));
      return statement === undefined ? null : observe(statement);
    }),
  );
  return { catalogue, candidates, firms, months, inputs, counts: data.counts };
}

/** The same panel with its first so many candidates only. */
export function withFirstCandidates(panel: Panel, count: number): Panel {
  const inputs = panel.inputs.map((firms) => firms.map((inputs) => inputs?.slice(0, count) ?? null));
  return { ...panel, candidates: panel.candidates.slice(0, count), inputs };
}

/** Index of the month that lies so many months before the last one. */
export function monthIndex(back: (typeof MONTHS_BACK)[number]): number {
  return MONTHS_BACK.indexOf(back);
}

function monthsOf({ ledger: { firstMonth, lastMonth } }: InvoiceData, folder: string): Month[] {
  const months = MONTHS_BACK.map((back) => lastMonth - back);
  if ((months[0] as Month) - TWO_YEARS + 1 >= firstMonth) return months;
  const needed = TWO_YEARS + MONTHS_BACK[0];
  const covered = Number.isFinite(firstMonth)
    ? `from ${formatMonth(firstMonth)} to ${formatMonth(lastMonth)}`
    : "no month";
  throw new InvoiceDataError([{ file: folder, rule: `invoices cover ${covered}: training needs ${needed} months` }]);
}

/** The company's statements of the source by their time. */
function trailingStatements(catalogue: Catalogue, { ledger }: InvoiceData, company: string): Map<number, Statement> {
  const schemaId = catalogue.schemaByName.get(CONDUCT_SOURCE)?.id;
  const statements = companyStatements(catalogue, NOBODY, ledger, company, ledger);
  const trailing = [...statements].filter((statement) => statement.schemaId === schemaId);
  return new Map(trailing.map((statement) => [statement.observedAt, statement]));
}

/** The subject of statements that are read here and never sent. */
const NOBODY = `0x${"0".repeat(64)}`;

/** What the evaluator of scorecards makes of a statement: training and chain agree because this is the same code. */
function observer(catalogue: Catalogue, candidates: readonly Candidate[]): (statement: Statement) => readonly Input[] {
  const compiled = compileScorecard(catalogue, { ...emptyCard(), inputs: candidates.map(({ input }) => input) });
  return ({ values, observedAt }) => evaluateScorecard(compiled, [values], BigInt(observedAt)).inputs;
}
