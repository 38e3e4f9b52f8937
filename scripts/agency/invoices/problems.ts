/** One line of input that breaks a rule. `line` counts from 1, the header included; absent for the file as a whole. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly rule: string;
}

/** How many problems an error spells out before it only counts them. */
export const PROBLEMS_SHOWN = 20;

/** Input that cannot be used as it is. The message has one line per problem, the first `PROBLEMS_SHOWN` of them. */
export class InvoiceDataError extends Error {
  override readonly name = "InvoiceDataError";
  readonly problems: readonly Problem[];

  /** @param count how many problems there are in all, when more than the given ones */
  constructor(problems: readonly Problem[], count: number = problems.length) {
    const shown = problems.slice(0, PROBLEMS_SHOWN).map(describeProblem);
    const rest = count - shown.length;
    super([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"));
    this.problems = problems;
  }
}

/** `invoices_sales.csv line 7: …rule…` */
export function describeProblem({ file, line, rule }: Problem): string {
  return line === undefined ? `${file}: ${rule}` : `${file} line ${line}: ${rule}`;
}
