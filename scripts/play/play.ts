import { type LedgerTarget, withDevelopmentLedger } from "../seed/development-ledger.ts";
import { beijingDate } from "./clock.ts";
import { playAll } from "./director.ts";
import { type LoanOutcome, outcomeOf } from "./outcome.ts";
import { buildStage, type Stage } from "./stage.ts";
import { declaredSale } from "./stories/declared-sale.ts";
import { exportReceivable } from "./stories/export-receivable.ts";
import { patentLoan } from "./stories/patent-loan.ts";
import { prologue } from "./stories/prologue.ts";
import { stillOpen } from "./stories/still-open.ts";
import { taxLoan } from "./stories/tax-loan.ts";
import { Story } from "./story.ts";

export interface PlayOptions extends LedgerTarget {
  /** Address of the digital yuan: see `openMarket`. */
  readonly token: string;
  /** Unix seconds to which the clock is put at the end; where the play ended unless given. */
  readonly until?: number;
  readonly onProgress?: (message: string) => void;
}

export interface PlaySummary {
  readonly stories: readonly Story[];
  /** What became of the loans of each story, as the chain tells it. */
  readonly outcomes: readonly LoanOutcome[];
  readonly transactions: number;
  readonly gasUsed: bigint;
}

/**
 * Plays three financings to their end, and leaves two cases open, on a development chain with an open market, each step signed by the wallet that
 * would sign it, and puts the clock forward where months pass. Once on each chain.
 * @throws Error that names the act at which the ledger behaved otherwise than the story says
 */
export function play(options: PlayOptions): Promise<PlaySummary> {
  return withDevelopmentLedger(options, async (ledger) => {
    const stage = await buildStage(ledger, options.token);
    const stories = await perform(stage, options.onProgress ?? (() => {}));
    if (options.until !== undefined) await stage.clock.moveTo(options.until);
    return summarise(stage, stories);
  });
}

/** The prologue, and then all stories side by side as time passes. */
async function perform(stage: Stage, say: (message: string) => void): Promise<Story[]> {
  const opening = new Story(stage, "Prologue", "序幕");
  await prologue(stage, opening);
  const patent = new Story(stage, "A patent secures a loan that is repaid", "专利质押贷款：如期还清");
  const receivable = new Story(
    stage,
    "An export receivable is financed in digital yuan",
    "出口应收账款融资：数字人民币结算",
  );
  const tax = new Story(
    stage,
    "A loan on taxes defaults, and a second-ranked lien is enforced",
    "税贷违约：第二顺位质权的实现",
  );
  const sale = new Story(stage, "A sale that the company declares itself", "企业自主申报的交易");
  const open = new Story(stage, "What is still under way", "尚未结束的业务");
  const scripts = [
    patentLoan(stage, patent),
    exportReceivable(stage, receivable),
    taxLoan(stage, tax),
    declaredSale(stage, sale),
    stillOpen(stage, open),
  ];
  await playAll(scripts, stage.clock, (now) => say(beijingDate(now)));
  return [opening, patent, receivable, tax, sale, open];
}

async function summarise(stage: Stage, stories: readonly Story[]): Promise<PlaySummary> {
  const outcomes = await Promise.all(stories.flatMap(({ loanIds }) => loanIds.map((id) => outcomeOf(stage, id))));
  const sent = stories.flatMap(({ acts }) => acts).flatMap(({ outcome }) => (outcome.kind === "done" ? [outcome] : []));
  return {
    stories,
    outcomes,
    transactions: sent.length,
    gasUsed: sent.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
  };
}
