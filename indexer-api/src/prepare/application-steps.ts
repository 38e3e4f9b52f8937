import { z } from "zod";
import { entityIdOf } from "../../../catalogue/index.ts";
import { productById } from "../data/products.ts";
import type { ProductRow } from "../data/products.ts";
import { Problem } from "../http/problem.ts";
import type { FieldError } from "../http/problem.ts";
import { canAct, isPromised } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import { pledgeableById } from "../use-cases/collateral.ts";
import { pledgeWarnings } from "./collateral-warnings.ts";
import * as input from "./input.ts";
import { loanStep } from "./loan-step.ts";
import { highestOverdueRate, offerFields, offerRefusals, offerStruct, outsideProduct } from "./offer.ts";
import type { Terms } from "./offer.ts";
import { money, months, plain, reference } from "./readable.ts";
import { defineStep, refusal } from "./step.ts";
import type { Warning } from "./step.ts";

const OFFER_SECONDS = 14n * 86_400n;

const apply = defineStep({
  name: "apply",
  nameEn: "Apply for a product",
  nameZh: "申请产品",
  description: "The product's current version is applied for; if it changes before this is mined, the chain refuses.",
  body: z.strictObject({
    borrower: input.entity,
    productId: input.productId,
    amountFen: input.fen("Amount asked for"),
    tenorMonths: input.tenorMonths,
    purpose: input.reference,
  }),
  plan: async ({ borrower: uscc, productId, amountFen, tenorMonths, purpose }, { db }) => {
    const product = await productById(db, productId);
    if (product === null) throw new Problem("product-unknown", `The chain has no product ${productId}.`);
    const borrower = entityIdOf(uscc);
    return {
      contract: "LoanDesk",
      function: "applyFor",
      args: [borrower, productId, product.version, amountFen, tenorMonths, purpose],
      sender: { party: "borrower", entityId: borrower },
      fields: [
        plain(["borrower", "Company", "企业"], borrower, uscc),
        plain(["productId", "Product", "产品"], productId, product.code),
        plain(["productVersion", "Version of the product", "产品版本"], product.version),
        money(["amountFen", "Amount", "金额"], amountFen),
        months(["tenorMonths", "Tenor", "期限"], tenorMonths),
        reference(["purpose", "Purpose", "用途"], purpose),
      ],
      warnings: [],
      refusals: [
        ...(product.retired ? [refusal("productId", productId, "the product is retired")] : []),
        ...(product.lender === borrower ? [refusal("borrower", uscc, "must not be the product's lender")] : []),
        ...outsideProduct({ amountFen, tenorMonths }, product),
      ],
    };
  },
});

const withdraw = loanStep({
  name: "withdraw",
  nameEn: "Withdraw an application",
  nameZh: "撤回申请",
  description: "Ends the case.",
  states: ["applied", "offered"],
  by: "borrower",
  function: "withdraw",
  body: {},
  call: ({ loan }) => ({ args: [loan.loanId] }),
});

const decline = loanStep({
  name: "decline",
  nameEn: "Decline an application",
  nameZh: "拒绝申请",
  description: "Ends the case.",
  states: ["applied", "offered"],
  by: "lender",
  function: "decline",
  body: { reason: input.reference },
  call: ({ loan }, { reason }) => ({
    args: [loan.loanId, reason],
    fields: [reference(["reason", "Reason", "理由"], reason)],
  }),
});

const offer = loanStep({
  name: "offer",
  nameEn: "Make an offer",
  nameZh: "报价",
  description:
    "Replaces an offer that stands. What is left out is as applied for: the amount and the tenor; the highest overdue " +
    "rate; an offer valid for 14 days; no fee, guarantor or collateral.",
  states: ["applied", "offered"],
  by: "lender",
  function: "offer",
  body: {
    amountFen: input.fen("Principal").optional(),
    feeFen: input.feeFen.optional(),
    tenorMonths: input.tenorMonths.optional(),
    rateBps: input.rateBps,
    overdueRateBps: input.rateBps.optional(),
    validUntil: input.unixSeconds.optional(),
    guarantor: input.entity.optional(),
    guaranteedFen: input.fen("What the guarantor must guarantee").optional(),
    collateral: z
      .array(z.strictObject({ assetId: input.assetId, securedFen: input.fen("The most that the lien secures") }))
      .max(100, "must name 100 assets at most")
      .optional(),
  },
  call: async (of, given, { db }) => {
    const { loan, product, now } = of;
    const terms: Terms = {
      amountFen: given.amountFen ?? loan.appliedAmountFen,
      feeFen: given.feeFen ?? 0n,
      tenorMonths: given.tenorMonths ?? loan.appliedTenorMonths,
      rateBps: given.rateBps,
      overdueRateBps: given.overdueRateBps ?? highestOverdueRate(given.rateBps),
      validUntil: given.validUntil ?? now + OFFER_SECONDS,
      guarantor: given.guarantor === undefined ? null : entityIdOf(given.guarantor),
      guaranteedFen: given.guaranteedFen ?? 0n,
      collateral: given.collateral ?? [],
    };
    const ids = terms.collateral.map(({ assetId }) => assetId);
    return {
      args: [loan.loanId, offerStruct(terms)],
      fields: offerFields(terms, (id) => given.guarantor ?? id),
      warnings: pledgeWarnings(terms.collateral, { ...of, assets: await pledgeableById(db, ids, now) }),
      refusals: [...changedProduct(product), ...offerRefusals(terms, product, loan.borrower, now)],
    };
  },
});

const withdrawOffer = loanStep({
  name: "withdraw-offer",
  nameEn: "Withdraw an offer",
  nameZh: "撤回报价",
  description: "The application stands again.",
  states: ["offered"],
  by: "lender",
  function: "withdrawOffer",
  body: {},
  call: ({ loan }) => ({ args: [loan.loanId] }),
});

const accept = loanStep({
  name: "accept",
  nameEn: "Accept the offer and pledge its collateral",
  nameZh: "接受报价并质押担保物",
  description:
    "Repeats the offer that stands, so that a changed one is refused. Compare `offerHash` with the one that was read.",
  states: ["offered"],
  by: "borrower",
  function: "accept",
  body: {},
  call: (of) => {
    const { loan, entities } = of;
    const { offer: terms } = loan;
    if (terms === null) return { args: [], refusals: [refusal("loanId", loan.loanId, "no offer stands on it")] };
    return {
      args: [loan.loanId, offerStruct(terms)],
      fields: offerFields(terms, (id) => entities.get(id)?.uscc ?? id),
      warnings: [...pledgeWarnings(terms.collateral, of), ...acceptanceWarnings(of)],
      refusals: late(of, "the offer could be accepted"),
    };
  },
});

/** Beside the collateral. */
function acceptanceWarnings(of: Case): Warning[] {
  const { loan, product, entities } = of;
  const changed = product.retired || product.version !== product.currentVersion;
  return [
    ...(loan.offer?.guarantor && !isPromised(of)
      ? [
          {
            code: "guarantee_missing",
            en: "The guarantor has not promised for this offer yet.",
            zh: "担保人尚未就此报价承诺担保。",
          },
        ]
      : []),
    ...(canAct(entities.get(loan.lender))
      ? []
      : [
          {
            code: "lender_cannot_act",
            en: "The lender is suspended or has no controller: it can neither be accepted nor pay out.",
            zh: "机构已被暂停或无控制人：无法接受其报价，也无法放款。",
          },
        ]),
    ...(changed
      ? [
          {
            code: "product_changed",
            en: "The product was changed or retired since; the offer binds the lender all the same.",
            zh: "产品此后已变更或下架；报价对机构仍有约束力。",
          },
        ]
      : []),
  ];
}

function changedProduct({ productId, retired, version, currentVersion }: ProductRow): FieldError[] {
  if (retired) return [refusal("loanId", productId, "its product is retired, so that no offer can be made any more")];
  if (version === currentVersion) return [];
  const rule = `its product was changed (version ${version} was applied for, ${currentVersion} can be had): the company has to apply again`;
  return [refusal("loanId", productId, rule)];
}

/** Refuses what could be done until the deadline only. */
export function late({ loan, now }: Case, what: string): FieldError[] {
  const { deadline } = loan;
  if (deadline === null || now <= deadline) return [];
  return [refusal("loanId", loan.loanId, `${what} until ${deadline} (unix seconds)`)];
}

/** From the application to its acceptance. */
export const APPLICATION_STEPS = [apply, withdraw, decline, offer, withdrawOffer, accept];
