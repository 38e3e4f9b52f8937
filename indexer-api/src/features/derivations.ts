import type { Feature } from "../../../catalogue/index.ts";
import { monthsBetween } from "./calendar.ts";
import { isMissing, isUsable } from "./facts.ts";
import type { FactBook, UsableFact } from "./facts.ts";
import { readLabels } from "./labels.ts";
import type { Reading, UnknownReading, ValueReading } from "./reading.ts";

/**
 * @param chainTime the moment asked about, unix seconds
 * @param creditGrade what the platform score says: it is made from facts by a model, and not here
 */
export type Derivation = (feature: Feature, facts: FactBook, chainTime: bigint, creditGrade: Reading) => Reading;

const BPS = 10_000n;

/**
 * How each derivation that the catalogue names is computed. Integers only; division truncates toward zero, as BigInt's
 * does and the contracts' will.
 */
export const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  firmAgeMonths: derive((chainTime, registered) => {
    if (registered.chain > chainTime) return notComputable(registered, "lies ahead");
    return known(monthsBetween(registered.chain, chainTime), registered);
  }),
  sizeClass: copy,
  industrySection: derive((_, industry) => known(String(industry.human).charAt(0), industry)),
  region: derive((_, division) => known(`${String(division.human).slice(0, 4)}00`, division)),
  annualSales: copy,
  salesGrowth: derive((_, sales, previous) => {
    if (previous.chain <= 0n) return notComputable(previous, "is 0 or less", sales);
    return known(((sales.chain - previous.chain) * BPS) / previous.chain, sales, previous);
  }),
  invoiceActiveMonths: copy,
  taxCreditGrade: copy,
  annualTaxPaid: copy,
  taxArrears: copy,
  insuredEmployees: copy,
  innovationStatus: readLabels,
  validInventionPatents: copy,
  ipPledgeValue: copy,
  exportValue: copy,
  customsCreditGrade: copy,
  confirmedReceivables: derive((_, confirmed, pledged) =>
    known(notNegative(confirmed.chain - pledged.chain), confirmed, pledged),
  ),
  coreEnterpriseTier: copy,
  procurementContracts: copy,
  unencumberedRealEstate: derive((_, value, mortgaged, sealed) =>
    known(sealed.human === true ? 0n : notNegative(value.chain - mortgaged.chain), value, mortgaged, sealed),
  ),
  creditGrade: (_, __, ___, creditGrade) => creditGrade,
  debtToAssets: derive((_, liabilities, assets) => {
    if (assets.chain === 0n) return notComputable(assets, "is 0", liabilities);
    return known((liabilities.chain * BPS) / assets.chain, liabilities, assets);
  }),
  loanBalance: copy,
  lenders: copy,
  redFlags: readLabels,
};

/** Computes from the feature's facts in their order; unknown while one of them is missing. */
function derive(
  compute: (chainTime: bigint, ...facts: [UsableFact, UsableFact, UsableFact]) => Reading,
): (feature: Feature, facts: FactBook, chainTime: bigint) => Reading {
  return ({ fromFacts }, facts, chainTime) => {
    const found = fromFacts.map((fact) => facts.find(fact));
    const missing = found.filter(isMissing);
    const usable = found.filter(isUsable);
    if (missing.length > 0) return { state: "unknown", missing, evidence: evidenceOf(usable) };
    // The engine has checked that the feature names as many facts as its derivation takes.
    return compute(chainTime, ...(usable as [UsableFact, UsableFact, UsableFact]));
  };
}

/** The feature is its one fact: the chain integer of a number, the text of a label. */
function copy(feature: Feature, facts: FactBook, chainTime: bigint): Reading {
  const value = (fact: UsableFact) => (feature.type === "number" ? fact.chain : String(fact.human));
  return derive((_, fact) => known(value(fact), fact))(feature, facts, chainTime);
}

function known(value: bigint | string, ...facts: UsableFact[]): ValueReading {
  return { state: "known", value, evidence: evidenceOf(facts) };
}

function notComputable(culprit: UsableFact, detail: string, ...others: UsableFact[]): UnknownReading {
  return {
    state: "unknown",
    missing: [{ fact: culprit.fact, reason: "not computable", detail }],
    evidence: evidenceOf([culprit, ...others]),
  };
}

function evidenceOf(facts: readonly UsableFact[]): string[] {
  return [...new Set(facts.map(({ attestationId }) => attestationId))];
}

function notNegative(value: bigint): bigint {
  return value < 0n ? 0n : value;
}
