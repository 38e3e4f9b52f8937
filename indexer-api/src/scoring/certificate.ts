import { encodeBytes32String } from "ethers";
import type { Explanation } from "./explain.ts";

/** A statement as `Scorecard.evaluate` and `certify` take it. */
export interface CertificateEvidence {
  readonly schemaId: string;
  /** Unix seconds. */
  readonly observedAt: number;
  readonly evidence: string;
  readonly values: readonly bigint[];
}

/** The arguments of `evaluate` and `certify`, in their order. */
export type CertificateArguments = readonly [
  family: string,
  version: number,
  subject: string,
  evidence: readonly CertificateEvidence[],
];

/** The arguments by which anyone reaches the same score: every current statement of the model's schemas. */
export function certificateArguments({ compiled, sources }: Explanation, subject: string): CertificateArguments {
  const { family, version } = compiled.card;
  const evidence = sources.flatMap(({ statement }) => {
    if (statement === null) return [];
    const { schemaId, observedAt, evidence: hash, values } = statement;
    return [{ schemaId, observedAt, evidence: hash, values }];
  });
  return [encodeBytes32String(family), version, subject, evidence];
}

/** Points of the characteristics as the contract returns them: two bytes each, two's complement. */
export function pointsBytes({ characteristics }: Explanation): string {
  const bytes = Buffer.alloc(characteristics.length * 2);
  for (const [index, { points }] of characteristics.entries()) bytes.writeInt16BE(points, index * 2);
  return `0x${bytes.toString("hex")}`;
}
