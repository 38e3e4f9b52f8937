import { beijingDayOf, DAY_SECONDS, morningOf } from "../clock.ts";
import type { Script } from "../director.ts";
import { Loan } from "../loan.ts";
import { appraise, assetOf, attest, attestInVain, type Paper } from "../papers.ts";
import { claimAndConfirm, payOut, recordRepayment, settle } from "../servicing.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";
import { yuan } from "../words.ts";

const NUMBER = "ZL 2015 1 0123456.1";
/** The same number as another clerk may type it: full-width, and without points and spaces. */
const SAME_NUMBER = "２０１５１０１２３４５６１";

const PATENT = {
  "ipo.patent_kind": "invention",
  "ipo.patent_filing_date": "2015-03-02",
  "ipo.patent_grant_date": "2017-09-15",
  "ipo.patent_expiry_date": "2035-03-02",
  "ipo.patent_legal_status": "valid",
  "ipo.patent_pledged": false,
  "ipo.patent_appraised_value": null,
} as const;

const VALUE_FEN = yuan(6_000_000);
const AMOUNT_FEN = yuan(1_500_000);
const SECURED_FEN = yuan(1_600_000);
const GUARANTEED_FEN = yuan(500_000);
const TERMS = { amountFen: AMOUNT_FEN, feeFen: yuan(1_500), tenorMonths: 12, rateBps: 390, overdueRateBps: 585 };

/**
 * A patent is attested, valued and pledged, and a guarantor stands by; the loan is repaid within its year and the patent is
 * free. Meanwhile another company would have the same patent.
 */
export async function* patentLoan(stage: Stage, story: Story): Script {
  const { clock, cast } = stage;
  const { clearStream, echo, trueMeasure } = cast.companies;
  const guarantor = cast.lender("dragon_boat");
  const ipo = cast.agency("ipo");

  const start = await clock.now();
  const paper: Paper = { schema: "ipo.patent.v1", subject: clearStream, number: NUMBER, facts: PATENT };
  const assetId = assetOf(stage, paper);
  await attest(stage, story, ipo, paper, `attests invention patent ${NUMBER} of ${clearStream.nameEn}`);
  await attestInVain(...([stage, story, ipo, { ...paper, subject: echo, number: SAME_NUMBER }] as const), {
    what: `is asked to attest ${SAME_NUMBER} for ${echo.nameEn}`,
    errorName: "SoftAssetsHeldByAnother",
  });
  await appraise(stage, story, trueMeasure, { assetId, valueFen: VALUE_FEN, called: "patent" });

  const loan = new Loan(stage, story, clearStream, "ip_pledge-022");
  await loan.apply(AMOUNT_FEN, TERMS.tenorMonths, "A production line for sensors");
  yield start + 3 * DAY_SECONDS;
  const guarantee = { by: guarantor, amountFen: GUARANTEED_FEN };
  await loan.offer({ ...TERMS, guarantee, collateral: [{ assetId, securedFen: SECURED_FEN }] });
  await loan.undertake(guarantor);
  yield start + 5 * DAY_SECONDS;
  await loan.accept();
  await payOut(loan, "CNAPS KAPOK 0001");

  yield morningOf(beijingDayOf(await clock.now()) + 182);
  await claimAndConfirm(loan, yuan(800_000), "CNAPS KAPOK 0002");
  yield morningOf(await loan.dueDay());
  await recordRepayment(loan, await loan.owedFen(), "CNAPS KAPOK 0003");
  await settle(loan, [assetId]);
}
