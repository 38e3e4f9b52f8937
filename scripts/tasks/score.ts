import {
  type Catalogue,
  type Characteristic,
  type CompiledScorecard,
  entityIdOf,
  parseUscc,
  type Score,
} from "../../catalogue/index.ts";

/** A characteristic and the points that stand between it and its best. */
export interface Loss {
  readonly characteristic: Characteristic;
  readonly lostPoints: number;
}

/** What is known of a company and costs points, the dearest first. */
export function lossesOf({ card }: CompiledScorecard, { characteristics }: Pick<Score, "characteristics">): Loss[] {
  return characteristics
    .map(({ points, state }, index) => ({ state, ...lossOf(card.characteristics[index]!, points) }))
    .filter(({ state, lostPoints }) => state !== "unknown" && lostPoints > 0)
    .toSorted((one, other) => other.lostPoints - one.lostPoints);
}

/** What the ledger does not know, with what knowing it could add at best, the dearest first. */
export function unknownOf({ card }: CompiledScorecard, { characteristics }: Pick<Score, "characteristics">): Loss[] {
  return characteristics
    .map(({ points, state }, index) => ({ state, ...lossOf(card.characteristics[index]!, points) }))
    .filter(({ state }) => state === "unknown")
    .toSorted((one, other) => other.lostPoints - one.lostPoints);
}

function lossOf(characteristic: Characteristic, points: number): Loss {
  return { characteristic, lostPoints: Math.max(0, Math.max(...characteristic.cells) - points) };
}

/** Who attests the facts of a characteristic, in English and Chinese. */
export function attestersOf(catalogue: Catalogue, scorecard: CompiledScorecard, { id }: Characteristic): string {
  const index = scorecard.card.characteristics.findIndex((known) => known.id === id);
  const inputs = scorecard.characteristics[index]!.axes.map(({ input }) => scorecard.inputs[input]!);
  const places = inputs.flatMap(({ numerator, denominator }) => [...numerator, ...denominator]);
  const codes = [...new Set(places.map(({ source }) => scorecard.sources[source]!.agency))];
  return codes.map((code) => agencyName(catalogue, code)).join(", ");
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
