import { entityIdOf } from "../../../catalogue/index.ts";
import { ZeroHash } from "ethers";
import { entityById } from "../data/entities.ts";
import type { FieldError } from "../http/problem.ts";
import { dayOf } from "../lending/beijing-day.ts";
import { defaultableFrom, lapsesAt } from "../lending/expectations.ts";
import type { LoanState } from "../lending/states.ts";
import { outstandingFen, pledgedAssetIds } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import { pledgeableById } from "../use-cases/collateral.ts";
import { pledgeWarnings } from "./collateral-warnings.ts";
import * as input from "./input.ts";
import { loanStep } from "./loan-step.ts";
import { freedFields, owedFields } from "./money-steps.ts";
import { highestOverdueRate, MAX_PLEDGES, outside } from "./offer.ts";
import { day, money, moment, plain, rate } from "./readable.ts";
import type { Readable } from "./readable.ts";
import { refusal } from "./step.ts";
import type { Warning } from "./step.ts";

const OWING: readonly LoanState[] = ["active", "defaulted"];
const OPEN: readonly LoanState[] = ["accepted", "disbursed", ...OWING];
const ASSET = ["assetId", "Asset", "资产"] as const;
const DAY_SECONDS = 86_400n;

const addCollateral = loanStep({
  name: "add-collateral",
  nameEn: "Pledge a further asset",
  nameZh: "追加质押",
  description: "The asset secures the loan up to the amount.",
  states: OPEN,
  by: "borrower",
  function: "addCollateral",
  body: { assetId: input.assetId, securedFen: input.fen("The most that the lien secures") },
  call: async (of, { assetId, securedFen }, { db }) => {
    const count = pledgedAssetIds(of).length;
    return {
      args: [of.loan.loanId, { assetId, securedFen }],
      fields: [plain(ASSET, assetId), money(["securedFen", "Secured at most", "最高担保额"], securedFen)],
      warnings: pledgeWarnings([{ assetId, securedFen }], {
        ...of,
        assets: await pledgeableById(db, [assetId], of.now),
      }),
      refusals:
        count < MAX_PLEDGES ? [] : [refusal("assetId", assetId, `${MAX_PLEDGES} assets secure the loan already`)],
    };
  },
});

const releaseCollateral = loanStep({
  name: "release-collateral",
  nameEn: "Free one asset",
  nameZh: "释放一项担保物",
  description: "The lender gives up its lien on the asset; liens behind it move up.",
  states: OPEN,
  by: "lender",
  function: "releaseCollateral",
  body: { assetId: input.assetId },
  call: (of, { assetId }) => ({
    args: [of.loan.loanId, assetId],
    fields: [plain(ASSET, assetId)],
    refusals: notPledged(of, assetId),
  }),
});

const proposeRestructuring = loanStep({
  name: "propose-restructuring",
  nameEn: "Propose new terms",
  nameZh: "提议重组",
  description: "A later proposal replaces an earlier one; the company accepts it with accept-restructuring.",
  states: OWING,
  by: "lender",
  function: "proposeRestructuring",
  body: {
    dueDay: input.small("of days since 1970-01-01 (Beijing)", 65_535).meta({
      type: "integer",
      description: "New due day: Beijing days since 1970-01-01.",
      example: 20_800,
    }),
    rateBps: input.rateBps,
    overdueRateBps: input.rateBps.optional(),
    validUntil: input.unixSeconds.optional(),
  },
  call: (of, { dueDay, rateBps, ...given }) => {
    const terms = {
      ...{ dueDay, rateBps },
      overdueRateBps: given.overdueRateBps ?? highestOverdueRate(rateBps),
      validUntil: given.validUntil ?? of.now + 14n * DAY_SECONDS,
    };
    return {
      args: [of.loan.loanId, terms],
      fields: [...restructuringFields(terms), ...owedFields(of)],
      refusals: [
        ...(of.loan.guarantor ? [refusal("loanId", of.loan.loanId, "a guarantee for the old terms stands on it")] : []),
        ...(dueDay <= dayOf(of.now) ? [refusal("dueDay", dueDay, "must be after today")] : []),
        ...outside("rateBps", rateBps, { min: 0n, max: of.product.annualRateBps.max }),
        ...outside("overdueRateBps", terms.overdueRateBps, { min: rateBps, max: highestOverdueRate(rateBps) }),
      ],
    };
  },
});

const acceptRestructuring = loanStep({
  name: "accept-restructuring",
  nameEn: "Accept new terms",
  nameZh: "接受重组",
  description: "Repeats what the lender has proposed last; a default is healed.",
  states: OWING,
  by: "borrower",
  function: "acceptRestructuring",
  body: {},
  call: (of) => {
    const { restructuring: terms, loanId } = of.loan;
    if (terms === null) return { args: [], refusals: [refusal("loanId", loanId, "no new terms are proposed")] };
    return {
      args: [loanId, terms],
      fields: [...restructuringFields(terms), ...owedFields(of)],
      refusals: of.now > terms.validUntil ? [refusal("loanId", loanId, "the proposal is no longer valid")] : [],
    };
  },
});

const proposeAssignment = loanStep({
  name: "propose-assignment",
  nameEn: "Offer the loan to another lender",
  nameZh: "提议转让贷款",
  description: "With it go its liens. Without `to` an earlier offer is withdrawn.",
  states: OWING,
  by: "lender",
  function: "proposeAssignment",
  body: { to: input.entity.optional() },
  call: async ({ loan }, { to }, { db }) => {
    const id = to === undefined ? ZeroHash : entityIdOf(to);
    const kind = to === undefined ? null : (await entityById(db, id))?.kind;
    return {
      args: [loan.loanId, id],
      fields: [plain(["to", "New lender", "受让机构"], id, to ?? "nobody 无")],
      refusals: kind === "company" || id === loan.borrower ? [refusal("to", id, "must be an institution")] : [],
    };
  },
});

const acceptAssignment = loanStep({
  name: "accept-assignment",
  nameEn: "Take a loan over",
  nameZh: "受让贷款",
  description: "The loan and its liens are the new lender's from then on.",
  states: OWING,
  by: "assignee",
  function: "acceptAssignment",
  body: {},
  call: (of) => ({
    args: [of.loan.loanId],
    fields: owedFields(of),
    refusals: of.loan.assignee ? [] : [refusal("loanId", of.loan.loanId, "it is offered to nobody")],
  }),
});

const declareDefault = loanStep({
  name: "declare-default",
  nameEn: "Declare default",
  nameZh: "宣布违约",
  description: "Begins the notice of fifteen days, after which collateral can be enforced.",
  states: ["active"],
  by: "lender",
  function: "declareDefault",
  body: {},
  call: (of) => ({
    args: [of.loan.loanId],
    fields: owedFields(of),
    refusals: [...tooEarly(of, defaultableFrom(of.loan)), ...paid(of)],
  }),
});

const enforce = loanStep({
  name: "enforce",
  nameEn: "Enforce a lien",
  nameZh: "实现质权",
  description:
    "Sells an asset to a buyer after the notice. The proceeds are shared by rank. Who is not of rank 1 needs the consent " +
    "of every other lienholder to this buyer.",
  states: ["defaulted"],
  by: "lender",
  function: "enforce",
  body: {
    assetId: input.assetId,
    buyer: input.entity,
    proceedsFen: input.fen("What the sale brought", { min: 0n }),
  },
  call: (of, { assetId, buyer, proceedsFen }) => {
    const id = entityIdOf(buyer);
    const cheap = id === of.loan.lender && proceedsFen < (of.assets.get(assetId)?.availability.valueFen ?? 0n);
    return {
      args: [of.loan.loanId, assetId, id, proceedsFen],
      fields: [
        plain(ASSET, assetId),
        plain(["buyer", "Buyer", "买受人"], id, buyer),
        money(["proceedsFen", "Proceeds", "变现所得"], proceedsFen),
        ...owedFields(of),
      ],
      warnings: missingConsents(of, assetId, id),
      refusals: [
        ...notPledged(of, assetId),
        ...tooEarly(of, of.loan.deadline),
        ...paid(of),
        ...(cheap ? [refusal("proceedsFen", proceedsFen, "a lender takes an asset at its value at least")] : []),
      ],
    };
  },
});

const writeOff = loanStep({
  name: "write-off",
  nameEn: "Write off what is owed",
  nameZh: "核销",
  description: "Ends the loan and frees its collateral.",
  states: ["defaulted"],
  by: "lender",
  function: "writeOff",
  body: {},
  call: (of) => ({
    args: [of.loan.loanId, pledgedAssetIds(of)],
    fields: [...owedFields(of), ...freedFields(of)],
  }),
});

const lapse = loanStep({
  name: "lapse",
  nameEn: "End a loan three years after its due day",
  nameZh: "终止到期满三年的贷款",
  description: "Frees its collateral.",
  states: OWING,
  by: "anybody",
  function: "lapse",
  body: {},
  call: (of) => ({
    args: [of.loan.loanId, pledgedAssetIds(of)],
    fields: freedFields(of),
    refusals: tooEarly(of, lapsesAt(of.loan)),
  }),
});

function restructuringFields(terms: {
  dueDay: bigint;
  rateBps: bigint;
  overdueRateBps: bigint;
  validUntil: bigint;
}): Readable[] {
  return [
    day(["dueDay", "New due day", "新到期日"], terms.dueDay),
    rate(["rateBps", "Interest rate", "利率"], terms.rateBps),
    rate(["overdueRateBps", "Interest rate when overdue", "逾期利率"], terms.overdueRateBps),
    moment(["validUntil", "Valid until", "有效期至"], terms.validUntil),
  ];
}

function notPledged(of: Case, assetId: string): FieldError[] {
  return pledgedAssetIds(of).includes(assetId)
    ? []
    : [refusal("assetId", assetId, "secures this loan no longer, or never did")];
}

function tooEarly({ loan, now }: Case, earliest: bigint | null): FieldError[] {
  if (earliest === null || now >= earliest) return [];
  return [refusal("loanId", loan.loanId, `not before ${earliest} (unix seconds)`)];
}

function paid(of: Case): FieldError[] {
  return outstandingFen(of) === 0n ? [refusal("loanId", of.loan.loanId, "nothing is owed: it can be settled")] : [];
}

/** Only of a lien that is not the first. */
function missingConsents(of: Case, assetId: string, buyer: string): Warning[] {
  const live = (of.assets.get(assetId)?.liens ?? []).filter(({ state }) => state === "live");
  if (live.find(({ loanId }) => loanId === of.loan.loanId)?.rank === 1) return [];
  const consented = (loanId: bigint) =>
    of.enforcementConsents.some((one) => one.assetId === assetId && one.loanId === loanId && one.buyer === buyer);
  return live
    .filter(({ loanId }) => loanId !== of.loan.loanId && !consented(loanId))
    .map(({ loanId, rank }) => ({
      code: "consent_missing",
      en: `The lienholder of rank ${rank} (case ${loanId}) has not consented to a sale to this buyer.`,
      zh: `第${rank}顺位质权人（案件${loanId}）尚未同意售予该买受人。`,
    }));
}

/** What can be done with a loan between acceptance and its end, and when it goes wrong. */
export const OPEN_LOAN_STEPS = [
  addCollateral,
  releaseCollateral,
  proposeRestructuring,
  acceptRestructuring,
  proposeAssignment,
  acceptAssignment,
  declareDefault,
  enforce,
  writeOff,
  lapse,
];
