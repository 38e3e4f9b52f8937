import { DAY_SECONDS, morningOf } from "../clock.ts";
import type { Script } from "../director.ts";
import { Loan } from "../loan.ts";
import { appraise, assetOf, attest, type Paper } from "../papers.ts";
import { certifyScore, withdrawRating } from "../rating.ts";
import {
  consentToJunior,
  consentToSale,
  declareDefault,
  type Sale,
  sell,
  sellInVain,
  type Shares,
  writeOff,
} from "../recovery.ts";
import { claimAndConfirm, payOut, recordRepayment, settle } from "../servicing.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";
import { amountText, cny, yuan } from "../words.ts";

/** The mark; its number as people write it. */
export const MARK = { schema: "ipo.trademark.v1", number: "第 3456 7891 号" } as const;

const VALUE_FEN = yuan(4_000_000);
/** What the mark is worth once its owner is in trouble, and what a buyer pays for it in a hurry. */
const FALLEN_VALUE_FEN = yuan(1_300_000);
const PROCEEDS_FEN = yuan(1_180_000);

const TAX_PAID_FEN = yuan(96_000);

const SENIOR = { amountFen: yuan(700_000), tenorMonths: 12, rateBps: 400, overdueRateBps: 600 };
const SENIOR_SECURED_FEN = yuan(750_000);
const JUNIOR = { amountFen: yuan(600_000), feeFen: yuan(600), tenorMonths: 6, rateBps: 520, overdueRateBps: 780 };
const JUNIOR_SECURED_FEN = yuan(400_000);
const INTEREST_PAID_FEN = yuan(7_800);

const GRACE_DAYS = 3;
const NOTICE_DAYS = 15;

/**
 * A mark secures a first bank's loan. A second bank lends on the company's taxes and takes the mark as well, behind the
 * first, which consents. The company pays some interest and no more: default, notice, sale with the first bank's consent.
 * Its certified score is outdated when the tax service lowers its grade.
 * The proceeds follow the ranks; what is left over is the company's, and what is still owed is written off.
 */
export async function* taxLoan(stage: Stage, story: Story): Script {
  const { clock, cast } = stage;
  const { silkGate, trueMeasure } = cast.companies;
  const start = await clock.now();

  const paper = trademark(stage);
  const assetId = assetOf(stage, paper);
  await attest(stage, story, cast.agency("ipo"), paper, `attests trade mark ${MARK.number} of ${silkGate.nameEn}`);
  await appraise(stage, story, trueMeasure, { assetId, valueFen: VALUE_FEN, called: "mark" });
  const senior = new Loan(stage, story, silkGate, "ip_pledge-004");
  await senior.apply(SENIOR.amountFen, SENIOR.tenorMonths, "Shops");
  yield start + 2 * DAY_SECONDS;
  await senior.offer({ ...SENIOR, collateral: [{ assetId, securedFen: SENIOR_SECURED_FEN }] });
  await senior.accept();
  await payOut(senior, "CNAPS PEARL 0001");

  yield start + 20 * DAY_SECONDS;
  await attestTaxes(stage, story);
  const junior = new Loan(stage, story, silkGate, "tax_loan-009");
  await certifyScore(stage, story, junior.lender, silkGate);
  await junior.apply(JUNIOR.amountFen, JUNIOR.tenorMonths, "Cloth for the autumn");
  yield start + 23 * DAY_SECONDS;
  await junior.offer({ ...JUNIOR, collateral: [{ assetId, securedFen: JUNIOR_SECURED_FEN }] });
  await junior.acceptInVain("tries to accept before the first bank has consented", "PledgeRegistryNoConsent");
  await consentToJunior(senior, junior, assetId, JUNIOR_SECURED_FEN);
  await junior.accept();
  await payOut(junior, "CNAPS BANYAN 0001");
  yield start + 113 * DAY_SECONDS;
  await claimAndConfirm(junior, INTEREST_PAID_FEN, "CNAPS BANYAN 0002");

  yield morningOf((await junior.dueDay()) + GRACE_DAYS + 1);
  await declareDefault(junior);
  await attestGrade(stage, story, "C");
  await withdrawRating(stage, story, junior.lender, silkGate);
  await appraise(stage, story, trueMeasure, { assetId, valueFen: FALLEN_VALUE_FEN, called: "mark" });
  const sale = { assetId, buyer: cast.companies.lotusHarbour, proceedsFen: PROCEEDS_FEN };
  await sellInVain(junior, sale, "tries to sell before the notice ends", "LoanDeskTooEarly");
  yield (await clock.now()) + NOTICE_DAYS * DAY_SECONDS;
  await share(senior, junior, sale);
}

/** The sale and what follows from it, for both banks. */
async function share(senior: Loan, junior: Loan, sale: Sale): Promise<void> {
  await sellInVain(junior, sale, "tries to sell over the first bank's head", "PledgeRegistryNoEnforcementConsent");
  await consentToSale(senior, junior, sale.assetId, sale.buyer);
  const shares = await sell(junior, sale);
  await passOn(senior, shares);
  await settle(senior, []);
  await claimAndConfirm(junior, shares.surplusFen, "CNAPS BANYAN 0003");
  await writeOff(junior);
}

/** The first bank gets its share from the second and records it. */
async function passOn(senior: Loan, { othersFen }: Shares): Promise<void> {
  await recordRepayment(senior, othersFen.get(senior.id) ?? 0n, "CNAPS PEARL 0002");
}

/** What the bank lends on. */
async function attestTaxes(stage: Stage, story: Story): Promise<void> {
  const { silkGate: subject } = stage.cast.companies;
  const tax = stage.cast.agency("tax");
  await attestGrade(stage, story, "B");
  const facts = { "tax.tax_paid_12m": amountText(TAX_PAID_FEN), "tax.tax_paid_prev_12m": amountText(TAX_PAID_FEN) };
  await attest(
    stage,
    story,
    tax,
    { schema: "tax.filing.v1", subject, facts },
    `attests ${cny(TAX_PAID_FEN)} of taxes a year`,
  );
}

async function attestGrade(stage: Stage, story: Story, grade: string): Promise<void> {
  const { silkGate: subject } = stage.cast.companies;
  const paper = { schema: "tax.credit.v1", subject, facts: { "tax.credit_grade": grade } };
  const what = `attests the tax credit grade ${grade} of ${subject.nameEn}`;
  await attest(stage, story, stage.cast.agency("tax"), paper, what);
}

function trademark({ cast }: Stage): Paper {
  return {
    ...MARK,
    subject: cast.companies.silkGate,
    facts: {
      "ipo.trademark_class": "25",
      "ipo.trademark_registration_date": "2016-05-21",
      "ipo.trademark_expiry_date": "2036-05-20",
      "ipo.trademark_legal_status": "registered",
      "ipo.trademark_pledged": false,
      "ipo.trademark_appraised_value": null,
    },
  };
}
