import { ZenEngine } from "@gorules/zen-engine";
import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { labelsFrom, type PlainCompany, setFields } from "./plain.ts";

/** Companies that are in its threads at once. */
const IN_FLIGHT = 64;
/** A cell that lets everything pass; one that is not there lets nothing pass. */
const ANYTHING = "";

/** `@gorules/zen-engine` with all products as one decision table that collects what holds, a row for each product. */
export class ZenMatcher {
  readonly #products: number;
  readonly #decision: ReturnType<ZenEngine["createDecision"]>;

  constructor(features: readonly FeatureSpec[], products: readonly { readonly criteria: readonly Criterion[] }[]) {
    this.#products = products.length;
    this.#decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(modelOf(features, products))));
  }

  async match(companies: readonly PlainCompany[]): Promise<boolean[][]> {
    const matched: boolean[][] = [];
    for (let from = 0; from < companies.length; from += IN_FLIGHT) {
      const some = companies.slice(from, from + IN_FLIGHT);
      matched.push(...(await Promise.all(some.map((company) => this.#one(company)))));
    }
    return matched;
  }

  async #one(company: PlainCompany): Promise<boolean[]> {
    const { result } = (await this.#decision.evaluate(company)) as { result: readonly { slot: number }[] };
    const eligible = Array.from({ length: this.#products }, () => false);
    for (const { slot } of result) eligible[slot] = true;
    return eligible;
  }
}

function modelOf(features: readonly FeatureSpec[], products: readonly { readonly criteria: readonly Criterion[] }[]) {
  const inputs = features.flatMap(({ id, kind }) => (kind === "set" ? Object.values(setFields(id)) : [id]));
  const rules = products.map(({ criteria }, slot) => {
    const cells = [...inputs.map((field) => [field, ANYTHING]), ...criteria.map((one) => cellOf(features, one))];
    return { ...(Object.fromEntries(cells) as Record<string, string>), _id: `r${slot}`, slot: String(slot) };
  });
  const table = {
    hitPolicy: "collect",
    inputs: inputs.map((field) => ({ id: field, name: field, field, type: "expression" })),
    outputs: [{ id: "slot", name: "slot", field: "slot", type: "expression" }],
    rules,
  };
  return {
    nodes: [
      { id: "in", name: "in", type: "inputNode", position: { x: 0, y: 0 } },
      { id: "table", name: "table", type: "decisionTableNode", position: { x: 1, y: 0 }, content: table },
      { id: "out", name: "out", type: "outputNode", position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: "first", type: "edge", sourceId: "in", targetId: "table" },
      { id: "second", type: "edge", sourceId: "table", targetId: "out" },
    ],
  };
}

/** A column of the table and the test in it, in which `$` is the column's value; null passes no comparison. */
function cellOf(features: readonly FeatureSpec[], { feature, operator, value }: Criterion): [string, string] {
  switch (operator) {
    case "between": {
      const [min, max] = value as readonly [bigint, bigint];
      return [feature, `[${min}..${max}]`];
    }
    case "in":
      return [feature, `$ in ${textOf(value)}`];
    case "not in":
      return [feature, `$ != null and $ not in ${textOf(value)}`];
    case "any of":
      return [setFields(feature).holds, `some($, # in ${textOf(value)})`];
    case "none of":
      return [setFields(feature).possible, `none($, # in ${textOf(value)})`];
    case "==":
      return [feature, `$ == ${textOf(value)}`];
    default:
      if (typeof value === "bigint") return [feature, `${operator} ${value}`];
      return [feature, `$ in ${textOf(labelsFrom(features, feature, value as string))}`];
  }
}

function textOf(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}
