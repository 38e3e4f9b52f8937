import type { MissingFact } from "../features/facts.ts";
import type { Reading, UnknownReading } from "../features/reading.ts";
import type { ExplainedCharacteristic, Explanation } from "./explain.ts";

/** The family of models whose grade is the feature. */
export const PLATFORM_FAMILY = "platform";
export const CREDIT_GRADE = "credit_grade";

/** The feature `credit_grade` of a company with a score. */
export function creditGradeOf({ grade, sources, compiled, missing, score }: Explanation): Reading {
  const evidence = sources.flatMap(({ standing, newest }) => (standing === "current" && newest ? [newest.id] : []));
  if (grade !== null) return { state: "known", value: grade.label, evidence };
  const gap = compiled.card.minimumCoverageBps - score.coverageBps;
  return { state: "unknown", missing: factsThatFill(gap, missing), evidence };
}

/** When there is no score to take a grade from. */
export function noCreditGrade(reason: MissingFact["reason"], detail: string): UnknownReading {
  return { state: "unknown", missing: [{ fact: CREDIT_GRADE, reason, detail }], evidence: [] };
}

/** What is missing for the fewest characteristics that would do, the weightiest first: all of it would be a long list. */
function factsThatFill(gapBps: number, missing: readonly ExplainedCharacteristic[]): MissingFact[] {
  const facts = new Map<string, MissingFact>();
  let left = gapBps;
  for (const one of missing.toSorted((a, b) => b.characteristic.weightBps - a.characteristic.weightBps)) {
    if (left <= 0) break;
    left -= one.characteristic.weightBps;
    for (const { missing: why } of one.missing) if (why) facts.set(why.fact, why);
  }
  return [...facts.values()];
}
