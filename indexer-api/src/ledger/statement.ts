import { CodecError, decodeField, unpackRecords } from "../../../catalogue/index.ts";
import type { Catalogue, Field, Human, Schema, Statement } from "../../../catalogue/index.ts";
import type { StatementRow } from "../data/statements.ts";
import { expiryOf, standingAt } from "./standing.ts";
import type { Standing } from "./standing.ts";

/** One field of a statement. */
export interface StatedFact {
  field: Field;
  /** The chain integer; null when the statement does not state this field. */
  chain: bigint | null;
  /** The same as people write it; null when not stated, or when the chain integer is none that the field allows. */
  human: Human | null;
  /** The rule that the chain integer breaks; the chain itself does not know the fields' rules. */
  broken: string | null;
}

/** A statement that the chain took, with what the catalogue says about it. */
export interface LedgerStatement {
  id: string;
  row: StatementRow;
  statement: Statement;
  /** Null when the catalogue does not know the schema, or knows it with other fields. */
  schema: Schema | null;
  /** Empty when `schema` is null. */
  facts: readonly StatedFact[];
  standing: Standing;
  /** Unix seconds. */
  expiresAt: bigint;
}

/**
 * Reads a stored statement.
 * @param chainTime unix seconds of the block that decides what has expired
 */
export function readStatement(row: StatementRow, catalogue: Catalogue, chainTime: bigint): LedgerStatement {
  const [statement] = unpackRecords(row.record);
  if (statement === undefined) throw new Error(`attestation ${row.id} has an empty record`);
  const known = catalogue.schemaById.get(row.schemaId);
  const schema = known?.fields.length === statement.values.length ? known : null;
  return {
    id: row.id,
    row,
    statement,
    schema,
    facts:
      schema === null ? [] : schema.fields.map((field, index) => readFact(field, statement.values[index] as bigint)),
    standing: standingAt({ ...row, isRevoked: row.revocation !== null }, chainTime),
    expiresAt: expiryOf({ ...row, isRevoked: false }),
  };
}

function readFact(field: Field, value: bigint): StatedFact {
  try {
    const human = decodeField(field, value);
    return { field, chain: human === null ? null : value, human, broken: null };
  } catch (error) {
    if (error instanceof CodecError) return { field, chain: value, human: null, broken: error.rule };
    throw error;
  }
}
