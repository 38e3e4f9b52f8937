import { isHexString } from "ethers";
import { criterionRule } from "./checks/criteria.ts";
import type { Catalogue, Criterion, CriterionValue, Feature, Operator } from "./types.ts";

/**
 * A product's criteria as the chain carries them: predicates without a gap, each one byte for the feature's number, one
 * for the operator, then the operand. `contracts/lending/Criteria.sol` has the same table.
 *
 * | operator | operand |
 * | --- | --- |
 * | 1 >=, 2 <=, 3 == | int64: a number in the feature's unit, or a label's position |
 * | 4 between | two int64 |
 * | 5 in, 6 not in, 7 any of, 8 none of | 32 bits: bit n stands for label n |
 * | 9 in, 10 not in, for features of codes | one byte n, then n codes of 6 bytes: ASCII, right-aligned |
 *
 * Lists of labels come back in the order of the feature's labels, and lists of codes in that of the criterion.
 */
const OPERATOR_BYTES: Readonly<Record<Operator, number>> = {
  ">=": 1,
  "<=": 2,
  "==": 3,
  between: 4,
  in: 5,
  "not in": 6,
  "any of": 7,
  "none of": 8,
};

/** What is added to `in` and `not in` when they are followed by codes. */
const FOR_CODES = 4;
const LAST_OPERATOR = 10;
const MAX_BYTES = 1_024;
/** Bytes of a code: no label of a feature of codes is longer. */
export const CODE_BYTES = 6;
const INT64_BYTES = 8;
const HEAD_BYTES = 2;
const MASK_BYTES = 4;
/** Labels that a mask has bits for: no feature has more, unless it is one of codes. */
export const MASK_BITS = 8 * MASK_BYTES;

type Refuse = (rule: string) => never;

/**
 * The bytes of criteria, `0x` hex. Throws a RangeError that names the first criterion which the catalogue or the bytes do
 * not allow.
 */
export function encodeCriteria(catalogue: Catalogue, criteria: readonly Criterion[]): string {
  const predicates = criteria.map((criterion, index) => {
    const refuse: Refuse = (rule) => {
      throw new RangeError(`criterion ${index}, ${criterion.feature} ${criterion.operator}: ${rule}`);
    };
    const feature = catalogue.featureById.get(criterion.feature);
    return encodeCriterion(checked(criterion, feature, refuse), criterion, refuse);
  });
  const bytes = Buffer.concat(predicates);
  if (bytes.length > MAX_BYTES) throw new RangeError(`criteria: ${bytes.length} bytes, at most ${MAX_BYTES} fit`);
  return `0x${bytes.toString("hex")}`;
}

/**
 * The criteria in bytes of any origin. Throws a RangeError that names the byte at which the first predicate begins that
 * is cut off or that the catalogue does not have.
 */
export function decodeCriteria(catalogue: Catalogue, hex: string): Criterion[] {
  if (!isHexString(hex, true)) throw new RangeError("criteria: must be whole bytes as 0x and hex digits");
  const bytes = Buffer.from(hex.slice(2), "hex");
  const criteria: Criterion[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const refuse: Refuse = (rule) => {
      throw new RangeError(`criteria at byte ${offset}: ${rule}`);
    };
    const size = sizeAt(bytes, offset);
    if (size === 0 || offset + size > bytes.length) refuse("is no whole predicate");
    criteria.push(decodeCriterion(catalogue, bytes.subarray(offset, offset + size), refuse));
    offset += size;
  }
  return criteria;
}

/** Bytes of the predicate at `offset`; 0 when that cannot be told. */
function sizeAt(bytes: Buffer, offset: number): number {
  const operator = bytes[offset + 1] ?? 0;
  if (operator === 0 || operator > LAST_OPERATOR) return 0;
  if (operator < OPERATOR_BYTES.between) return HEAD_BYTES + INT64_BYTES;
  if (operator === OPERATOR_BYTES.between) return HEAD_BYTES + 2 * INT64_BYTES;
  if (operator <= OPERATOR_BYTES["none of"]) return HEAD_BYTES + MASK_BYTES;
  return HEAD_BYTES + 1 + CODE_BYTES * (bytes[offset + HEAD_BYTES] ?? 0);
}

function encodeCriterion(feature: Feature, { operator, value }: Criterion, refuse: Refuse): Buffer {
  const ofCodes = feature.type === "code";
  const head = Buffer.from([feature.number, OPERATOR_BYTES[operator] + (ofCodes ? FOR_CODES : 0)]);
  const operand = Array.isArray(value)
    ? encodeList(feature, value as readonly (bigint | string)[], ofCodes, refuse)
    : int64(typeof value === "bigint" ? value : BigInt(labelsOf(feature).indexOf(value as string)), refuse);
  return Buffer.concat([head, operand]);
}

function encodeList(feature: Feature, list: readonly (bigint | string)[], ofCodes: boolean, refuse: Refuse): Buffer {
  if (typeof list[0] === "bigint") return Buffer.concat(list.map((bound) => int64(bound as bigint, refuse)));
  const labels = list as readonly string[];
  if (ofCodes) return encodeCodes(labels);
  const positions = labels.map((label) => labelsOf(feature).indexOf(label));
  const mask = Buffer.alloc(MASK_BYTES);
  mask.writeUInt32BE(positions.reduce((bits, position) => bits + 2 ** position, 0));
  return mask;
}

function encodeCodes(codes: readonly string[]): Buffer {
  const words = codes.map((code) => Buffer.from(code.padStart(CODE_BYTES, "\0"), "ascii"));
  return Buffer.concat([Buffer.from([codes.length]), ...words]);
}

function int64(value: bigint, refuse: Refuse): Buffer {
  if (BigInt.asIntN(64, value) !== value) refuse(`${value} does not fit 64 bits`);
  const bytes = Buffer.alloc(INT64_BYTES);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function decodeCriterion(catalogue: Catalogue, predicate: Buffer, refuse: Refuse): Criterion {
  const [number = 0, byte = 0] = predicate;
  const feature = catalogue.featureByNumber.get(number) ?? refuse(`no feature has the number ${number}`);
  const ofCodes = byte > LAST_OPERATOR - 2;
  const operator = operatorOf(ofCodes ? byte - FOR_CODES : byte);
  if (ofCodes !== (feature.type === "code")) refuse(`operator ${byte} is none of ${feature.id}`);
  const criterion = { feature: feature.id, operator, value: decodeValue(feature, operator, predicate, refuse) };
  checked(criterion, feature, refuse);
  return criterion;
}

function decodeValue(feature: Feature, operator: Operator, predicate: Buffer, refuse: Refuse): CriterionValue {
  if (feature.type === "code") return decodeCodes(predicate);
  if (OPERATOR_BYTES[operator] > OPERATOR_BYTES.between) return decodeMask(feature, predicate, refuse);
  const first = predicate.readBigInt64BE(HEAD_BYTES);
  if (operator === "between") return [first, predicate.readBigInt64BE(HEAD_BYTES + INT64_BYTES)];
  return feature.type === "number" ? first : labelAt(feature, Number(first), refuse);
}

function decodeMask(feature: Feature, predicate: Buffer, refuse: Refuse): string[] {
  const mask = predicate.readUInt32BE(HEAD_BYTES);
  const positions = Array.from({ length: MASK_BITS }, (_, bit) => bit).filter((bit) => ((mask >>> bit) & 1) === 1);
  return positions.map((position) => labelAt(feature, position, refuse));
}

function decodeCodes(predicate: Buffer): string[] {
  return Array.from({ length: predicate[HEAD_BYTES] ?? 0 }, (_, index) => {
    const start = HEAD_BYTES + 1 + CODE_BYTES * index;
    return predicate.toString("latin1", start, start + CODE_BYTES).replace(/^\0+/, "");
  });
}

function operatorOf(byte: number): Operator {
  return (Object.keys(OPERATOR_BYTES) as Operator[]).find((name) => OPERATOR_BYTES[name] === byte) as Operator;
}

function labelAt(feature: Feature, position: number, refuse: Refuse): string {
  return labelsOf(feature)[position] ?? refuse(`${feature.id} has no label ${position}`);
}

function labelsOf({ values = [] }: Feature): string[] {
  return values.map(({ label }) => label);
}

/** The feature of a criterion that says something sound. */
function checked(criterion: Criterion, feature: Feature | undefined, refuse: Refuse): Feature {
  const rule = criterionRule(criterion, feature && { ...feature, labels: labelsOf(feature) });
  return rule === null && feature ? feature : refuse(rule ?? "");
}
