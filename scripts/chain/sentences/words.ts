import { dataSlice, toUtf8String } from "ethers";
import { formatDecimal } from "../../../catalogue/index.ts";

/** Turns raw arguments into the words of a sentence. */
export interface Words {
  agency(number: bigint): string;
  schema(id: string): string;
  role(id: bigint): string;
  /** A kind of soft asset by its number. */
  assetKind(number: bigint): string;
  /** A function by the selector that names it. */
  call(selector: string): string;
  /** An error inside an error. */
  reason(data: string): string;
}

// The sentence of one error. Its parameters are those of the error's signature, decoded: integers as bigint, else text.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each signature has parameters of its own
type Sentence = (words: Words, ...parameters: any[]) => string;

/** Sentences by the signatures of the errors that they explain. */
export type Sentences = Readonly<Record<string, Sentence>>;

/** A time on the chain as people read it. */
export const when = (unixSeconds: bigint) => `${new Date(Number(unixSeconds) * 1000).toISOString().slice(0, 19)}Z`;

/** An amount in fen as people read it. */
export const money = (fen: bigint) => `${formatDecimal(fen, 2)} CNY`;

/** A rate or share in basis points as people read it. */
export const percent = (bps: bigint) => `${formatDecimal(bps, 2)} %`;

export const asset = (assetId: bigint) => `asset 0x${assetId.toString(16).padStart(64, "0")}`;

export const uscc = (bytes18: string) => toUtf8String(dataSlice(bytes18, 0, 18)).replaceAll("\0", "");

export const isZero = (hex: string) => /^0x0*$/.test(hex);
