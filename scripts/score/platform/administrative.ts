import type { Catalogue, Field } from "../../../catalogue/index.ts";
import type { Axis, Characteristic, ScoreInput } from "../../../catalogue/scorecard/types.ts";
import type { ExpertCharacteristic, Judgement, Measure } from "./expert/form.ts";

/** Characteristics without their weights, which depend on all of them, and the inputs that they read. */
export interface PartOfCard {
  readonly inputs: readonly ScoreInput[];
  readonly characteristics: readonly Unweighted[];
}

export type Unweighted = Omit<Characteristic, "weightBps">;

const RATIO_MULTIPLIER = 10_000;

/**
 * The expert points in the form of the scorecard.
 * @throws RangeError naming the characteristic and what is wrong with it.
 */
export function administrativePart(
  catalogue: Pick<Catalogue, "factById">,
  experts: readonly ExpertCharacteristic[],
): PartOfCard {
  return {
    inputs: experts.map(inputOf),
    characteristics: experts.map((expert) => characteristicOf(catalogue, expert)),
  };
}

function characteristicOf({ factById }: Pick<Catalogue, "factById">, expert: ExpertCharacteristic): Unweighted {
  const refuse = (rule: string): never => {
    throw new RangeError(`expert characteristic ${expert.id}: ${rule}`);
  };
  const facts = expert.measure.terms.map(({ fact }) => factById.get(fact)?.field ?? refuse(`no schema has ${fact}`));
  const { cuts, cells } = binsOf(expert.judgement, facts[0] as Field, perUnit(expert.measure, facts), refuse);
  if (!cells.includes(0)) refuse("an ordinary company has 0 points: no outcome has");
  const [nameEn, nameZh] = expert.names;
  const [adviceEn, adviceZh] = expert.advice;
  return {
    ...{ id: expert.id, nameEn, nameZh, part: "administrative", basis: "expert judgement", adviceEn, adviceZh },
    axes: [{ input: expert.id, cuts }],
    unknownPoints: expert.unknown,
    withheldPoints: expert.withheld ?? expert.unknown,
    cells,
  };
}

function inputOf({ id, names: [nameEn, nameZh], measure }: ExpertCharacteristic): ScoreInput {
  const ratio = measure.operation === "ratio";
  return {
    ...{ id, nameEn, nameZh, operation: measure.operation, numerator: measure.terms },
    denominator: ratio ? measure.over : [],
    multiplier: ratio ? RATIO_MULTIPLIER : 1,
  };
}

/** How many of the input's units are one of the unit that people write: 100 fen are 1 CNY. */
function perUnit({ operation }: Measure, facts: readonly Field[]): number {
  if (operation === "ratio") return RATIO_MULTIPLIER;
  return operation === "days since" ? 1 : 10 ** (facts[0]?.scale ?? 0);
}

/** The first cell is "undefined", which only a ratio can be: elsewhere it has the worst points and is never reached. */
function binsOf(
  judgement: Judgement,
  field: Field,
  scale: number,
  refuse: (rule: string) => never,
): { cuts: Axis["cuts"]; cells: number[] } {
  const bins = (cuts: readonly number[], points: readonly number[], ofUndefined: number | null) => ({
    cuts,
    cells: [ofUndefined ?? Math.min(...points), ...points],
  });
  switch (judgement.kind) {
    case "flag":
      if (field.type !== "bool") refuse(`${field.id} is no flag`);
      return bins([1], [judgement.no, judgement.yes], null);
    case "labels": {
      const labels = (field.values ?? []).map(({ label }) => label);
      const judged = Object.keys(judgement.points);
      if (judged.join() !== labels.join())
        refuse(`must judge the labels ${labels.join(", ")}, not ${judged.join(", ")}`);
      return bins(
        judged.slice(1).map((_, index) => index + 1),
        Object.values(judgement.points),
        null,
      );
    }
    case "steps": {
      const cuts = judgement.steps.map(([from]) => Math.round(from * scale));
      const points = [judgement.first, ...judgement.steps.map(([, points]) => points)];
      return bins(cuts, points, judgement.undefined);
    }
  }
}
