import { count, money, share, yearsBefore } from "../human.ts";
import type { Authors } from "./author.ts";

/** Market regulation, the credit platform, justice and the police: who a company is, and whether it can be trusted. */
export const REGISTERS: Authors = {
  "amr.registration.v1": ({ ageYears, sales, industryCode, division, flags }, random, today) => ({
    "amr.registration_date": yearsBefore(today, ageYears),
    "amr.registration_status": flags.has("bankruptcy") ? "suspended" : "active",
    "amr.registered_capital": money(
      random.pick([0.1, 0.2, 0.3, 0.5]) * Math.max(1, Math.round(sales / 1_000_000)) * 1e6,
    ),
    "amr.industry_code": industryCode,
    "amr.division_code": division,
  }),
  "amr.changes.v1": ({ distressed, sales }, random) => ({
    "amr.equity_pledged_share": share(random.chance(distressed ? 0.3 : 0.06) ? random.between(0.05, 0.6) : 0),
    "amr.legal_rep_changes_12m": count(random.poisson(distressed ? 0.4 : 0.05)),
    "amr.chattel_mortgage_amount": money(random.chance(0.12) ? sales * random.between(0.02, 0.15) : 0),
  }),
  "amr.abnormal.v1": ({ flags }, random) => ({
    "amr.abnormal_list": flags.has("abnormalList"),
    "amr.abnormal_list_months": count(flags.has("abnormalList") ? random.integer(1, 18) : 0),
  }),
  "amr.annual_report.v1": ({ ageYears, flags }) =>
    ageYears < 1 ? undefined : { "amr.annual_report_filed": !flags.has("abnormalList") },
  "drc.rating.v1": ({ health, flags }) => ({
    "drc.public_credit_grade": flags.has("severeDishonesty") ? "D" : health < -1.2 ? "C" : health < 0.6 ? "B" : "A",
  }),
  "drc.commendation.v1": ({ health, ageYears }, random) =>
    health > 0.8 && ageYears > 5 ? { "drc.redlist": random.chance(0.3) } : undefined,
  "drc.dishonesty.v1": ({ flags, distressed }, random) => ({
    "drc.severe_dishonesty_list": flags.has("severeDishonesty"),
    "drc.penalties_12m": count(random.poisson(distressed ? 0.8 : 0.08)),
  }),
  "jus.debts.v1": ({ distressed, sales }, random) =>
    random.chance(distressed ? 0.35 : 0.04)
      ? {
          "jus.notarised_debt_enforcement": money(random.chance(0.5) ? sales * random.between(0.01, 0.1) : 0),
          "jus.arbitration_awards_unpaid": money(random.chance(0.5) ? sales * random.between(0.01, 0.06) : 0),
        }
      : undefined,
  "psb.identity.v1": (_company, random) => ({ "psb.legal_rep_identity_ok": !random.chance(0.002) }),
  "psb.cases.v1": ({ flags }) => ({ "psb.economic_crime_case": flags.has("economicCrime") }),
  "psb.vehicles.v1": ({ section, employees }, random) =>
    section === "G" || random.chance(0.6)
      ? {
          "psb.vehicles_registered": count(
            random.poisson(Math.min(40, employees * (section === "G" ? 0.6 : 0.05) + 0.5)),
          ),
        }
      : undefined,
};
