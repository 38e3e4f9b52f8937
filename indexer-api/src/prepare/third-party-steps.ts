import { ZeroHash } from "ethers";
import { entityIdOf } from "../../../catalogue/index.ts";
import { guaranteeRoomOf } from "../data/guarantees.ts";
import type { FieldError } from "../http/problem.ts";
import { LOAN_STATE_NAMES } from "../lending/states.ts";
import type { LoanState } from "../lending/states.ts";
import { isPromised, pledgedAssetIds } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import * as input from "./input.ts";
import { loanStep } from "./loan-step.ts";
import { money, plain } from "./readable.ts";
import { refusal } from "./step.ts";

const ASSET = ["assetId", "Asset", "资产"] as const;
const SECURED: readonly LoanState[] = ["accepted", "disbursed", "active", "defaulted"];

const consentToJunior = loanStep({
  name: "consent-to-junior",
  nameEn: "Consent to a lien behind one's own",
  nameZh: "同意后顺位质权",
  description:
    "`loanId` is the case whose lien stands before; its lender signs. An amount of 0 withdraws. The consent is used up by " +
    "the pledge.",
  states: SECURED,
  by: "lender",
  contract: "PledgeRegistry",
  function: "consentToJunior",
  body: {
    assetId: input.assetId,
    juniorLoanId: input.loanId,
    maxSecuredFen: input.fen("The most that the junior lien may secure; 0 withdraws", { min: 0n }),
  },
  call: (of, { assetId, juniorLoanId, maxSecuredFen }) => ({
    args: [assetId, of.loan.loanId, juniorLoanId, maxSecuredFen],
    fields: [
      plain(ASSET, assetId),
      plain(["juniorLoanId", "Case that may be secured behind", "后顺位案件"], juniorLoanId),
      money(["maxSecuredFen", "Secured behind at most", "后顺位最高担保额"], maxSecuredFen),
    ],
    refusals: notPledged(of, assetId),
  }),
});

const consentToEnforcement = loanStep({
  name: "consent-to-enforcement",
  nameEn: "Consent to another lienholder's sale",
  nameZh: "同意他人实现质权",
  description: "`loanId` is the case whose lien ends with the sale; its lender signs. Without `buyer` it is withdrawn.",
  states: SECURED,
  by: "lender",
  contract: "PledgeRegistry",
  function: "consentToEnforcement",
  body: { assetId: input.assetId, enforcingLoanId: input.loanId, buyer: input.entity.optional() },
  call: (of, { assetId, enforcingLoanId, buyer }) => {
    const id = buyer === undefined ? ZeroHash : entityIdOf(buyer);
    return {
      args: [assetId, of.loan.loanId, enforcingLoanId, id],
      fields: [
        plain(ASSET, assetId),
        plain(["enforcingLoanId", "Case whose lender may sell", "可变现的案件"], enforcingLoanId),
        plain(["buyer", "Buyer", "买受人"], id, buyer ?? "nobody 无"),
      ],
      refusals: notPledged(of, assetId),
    };
  },
});

const reduceLien = loanStep({
  name: "reduce-lien",
  nameEn: "Lower what a lien secures",
  nameZh: "减少担保额",
  description: "A partial release; the rank stays.",
  states: SECURED,
  by: "lender",
  contract: "PledgeRegistry",
  function: "reduce",
  body: { assetId: input.assetId, securedFen: input.fen("What the lien secures from now on") },
  call: (of, { assetId, securedFen }) => {
    const lien = of.liens.find((one) => one.assetId === assetId && one.state === "live");
    return {
      args: [assetId, of.loan.loanId, securedFen],
      fields: [plain(ASSET, assetId), money(["securedFen", "Secured from now on", "此后担保额"], securedFen)],
      refusals:
        lien && securedFen >= lien.securedFen
          ? [refusal("securedFen", securedFen, `must be less than the ${lien.securedFen} secured now`)]
          : notPledged(of, assetId),
    };
  },
});

const undertakeGuarantee = loanStep({
  name: "undertake-guarantee",
  nameEn: "Promise the guarantee that an offer asks for",
  nameZh: "承诺担保",
  description:
    "Guarantor, offer and amount are those of the offer that stands. It counts against the guarantor's limit.",
  states: ["offered"],
  by: "guarantor",
  contract: "GuaranteeRegistry",
  function: "undertake",
  body: {},
  call: async (of, _, { db }) => {
    const { loanId, offer } = of.loan;
    const guarantor = offer?.guarantor ?? null;
    if (offer === null || guarantor === null) {
      return { args: [], refusals: [refusal("loanId", loanId, "its offer asks for no guarantee")] };
    }
    const room = await guaranteeRoomOf(db, guarantor);
    return {
      args: [guarantor, loanId, offer.offerHash, offer.guaranteedFen],
      fields: [
        plain(["guarantor", "Guarantor", "担保人"], guarantor, of.entities.get(guarantor)?.uscc ?? guarantor),
        plain(["offerHash", "Hash of the offer", "报价哈希"], offer.offerHash),
        money(["guaranteedFen", "Guaranteed amount", "担保金额"], offer.guaranteedFen),
        money(["availableFen", "Left of the guarantor's limit", "担保人剩余限额"], room),
      ],
      refusals: guaranteeRefusals(of, guarantor, room),
    };
  },
});

const takeBackGuarantee = loanStep({
  name: "take-back-guarantee",
  nameEn: "Take back a promised guarantee",
  nameZh: "撤回担保承诺",
  description: "Possible until the offer is accepted, and for a case that has ended without it.",
  states: LOAN_STATE_NAMES,
  by: "guarantor",
  contract: "GuaranteeRegistry",
  function: "takeBack",
  body: { guarantor: input.entity },
  call: (of, { guarantor }) => {
    const id = entityIdOf(guarantor);
    const promised = of.guarantees.find((one) => one.guarantor === id && one.state === "promised");
    return {
      args: [id, of.loan.loanId],
      sender: id,
      fields: [plain(["guarantor", "Guarantor", "担保人"], id, guarantor)],
      refusals: promised ? [] : [refusal("guarantor", guarantor, "has promised nothing that can be taken back")],
    };
  },
});

const releaseGuarantee = loanStep({
  name: "release-guarantee",
  nameEn: "Release the guarantor",
  nameZh: "解除担保",
  description: "Ends the guarantee; the loan goes on without it.",
  states: SECURED,
  by: "lender",
  contract: "GuaranteeRegistry",
  function: "release",
  body: {},
  call: ({ loan, guarantees }) => ({
    args: [loan.loanId],
    fields: [money(["guaranteedFen", "Guaranteed amount", "担保金额"], loan.guaranteedFen)],
    refusals: guarantees.some(({ state }) => state === "given")
      ? []
      : [refusal("loanId", loan.loanId, "nobody guarantees it")],
  }),
});

function notPledged(of: Case, assetId: string): FieldError[] {
  return pledgedAssetIds(of).includes(assetId) ? [] : [refusal("assetId", assetId, "does not secure this case")];
}

function guaranteeRefusals(of: Case, guarantor: string, room: bigint): FieldError[] {
  const { loanId, offer } = of.loan;
  if (isPromised(of)) return [refusal("loanId", loanId, "the guarantee is promised already")];
  const other = of.guarantees.some((one) => one.guarantor === guarantor && one.state === "promised");
  if (other) return [refusal("loanId", loanId, "it promised for another offer: take that back first")];
  if (offer && offer.guaranteedFen > room) {
    return [refusal("loanId", loanId, `the guarantor may guarantee ${room} fen more, not ${offer.guaranteedFen}`)];
  }
  return [];
}

/** What lienholders and guarantors do. */
export const THIRD_PARTY_STEPS = [
  consentToJunior,
  consentToEnforcement,
  reduceLien,
  undertakeGuarantee,
  takeBackGuarantee,
  releaseGuarantee,
];
