import { isHexString } from "ethers";
import { type AssetKind, assetIdOf, type Catalogue, normaliseRegistryNumber } from "../../catalogue/index.ts";
import { nearest } from "./nearest.ts";

/** @throws Error that suggests the nearest codes when there is no such kind. */
export function findAssetKind({ assetKindByCode }: Catalogue, code: string): AssetKind {
  const kind = assetKindByCode.get(code.trim());
  if (kind) return kind;
  const suggestions = nearest(code, assetKindByCode.keys());
  throw new Error(`kind ${code}: there is no such kind of asset: did you mean ${suggestions.join(", ")}?`);
}

/**
 * The id of an asset: as it is written, or that of a register's number.
 * @param words the id alone, or the register's code and the number
 * @throws Error naming the word that is wrong.
 */
export function findAssetId(catalogue: Catalogue, words: readonly string[]): string {
  const [first = "", number] = words;
  if (words.length === 1 && isHexString(first, 32)) return first;
  if (number === undefined || words.length > 2) {
    throw new Error(`${words.join(" ")}: must be a register and a number, or the id of an asset: 0x and 64 hex digits`);
  }
  const register = catalogue.registers.find(({ code }) => code === first);
  const schema = catalogue.schemas.find(({ asset }) => asset !== null && asset.register === register?.code);
  if (register === undefined || schema === undefined) {
    const suggestions = nearest(
      first,
      catalogue.registers.map(({ code }) => code),
    );
    throw new Error(`register ${first}: there is no such register: did you mean ${suggestions.join(", ")}?`);
  }
  return assetIdOf(register.number, normaliseRegistryNumber(schema, number));
}
