/** A process with one of the engines that evaluate rule by rule. */
import { AS_OF } from "./companies.ts";
import { type BenchData, drawData } from "./data.ts";
import { jsonRulesMatcher } from "./json-rules.ts";
import { naiveMatcher } from "./naive.ts";
import { type PlainCompany, plainCompanies } from "./plain.ts";
import { serveRole } from "./role.ts";
import { timed } from "./timing.ts";
import { wordsFor } from "../../../indexer-api/src/engine/compile.ts";
import { ZenMatcher } from "./zen.ts";

export type RuleEngine = "naive" | "zen" | "jsonRules";

type Matcher = (companies: readonly PlainCompany[]) => Promise<readonly boolean[][]>;

let match: Matcher = () => Promise.reject(new Error("load comes first"));
let companies: PlainCompany[] = [];
let matched: readonly boolean[][] = [];

const handlers = {
  /** Draws the companies, as objects, and makes the engine. */
  load(engine: RuleEngine, data: BenchData): void {
    const { features, columns, products } = drawData(data);
    companies = plainCompanies(features, columns, data.companies, AS_OF);
    match = matcherOf(engine, features, products);
  },
  match: () => timed(async () => (matched = await match(companies))),
  /** Of all its companies. */
  bits(): Uint32Array {
    const words = wordsFor(matched[0]?.length ?? 0);
    const bits = new Uint32Array(matched.length * words);
    for (const [row, eligible] of matched.entries()) {
      for (const [slot, is] of eligible.entries()) {
        const word = row * words + Math.floor(slot / 32);
        if (is) bits[word] = (bits[word] as number) | (1 << (slot % 32));
      }
    }
    return bits;
  },
};
export type RulesRole = typeof handlers;

function matcherOf(engine: RuleEngine, ...[features, products]: Parameters<typeof jsonRulesMatcher>): Matcher {
  switch (engine) {
    case "naive": {
      const one = naiveMatcher(features, products);
      return (some) => Promise.resolve(some.map(one));
    }
    case "zen": {
      const zen = new ZenMatcher(features, products);
      return (some) => zen.match(some);
    }
    case "jsonRules": {
      const one = jsonRulesMatcher(features, products);
      return async (some) => {
        const all: boolean[][] = [];
        for (const company of some) all.push(await one(company));
        return all;
      };
    }
  }
}

serveRole(handlers);
