import { count, money } from "../human.ts";
import type { Authors } from "./author.ts";

/** Social insurance and the housing fund: the people whom a company employs. */
export const STAFF: Authors = {
  "hrss.insurance.v1": ({ employees, previousEmployees, distressed, sales }, random) => {
    const months = random.chance(distressed ? 0.5 : 0.02) ? random.integer(1, 9) : 0;
    return {
      "hrss.insured_employees": count(employees),
      "hrss.insured_employees_prev_year": count(previousEmployees),
      "hrss.social_insurance_arrears_months": count(months),
      "hrss.social_insurance_arrears_amount": money(months * Math.min(sales / 200, employees * 1_200)),
    };
  },
  "hrss.wages.v1": ({ flags }) => ({ "hrss.wage_arrears_listed": flags.has("wageArrears") }),
  "hpf.contributions.v1": ({ employees, size, health, distressed }, random) => {
    // Many of the smallest do not pay in.
    if (size === "micro" && random.chance(0.55)) return undefined;
    return {
      "hpf.contributors": count(Math.max(1, employees * random.between(0.5, 1))),
      "hpf.average_base": money(random.logNormal(6_500 + 600 * health, 0.2)),
      "hpf.arrears_months": count(distressed && random.chance(0.4) ? random.integer(1, 6) : 0),
    };
  },
};
