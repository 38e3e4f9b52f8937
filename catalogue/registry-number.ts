import { id } from "ethers";
import { CodecError } from "./codec.ts";
import { ASSET_ID_KIND, compact, REGISTRY_FORMS } from "./registry-forms.ts";
import type { Human, Item, Schema } from "./types.ts";

/** The kinds of registry number that an item schema may name. */
export const REGISTRY_KINDS: readonly string[] = Object.keys(REGISTRY_FORMS);

/** Facts by id, as people write them; null: not stated. */
export type Facts = Readonly<Record<string, Human | null>>;

/** Key and facts of a statement about an item. */
export interface ItemStatement {
  readonly itemKey: string;
  readonly facts: Facts;
}

/**
 * The itemKey of a registry number in an item schema: keccak256 of its normalised text, or the asset id itself where
 * that is the number. Throws an Error that names the schema, the number and what is wrong with it.
 */
export function itemKeyOf(schema: Schema, registryNumber: string): string {
  const number = normaliseRegistryNumber(schema, registryNumber);
  return schema.item?.kind === ASSET_ID_KIND ? number : id(number);
}

/** The one written form of a registry number. Throws as `itemKeyOf` does. */
export function normaliseRegistryNumber({ name, item }: Schema, registryNumber: string): string {
  if (!item) throw new Error(`${name} is no item schema: a company has one such statement, its itemKey is 0`);
  const text = compact(registryNumber);
  const form = REGISTRY_FORMS[item.kind];
  if (!form) throw new Error(`${name}: "${item.kind}" has no rule in registry-forms.ts`);
  const number = form.shape(text);
  const fault = shapeFault(item, number, form.hint?.(text)) ?? form.fault?.(number);
  if (fault) throw new Error(`${name}: "${registryNumber}" is no ${item.nameEn}: ${fault}`);
  return number;
}

/**
 * The key and the facts of a statement about an item. Where the schema registers soft assets, the statement carries the
 * number as a fact too, and the chain demands that both agree: it is filled in here, and nothing else is let through.
 * Throws as `itemKeyOf` does, and a CodecError when the facts name another number.
 */
export function itemStatementOf(schema: Schema, registryNumber: string, facts: Facts): ItemStatement {
  const itemKey = itemKeyOf(schema, registryNumber);
  const fact = numberFactOf(schema);
  if (fact === undefined) return { itemKey, facts };
  const number = normaliseRegistryNumber(schema, registryNumber);
  const given = facts[fact] ?? null;
  if (given !== null && (typeof given !== "string" || itemKeyOf(schema, given) !== itemKey)) {
    throw new CodecError(fact, given, `must be the number of the item, ${number}`);
  }
  return { itemKey, facts: { ...facts, [fact]: number } };
}

/** The fact that carries the registry number in a schema that registers soft assets; undefined in any other. */
export function numberFactOf({ asset, fields }: Schema): string | undefined {
  return asset?.effect === "registers" ? fields[asset.numberAt]?.id : undefined;
}

function shapeFault({ pattern }: Item, number: string, hint: string | null | undefined): string | null {
  if (new RegExp(pattern).test(number)) return null;
  return hint ?? `normalised "${number}" must match ${pattern}`;
}
