import {
  type Catalogue,
  type Characteristic,
  type CompiledScorecard,
  entityIdOf,
  NOT_STATED,
  parseUscc,
  type Score,
} from "../../catalogue/index.ts";
import type { SourceStatements } from "../chain/score-evidence.ts";

/** A characteristic, what it brings, and how far that is from the best and the worst that it could bring. */
export interface Loss {
  readonly characteristic: Characteristic;
  readonly points: number;
  /** Points from here to the best cell; 0 or more. */
  readonly lostPoints: number;
  /** Points from here to the worst cell; 0 or more. */
  readonly worsePoints: number;
}

type Scored = Pick<Score, "characteristics">;

/** What is known of a company and costs points, the dearest first. */
export function lossesOf(scorecard: CompiledScorecard, score: Scored): Loss[] {
  return inState(scorecard, score, "known").filter(({ lostPoints }) => lostPoints > 0);
}

/** What statements leave out, or the company has taken back, the dearest first. */
export function withheldOf(scorecard: CompiledScorecard, score: Scored): Loss[] {
  return inState(scorecard, score, "withheld");
}

/** What the ledger does not know: there is no current statement. What could add most comes first. */
export function unknownOf(scorecard: CompiledScorecard, score: Scored): Loss[] {
  return inState(scorecard, score, "unknown");
}

function inState({ card }: CompiledScorecard, { characteristics }: Scored, wanted: string): Loss[] {
  return card.characteristics
    .map((characteristic, index) => lossOf(characteristic, characteristics[index]!.points))
    .filter((_, index) => characteristics[index]!.state === wanted)
    .toSorted((one, other) => other.lostPoints - one.lostPoints);
}

function lossOf(characteristic: Characteristic, points: number): Loss {
  const { cells } = characteristic;
  return {
    ...{ characteristic, points },
    lostPoints: Math.max(0, Math.max(...cells) - points),
    worsePoints: Math.max(0, points - Math.min(...cells)),
  };
}

/** Points of each part of a scorecard that has characteristics; with the base they come to the sum. */
export function partPoints({ card }: CompiledScorecard, { characteristics }: Scored) {
  const parts = [...new Set(card.characteristics.map(({ part }) => part))];
  return parts.map((part) => {
    const own = characteristics.filter((_, index) => card.characteristics[index]!.part === part);
    return { part, points: own.reduce((sum, { points }) => sum + points, 0) };
  });
}

/** Who attests the facts of a characteristic, in English and Chinese. */
export function attestersOf(catalogue: Catalogue, scorecard: CompiledScorecard, of: Characteristic): string {
  const codes = placesOf(scorecard, of).map(({ source }) => scorecard.sources[source]!.agency);
  return [...new Set(codes)].map((code) => agencyName(catalogue, code)).join(", ");
}

/** Who left out facts of a withheld characteristic, or took back what stated them, in English and Chinese. */
export function withholdersOf(
  catalogue: Catalogue,
  scorecard: CompiledScorecard,
  of: Characteristic,
  statements: SourceStatements,
): string {
  const deeds = placesOf(scorecard, of).flatMap(({ source, field }) => {
    const [statement, who] = [statements[source], agencyName(catalogue, scorecard.sources[source]!.agency)];
    if (statement === "taken back") return [`taken back 已撤销 by ${who}`];
    return statement?.values[field] === NOT_STATED ? [`left out 未披露 by ${who}`] : [];
  });
  return [...new Set(deeds)].join(", ");
}

/** Where the facts of a characteristic are found. */
function placesOf(scorecard: CompiledScorecard, { id }: Characteristic) {
  const index = scorecard.card.characteristics.findIndex((known) => known.id === id);
  const inputs = scorecard.characteristics[index]!.axes.map(({ input }) => scorecard.inputs[input]!);
  return inputs.flatMap(({ numerator, denominator }) => [...numerator, ...denominator]);
}

function agencyName({ agencyByCode }: Catalogue, code: string): string {
  const agency = agencyByCode.get(code);
  return agency === undefined ? "the company itself 企业自身" : `${agency.nameEn} ${agency.nameZh}`;
}

/** The company that a command names. @throws Error that says what is wrong with the code */
export function findCompany(text: string): { uscc: string; entityId: string } {
  const uscc = parseUscc(text);
  return { uscc, entityId: entityIdOf(uscc) };
}
