import { dateOf } from "../../seed/human.ts";
import { DAY_SECONDS } from "../clock.ts";
import type { Script } from "../director.ts";
import { Loan } from "../loan.ts";
import { assetOf, attest, type Paper } from "../papers.ts";
import { payOut } from "../servicing.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";
import { amountText, cny, yuan } from "../words.ts";
import { MARK } from "./tax-loan.ts";

const INVOICE_FEN = yuan(400_000);
const INVOICE_TAX_FEN = yuan(46_017);
const PAYMENT_DAYS = 120;
const INVOICE_TERMS = { amountFen: yuan(250_000), tenorMonths: 4, rateBps: 600, overdueRateBps: 900 };
const INVOICE_SECURED_FEN = yuan(300_000);
const MARK_TERMS = { amountFen: yuan(300_000), tenorMonths: 12, rateBps: 490, overdueRateBps: 735 };
const MARK_SECURED_FEN = yuan(320_000);

/**
 * What is under way when the play ends, a year after it began: a loan on an invoice that runs, and an offer that waits for
 * its answer, against the mark that was sold in the meantime.
 */
export async function* stillOpen(stage: Stage, story: Story): Script {
  const { clock, cast } = stage;
  const { greatBay, lotusHarbour } = cast.companies;
  const start = await clock.now();

  yield start + 350 * DAY_SECONDS;
  const paper = invoice(stage, await clock.now());
  const what = `attests invoice ${paper.number} of ${greatBay.nameEn}, ${cny(INVOICE_FEN)}`;
  await attest(stage, story, cast.agency("tax"), paper, what);
  const running = new Loan(stage, story, greatBay, "invoice_loan-012");
  await running.apply(INVOICE_TERMS.amountFen, INVOICE_TERMS.tenorMonths, "Until the buyer pays");
  await running.offer({
    ...INVOICE_TERMS,
    collateral: [{ assetId: assetOf(stage, paper), securedFen: INVOICE_SECURED_FEN }],
  });
  await running.accept();
  await payOut(running, "CNAPS FIRST 0001");

  yield start + 372 * DAY_SECONDS;
  const offered = new Loan(stage, story, lotusHarbour, "tax_loan-003");
  await offered.apply(MARK_TERMS.amountFen, MARK_TERMS.tenorMonths, "The spring collection");
  const assetId = assetOf(stage, MARK);
  await offered.offer({ ...MARK_TERMS, collateral: [{ assetId, securedFen: MARK_SECURED_FEN }] });
}

function invoice({ cast }: Stage, now: number) {
  const issued = dateOf(now - DAY_SECONDS);
  return {
    schema: "tax.invoice.v1",
    subject: cast.companies.greatBay,
    number: `${issued.slice(2, 4)}44 0000 0001 2345 6789`,
    facts: {
      "tax.vat_invoice_date": issued,
      "tax.vat_invoice_buyer": cast.companies.clearStream.uscc,
      "tax.vat_invoice_amount": amountText(INVOICE_FEN),
      "tax.vat_invoice_tax": amountText(INVOICE_TAX_FEN),
      "tax.vat_invoice_due_date": dateOf(now + PAYMENT_DAYS * DAY_SECONDS),
      "tax.vat_invoice_status": "normal",
    },
  } satisfies Paper;
}
