import type { CompiledInput, CompiledScorecard, Place } from "./compile.ts";
import type { CompiledCharacteristic } from "./compile.ts";

const FORM = 1;
const OPERATIONS = ["value", "ratio", "days since"] as const;
const SUBTRACTED = 0x80;

/**
 * The bytes of a scorecard as the chain keeps them, `0x` hex: the table in `contracts/scoring/ScoreModel.sol`. Words,
 * advice and default rates stay in the catalogue.
 * @throws RangeError when a number does not fit its place.
 */
export function encodeScorecard({ card, sources, inputs, characteristics }: CompiledScorecard): string {
  const parts = [
    uint(FORM, 1),
    int(card.basePoints, 2),
    uint(card.minimumCoverageBps, 2),
    ...[sources, card.grades, inputs, characteristics].map(({ length }) => uint(length, 1)),
    ...sources.flatMap(({ id, fields, validitySeconds }) => [
      Buffer.from(id.slice(2), "hex"),
      uint(fields.length, 1),
      uint(validitySeconds, 4),
    ]),
    ...card.grades.map(({ fromPoints }) => uint(fromPoints, 2)),
    ...inputs.flatMap(encodeInput),
    ...characteristics.flatMap(encodeCharacteristic),
  ];
  return `0x${Buffer.concat(parts).toString("hex")}`;
}

function encodeInput({ input, numerator, denominator, multiplier }: CompiledInput): Buffer[] {
  return [
    uint(OPERATIONS.indexOf(input.operation), 1),
    uint((numerator.length << 4) | denominator.length, 1),
    uint(Number(multiplier), 4),
    ...[...numerator, ...denominator].map(encodeTerm),
  ];
}

function encodeTerm({ source, field, sign }: Place): Buffer {
  return Buffer.concat([uint(source, 1), uint(sign === 1 ? field : field | SUBTRACTED, 1)]);
}

function encodeCharacteristic({ characteristic, axes }: CompiledCharacteristic): Buffer[] {
  const { weightBps, unknownPoints, withheldPoints, cells } = characteristic;
  return [
    ...[uint(weightBps, 2), int(unknownPoints, 2), int(withheldPoints, 2), uint(axes.length, 1)],
    ...axes.flatMap(({ input, cuts }) => [
      uint(input, 1),
      uint(cuts.length, 1),
      ...cuts.map((cut) => int(Number(cut), 6)),
    ]),
    ...cells.map((points) => int(points, 2)),
  ];
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function int(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
}
