import type { Catalogue, Characteristic, Schema, Scorecard, ScoreInput } from "../../../catalogue/index.ts";
import { MAX_INPUT, MIN_INPUT } from "../../../catalogue/scorecard/types.ts";
import type { Random } from "./differential-random.ts";

const WHOLE_BPS = 10_000;
const MULTIPLIERS = [1, 7, 10_000, 3_650_000, 2 ** 32 - 1];
const GRADES = [0, 300, 400, 450, 500, 550, 600, 650, 700, 760];
const NAMES = { nameEn: "Random", nameZh: "随机" };

/** A scorecard that nobody would ship: every form that the contract takes, with cuts wherever a number can be. */
export function randomCard(catalogue: Pick<Catalogue, "schemas">, random: Random, family: string): Scorecard {
  const schemas = catalogue.schemas.filter(({ item }) => item === null);
  const sources = random.some(schemas, random.int(1, 12));
  const inputs = Array.from({ length: random.int(4, 20) }, (_, index) =>
    randomInput(sources, random, `input_${index}`),
  );
  const count = random.int(5, 30);
  const weights = randomWeights(random, count);
  return {
    ...{ family, version: 1, ...NAMES, description: "Random", provenance: {} },
    scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
    basePoints: random.int(-200, 1_000),
    minimumCoverageBps: random.pick([0, 4_000, WHOLE_BPS]),
    sources: sources.map(({ name }) => name),
    inputs,
    characteristics: weights.map((weightBps, index) => ({
      ...randomCharacteristic(inputs, random),
      ...{ id: `characteristic_${index}`, weightBps },
    })),
    grades: GRADES.map((fromPoints) => ({
      ...{ label: String(fromPoints), fromPoints, defaultRateBps: 0, defaultRateLowBps: 0, defaultRateHighBps: 0 },
      ...{ companies: 0, defaults: 0 },
    })),
  };
}

function randomInput(sources: readonly Schema[], random: Random, id: string): ScoreInput {
  const facts = sources.flatMap(({ fields }) => fields.map((field) => field.id));
  const terms = (most: number) => {
    return random.some(facts, random.int(1, most)).map((fact) => ({ fact, sign: random.pick([1, -1] as const) }));
  };
  const operation = random.pick(["value", "ratio", "ratio", "days since"] as const);
  const ratio = operation === "ratio";
  return {
    ...{ id, ...NAMES, operation, numerator: terms(random.pick([1, 4, 8])) },
    denominator: ratio ? terms(random.pick([1, 3, 8])) : [],
    multiplier: ratio ? random.pick(MULTIPLIERS) : 1,
  };
}

function randomCharacteristic(inputs: readonly ScoreInput[], random: Random): Omit<Characteristic, "id" | "weightBps"> {
  const two = random.chance(35);
  const axes = random
    .some(inputs, two ? 2 : 1)
    .map(({ id }) => ({ input: id, cuts: randomCuts(random, two ? 7 : 31) }));
  const size = axes.reduce((product, { cuts }) => product * (cuts.length + 2), 1);
  const most = random.pick([40, 400, 32_767]);
  const cells = Array.from({ length: size }, () => random.int(-most, most));
  const unknownPoints = random.int(-most, most);
  return {
    ...{ ...NAMES, part: "administrative", basis: "expert judgement", adviceEn: "None", adviceZh: "无" },
    ...{ axes, cells, unknownPoints, withheldPoints: Math.min(unknownPoints, ...cells) - random.int(0, 1) },
  };
}

/** Ascending, some next to each other, some as far out as a number of 48 bits can be. */
function randomCuts(random: Random, most: number): number[] {
  const wanted = random.int(0, most);
  const cuts = new Set<number>();
  while (cuts.size < wanted) {
    const cut = random.chance(5) ? random.pick([MIN_INPUT, MAX_INPUT, 0n]) : random.big(random.pick([6, 14, 47]));
    cuts.add(Number(cut));
    if (random.chance(30) && cut < MAX_INPUT && cuts.size < wanted) cuts.add(Number(cut) + 1);
  }
  return [...cuts].sort((a, b) => a - b);
}

function randomWeights(random: Random, count: number): number[] {
  const weights = Array.from({ length: count - 1 }, () => random.int(0, Math.floor(WHOLE_BPS / count)));
  return [...weights, WHOLE_BPS - weights.reduce((sum, weight) => sum + weight, 0)];
}
