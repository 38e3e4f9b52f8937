import Table from "cli-table3";

import { beijingDate } from "./clock.ts";
import type { LoanOutcome } from "./outcome.ts";
import type { PlaySummary } from "./play.ts";
import type { Act, Story } from "./story.ts";
import { cny, shortHash } from "./words.ts";

/** The play as text: each story act by act, and a table of what became of the loans. */
export function tell({ stories, outcomes, transactions, gasUsed }: PlaySummary): string {
  const total = `${transactions} transactions, ${gasUsed.toLocaleString("en-US")} gas; names are invented, dates are Beijing's.`;
  return [...stories.map(tellStory), tableOf(outcomes), total].join("\n\n");
}

function tellStory({ nameEn, nameZh, acts }: Story, number: number): string {
  const heading = number === 0 ? `${nameEn} ${nameZh}` : `${number}. ${nameEn} ${nameZh}`;
  return [heading, ...acts.map(tellAct)].join("\n");
}

function tellAct({ at, by, what, outcome }: Act): string {
  const sentence = `  ${beijingDate(at)}  ${by.nameEn} ${by.nameZh} ${what}`;
  return outcome.kind === "done"
    ? `${sentence}  [${shortHash(outcome.hash)}, ${outcome.gasUsed.toLocaleString("en-US")} gas]`
    : `${sentence}\n              ✗ refused: ${outcome.reason}`;
}

function tableOf(outcomes: readonly LoanOutcome[]): string {
  const table = new Table({
    head: ["loan", "product", "paid out", "interest and fees paid", "principal repaid", "not repaid", "state"],
    colAligns: ["right", "left", "right", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const { loanId, product, principalFen, paid, outstandingFen, state } of outcomes) {
    const charges = paid.feesFen + paid.interestFen;
    table.push([
      ...[String(loanId), product, cny(principalFen), cny(charges), cny(paid.principalFen), cny(outstandingFen), state],
    ]);
  }
  return table.toString();
}
