import { developmentUscc, entityIdOf } from "../../catalogue/index.ts";
import {
  CITIES,
  DISTRESS_BELOW,
  type Industry,
  INDUSTRIES,
  RED_FLAGS,
  SALES_MEDIAN,
  SALES_SPREAD,
  type Section,
  type Size,
  SIZES,
} from "./distributions.ts";
import type { Random } from "./random.ts";
import type { SeedCompany } from "./population.ts";

/** What a made-up company is like. Everything that agencies say of it follows from these, so that it fits together. */
export interface Traits extends SeedCompany {
  readonly division: string;
  readonly section: Section;
  readonly industry: Industry;
  readonly industryCode: string;
  readonly size: Size;
  readonly ageYears: number;
  /** Standard normal: high is healthy. */
  readonly health: number;
  readonly distressed: boolean;
  /** Standard normal: high is inventive. */
  readonly innovation: number;
  /** CNY of the last 12 months, and of the 12 before. */
  readonly sales: number;
  readonly previousSales: number;
  readonly employees: number;
  readonly previousEmployees: number;
  /** Part of the sales that goes abroad. */
  readonly exportShare: number;
  /** Red flags that hold; drawn once, because several agencies see the same trouble. */
  readonly flags: ReadonlySet<keyof typeof RED_FLAGS>;
  /** To fork from, where several schemas must see the same draw. */
  readonly random: Random;
}

/** @param name tells companies of one population apart */
export function drawTraits(random: Random, name: string): Traits {
  const division = random.weighted(CITIES);
  const section = random.weighted(weightsOf(INDUSTRIES));
  const industry: Industry = INDUSTRIES[section];
  const size = random.weighted(SIZES);
  const health = random.normal();
  const distressed = health < DISTRESS_BELOW;
  const innovation = random.normal();
  const sales = random.logNormal(SALES_MEDIAN[size], SALES_SPREAD);
  const growth = Math.exp(0.06 + 0.18 * health + 0.15 * random.normal());
  const employees = Math.max(1, Math.round(random.logNormal(sales / industry.salesPerHead, 0.3)));
  const uscc = developmentUscc(name, division);
  return {
    uscc,
    entityId: entityIdOf(uscc),
    division,
    section,
    industry,
    industryCode: random.pick(industry.codes),
    size,
    ageYears: Math.min(30, 0.5 + random.logNormal(size === "micro" ? 4 : 9, 0.7)),
    health,
    distressed,
    innovation,
    sales,
    previousSales: sales / growth,
    employees,
    previousEmployees: Math.max(1, Math.round(employees / Math.sqrt(growth))),
    exportShare: random.chance(industry.exporters) ? industry.exportShare * random.between(0.1, 1) : 0,
    flags: drawFlags(random, distressed),
    random,
  };
}

function drawFlags(random: Random, distressed: boolean): Set<keyof typeof RED_FLAGS> {
  const names = Object.keys(RED_FLAGS) as (keyof typeof RED_FLAGS)[];
  return new Set(names.filter((name) => random.chance(RED_FLAGS[name][distressed ? 0 : 1])));
}

function weightsOf(industries: Readonly<Record<Section, Industry>>): Record<Section, number> {
  const entries = Object.entries(industries).map(([section, { weight }]) => [section, weight]);
  return Object.fromEntries(entries) as Record<Section, number>;
}
