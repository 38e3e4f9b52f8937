import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { id } from "ethers";
import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import type { Catalogue, CompiledScorecard, Scorecard } from "../../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../../catalogue/load.ts";

/** A scorecard of the catalogue, ready to score with. */
export interface KnownModel {
  readonly card: Scorecard;
  readonly compiled: CompiledScorecard;
  /** What the chain keeps, `0x` hex. */
  readonly bytes: string;
  /** SHA-256 of the bytes, `0x` hex: what PostgreSQL can compute of those that it has. */
  readonly sha256: string;
  /** keccak256 of the catalogue's file, as the chain names it; null for a card that has no file. */
  readonly documentHash: string | null;
}

/** A model as governance published it on the chain. */
export interface PublishedModel {
  readonly family: string;
  readonly version: number;
  /** Unix seconds, like the other times. */
  readonly effectiveFrom: bigint;
  readonly publishedAt: bigint;
  /** When it was taken back before it took effect; null otherwise. */
  readonly withdrawnAt: bigint | null;
  readonly documentHash: string;
  /** SHA-256 of the bytes on the chain. */
  readonly sha256: string;
}

/** The model that a family is scored by at a moment, as far as this service can. */
export type ModelInForce =
  | { readonly state: "known"; readonly known: KnownModel; readonly published: PublishedModel }
  /** The chain's bytes are not the catalogue's: whoever scored by the catalogue would reach another number. */
  | { readonly state: "unknown"; readonly published: PublishedModel }
  | { readonly state: "none" };

/** Every scorecard of the catalogue, compiled once. */
export function knownModels({ scorecards, ...catalogue }: Catalogue): KnownModel[] {
  return scorecards.map((card) => {
    const compiled = compileScorecard(catalogue, card);
    const bytes = encodeScorecard(compiled);
    const sha256 = createHash("sha256")
      .update(Buffer.from(bytes.slice(2), "hex"))
      .digest("hex");
    return { card, compiled, bytes, sha256: `0x${sha256}`, documentHash: documentHashOf(card) };
  });
}

/** The same order of questions as `Scorecard.modelInForce`: the newest that was not taken back and has taken effect. */
export function modelInForce(
  known: readonly KnownModel[],
  published: readonly PublishedModel[],
  family: string,
  time: bigint,
): ModelInForce {
  const row = published
    .filter((one) => one.family === family && one.withdrawnAt === null && one.effectiveFrom <= time)
    .reduce<PublishedModel | null>((newest, one) => (newest && newest.version > one.version ? newest : one), null);
  if (row === null) return { state: "none" };
  const model = known.find((one) => isSame(one, row));
  return model ? { state: "known", known: model, published: row } : { state: "unknown", published: row };
}

/** Whether catalogue and chain have the same model, bit for bit. */
export function isSame({ card, sha256 }: KnownModel, published: PublishedModel): boolean {
  return card.family === published.family && card.version === published.version && sha256 === published.sha256;
}

function documentHashOf({ family, version }: Scorecard): string | null {
  try {
    return id(readFileSync(join(CATALOGUE_DIR, "scorecards", `${family}-v${version}.json`), "utf8"));
  } catch {
    return null;
  }
}
