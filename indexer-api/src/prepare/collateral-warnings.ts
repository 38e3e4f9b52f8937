import { formatDecimal } from "../../../catalogue/index.ts";
import type { Collateral } from "../lending/loan.ts";
import type { Case } from "../use-cases/case.ts";
import type { Pledgeable } from "../use-cases/collateral.ts";
import type { Warning } from "./step.ts";

/** What decides whether assets can be pledged for a case. */
export type PledgeContext = Pick<Case, "loan" | "product" | "assets" | "juniorConsents">;

/** Why the chain would refuse each pledge now. All of it may change until the transaction is mined. */
export function pledgeWarnings(collateral: readonly Collateral[], context: PledgeContext): Warning[] {
  return collateral.flatMap((one) => {
    const found = context.assets.get(one.assetId);
    if (found === undefined) {
      return [warning("asset_unknown", one.assetId, "the ledger has no such asset", "账本中没有该资产")];
    }
    return [...ownership(found, context), ...value(one, found), ...consents(one, found, context)];
  });
}

function warning(code: string, assetId: string, en: string, zh: string): Warning {
  const short = `${assetId.slice(0, 10)}…`;
  return { code, en: `Asset ${short}: ${en}.`, zh: `资产${short}：${zh}。` };
}

function ownership({ asset }: Pledgeable, { loan, product }: PledgeContext): Warning[] {
  const { assetId, holder, kind } = asset;
  return [
    ...(holder === loan.borrower
      ? []
      : [warning("not_the_companys", assetId, "it is not the company's", "不属于该企业")]),
    ...(product.collateralKinds.includes(kind)
      ? []
      : [warning("kind_refused", assetId, `the product takes no ${kind}`, `该产品不接受此类资产（${kind}）`)]),
  ];
}

function value({ assetId, securedFen }: Collateral, { availability }: Pledgeable): Warning[] {
  const { obstacles, availableFen } = availability;
  if (obstacles.length > 0) {
    return obstacles.map(({ code, en, zh }) => warning(code, assetId, unstopped(en), zh.replace(/。$/, "")));
  }
  if (securedFen <= availableFen) return [];
  const wanted = formatDecimal(securedFen, 2);
  const en = `its value, less what its liens secure, is too low now to secure ${wanted} CNY`;
  return [warning("value_too_low", assetId, en, `扣除已有质权后，现值不足以担保${wanted}元`)];
}

function consents({ assetId, securedFen }: Collateral, { liens }: Pledgeable, context: PledgeContext): Warning[] {
  const before = liens.filter(({ state }) => state === "live");
  if (before.some(({ loanId }) => loanId === context.loan.loanId)) {
    return [warning("already_pledged", assetId, "it secures this case already", "已为本案件质押")];
  }
  return before
    .filter(({ loanId }) => consentTo(assetId, loanId, context) < securedFen)
    .map(({ loanId, rank }) =>
      warning(
        "consent_missing",
        assetId,
        `the lienholder of rank ${rank} (case ${loanId}) has not consented to a lien of this amount behind its own`,
        `第${rank}顺位质权人（案件${loanId}）尚未同意其后设立该金额的质权`,
      ),
    );
}

function consentTo(assetId: string, seniorLoanId: bigint, { juniorConsents }: PledgeContext): bigint {
  const found = juniorConsents.find((one) => one.assetId === assetId && one.seniorLoanId === seniorLoanId);
  return found?.maxSecuredFen ?? 0n;
}

function unstopped(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
