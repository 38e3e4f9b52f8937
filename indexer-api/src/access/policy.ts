import type { Access, Catalogue, Schema } from "../../../catalogue/index.ts";
import type { LedgerStatement, StatedFact } from "../ledger/statement.ts";

/**
 * `public`: what anyone may see. `development`: everything, for a stack whose companies are invented or masked.
 * There is no register of consents yet; once there is one, who asks is decided here too.
 */
export type AccessPolicy = "public" | "development";

/** A fact as the asker may see it. */
export interface VisibleFact extends StatedFact {
  /** True when there is a value that may not be shown: then the values are null. */
  withheld: boolean;
}

/** A statement as the asker may see it. */
export interface VisibleStatement extends Omit<LedgerStatement, "facts"> {
  facts: readonly VisibleFact[];
  /** Whether something is withheld: then neither record nor values of the statement may be shown either. */
  withheld: boolean;
}

const EXPLANATION: Readonly<Record<AccessPolicy, string>> = {
  public: "Values of the access classes consent and restricted are withheld.",
  development: "Everything is shown, whatever its access class: this is a development stack.",
};

/** What the policy does, in words, for responses. */
export function explain(policy: AccessPolicy): { policy: AccessPolicy; note: string } {
  return { policy, note: EXPLANATION[policy] };
}

/** The only place that decides what may be shown. Features and matches are made from what passes here. */
export function applyPolicy(policy: AccessPolicy, statement: LedgerStatement): VisibleStatement {
  const facts = statement.facts.map((fact) => {
    if (mayShow(policy, fact.field.access)) return { ...fact, withheld: false };
    return { ...fact, chain: null, human: null, broken: null, withheld: true };
  });
  const unclassified = statement.schema === null && policy === "public";
  return { ...statement, facts, withheld: unclassified || facts.some(({ withheld }) => withheld) };
}

/**
 * Whether the values of assets that rest on a schema may be shown, and what follows from them. What contracts say of
 * liens and loans is no fact of an agency: every party of the chain reads it there, and no class withholds it.
 */
export function mayShowAssetValues(policy: AccessPolicy, { schemas }: Catalogue, schemaId: string): boolean {
  const sources = schemas.filter(({ id, asset }) => id === schemaId || asset?.effect === "values");
  return sources.every((schema) => mayShow(policy, valueAccessOf(schema)));
}

/** Of the field that holds an asset's value; a schema without one says nothing that could be withheld. */
function valueAccessOf({ asset, fields }: Schema): Access {
  return (asset && fields[asset.valueAt]?.access) ?? "public";
}

/**
 * Whether a score, and what follows from it, may be shown. It rests on facts of the class consent, and whoever may ask
 * "what if" as often as he likes finds them out. Ratings that were certified are on the chain, where anyone reads them.
 */
export function mayShowScores(policy: AccessPolicy): boolean {
  return policy === "development";
}

function mayShow(policy: AccessPolicy, access: Access): boolean {
  return policy === "development" || access === "public";
}
