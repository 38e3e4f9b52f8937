import { dateOf } from "../../seed/human.ts";
import { DAY_SECONDS } from "../clock.ts";
import type { Script } from "../director.ts";
import { attest, type Paper } from "../papers.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";
import { amountText, cny, yuan } from "../words.ts";

const AMOUNT_FEN = yuan(320_000);
const PAYMENT_DAYS = 90;

/** A company registers a sale itself; the buyer countersigns, and the tax office confirms. */
export async function* declaredSale(stage: Stage, story: Story): Script {
  const { clock, cast, contracts } = stage;
  const { clearStream, greatBay } = cast.companies;
  const now = await clock.now();
  yield now + 30 * DAY_SECONDS;

  const declared = `declares a sale of ${cny(AMOUNT_FEN)} to ${greatBay.nameEn}`;
  const statement = await attest(stage, story, clearStream, sale(stage, await clock.now()), declared);
  yield now + 31 * DAY_SECONDS;
  const { Declarations } = contracts;
  await story.act(greatBay, "countersigns: it owes that", (wallet) =>
    Declarations.connect(wallet).countersign(statement.schemaId, statement),
  );
  yield now + 35 * DAY_SECONDS;
  await story.act(cast.agency("tax"), "confirms: the invoice for it was issued", (wallet) =>
    Declarations.connect(wallet).confirm(statement.schemaId, statement),
  );
}

function sale({ cast }: Stage, now: number): Paper {
  return {
    schema: "company.transaction.v1",
    subject: cast.companies.clearStream,
    number: "S-2031",
    facts: {
      "company.transaction_type": "sale",
      "company.transaction_amount": amountText(AMOUNT_FEN),
      "company.transaction_date": dateOf(now - DAY_SECONDS),
      "company.transaction_due_date": dateOf(now + PAYMENT_DAYS * DAY_SECONDS),
      "company.transaction_counterparty": cast.companies.greatBay.uscc,
    },
  };
}
