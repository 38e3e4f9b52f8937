import type { CatalogueFiles } from "../files.ts";
import type { Characteristic, Scorecard } from "../scorecard/types.ts";
import type { SchemaRow } from "../shapes.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

const WHOLE_BPS = 10_000;
const CREDIT_GRADE = "credit_grade";
/** Prefix of the schemas that companies state themselves. */
const BY_SUBJECT = "company.";

/** What the contract refuses in a model (contracts/scoring/ScoreModel.sol), and what it cannot know. */
export function checkScorecards(files: CatalogueFiles, reportTo: (name: string) => Report): void {
  const schemas = new Map([...files.schemas.values()].flat().map((schema) => [schema.name, schema]));
  const labels = files.features.features.find(({ id }) => id === CREDIT_GRADE)?.values?.map(({ label }) => label) ?? [];
  for (const [name, card] of files.scorecards) {
    const report = reportTo(name);
    if (name !== `${card.family}-v${card.version}`) {
      report("/family", `the file must be named ${card.family}-v${card.version}.json`);
    }
    if (card.version > 1 && !files.scorecards.has(`${card.family}-v${card.version - 1}`)) {
      report("/version", `version ${card.version - 1} of ${card.family} is missing: old models stay`);
    }
    checkSources(card, schemas, report);
    checkGrades(card, labels, report);
    reportDuplicates(
      card.inputs,
      "id",
      ({ id }) => id,
      (at, rule) => report(`/inputs${at}`, rule),
    );
    reportDuplicates(
      card.characteristics,
      "id",
      ({ id }) => id,
      (at, rule) => report(`/characteristics${at}`, rule),
    );
    for (const [index, characteristic] of card.characteristics.entries()) {
      checkCharacteristic(card, characteristic, (at, rule) => report(`/characteristics/${index}${at}`, rule));
    }
    const weights = card.characteristics.reduce((sum, { weightBps }) => sum + weightBps, 0);
    if (weights !== WHOLE_BPS) report("/characteristics", `the weights come to ${weights} bps, not to ${WHOLE_BPS}`);
  }
}

function checkSources({ sources, inputs }: Scorecard, schemas: ReadonlyMap<string, SchemaRow>, report: Report): void {
  reportDuplicates(
    sources,
    "name",
    (name) => name,
    (at, rule) => report(`/sources${at}`, rule),
  );
  const found = sources.flatMap((name, index) => {
    const schema = schemas.get(name);
    if (schema === undefined) report(`/sources/${index}`, `"${name}" is no schema of the catalogue`);
    else if (schema.item) report(`/sources/${index}`, `${name} is about items, of which a company has many`);
    return schema ? [schema] : [];
  });
  const used = new Set<SchemaRow>();
  for (const [index, { numerator, denominator }] of inputs.entries()) {
    for (const { fact } of [...numerator, ...denominator]) {
      const homes = found.filter(({ fields }) => fields.some(({ id }) => id === fact));
      if (homes.length !== 1) {
        report(`/inputs/${index}`, `${fact} must be a fact of one source, but is of ${homes.length}`);
      }
      for (const home of homes) used.add(home);
    }
  }
  for (const { name } of found.filter((schema) => !used.has(schema))) report("/sources", `${name} is not used`);
}

function checkGrades({ grades }: Scorecard, labels: readonly string[], report: Report): void {
  if (grades.map(({ label }) => label).join() !== labels.join()) {
    report("/grades", `must have the labels of ${CREDIT_GRADE} in their order: ${labels.join(", ")}`);
  }
  for (const [index, { fromPoints }] of grades.entries()) {
    const before = grades[index - 1]?.fromPoints;
    if (index === 0 && fromPoints !== 0) report("/grades/0/fromPoints", "the worst grade must begin at 0");
    if (before !== undefined && fromPoints <= before) report(`/grades/${index}/fromPoints`, `must be above ${before}`);
  }
}

function checkCharacteristic({ inputs }: Scorecard, characteristic: Characteristic, report: Report): void {
  const { axes, cells, unknownPoints, withheldPoints } = characteristic;
  for (const [number, { input, cuts }] of axes.entries()) {
    if (!inputs.some(({ id }) => id === input)) report(`/axes/${number}/input`, `"${input}" is no input`);
    const unsorted = cuts.findIndex((cut, index) => index > 0 && cut <= (cuts[index - 1] as number));
    if (unsorted > 0) report(`/axes/${number}/cuts/${unsorted}`, "bins must be in order: above the cut before");
  }
  const expected = axes.reduce((product, { cuts }) => product * (cuts.length + 2), 1);
  if (cells.length !== expected) report("/cells", `must have ${expected} cells for these cuts, not ${cells.length}`);
  const facts = axes.flatMap(({ input }) => {
    const found = inputs.find(({ id }) => id === input);
    return found ? [...found.numerator, ...found.denominator] : [];
  });
  // With two facts, leaving out one hides that the other is unknown.
  const worst = Math.min(unknownPoints, ...cells);
  if (facts.some(({ fact }) => fact.startsWith(BY_SUBJECT)) && withheldPoints > worst) {
    report("/withheldPoints", `must be at most ${worst}, the worst outcome: leaving a figure out must not pay`);
  }
}
