import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkScorecards } from "../../../catalogue/checks/scorecards.ts";
import { readCatalogueFiles } from "../../../catalogue/files.ts";
import { CATALOGUE_DIR } from "../../../catalogue/load.ts";
import type { Characteristic, Scorecard, ScoreInput } from "../../../catalogue/index.ts";
import { cardWith, SMALL_CARD } from "./small-card.ts";

const files = readCatalogueFiles(CATALOGUE_DIR);

/** All that is found wrong with cards, by the names of their files. */
function linesOf(cards: Readonly<Record<string, Scorecard>>): string[] {
  const lines: string[] = [];
  checkScorecards({ ...files, scorecards: new Map(Object.entries(cards)) }, (name) => (pointer, rule) => {
    lines.push(`${name}${pointer}: ${rule}`);
  });
  return lines;
}

const linesOfOne = (changes: Partial<Scorecard>) => linesOf({ "small-v1": cardWith(changes) });

/** The small card with one of its characteristics changed. */
function withCharacteristic(at: number, changes: Partial<Characteristic>): Partial<Scorecard> {
  return { characteristics: SMALL_CARD.characteristics.with(at, { ...characteristicAt(at), ...changes }) };
}

function characteristicAt(at: number): Characteristic {
  return SMALL_CARD.characteristics[at] ?? assert.fail(`no characteristic ${at}`);
}

function withGrades(change: (grades: Scorecard["grades"]) => Scorecard["grades"]): Partial<Scorecard> {
  return { grades: change(SMALL_CARD.grades) };
}

const [ARREARS, MARGIN, , TABLE] = [0, 1, 2, 3] as const;
const LABELS = "D, C, CC, CCC, B, BB, BBB, A, AA, AAA";
const [VALUE] = SMALL_CARD.inputs as [ScoreInput];

const refused: readonly (readonly [rule: string, changes: Partial<Scorecard>, ...lines: string[]])[] = [
  [
    "a schema that the catalogue does not have",
    { sources: [...SMALL_CARD.sources, "tax.nothing.v1"] },
    'small-v1/sources/4: "tax.nothing.v1" is no schema of the catalogue',
  ],
  [
    "a source named twice",
    { sources: [...SMALL_CARD.sources, "tax.arrears.v1"] },
    'small-v1/sources/4/name: "tax.arrears.v1" is taken by entry 3',
    "small-v1/inputs/0: tax.arrears_amount must be a fact of one source, but is of 2",
  ],
  [
    "a source that no input reads",
    { sources: [...SMALL_CARD.sources, "tax.credit.v1"] },
    "small-v1/sources: tax.credit.v1 is not used",
  ],
  [
    "a source about items",
    {
      sources: [...SMALL_CARD.sources, "company.liability.v1"],
      inputs: [
        ...SMALL_CARD.inputs,
        { ...VALUE, id: "debt", numerator: [{ fact: "company.liability_amount", sign: 1 }] },
      ],
    },
    "small-v1/sources/4: company.liability.v1 is about items, of which a company has many",
  ],
  [
    "a fact of no source",
    { inputs: [...SMALL_CARD.inputs, { ...VALUE, id: "grade", numerator: [{ fact: "tax.credit_grade", sign: 1 }] }] },
    "small-v1/inputs/3: tax.credit_grade must be a fact of one source, but is of 0",
  ],
  [
    "a fact that two versions of a schema have",
    { sources: [...SMALL_CARD.sources, "company.income_statement.v2"] },
    "small-v1/inputs/1: company.net_profit must be a fact of one source, but is of 2",
    "small-v1/inputs/1: company.revenue must be a fact of one source, but is of 2",
  ],
  [
    "two inputs of one id",
    { inputs: [...SMALL_CARD.inputs, VALUE] },
    'small-v1/inputs/3/id: "arrears" is taken by entry 0',
  ],
  [
    "two characteristics of one id",
    withCharacteristic(MARGIN, { id: "arrears" }),
    'small-v1/characteristics/1/id: "arrears" is taken by entry 0',
  ],
  [
    "an axis without its input",
    withCharacteristic(ARREARS, { axes: [{ input: "size", cuts: [1, 100] }] }),
    'small-v1/characteristics/0/axes/0/input: "size" is no input',
  ],
  [
    "bins that are not in order",
    withCharacteristic(MARGIN, { axes: [{ input: "margin", cuts: [0, -500, 500] }] }),
    "small-v1/characteristics/1/axes/0/cuts/1: bins must be in order: above the cut before",
  ],
  [
    "bins that overlap",
    withCharacteristic(TABLE, {
      axes: [
        { input: "arrears", cuts: [1] },
        { input: "margin", cuts: [0, 0] },
      ],
      cells: Array<number>(12).fill(0),
    }),
    "small-v1/characteristics/3/axes/1/cuts/1: bins must be in order: above the cut before",
  ],
  [
    "a cell too few",
    withCharacteristic(ARREARS, { cells: [0, 0, 0] }),
    "small-v1/characteristics/0/cells: must have 4 cells for these cuts, not 3",
  ],
  [
    "a cell too many in a table",
    withCharacteristic(TABLE, { cells: Array<number>(10).fill(0) }),
    "small-v1/characteristics/3/cells: must have 9 cells for these cuts, not 10",
  ],
  [
    "that a company gains by leaving out a figure of its own",
    withCharacteristic(MARGIN, { withheldPoints: -59 }),
    "small-v1/characteristics/1/withheldPoints: must be at most -60, the worst outcome: leaving a figure out must not pay",
  ],
  [
    "that leaving a figure out is better than not filing",
    withCharacteristic(MARGIN, { unknownPoints: -61 }),
    "small-v1/characteristics/1/withheldPoints: must be at most -61, the worst outcome: leaving a figure out must not pay",
  ],
  [
    "the same of a table of which one axis is the company's own",
    withCharacteristic(TABLE, { withheldPoints: -92 }),
    "small-v1/characteristics/3/withheldPoints: must be at most -93, the worst outcome: leaving a figure out must not pay",
  ],
  [
    "weights that do not come to a whole",
    withCharacteristic(ARREARS, { weightBps: 999 }),
    "small-v1/characteristics: the weights come to 9999 bps, not to 10000",
  ],
  [
    "grades with other labels",
    withGrades((grades) => grades.toReversed().map((grade, index) => ({ ...grade, fromPoints: index }))),
    `small-v1/grades: must have the labels of credit_grade in their order: ${LABELS}`,
  ],
  [
    "grades of which one is missing",
    withGrades((grades) => grades.slice(0, -1)),
    `small-v1/grades: must have the labels of credit_grade in their order: ${LABELS}`,
  ],
  [
    "a worst grade that does not begin at 0",
    withGrades((grades) => grades.map((grade) => ({ ...grade, fromPoints: grade.fromPoints + 1 }))),
    "small-v1/grades/0/fromPoints: the worst grade must begin at 0",
  ],
  [
    "grades that begin at the same total",
    withGrades((grades) => grades.map((grade, index) => (index === 5 ? { ...grade, fromPoints: 400 } : grade))),
    "small-v1/grades/5/fromPoints: must be above 400",
  ],
];

describe("what a scorecard must agree on with the catalogue", () => {
  it("finds nothing wrong with a card that is right", () => {
    assert.deepEqual(linesOf({ "small-v1": SMALL_CARD }), []);
  });

  for (const [rule, changes, ...lines] of refused) {
    it(`refuses ${rule}`, () => assert.deepEqual(linesOfOne(changes), lines));
  }

  it("lets an agency's fact that could not be computed have points of its own", () => {
    assert.deepEqual(linesOfOne(withCharacteristic(ARREARS, { withheldPoints: 5 })), []);
  });

  it("wants the file to be named after family and version", () => {
    assert.deepEqual(linesOf({ small: SMALL_CARD }), ["small/family: the file must be named small-v1.json"]);
  });

  it("wants old versions to stay", () => {
    const second = cardWith({ version: 2 });
    assert.deepEqual(linesOf({ "small-v2": second }), [
      "small-v2/version: version 1 of small is missing: old models stay",
    ]);
    assert.deepEqual(linesOf({ "small-v1": SMALL_CARD, "small-v2": second }), []);
  });
});
