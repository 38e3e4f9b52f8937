import { CodecError, encodeField, NOT_STATED } from "../../../catalogue/index.ts";
import type { Catalogue, CompiledScorecard, Human } from "../../../catalogue/index.ts";
import { nearest } from "./nearest.ts";
import type { SourceState } from "./sources.ts";

/** What would be different. */
export interface Supposition {
  /** Values as people write them; null: not stated. */
  readonly changes: readonly { readonly fact: string; readonly value: Human | null }[];
  /** Names of schemas whose statement would no longer count. */
  readonly statementsLost: readonly string[];
}

/** A part of a supposition that can change nothing. */
export interface WithoutEffect {
  /** A fact, or the name of a schema. */
  readonly name: string;
  readonly reasonEn: string;
  readonly reasonZh: string;
}

/** A part of a supposition that makes no sense. */
export interface Senseless {
  /** `changes.0.fact` */
  readonly at: string;
  readonly value: unknown;
  readonly rule: string;
}

export type Supposed =
  | { readonly sources: readonly SourceState[]; readonly withoutEffect: readonly WithoutEffect[] }
  | { readonly senseless: readonly Senseless[] };

/**
 * The sources as they would be. Statements are lost first; then a changed fact of a schema without a current statement
 * makes one that leaves all others out.
 */
export function suppose(
  compiled: CompiledScorecard,
  catalogue: Pick<Catalogue, "factById" | "schemaByName">,
  sources: readonly SourceState[],
  supposition: Supposition,
): Supposed {
  const senseless = [...wrongChanges(catalogue, supposition), ...wrongSchemas(catalogue, supposition)];
  if (senseless.length > 0) return { senseless };
  const withoutEffect: WithoutEffect[] = [];
  const states = sources.map((source) => (isLost(source, supposition) ? lost(source) : source));
  for (const name of supposition.statementsLost) {
    const source = sources.find(({ schema }) => schema.name === name);
    if (source?.statement) continue;
    withoutEffect.push({ name, ...(source ? NOTHING_TO_LOSE : notUsed(compiled)) });
  }
  const used = usedFacts(compiled);
  for (const { fact, value } of supposition.changes) {
    const index = states.findIndex(({ schema }) => schema.fields.some(({ id }) => id === fact));
    const source = states[index];
    if (source === undefined || !used.has(fact)) withoutEffect.push({ name: fact, ...notUsed(compiled) });
    else if (value === null && source.statement === null) withoutEffect.push({ name: fact, ...NOT_STATED_NOW });
    else states[index] = changed(source, fact, value);
  }
  return { sources: states, withoutEffect };
}

type Why = Omit<WithoutEffect, "name">;

const NOTHING_TO_LOSE: Why = {
  reasonEn: "no statement of it counts now",
  reasonZh: "目前没有有效的该类声明",
};
const NOT_STATED_NOW: Why = { reasonEn: "is not stated now", reasonZh: "目前本来就没有申明该项" };

function notUsed({ card: { family, version, nameZh } }: CompiledScorecard): Why {
  return {
    reasonEn: `no characteristic of ${family} version ${version} uses it`,
    reasonZh: `${nameZh}第${version}版的评分指标不使用该项`,
  };
}

function isLost({ schema }: SourceState, { statementsLost }: Supposition): boolean {
  return statementsLost.includes(schema.name);
}

function lost(source: SourceState): SourceState {
  return source.statement ? { ...source, standing: "not attested", newest: null, statement: null } : source;
}

function changed(source: SourceState, fact: string, value: Human | null): SourceState {
  const { fields, id: schemaId } = source.schema;
  const nothing = { schemaId, subject: "0x", itemKey: "0x", observedAt: 0, evidence: "0x" };
  const before = source.statement ?? { ...nothing, values: fields.map(() => NOT_STATED) };
  const values = fields.map((field, index) =>
    field.id === fact ? encodeField(field, value) : (before.values[index] as bigint),
  );
  // What expired or was revoked does not come back: the statement is another one.
  const newest = source.statement === null ? null : source.newest;
  return { ...source, standing: "current", takenBack: false, newest, statement: { ...before, values } };
}

/** Facts that some characteristic looks at, at least through one of its inputs. */
function usedFacts({ inputs, characteristics }: CompiledScorecard): Set<string> {
  const used = new Set(characteristics.flatMap(({ axes }) => axes.map(({ input }) => input)));
  const terms = inputs.filter((_, index) => used.has(index)).map(({ input }) => input);
  return new Set(terms.flatMap(({ numerator, denominator }) => [...numerator, ...denominator].map(({ fact }) => fact)));
}

function wrongChanges({ factById }: Pick<Catalogue, "factById">, { changes }: Supposition): Senseless[] {
  const seen = new Set<string>();
  return changes.flatMap(({ fact, value }, index) => {
    const field = factById.get(fact)?.field;
    const at = `changes.${index}`;
    if (!field) {
      const rule = `is no fact of the catalogue; the nearest is ${nearest(fact, factById.keys())}`;
      return [{ at: `${at}.fact`, value: fact, rule }];
    }
    if (seen.has(fact)) return [{ at: `${at}.fact`, value: fact, rule: "must be changed once only" }];
    seen.add(fact);
    try {
      encodeField(field, value);
      return [];
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      return [{ at: `${at}.value`, value, rule: error.rule }];
    }
  });
}

function wrongSchemas({ schemaByName }: Pick<Catalogue, "schemaByName">, { statementsLost }: Supposition): Senseless[] {
  return statementsLost.flatMap((name, index) => {
    if (schemaByName.has(name)) return [];
    const rule = `is no schema of the catalogue; the nearest is ${nearest(name, schemaByName.keys())}`;
    return [{ at: `statementsLost.${index}`, value: name, rule }];
  });
}
