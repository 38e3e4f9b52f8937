import { z } from "zod";
import type { LoanEvent } from "../data/loans.ts";
import { interestFenOf, outstandingFenOf } from "../lending/balance.ts";
import type { Balance } from "../lending/balance.ts";
import { dateOfDay } from "../lending/beijing-day.ts";
import { headline, PARTIES } from "../lending/expectations.ts";
import type { Expectation } from "../lending/expectations.ts";
import type { Offer, Restructuring } from "../lending/loan.ts";
import { LOAN_STATE_NAMES, LOAN_STATES } from "../lending/states.ts";
import { entityOfParty, expectedOf, owedNow } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import { asset, assetView, entityRef, entityRefView } from "./asset.ts";
import type { AssetContext } from "./asset.ts";
import { hexData, integer, names, time } from "./common.ts";

const rates = { rateBps: z.int(), overdueRateBps: z.int() };
const date = z.string().meta({ description: "Beijing day, YYYY-MM-DD.", example: "2020-12-31" });

const offer = z
  .strictObject({
    offerHash: hexData.meta({ description: "What guarantors promise for and acceptance repeats." }),
    amountFen: integer,
    feeFen: integer,
    tenorMonths: z.int(),
    ...rates,
    validUntil: time,
    guarantor: entityRef.nullable(),
    guaranteedFen: integer,
    collateral: z.array(z.strictObject({ assetId: hexData, securedFen: integer })),
  })
  .meta({ id: "Offer" });

const owed = z
  .strictObject({
    principalFen: integer,
    feesFen: integer,
    interestFen: integer.meta({ description: "Whole fen." }),
    outstandingFen: integer.meta({ description: "All three." }),
    interestUnits: integer.meta({ description: "Interest exactly, in 1/3,600,000 fen." }),
    asOf: date,
    dueDate: date,
  })
  .meta({ id: "Owed", description: "By the chain's integer rules, interest to the day of the answer's block." });

const expectation = z
  .strictObject({
    step: z.string().meta({ description: "As in POST /v1/prepare/{step}.", example: "accept" }),
    by: z.enum(PARTIES),
    entity: entityRef.nullable().meta({ description: "Null when anybody may." }),
    until: time.nullable().meta({ description: "Until when it is that party's turn." }),
    en: z.string(),
    zh: z.string(),
  })
  .meta({ id: "Expectation" });

export const applicationSummary = z
  .strictObject({
    id: integer.meta({ description: "The same from the application to the end of the loan." }),
    state: z.enum(LOAN_STATE_NAMES),
    stateNames: z.strictObject(names),
    ended: z.boolean(),
    borrower: entityRef,
    lender: entityRef.meta({ description: "Before acceptance the lender of the product." }),
    product: z.strictObject({
      productId: integer,
      code: z.string(),
      version: integer.meta({ description: "That was applied for." }),
      currentVersion: integer,
      retired: z.boolean(),
      settlementToken: hexData.nullable(),
    }),
    applied: z.strictObject({ amountFen: integer, tenorMonths: z.int(), purpose: hexData, at: time }),
    offer: offer.nullable().meta({ description: "What is on offer, or was accepted." }),
    deadline: time.nullable().meta({ description: "Of the present state." }),
    rates: z.strictObject(rates).nullable().meta({ description: "In force; null before acceptance." }),
    owed: owed.nullable().meta({ description: "Null before the loan runs; what was left of it once it has ended." }),
    repaidFen: integer,
    claimedRepayment: z.strictObject({ amountFen: integer, answerBy: time }).nullable(),
    guarantee: z.strictObject({ guarantor: entityRef, guaranteedFen: integer }).nullable(),
    proposedTerms: z.strictObject({ dueDate: date, ...rates, validUntil: time }).nullable(),
    offeredTo: entityRef.nullable().meta({ description: "The lender to which the loan is offered." }),
    acceptedAt: time.nullable(),
    activatedAt: time.nullable(),
    closedAt: time.nullable(),
  })
  .meta({ id: "ApplicationSummary" });

const event = z
  .strictObject({
    kind: z.string().meta({ example: "repaid" }),
    actor: hexData.nullable().meta({ description: "The wallet that did it, where the chain's event tells." }),
    amountFen: integer.nullable(),
    reason: hexData.nullable().meta({ description: "Hash of, or short text naming, reason, purpose or payment." }),
    counterparty: entityRef.nullable(),
    transaction: hexData,
    block: integer,
    at: time,
  })
  .meta({ id: "ApplicationEvent" });

export const application = applicationSummary
  .extend({
    next: z
      .strictObject({ en: z.string(), zh: z.string(), steps: z.array(expectation) })
      .meta({ description: "What is expected next, in a sentence, and every step that is possible." }),
    assets: z.array(asset).meta({ description: "What is pledged for it, or is to be pledged with acceptance." }),
    events: z.array(event).meta({ description: "Everything that happened to it, in the order of the chain." }),
  })
  .meta({ id: "Application" });

export type ApplicationView = z.output<typeof applicationSummary>;

/** What a summary is made of. */
export type CaseSummary = Pick<Case, "loan" | "product" | "entities" | "now">;

export function applicationView(
  found: Case,
  events: readonly LoanEvent[],
  context: Omit<AssetContext, "entities">,
): z.output<typeof application> {
  const { entities } = found;
  return {
    ...applicationSummaryView(found),
    next: nextView(found),
    assets: [...found.assets.values()].map((one) => assetView(one, { ...context, entities })),
    events: events.map((one) => eventView(one, entities)),
  };
}

function eventView(
  { kind, actor, reason, transaction, ...rest }: LoanEvent,
  entities: Case["entities"],
): z.output<typeof event> {
  return {
    ...{ kind, actor, reason, transaction },
    amountFen: text(rest.amountFen),
    counterparty: rest.counterparty === null ? null : entityRefView(rest.counterparty, entities),
    block: rest.blockNumber.toString(),
    at: rest.blockTime.toString(),
  };
}

export function applicationSummaryView(found: CaseSummary): ApplicationView {
  const { loan, entities } = found;
  const ref = (id: string | null) => (id === null ? null : entityRefView(id, entities));
  const { state } = loan;
  const { nameEn, nameZh, ended } = LOAN_STATES[state];
  return {
    id: loan.loanId.toString(),
    ...{ state, ended, stateNames: { nameEn, nameZh } },
    borrower: entityRefView(loan.borrower, entities),
    lender: entityRefView(loan.lender, entities),
    product: productView(found),
    applied: {
      amountFen: loan.appliedAmountFen.toString(),
      tenorMonths: Number(loan.appliedTenorMonths),
      purpose: loan.purpose,
      at: loan.appliedAt.toString(),
    },
    offer: loan.offer && offerView(loan.offer, ref(loan.offer.guarantor)),
    deadline: text(loan.deadline),
    rates: loan.rates && ratesView(loan.rates),
    owed: owedView(found),
    repaidFen: loan.repaidFen.toString(),
    claimedRepayment: loan.claim && {
      amountFen: loan.claim.amountFen.toString(),
      answerBy: loan.claim.answerBy.toString(),
    },
    guarantee: loan.guarantor === null ? null : guaranteeView(loan.guarantor, found),
    proposedTerms: loan.restructuring && termsView(loan.restructuring),
    offeredTo: ref(loan.assignee),
    acceptedAt: text(loan.acceptedAt),
    activatedAt: text(loan.activatedAt),
    closedAt: text(loan.closedAt),
  };
}

function productView({ product }: CaseSummary): ApplicationView["product"] {
  const { productId, code, version, currentVersion, retired, settlementToken } = product;
  return {
    ...{ code, retired, settlementToken },
    productId: productId.toString(),
    version: version.toString(),
    currentVersion: currentVersion.toString(),
  };
}

function offerView(terms: Offer, guarantor: ApplicationView["offeredTo"]): NonNullable<ApplicationView["offer"]> {
  return {
    offerHash: terms.offerHash,
    amountFen: terms.amountFen.toString(),
    feeFen: terms.feeFen.toString(),
    tenorMonths: Number(terms.tenorMonths),
    ...ratesView(terms),
    validUntil: terms.validUntil.toString(),
    guarantor,
    guaranteedFen: terms.guaranteedFen.toString(),
    collateral: terms.collateral.map(({ assetId, securedFen }) => ({ assetId, securedFen: securedFen.toString() })),
  };
}

function ratesView({ rateBps, overdueRateBps }: { rateBps: bigint; overdueRateBps: bigint }) {
  return { rateBps: Number(rateBps), overdueRateBps: Number(overdueRateBps) };
}

function owedView(found: CaseSummary): ApplicationView["owed"] {
  const balance = owedNow(found);
  if (balance === null) return null;
  return {
    ...amountsView(balance),
    outstandingFen: outstandingFenOf(balance).toString(),
    asOf: dateOfDay(balance.accruedDay),
    dueDate: dateOfDay(balance.dueDay),
  };
}

function amountsView(balance: Balance) {
  return {
    principalFen: balance.principalFen.toString(),
    feesFen: balance.feesFen.toString(),
    interestFen: interestFenOf(balance).toString(),
    interestUnits: balance.interestUnits.toString(),
  };
}

function guaranteeView(guarantor: string, { loan, entities }: CaseSummary): NonNullable<ApplicationView["guarantee"]> {
  return { guarantor: entityRefView(guarantor, entities), guaranteedFen: loan.guaranteedFen.toString() };
}

function termsView({ dueDay, validUntil, ...terms }: Restructuring): NonNullable<ApplicationView["proposedTerms"]> {
  return { dueDate: dateOfDay(dueDay), ...ratesView(terms), validUntil: validUntil.toString() };
}

function nextView(found: Case): z.output<typeof application>["next"] {
  const expected = expectedOf(found);
  return { ...headline(found.loan, expected), steps: expected.map((one) => expectationView(one, found)) };
}

function expectationView({ step, by, until, ...rest }: Expectation, found: Case): z.output<typeof expectation> {
  const { loan, entities } = found;
  const id = entityOfParty(by, loan);
  return {
    ...{ step, by, until: text(until), en: rest.sentenceEn, zh: rest.sentenceZh },
    entity: id === null ? null : entityRefView(id, entities),
  };
}

function text(value: bigint | null): string | null {
  return value?.toString() ?? null;
}
