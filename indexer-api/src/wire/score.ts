import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Reachable } from "../scoring/assess.ts";
import type { Explanation } from "../scoring/explain.ts";
import { endOf } from "../scoring/sources.ts";
import type { SourceState } from "../scoring/sources.ts";
import {
  characteristic,
  characteristicView,
  missingCharacteristic,
  missingCharacteristicView,
  reason,
  reasonView,
} from "./characteristic.ts";
import { agencyOf, agencyRef, hexData, names, time } from "./common.ts";
import { grade, gradeRef, gradeRefView, gradeView } from "./grade.ts";

const reachable = z.strictObject({ total: z.int(), grade: gradeRef });

export const SCORE_STATES = ["graded", "too little known", "nothing known"] as const;

/** What a score comes to, without why. */
export const outcome = z
  .strictObject({
    total: z.int().meta({
      description: "Points, 0 to 1000: the contract's number, also while nothing is known. See `state`.",
    }),
    state: z.enum(SCORE_STATES).meta({
      description:
        "`nothing known`: no statement of the model's schemas counts, and the total says nothing about the company. `too " +
        "little known`: less than `minimumCoverageBps`, so that there is no grade.",
    }),
    noteEn: z.string().nullable().meta({ description: "The same in a sentence; null for `graded`." }),
    noteZh: z.string().nullable(),
    grade: grade.nullable().meta({ description: "Null while less than `minimumCoverageBps` is known." }),
    coverageBps: z.int().meta({ description: "How much of the picture was seen, of 10000." }),
    minimumCoverageBps: z.int(),
    range: z.strictObject({ lowest: reachable, highest: reachable }).meta({
      description: "What the total can come to once everything is known that is missing now: how sure it is.",
    }),
    expiresAt: time
      .nullable()
      .meta({ description: "The last second at which all of the evidence counts; null without any." }),
  })
  .meta({ id: "ScoreOutcome" });

export const evidence = z
  .strictObject({
    attestationId: hexData,
    schema: z.strictObject({ id: hexData, name: z.string(), ...names }),
    agency: agencyRef,
    observedAt: time,
    expiresAt: time,
  })
  .meta({ id: "ScoreEvidence" });

export const score = outcome
  .extend({
    basePoints: z.int().meta({ description: "Before any characteristic; with all `points` it makes the total." }),
    nextGrade: z
      .strictObject({ ...gradeRef.shape, pointsMissing: z.int() })
      .nullable()
      .meta({ description: "The grade above, by points alone; null at the top." }),
    parts: z.array(
      z.strictObject({
        part: z.enum(["financial", "conduct", "administrative"]),
        ...{ points: z.int(), bestPoints: z.int(), weightBps: z.int(), coverageBps: z.int() },
      }),
    ),
    reasons: z.array(reason).meta({ description: "What is known or withheld and cost points, the costliest first." }),
    missing: z.array(missingCharacteristic).meta({
      description: "What could not be judged, and what it could be worth: what could add the most comes first.",
    }),
    characteristics: z.array(characteristic).meta({ description: "In the order of the scorecard." }),
    evidence: z
      .array(evidence)
      .meta({ description: "The statements that count, in the order of the model's sources." }),
  })
  .meta({ id: "Score" });

export function outcomeView(explanation: Explanation, catalogue: Catalogue): z.output<typeof outcome> {
  const { score: found, range, compiled, expiresAt } = explanation;
  const view = (one: Reachable) => ({ total: one.total, grade: gradeRefView(one.grade.label, catalogue) });
  return {
    total: found.total,
    ...stateOf(explanation),
    grade: explanation.grade && gradeView(explanation.grade, catalogue),
    coverageBps: found.coverageBps,
    minimumCoverageBps: compiled.card.minimumCoverageBps,
    range: { lowest: view(range.lowest), highest: view(range.highest) },
    expiresAt: expiresAt?.toString() ?? null,
  };
}

/** Whether the total says anything about the company. */
function stateOf({ score: { coverageBps }, grade: found, compiled: { card }, sources }: Explanation) {
  if (found !== null) return { state: "graded" as const, noteEn: null, noteZh: null };
  if (sources.every(({ statement, takenBack }) => statement === null && !takenBack)) {
    return {
      state: "nothing known" as const,
      noteEn: "Nothing that counts is known about this company: the total is where every unknown company stands.",
      noteZh: "对该企业没有任何有效信息：此分数只是信息空白企业的起点，不代表该企业的信用状况。",
    };
  }
  const [seen, needed] = [coverageBps, card.minimumCoverageBps].map((bps) => `${(bps / 100).toFixed(1)}%`);
  return {
    state: "too little known" as const,
    noteEn: `Too little is known for a grade: ${seen} of the picture, and ${needed} is needed.`,
    noteZh: `已知信息不足以评级：覆盖率${seen}，至少需要${needed}。`,
  };
}

export function scoreView(explanation: Explanation, catalogue: Catalogue): z.output<typeof score> {
  const { compiled, reasons, missing, characteristics, sources, parts } = explanation;
  return {
    ...outcomeView(explanation, catalogue),
    basePoints: compiled.card.basePoints,
    nextGrade: nextGradeOf(explanation, catalogue),
    parts: [...parts],
    reasons: reasons.map(reasonView),
    missing: missing.map((one) => missingCharacteristicView(one, catalogue)),
    characteristics: characteristics.map((one) => characteristicView(one, compiled)),
    evidence: sources.flatMap((source) => evidenceView(source, catalogue)),
  };
}

function nextGradeOf({ compiled, score: { total } }: Explanation, catalogue: Catalogue) {
  const next = compiled.card.grades.find(({ fromPoints }) => fromPoints > total);
  return next ? { ...gradeRefView(next.label, catalogue), pointsMissing: next.fromPoints - total } : null;
}

export function evidenceView(
  { schema, newest, standing }: SourceState,
  catalogue: Catalogue,
): z.output<typeof evidence>[] {
  if (standing !== "current" || newest === null) return [];
  const { id, name, nameEn, nameZh } = schema;
  return [
    {
      attestationId: newest.id,
      schema: { id, name, nameEn, nameZh },
      agency: agencyOf(schema.agency, catalogue),
      observedAt: newest.observedAt.toString(),
      expiresAt: endOf(newest).toString(),
    },
  ];
}
