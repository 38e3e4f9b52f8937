import { z } from "zod";
import type { Catalogue, CompiledScorecard } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic, CompiledInput } from "../../../catalogue/scorecard/compile.ts";
import { boundsOf } from "../scoring/cells.ts";
import { dateOfDay, dayOf } from "../lending/beijing-day.ts";
import type { ExplainedCharacteristic } from "../scoring/explain.ts";
import type { FactTerm, InputExplanation } from "../scoring/inputs.ts";
import { agencyOf, agencyRef, integer, names } from "./common.ts";
import { missingFact, missingView } from "./feature.ts";
import { binText, valueText } from "./input-text.ts";

const points = z.int();

const bounds = z
  .strictObject({
    input: z.string(),
    undefined: z.boolean().meta({ description: "The bin of inputs whose denominator is 0." }),
    from: integer.nullable().meta({ description: "Lowest value of the bin; null without one." }),
    below: integer.nullable().meta({ description: "Every value of the bin is below; null without one." }),
    displayEn: z
      .string()
      .meta({ description: "The same for people; days are rounded.", example: "from 0.2, below 0.4" }),
    displayZh: z.string().meta({ example: "不低于0.2，低于0.4" }),
  })
  .meta({ id: "ScoreBin" });

const cell = z.strictObject({ points, bins: z.array(bounds).meta({ description: "One for each input." }) });

const term = z.strictObject({
  fact: z.string(),
  ...names,
  side: z.enum(["numerator", "denominator"]),
  sign: z.union([z.literal(1), z.literal(-1)]),
  value: z.union([z.string(), z.boolean()]).nullable().meta({ description: "As people write it." }),
  chainValue: integer.nullable(),
  displayUnit: z.string().nullable(),
});

const input = z
  .strictObject({
    id: z.string(),
    ...names,
    operation: z.enum(["value", "ratio", "days since"]),
    state: z.enum(["known", "undefined", "withheld", "unknown"]),
    value: integer.nullable().meta({ description: "The chain's integer; null unless known." }),
    displayEn: z
      .string()
      .nullable()
      .meta({ description: "The same for people, where its facts have one unit.", example: "1,200,000 CNY" }),
    displayZh: z.string().nullable().meta({ example: "1,200,000元" }),
    facts: z.array(term),
  })
  .meta({ id: "ScoreInput" });

export const characteristic = z
  .strictObject({
    code: z.string().meta({ description: "Stable: the same in every version of the scorecard." }),
    ...names,
    part: z.enum(["financial", "conduct", "administrative"]),
    basis: z.enum(["estimated", "expert judgement"]),
    weightBps: z.int().meta({ description: "Its part of the whole picture." }),
    state: z.enum(["known", "withheld", "unknown"]).meta({
      description: "`withheld`: a current statement leaves a fact out. `unknown`: there is no current statement.",
    }),
    points,
    pointsLost: z.int().meta({ description: "Against the best cell." }),
    cell: cell.nullable().meta({ description: "Where the company lies; null unless known." }),
    best: cell.meta({ description: "The best cell that a company can reach." }),
    inputs: z.array(input),
  })
  .meta({ id: "ScoreCharacteristic" });

const notes = {
  noteEn: z.string().nullable().meta({
    description: "What the company took back itself, until when that counts, and what stating it again would do.",
  }),
  noteZh: z.string().nullable(),
};

export const reason = z
  .strictObject({
    code: z.string(),
    ...names,
    state: z.enum(["known", "withheld"]),
    pointsLost: z.int(),
    adviceEn: z.string(),
    adviceZh: z.string(),
    ...notes,
  })
  .meta({ id: "ReasonCode" });

export const missingCharacteristic = z
  .strictObject({
    code: z.string(),
    ...names,
    state: z.enum(["withheld", "unknown"]),
    weightBps: z.int(),
    points: z.int().meta({ description: "What it brings as it is." }),
    atBest: z.int().meta({ description: "Points that it would add if it turned out best." }),
    atWorst: z.int().meta({ description: "Points that it would add if it turned out worst: 0 or less." }),
    facts: z.array(missingFact.extend({ schema: z.string(), agency: agencyRef })).meta({
      description: "What is missing, and who could attest it.",
    }),
    ...notes,
  })
  .meta({ id: "MissingCharacteristic" });

export function characteristicView(
  explained: ExplainedCharacteristic,
  card: CompiledScorecard,
): z.output<typeof characteristic> {
  const { id: code, nameEn, nameZh, part, basis, weightBps } = explained.characteristic;
  const cellAt = (index: number, worth: number) => ({ points: worth, bins: binsView(explained.compiled, index, card) });
  return {
    ...{ code, nameEn, nameZh, part, basis, weightBps },
    state: explained.state,
    points: explained.points,
    pointsLost: explained.lost,
    cell: explained.cell === null ? null : cellAt(explained.cell, explained.points),
    best: cellAt(explained.best.index, explained.best.points),
    inputs: explained.inputs.map((one) => inputView(one, card)),
  };
}

export function reasonView(explained: ExplainedCharacteristic): z.output<typeof reason> {
  const { characteristic: one, state, lost } = explained;
  const { id: code, nameEn, nameZh, adviceEn, adviceZh } = one;
  const told = state === "withheld" ? state : "known";
  return { code, nameEn, nameZh, state: told, pointsLost: lost, adviceEn, adviceZh, ...notesOn(explained) };
}

export function missingCharacteristicView(
  explained: ExplainedCharacteristic,
  catalogue: Catalogue,
): z.output<typeof missingCharacteristic> {
  const { id: code, nameEn, nameZh, weightBps } = explained.characteristic;
  return {
    ...{ code, nameEn, nameZh, weightBps },
    state: explained.state === "withheld" ? "withheld" : "unknown",
    points: explained.points,
    atBest: explained.most - explained.points,
    atWorst: explained.least - explained.points,
    facts: explained.missing.flatMap((fact) => missingTermView(fact, catalogue)),
    ...notesOn(explained),
  };
}

function notesOn({ missing, state }: ExplainedCharacteristic): { noteEn: string | null; noteZh: string | null } {
  const ends = missing.flatMap(({ takenBackUntil }) => (takenBackUntil === null ? [] : [takenBackUntil]));
  if (state !== "withheld" || ends.length === 0) return { noteEn: null, noteZh: null };
  const last = ends.reduce((later, end) => (end > later ? end : later));
  const day = dateOfDay(dayOf(last));
  return {
    noteEn:
      `The company took its own statement back: through ${day} it counts as one that leaves every figure out. ` +
      "What it states anew counts at once.",
    noteZh: `企业已撤回自己的声明：至${day}止，视同声明中各项数据均未填报。企业重新声明后立即按新声明评分。`,
  };
}

export function binsView(
  compiled: CompiledCharacteristic,
  index: number,
  card: CompiledScorecard,
): z.output<typeof bounds>[] {
  return boundsOf(compiled, index).map((bin) => {
    const found = card.inputs[bin.input] as CompiledInput;
    const { en: displayEn, zh: displayZh } = binText(bin, found, card);
    return {
      input: found.input.id,
      undefined: bin.undefined,
      from: bin.from?.toString() ?? null,
      below: bin.below?.toString() ?? null,
      ...{ displayEn, displayZh },
    };
  });
}

function inputView(
  { input: described, value, facts }: InputExplanation,
  card: CompiledScorecard,
): z.output<typeof input> {
  const { id, nameEn, nameZh, operation } = described;
  const compiled = card.inputs.find((one) => one.input.id === id) as CompiledInput;
  const words = typeof value === "bigint" ? valueText(value, compiled, card) : null;
  return {
    ...{ id, nameEn, nameZh, operation },
    state: typeof value === "bigint" ? "known" : value,
    value: typeof value === "bigint" ? value.toString() : null,
    displayEn: words?.en ?? null,
    displayZh: words?.zh ?? null,
    facts: facts.map(termView),
  };
}

function termView({ field, side, sign, chain, human }: FactTerm): z.output<typeof term> {
  const { id: fact, nameEn, nameZh, displayUnit } = field;
  return { ...{ fact, nameEn, nameZh, side, sign, displayUnit }, value: human, chainValue: chain?.toString() ?? null };
}

function missingTermView({ missing, schema }: FactTerm, catalogue: Catalogue) {
  if (missing === null) return [];
  return [{ ...missingView(missing, catalogue), schema: schema.name, agency: agencyOf(schema.agency, catalogue) }];
}
