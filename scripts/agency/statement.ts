import { ZeroHash } from "ethers";

import { decodeField, NO_ITEM, NOT_STATED, type Schema, type Statement } from "../../catalogue/index.ts";

/** Chain integers by fact id; a fact that is missing or undefined is not stated. */
export type Facts = Readonly<Record<string, bigint | undefined>>;

export interface StatementParts {
  /** Entity id of the company. */
  readonly subject: string;
  /** Only for schemas of items. */
  readonly itemKey?: string;
  /** Unix seconds. */
  readonly observedAt: number;
  readonly facts: Facts;
}

/**
 * A statement of a schema from chain integers, every one checked against its field.
 * @throws CodecError for a value that its field does not allow; RangeError for a fact that the schema does not have
 */
export function makeStatement(schema: Schema, { subject, itemKey, observedAt, facts }: StatementParts): Statement {
  const unknown = Object.keys(facts).filter((id) => !schema.fields.some((field) => field.id === id));
  if (unknown.length > 0) throw new RangeError(`${schema.name} has no field ${unknown.join(", ")}`);
  const values = schema.fields.map((field) => {
    const value = facts[field.id] ?? NOT_STATED;
    decodeField(field, value);
    return value;
  });
  return { schemaId: schema.id, subject, itemKey: itemKey ?? NO_ITEM, observedAt, evidence: ZeroHash, values };
}
