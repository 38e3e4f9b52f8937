import { INSTRUMENTS } from "./prepare.ts";
import type { Instrument, PreparedRanking, RankProduct } from "./prepare.ts";
import { askedOf } from "./question.ts";
import type { Asked, RankQuestion } from "./question.ts";
import { amountWithin, monthsWithin, MOST_PPM, ratePpmOf, reckon, reckoningOf, roomForParts } from "./reckon.ts";
import type { Parts, Reckoning } from "./reckon.ts";

/** A product in its place. Parts in millionths of the loan a year (100 are a basis point), whole numbers. */
export interface RankedProduct extends Reckoning {
  readonly slot: number;
  readonly id: string;
  /** From 1 on. */
  readonly place: number;
  readonly instrument: Instrument;
  /** Label of the security that it needs and that was not offered; else null. */
  readonly missingSecurity: string | null;
  /** What the order is by, after instrument and missing security: the sum of the four parts. The less the better. */
  readonly figurePpm: number;
  /** What the parts are reckoned for: what was asked for, or the reference, drawn into the product's range. Whole fen. */
  readonly amountFen: number;
  readonly tenorMonths: number;
  /** Interest and fees on that amount. */
  readonly costFenPerYear: number;
}

/** More than any figure: four parts and fees of one product, each `MOST_PPM` at most. */
const SECURITY_STEP = 10 * MOST_PPM;
/** More than a figure with the step of a missing security. */
const INSTRUMENT_STEP = 10 * SECURITY_STEP;
const WORD_BITS = 32;
const MILLION = 1_000_000;

/**
 * The best products, the best one first. Equal figures are ordered by id, so that equal inputs have one order everywhere.
 * @param eligible bit `slot % 32` of word `slot / 32`, as the engine has them; bits of free slots must be 0
 * @param limit how many at most, a whole number from 0 on or Infinity
 * @throws RangeError for another limit, and see `askedOf`
 */
export function rankFor(
  prepared: PreparedRanking,
  eligible: Uint32Array,
  question: RankQuestion,
  limit: number,
): RankedProduct[] {
  if (!(limit >= 0 && (Number.isInteger(limit) || limit === Infinity))) {
    throw new RangeError(`limit ${limit} must be a whole number from 0 on or Infinity`);
  }
  const asked = askedOf(prepared, question);
  const parts = roomForParts();
  const slots = bestSlots(prepared, eligible, asked, limit, parts);
  return slots.map((slot, index) => rankedAt(prepared, slot, asked, index + 1, parts));
}

function bestSlots(
  prepared: PreparedRanking,
  eligible: Uint32Array,
  asked: Asked,
  limit: number,
  parts: Parts,
): number[] {
  const { terms, idPlace, instrument, security } = prepared;
  const slots: number[] = [];
  const keys: number[] = [];
  for (let word = 0; word < eligible.length; word++) {
    for (let left = eligible[word] as number; left !== 0; left &= left - 1) {
      const slot = word * WORD_BITS + 31 - Math.clz32(left & -left);
      const stepPpm =
        (instrument[slot] as number) * INSTRUMENT_STEP +
        (asked.isMissing[security[slot] as number] as number) * SECURITY_STEP;
      // No part is negative: what interest alone puts behind the last need not be reckoned.
      if (
        slots.length === limit &&
        ratePpmOf(terms, slot, asked.ratePositionBps) + stepPpm > (keys[limit - 1] as number)
      ) {
        continue;
      }
      const key = reckon(prepared, slot, asked, parts) + stepPpm;
      let place = slots.length;
      while (place > 0 && comesBefore(key, slot, keys[place - 1] as number, slots[place - 1] as number, idPlace))
        place--;
      if (place >= limit) continue;
      insert(slots, keys, place, slot, key, limit);
    }
  }
  return slots;
}

function comesBefore(key: number, slot: number, otherKey: number, otherSlot: number, idPlace: Int32Array): boolean {
  return key < otherKey || (key === otherKey && (idPlace[slot] as number) < (idPlace[otherSlot] as number));
}

function insert(slots: number[], keys: number[], place: number, slot: number, key: number, limit: number): void {
  if (slots.length < limit) {
    slots.push(slot);
    keys.push(key);
  }
  for (let at = slots.length - 1; at > place; at--) {
    slots[at] = slots[at - 1] as number;
    keys[at] = keys[at - 1] as number;
  }
  slots[place] = slot;
  keys[place] = key;
}

function rankedAt(prepared: PreparedRanking, slot: number, asked: Asked, place: number, parts: Parts): RankedProduct {
  const { terms, products, instrument, securities, security } = prepared;
  const code = security[slot] as number;
  const figurePpm = reckon(prepared, slot, asked, parts);
  const { interestPpm, feesPpm, misfitPpm, applyingPpm, approvalBps } = reckoningOf(parts);
  const amountFen = amountWithin(terms, slot, asked.wantedFen);
  // Written out: spreading objects costs more than ranking a dozen products.
  return {
    slot,
    id: (products[slot] as RankProduct).id,
    place,
    instrument: INSTRUMENTS[instrument[slot] as number] as Instrument,
    missingSecurity: asked.isMissing[code] === 1 ? (securities[code] as string) : null,
    figurePpm,
    interestPpm,
    feesPpm,
    misfitPpm,
    applyingPpm,
    approvalBps,
    amountFen,
    tenorMonths: monthsWithin(terms, slot, asked.wantedMonths),
    costFenPerYear: Math.floor((amountFen * (interestPpm + feesPpm)) / MILLION),
  };
}
