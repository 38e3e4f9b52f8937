import { dateOf } from "../../seed/human.ts";
import { DAY_SECONDS, morningOf } from "../clock.ts";
import type { Script } from "../director.ts";
import { Loan } from "../loan.ts";
import { assetOf, attest, type Paper } from "../papers.ts";
import { issueTokens, payOutInToken, repayInToken, settle } from "../servicing.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";
import { amountText, cny, yuan } from "../words.ts";

const VALUE_FEN = yuan(860_000);
const PAYMENT_DAYS = 100;
const AMOUNT_FEN = yuan(600_000);
const SECURED_FEN = yuan(640_000);
const TERMS = { amountFen: AMOUNT_FEN, tenorMonths: 3, rateBps: 448, overdueRateBps: 672 };

/**
 * Customs attest a declaration; a bank lends on what the buyer abroad owes, in digital yuan: money and loan in one
 * transaction, and back. Meanwhile the same declaration is offered to a second bank.
 */
export async function* exportReceivable(stage: Stage, story: Story): Script {
  const { clock, cast } = stage;
  const { redKiln } = cast.companies;

  const start = await clock.now();
  const paper = declaration(stage, start);
  const assetId = assetOf(stage, paper);
  const what = `attests export declaration ${paper.number} of ${redKiln.nameEn}, ${cny(VALUE_FEN)}`;
  await attest(stage, story, cast.agency("cus"), paper, what);

  const loan = new Loan(stage, story, redKiln, "export_receivable-003");
  const second = new Loan(stage, story, redKiln, "export_receivable-004");
  await loan.apply(AMOUNT_FEN, TERMS.tenorMonths, "Until the buyer pays");
  await second.apply(AMOUNT_FEN, TERMS.tenorMonths, "Until the buyer pays");
  yield start + DAY_SECONDS;
  const collateral = [{ assetId, securedFen: SECURED_FEN }];
  await loan.offer({ ...TERMS, collateral });
  await second.offer({ ...TERMS, collateral });
  await loan.accept();
  await second.acceptInVain("tries to pledge the same declaration to the second bank", "PledgeRegistryNoConsent");
  await second.withdraw();

  await issueTokens(loan, loan.lender, AMOUNT_FEN, "for as much of its deposits");
  await payOutInToken(loan);
  yield morningOf((await loan.dueDay()) - 2);
  await issueTokens(loan, redKiln, VALUE_FEN, "for what the buyer abroad has paid");
  await repayInToken(loan, await loan.owedFen());
  await settle(loan, [assetId]);
}

function declaration({ cast }: Stage, now: number): Paper {
  const released = dateOf(now - DAY_SECONDS);
  return {
    schema: "cus.declaration.v1",
    subject: cast.companies.redKiln,
    number: `5301${released.slice(0, 4)}0123456789`,
    facts: {
      "cus.declaration_direction": "export",
      "cus.declaration_status": "released",
      "cus.declaration_date": released,
      "cus.declaration_hs_code": "691110",
      "cus.declaration_country": "DEU",
      "cus.declaration_value": "120000.00",
      "cus.declaration_value_cny": amountText(VALUE_FEN),
      "cus.declaration_payment_due_date": dateOf(now + PAYMENT_DAYS * DAY_SECONDS),
    },
  };
}
