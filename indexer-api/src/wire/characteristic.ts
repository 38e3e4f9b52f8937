import { z } from "zod";
import type { Catalogue, CompiledScorecard } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic, CompiledInput } from "../../../catalogue/scorecard/compile.ts";
import { boundsOf } from "../scoring/cells.ts";
import type { Bounds } from "../scoring/cells.ts";
import type { ExplainedCharacteristic } from "../scoring/explain.ts";
import { humanNumber, labelsBetween } from "../scoring/inputs.ts";
import type { FactTerm, InputExplanation } from "../scoring/inputs.ts";
import { agencyOf, agencyRef, integer, names } from "./common.ts";
import { missingFact, missingView } from "./feature.ts";

const points = z.int();

const bounds = z
  .strictObject({
    input: z.string(),
    undefined: z.boolean().meta({ description: "The bin of inputs whose denominator is 0." }),
    from: integer.nullable().meta({ description: "Lowest value of the bin; null without one." }),
    below: integer.nullable().meta({ description: "Every value of the bin is below; null without one." }),
    display: z.string().meta({ description: "The same for people.", example: "from 0.2000 to below 0.4000" }),
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
    display: z
      .string()
      .nullable()
      .meta({ description: "The same for people, where its facts have one unit.", example: "0.3125" }),
    unit: z.string().nullable().meta({ description: "Of `display`; null for a plain ratio or a label." }),
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

export const reason = z
  .strictObject({
    code: z.string(),
    ...names,
    state: z.enum(["known", "withheld", "unknown"]),
    pointsLost: z.int(),
    adviceEn: z.string(),
    adviceZh: z.string(),
  })
  .meta({ id: "ReasonCode" });

export const missingCharacteristic = z
  .strictObject({
    code: z.string(),
    ...names,
    state: z.enum(["withheld", "unknown"]),
    weightBps: z.int(),
    atBest: z.int().meta({ description: "Points that it would add if it turned out best." }),
    atWorst: z.int().meta({ description: "Points that it would add if it turned out worst: 0 or less." }),
    facts: z.array(missingFact.extend({ schema: z.string(), agency: agencyRef })).meta({
      description: "What is missing, and who could attest it.",
    }),
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

export function reasonView({ characteristic: one, state, lost }: ExplainedCharacteristic): z.output<typeof reason> {
  const { id: code, nameEn, nameZh, adviceEn, adviceZh } = one;
  return { code, nameEn, nameZh, state, pointsLost: lost, adviceEn, adviceZh };
}

export function missingCharacteristicView(
  explained: ExplainedCharacteristic,
  catalogue: Catalogue,
): z.output<typeof missingCharacteristic> {
  const { id: code, nameEn, nameZh, weightBps } = explained.characteristic;
  return {
    ...{ code, nameEn, nameZh, weightBps },
    state: explained.state === "withheld" ? "withheld" : "unknown",
    atBest: explained.most - explained.points,
    atWorst: explained.least - explained.points,
    facts: explained.missing.flatMap((fact) => missingTermView(fact, catalogue)),
  };
}

export function binsView(
  compiled: CompiledCharacteristic,
  index: number,
  card: CompiledScorecard,
): z.output<typeof bounds>[] {
  return boundsOf(compiled, index).map((bin) => {
    const found = card.inputs[bin.input] as CompiledInput;
    return {
      input: found.input.id,
      undefined: bin.undefined,
      from: bin.from?.toString() ?? null,
      below: bin.below?.toString() ?? null,
      display: binText(bin, found, card),
    };
  });
}

function binText(
  { undefined: isUndefined, from, below }: Bounds,
  input: CompiledInput,
  card: CompiledScorecard,
): string {
  if (isUndefined) return "undefined: the denominator is 0";
  const labels = labelsBetween(card, input, from, below);
  if (labels !== null) return labels.join(", ") || "no label";
  const text = (value: bigint) => {
    const human = humanNumber(card, input, value);
    return human === null ? value.toString() : [human.text, human.unit].filter((part) => part !== null).join(" ");
  };
  if (from !== null && below === from + 1n) return text(from);
  const parts = [from === null ? null : `from ${text(from)}`, below === null ? null : `below ${text(below)}`];
  return parts.filter((part) => part !== null).join(", ") || "any";
}

function inputView(
  { input: described, value, facts }: InputExplanation,
  card: CompiledScorecard,
): z.output<typeof input> {
  const { id, nameEn, nameZh, operation } = described;
  const compiled = card.inputs.find((one) => one.input.id === id) as CompiledInput;
  const human = typeof value === "bigint" ? humanNumber(card, compiled, value) : null;
  return {
    ...{ id, nameEn, nameZh, operation },
    state: typeof value === "bigint" ? "known" : value,
    value: typeof value === "bigint" ? value.toString() : null,
    display: human?.text ?? null,
    unit: human?.unit ?? null,
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
