import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { scorecardFile } from "../../../catalogue/scorecard/shape.ts";
import type { Characteristic, Scorecard, ScoreInput } from "../../../catalogue/index.ts";
import { cardWith, SMALL_CARD } from "./small-card.ts";

const [VALUE, RATIO] = SMALL_CARD.inputs as [ScoreInput, ScoreInput];
const [FIRST] = SMALL_CARD.characteristics as [Characteristic];
const TERM = { fact: "tax.arrears_amount", sign: 1 } as const;

/** All that the shape says against a card, one line each. */
function linesOf(card: unknown): string[] {
  return (scorecardFile.safeParse(card).error?.issues ?? []).map(
    ({ path, message }) => `${path.join("/")}: ${message}`,
  );
}

const withInput = (changes: object) => cardWith({ inputs: [{ ...VALUE, ...changes }] });
const withCharacteristic = (changes: object) => cardWith({ characteristics: [{ ...FIRST, ...changes }] });
const withGrade = (changes: object) =>
  cardWith({ grades: [{ ...SMALL_CARD.grades[0], ...changes } as Scorecard["grades"][number]] });
const times = <Item>(count: number, item: Item): Item[] => Array<Item>(count).fill(item);

const NO_RATIO = "a ratio, and nothing else, has a denominator and may have a multiplier other than 1";

const refused: readonly (readonly [rule: string, card: unknown, line: string])[] = [
  ["keys that it does not know", { ...SMALL_CARD, nick: 1 }, ': Unrecognized key: "nick"'],
  [
    "a family that does not fit 31 letters of the chain's word",
    cardWith({ family: "f".repeat(32) }),
    "family: must be at most 31 lower-case letters, digits and -",
  ],
  [
    "a family in capitals",
    cardWith({ family: "Platform" }),
    "family: must be at most 31 lower-case letters, digits and -",
  ],
  ["a version 0", cardWith({ version: 0 }), "version: Too small: expected number to be >=1"],
  [
    "a version that is no uint32",
    cardWith({ version: 2 ** 32 }),
    "version: Too big: expected number to be <=4294967295",
  ],
  ["a Chinese name that is not", cardWith({ nameZh: "Score" }), "nameZh: must contain Chinese characters"],
  [
    "stray spaces",
    cardWith({ description: "For tests. " }),
    "description: must not be empty nor start or end with a space",
  ],
  ["base points beyond 16 bits", cardWith({ basePoints: 32_768 }), "basePoints: must fit 16 bits"],
  ["base points below 16 bits", cardWith({ basePoints: -32_769 }), "basePoints: must fit 16 bits"],
  [
    "a coverage above the whole",
    cardWith({ minimumCoverageBps: 10_001 }),
    "minimumCoverageBps: Too big: expected number to be <=10000",
  ],
  ["no sources", cardWith({ sources: [] }), "sources: Too small: expected array to have >=1 items"],
  ["65 sources", cardWith({ sources: times(65, "a.b.v1") }), "sources: Too big: expected array to have <=64 items"],
  ["no inputs", cardWith({ inputs: [] }), "inputs: Too small: expected array to have >=1 items"],
  ["129 inputs", cardWith({ inputs: times(129, VALUE) }), "inputs: Too big: expected array to have <=128 items"],
  [
    "no characteristics",
    cardWith({ characteristics: [] }),
    "characteristics: Too small: expected array to have >=1 items",
  ],
  [
    "129 characteristics",
    cardWith({ characteristics: times(129, FIRST) }),
    "characteristics: Too big: expected array to have <=128 items",
  ],
  ["no grades", cardWith({ grades: [] }), "grades: Too small: expected array to have >=1 items"],
  [
    "17 grades",
    cardWith({ grades: times(17, SMALL_CARD.grades[0] as Scorecard["grades"][number]) }),
    "grades: Too big: expected array to have <=16 items",
  ],
  [
    "an input without facts",
    withInput({ numerator: [] }),
    "inputs/0/numerator: Too small: expected array to have >=1 items",
  ],
  [
    "nine terms",
    withInput({ numerator: times(9, TERM) }),
    "inputs/0/numerator: Too big: expected array to have <=8 items",
  ],
  [
    "nine terms below",
    withInput({ ...RATIO, denominator: times(9, TERM) }),
    "inputs/0/denominator: Too big: expected array to have <=8 items",
  ],
  [
    "a sign other than + and -",
    withInput({ numerator: [{ ...TERM, sign: 2 }] }),
    "inputs/0/numerator/0/sign: Invalid input",
  ],
  [
    "a fact without its prefix",
    withInput({ numerator: [{ ...TERM, fact: "arrears" }] }),
    "inputs/0/numerator/0/fact: must be <agency code>.<name> in lower case",
  ],
  [
    "an operation that nobody knows",
    withInput({ operation: "log" }),
    'inputs/0/operation: Invalid option: expected one of "value"|"ratio"|"days since"',
  ],
  [
    "a multiplier 0",
    withInput({ ...RATIO, multiplier: 0 }),
    "inputs/0/multiplier: Too small: expected number to be >=1",
  ],
  [
    "a multiplier that is no uint32",
    withInput({ ...RATIO, multiplier: 2 ** 32 }),
    "inputs/0/multiplier: Too big: expected number to be <=4294967295",
  ],
  ["a ratio without a denominator", withInput({ operation: "ratio" }), `inputs/0: ${NO_RATIO}`],
  ["a value with a denominator", withInput({ denominator: [TERM] }), `inputs/0: ${NO_RATIO}`],
  ["a value with a multiplier", withInput({ multiplier: 10 }), `inputs/0: ${NO_RATIO}`],
  ["an id in capitals", withInput({ id: "Arrears" }), "inputs/0/id: must be lower-case letters, digits and _"],
  ["no axis", withCharacteristic({ axes: [] }), "characteristics/0/axes: Too small: expected array to have >=1 items"],
  [
    "three axes",
    withCharacteristic({ axes: times(3, FIRST.axes[0]) }),
    "characteristics/0/axes: Too big: expected array to have <=2 items",
  ],
  [
    "32 cuts",
    withCharacteristic({ axes: [{ input: "arrears", cuts: times(32, 0) }] }),
    "characteristics/0/axes/0/cuts: Too big: expected array to have <=31 items",
  ],
  [
    "a cut beyond 48 bits",
    withCharacteristic({ axes: [{ input: "arrears", cuts: [2 ** 47] }] }),
    "characteristics/0/axes/0/cuts/0: must fit 48 bits",
  ],
  [
    "a cut below 48 bits",
    withCharacteristic({ axes: [{ input: "arrears", cuts: [-(2 ** 47) - 1] }] }),
    "characteristics/0/axes/0/cuts/0: must fit 48 bits",
  ],
  [
    "a cut that is no integer",
    withCharacteristic({ axes: [{ input: "arrears", cuts: [0.5] }] }),
    "characteristics/0/axes/0/cuts/0: Invalid input: expected int, received number",
  ],
  ["cells beyond 16 bits", withCharacteristic({ cells: [32_768] }), "characteristics/0/cells/0: must fit 16 bits"],
  [
    "unknown points that are no integer",
    withCharacteristic({ unknownPoints: 0.5 }),
    "characteristics/0/unknownPoints: Invalid input: expected int, received number",
  ],
  [
    "withheld points below 16 bits",
    withCharacteristic({ withheldPoints: -32_769 }),
    "characteristics/0/withheldPoints: must fit 16 bits",
  ],
  [
    "a weight above the whole",
    withCharacteristic({ weightBps: 10_001 }),
    "characteristics/0/weightBps: Too big: expected number to be <=10000",
  ],
  [
    "a part that nobody knows",
    withCharacteristic({ part: "market" }),
    'characteristics/0/part: Invalid option: expected one of "financial"|"conduct"|"administrative"',
  ],
  [
    "advice in English only",
    withCharacteristic({ adviceZh: "Pay" }),
    "characteristics/0/adviceZh: must contain Chinese characters",
  ],
  [
    "a grade above the largest total",
    withGrade({ fromPoints: 1_001 }),
    "grades/0/fromPoints: Too big: expected number to be <=1000",
  ],
  [
    "a default rate above the whole",
    withGrade({ defaultRateBps: 10_001 }),
    "grades/0/defaultRateBps: Too big: expected number to be <=10000",
  ],
  ["less than no companies", withGrade({ companies: -1 }), "grades/0/companies: Too small: expected number to be >=0"],
];

describe("the shape of a scorecard", () => {
  it("takes a card that is right, and the largest that the chain takes", () => {
    assert.deepEqual(linesOf(SMALL_CARD), []);
    assert.deepEqual(
      linesOf(
        cardWith({
          sources: times(64, "a.b.v1"),
          inputs: times(128, {
            ...RATIO,
            numerator: times(8, TERM),
            denominator: times(8, TERM),
            multiplier: 2 ** 32 - 1,
          }),
          characteristics: times(128, {
            ...FIRST,
            axes: times(2, { input: "arrears", cuts: [-(2 ** 47), ...times(29, 0), 2 ** 47 - 1] }),
            cells: [-32_768, 32_767],
          }),
        }),
      ),
      [],
    );
  });

  for (const [rule, card, line] of refused) {
    it(`refuses ${rule}`, () => assert.deepEqual(linesOf(card), [line]));
  }
});
