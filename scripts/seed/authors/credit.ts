import { count, money } from "../human.ts";
import type { Traits } from "../traits.ts";
import type { Random } from "../random.ts";
import type { Authors } from "./author.ts";

/** The central bank's branch and the financial supervisors: what a company owes, and to how many. */
export const CREDIT: Authors = {
  "pbc.credit.v1": ({ sales, size, flags, health }, random) => {
    const borrows = random.chance({ micro: 0.35, small: 0.6, medium: 0.85, large: 0.95 }[size]);
    const balance = borrows ? sales * random.between(0.05, 0.35) : 0;
    return {
      "pbc.loan_balance": money(balance),
      "pbc.lenders": count(borrows ? 1 + random.poisson(size === "micro" ? 0.3 : 1.2) : 0),
      "pbc.max_days_past_due": count(borrows && flags.has("pastDue") ? daysPastDue(health, random) : 0),
      "pbc.guarantees_given": money(random.chance(0.12) ? sales * random.between(0.02, 0.2) : 0),
    };
  },
  "pbc.receivables.v1": ({ section, sales }, random) => {
    if (section === "H" || random.chance(0.5)) return undefined;
    const confirmed = Math.round(sales * random.between(0.02, 0.15));
    return {
      "pbc.receivables_confirmed": money(confirmed),
      "pbc.receivables_pledged": money(random.chance(0.3) ? confirmed * random.between(0.1, 1) : 0),
    };
  },
  "lfb.exposure.v1": (company, random) =>
    random.chance(company.size === "micro" ? 0.12 : 0.22)
      ? {
          "lfb.risk_grade": riskGrade(company),
          "lfb.local_loans_balance": money(company.sales * random.between(0.01, 0.08)),
        }
      : undefined,
  "lfb.guarantee.v1": ({ size, distressed }, random) => {
    if (size === "large" || random.chance(0.7)) return undefined;
    const record = distressed
      ? random.weighted({ refused: 60, called: 40 })
      : random.weighted({ none: 30, given: 65, refused: 5 });
    return { "lfb.policy_guarantee_record": record };
  },
  "bir.insurance.v1": ({ exportShare, sales, health }, random) =>
    exportShare > 0 || random.chance(0.15)
      ? {
          "bir.credit_insurance_cover": money(sales * exportShare * random.between(0, 0.5)),
          "bir.insurance_claims_24m": count(random.poisson(health < -1 ? 0.6 : 0.15)),
        }
      : undefined,
  "bir.warning.v1": ({ flags }) => ({ "bir.illegal_fundraising_flag": flags.has("illegalFundraising") }),
  "fin.procurement.v1": ({ sales, section }, random) =>
    random.chance(section === "E" || section === "I" ? 0.3 : 0.08)
      ? { "fin.procurement_contracts_12m": money(sales * random.between(0.02, 0.4)) }
      : undefined,
  "fin.subsidies.v1": ({ innovation, sales }, random) =>
    innovation > 0.3 && random.chance(0.5)
      ? { "fin.subsidies_12m": money(Math.min(3_000_000, sales * random.between(0.002, 0.02))) }
      : undefined,
  "fin.ban.v1": ({ flags }) => ({ "fin.procurement_ban": flags.has("procurementBan") }),
};

/** A healthy firm is late by days, a sick one by months. */
function daysPastDue(health: number, random: Random): number {
  return Math.max(1, random.logNormal(health < -1 ? 75 : 8, 0.8));
}

function riskGrade({ health }: Traits): string {
  return health > 0.5 ? "1" : health > -0.7 ? "2" : health > -1.5 ? "3" : health > -2.1 ? "4" : "5";
}
