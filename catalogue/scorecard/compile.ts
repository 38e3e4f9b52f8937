import type { Catalogue, Schema } from "../types.ts";
import type { Characteristic, Scorecard, ScoreInput, Term } from "./types.ts";

/** A scorecard with its facts found: what the chain's bytes say, beside the words. */
export interface CompiledScorecard {
  readonly card: Scorecard;
  /** Schemas that the facts come from, ascending by schema id: the order of the evidence. */
  readonly sources: readonly Schema[];
  readonly inputs: readonly CompiledInput[];
  readonly characteristics: readonly CompiledCharacteristic[];
}

export interface CompiledInput {
  readonly input: ScoreInput;
  readonly numerator: readonly Place[];
  readonly denominator: readonly Place[];
  readonly multiplier: bigint;
}

/** Where a fact is found: field of a source. */
export interface Place {
  readonly source: number;
  readonly field: number;
  readonly sign: 1 | -1;
}

export interface CompiledCharacteristic {
  readonly characteristic: Characteristic;
  readonly axes: readonly { readonly input: number; readonly cuts: readonly bigint[] }[];
}

/**
 * Finds the facts of a scorecard in the schemas that it names.
 * @throws RangeError naming a schema, a fact or an input that does not exist.
 */
export function compileScorecard(catalogue: Pick<Catalogue, "schemaByName">, card: Scorecard): CompiledScorecard {
  const sources = card.sources.map((name) => sourceNamed(catalogue, card, name)).sort(byId);
  const placeOf = ({ fact, sign }: Term): Place => {
    const source = sources.findIndex(({ fields }) => fields.some(({ id }) => id === fact));
    if (source === -1) throw new RangeError(`${card.family}: no source has the fact "${fact}"`);
    return { source, field: sources[source]?.fields.findIndex(({ id }) => id === fact) as number, sign };
  };
  const inputs = card.inputs.map((input) => ({
    input,
    numerator: input.numerator.map(placeOf),
    denominator: input.denominator.map(placeOf),
    multiplier: BigInt(input.multiplier),
  }));
  const numberOf = new Map(card.inputs.map(({ id }, index) => [id, index]));
  const characteristics = card.characteristics.map((characteristic) => ({
    characteristic,
    axes: characteristic.axes.map(({ input, cuts }) => {
      const number = numberOf.get(input);
      if (number === undefined) throw new RangeError(`${card.family}, ${characteristic.id}: no input "${input}"`);
      return { input: number, cuts: cuts.map(BigInt) };
    }),
  }));
  return { card, sources, inputs, characteristics };
}

function sourceNamed({ schemaByName }: Pick<Catalogue, "schemaByName">, { family }: Scorecard, name: string): Schema {
  const schema = schemaByName.get(name);
  if (schema === undefined) throw new RangeError(`${family}: the catalogue has no schema "${name}"`);
  return schema;
}

/** As unsigned integers, which their hex text sorts like. */
function byId(a: Schema, b: Schema): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
