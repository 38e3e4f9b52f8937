import { count, money } from "../human.ts";
import type { Authors } from "./author.ts";

const QUARTER = 0.25;

/** Industry, technology, building, farming, transport and the utilities: what a company does, and how much of it. */
export const INDUSTRY: Authors = {
  "miit.classification.v1": ({ size, innovation, section, ageYears }, random) => {
    const inventive = (section === "C" || section === "I" || section === "M") && ageYears > 2;
    const drawn = inventive ? innovation + 0.5 * random.normal() : -9;
    const status =
      drawn > 2.6 ? "little_giant" : drawn > 1.6 ? "specialised_new" : drawn > 0.9 ? "innovative_sme" : "none";
    return { "miit.size_class": size, "miit.specialised_status": size === "large" && drawn > 2 ? "champion" : status };
  },
  // Only firms above the designated size of 20 million CNY report their output.
  "miit.output.v1": ({ section, sales }, random) =>
    section === "C" && sales >= 20_000_000
      ? { "miit.industrial_output": money(sales * random.between(0.95, 1.1)) }
      : undefined,
  "std.status.v1": ({ section, innovation, ageYears, size }, random) => {
    if (section !== "C" && section !== "I" && section !== "M") return undefined;
    const highTech = innovation > 0.9 && ageYears > 1;
    return {
      "std.high_tech_status": highTech,
      "std.tech_sme": size !== "large" && innovation > 0.4,
      "std.projects_granted": count(highTech ? random.poisson(0.6) : 0),
    };
  },
  "std.rd.v1": ({ section, innovation, sales }, random) =>
    innovation > 0.4 && (section === "C" || section === "I" || section === "M")
      ? { "std.rd_expense": money(sales * random.between(0.03, section === "I" ? 0.15 : 0.07)) }
      : undefined,
  "hud.qualification.v1": ({ section, size }, random) =>
    section !== "E"
      ? undefined
      : {
          "hud.construction_qualification":
            size === "micro"
              ? random.weighted({ none: 60, grade3: 40 })
              : random.weighted({ none: 15, grade3: 50, grade2: 28, grade1: 7 }),
        },
  "hud.contracts.v1": ({ section, sales }, random) =>
    section === "E" && random.chance(0.7)
      ? { "hud.contracts_won_12m": money(sales * random.between(0.3, 1.4)) }
      : undefined,
  "agr.leading.v1": ({ section, size }, random) =>
    section !== "A"
      ? undefined
      : {
          "agr.leading_enterprise":
            size === "micro"
              ? random.weighted({ none: 92, city: 8 })
              : random.weighted({ none: 55, city: 30, province: 13, national: 2 }),
        },
  "agr.land.v1": ({ section, sales }, random) =>
    section === "A" ? { "agr.land_contracted": money(sales / random.logNormal(9_000, 0.4)) } : undefined,
  "pwr.usage.v1": ({ sales, previousSales, industry, distressed }, random) => {
    const kwhOf = (cny: number) => (cny / 1_000) * industry.power * QUARTER;
    return {
      "pwr.kwh_3m": count(random.logNormal(kwhOf(sales), 0.15)),
      "pwr.kwh_3m_prev_year": count(random.logNormal(kwhOf(previousSales), 0.15)),
      "pwr.overdue_days": count(distressed && random.chance(0.4) ? random.integer(5, 80) : 0),
    };
  },
  "wtr.usage.v1": ({ employees, section, distressed }, random) =>
    random.chance(0.85)
      ? {
          "wtr.m3_3m": count(random.logNormal(employees * (section === "C" ? 45 : 9) * QUARTER, 0.3)),
          "wtr.overdue_days": count(distressed && random.chance(0.35) ? random.integer(5, 60) : 0),
        }
      : undefined,
  "trn.licence.v1": ({ section }, random) =>
    section === "G" ? { "trn.operating_licence": !random.chance(0.03) } : undefined,
  "trn.waybills.v1": ({ section, sales }, random) =>
    section === "G" ? { "trn.freight_waybills_12m": count(sales / random.logNormal(2_500, 0.3)) } : undefined,
};
