import { entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue, Schema, SchemaDeclaration } from "../../../catalogue/index.ts";
import { applyPolicy } from "../access/policy.ts";
import type { AccessPolicy, VisibleStatement } from "../access/policy.ts";
import { answersTo, declarationIds } from "../data/declarations.ts";
import type { AnswerRow, DeclarationQuery } from "../data/declarations.ts";
import { entityById } from "../data/entities.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { statementById, statementsById } from "../data/statements.ts";
import type { StatementRow } from "../data/statements.ts";
import { Problem } from "../http/problem.ts";
import { readStatement } from "../ledger/statement.ts";

export const DECLARATION_STATES = ["declared", "countersigned", "confirmed", "rejected"] as const;

export type DeclarationState = (typeof DECLARATION_STATES)[number];

/** A statement of a company's own, and who else stands by it. */
export interface Declaration {
  visible: VisibleStatement;
  schema: DeclarationSchema;
  state: DeclarationState;
  /** In the order of the chain; the last one made the state. */
  answers: readonly AnswerRow[];
  /** Entity id of the other side that it names; null when it names none, or it is withheld. */
  counterparty: string | null;
  counterpartyUscc: string | null;
  /** Code of the company that declares; null when it is not registered. */
  subjectUscc: string | null;
}

/** What declarations are read from, as of one block. */
export interface DeclarationView {
  db: Queryable;
  block: Block;
  catalogue: Catalogue;
  policy: AccessPolicy;
}

export type DeclarationSchema = Schema & { declaration: SchemaDeclaration };

export function isDeclaration(schema: Schema | null): schema is DeclarationSchema {
  return schema !== null && schema.declaration !== null;
}

/** What is known about a statement of a schema of declarations. */
export function declarationOf(
  visible: VisibleStatement,
  schema: DeclarationSchema,
  answers: readonly AnswerRow[],
  subjectUscc: string | null,
): Declaration {
  const uscc = visible.facts[schema.declaration.counterpartyAt]?.human;
  const counterpartyUscc = typeof uscc === "string" ? uscc : null;
  return {
    ...{ visible, schema, answers, counterpartyUscc, subjectUscc },
    state: answers.at(-1)?.state ?? "declared",
    counterparty: counterpartyUscc === null ? null : entityIdOf(counterpartyUscc),
  };
}

/**
 * Finds a declaration to answer to.
 * @throws Problem attestation-unknown; step-impossible when it is no declaration or may not be shown
 */
export async function loadDeclaration(view: DeclarationView, id: string): Promise<Declaration> {
  const { db } = view;
  const row = await statementById(db, id);
  if (row === null) throw new Problem("attestation-unknown", `The ledger has no attestation ${id}.`);
  const visible = visibleStatement(row, view);
  const { schema } = visible;
  if (!isDeclaration(schema)) throw new Problem("step-impossible", `${id} is of ${row.schemaName}: no declaration.`);
  if (visible.withheld) {
    throw new Problem("step-impossible", `The values of ${id} are withheld: the company has to give you the record.`);
  }
  const subject = await entityById(db, row.subject);
  return declarationOf(visible, schema, await answersTo(db, [id]), subject?.uscc ?? null);
}

/** Declarations of a company, the ones attested last first. */
export async function declarationsOf(
  view: DeclarationView,
  company: { entityId: string; uscc: string },
  page: Pick<DeclarationQuery, "state" | "before" | "limit">,
): Promise<Declaration[]> {
  const { db, catalogue } = view;
  const schemaIds = catalogue.schemas.filter(isDeclaration).map(({ id }) => id);
  const ids = await declarationIds(db, { subject: company.entityId, schemaIds, ...page });
  const answers = Map.groupBy(await answersTo(db, ids), ({ attestationId }) => attestationId);
  return (await statementsById(db, ids)).flatMap((row) => {
    const visible = visibleStatement(row, view);
    const { schema } = visible;
    return isDeclaration(schema) ? [declarationOf(visible, schema, answers.get(row.id) ?? [], company.uscc)] : [];
  });
}

function visibleStatement(row: StatementRow, { catalogue, block, policy }: DeclarationView): VisibleStatement {
  return applyPolicy(policy, readStatement(row, catalogue, block.time));
}
