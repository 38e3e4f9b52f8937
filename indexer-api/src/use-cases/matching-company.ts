import type { Catalogue } from "../../../catalogue/index.ts";
import { featureRows } from "../data/company-features.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { mayShowScores } from "../access/policy.ts";
import { featureSpecsOf } from "../engine/features.ts";
import { encodeCompany } from "../engine/values.ts";
import type { CompanyValues } from "../engine/values.ts";
import { cellsOf } from "../features/cells.ts";
import type { Readings } from "../features/engine.ts";
import { factBookOf } from "../features/facts.ts";
import type { MissingFact } from "../features/facts.ts";
import type { CompanyView } from "../wire/company.ts";
import { latestOf } from "./company.ts";
import { creditGrade } from "./score.ts";
import type { Services } from "./services.ts";

/** A company as the engine sees it and as people do, and as the access policy lets it be seen. */
export interface MatchableCompany {
  readonly values: CompanyValues;
  readonly readings: Readings;
  /** Total by the platform's scorecard, as it is stored; null without a grade, and where scores may not be shown. */
  readonly score: number | null;
  /** Whether the access policy keeps the score back; then `score` does not say that there is none. */
  readonly isScoreWithheld: boolean;
  /** Features that the policy keeps back: bits of labels of a set, all bits (-1) of what is unknown for that reason. */
  readonly withheld: ReadonlyMap<string, number>;
}

export async function matchableCompany(
  db: Queryable,
  company: CompanyView,
  block: Block,
  services: Services,
): Promise<MatchableCompany> {
  const { catalogue, policy } = services;
  const latest = await latestOf(db, company, block, services, 1);
  const facts = factBookOf(latest.map(({ visible }) => visible));
  const grade = await creditGrade(db, company.entityId, block, services);
  const readings = services.features(facts, block.time, grade);
  const values = encodeCompany(featureSpecsOf(catalogue), cellsOf(catalogue)(facts, readings));
  const isScoreWithheld = !mayShowScores(policy);
  const stored = isScoreWithheld ? null : await featureRows(db, [company.entityId]);
  return {
    values,
    readings,
    score: stored?.get(company.entityId)?.score ?? null,
    isScoreWithheld,
    withheld: withheldIn(readings, catalogue),
  };
}

/** See `MatchableCompany.withheld`. */
export function withheldIn(readings: Readings, { features }: Pick<Catalogue, "features">): Map<string, number> {
  const bits = features.map(({ id, values = [] }): [string, number] => {
    const reading = readings.get(id);
    if (reading?.state === "unknown") return [id, reading.missing.some(isWithheld) ? -1 : 0];
    if (reading?.state !== "labels") return [id, 0];
    const { labels } = reading;
    return [
      id,
      values.reduce((mask, { label }, place) => (isWithheld(labels.get(label)) ? mask | (1 << place) : mask), 0),
    ];
  });
  return new Map(bits.filter(([, mask]) => mask !== 0));
}

function isWithheld(known: boolean | MissingFact | undefined): boolean {
  return typeof known === "object" && known.reason === "withheld";
}
