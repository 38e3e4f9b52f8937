import { CodecError, decodeField, unpackRecords } from "../../../catalogue/index.ts";
import type { Catalogue } from "../../../catalogue/index.ts";
import { endOf } from "./sources.ts";
import type { NewestStatement } from "./sources.ts";

const DIVISION = "amr.division_code";

/** The schema whose newest statement says where a company is. */
export function regionSchemaIds({ factById }: Pick<Catalogue, "factById">): string[] {
  const location = factById.get(DIVISION);
  return location ? [location.schema.id] : [];
}

/**
 * The city of a company, as the feature `region` has it.
 * @returns null while unknown, and the last second at which the answer holds if nothing is attested; null: for ever
 */
export function regionAt(
  { factById }: Pick<Catalogue, "factById">,
  statements: readonly NewestStatement[],
  time: bigint,
): { region: string | null; until: bigint | null } {
  const location = factById.get(DIVISION);
  const newest = statements.find(({ schemaId }) => schemaId === location?.schema.id);
  if (!location || !newest || newest.isRevoked || time > endOf(newest)) return { region: null, until: null };
  const value = unpackRecords(newest.record)[0]?.values[location.index];
  return { region: value === undefined ? null : cityOf(location.field, value), until: endOf(newest) };
}

function cityOf(field: Parameters<typeof decodeField>[0], value: bigint): string | null {
  try {
    const division = decodeField(field, value);
    return division === null ? null : `${String(division).slice(0, 4)}00`;
  } catch (error) {
    if (error instanceof CodecError) return null;
    throw error;
  }
}
