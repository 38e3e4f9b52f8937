import type { Catalogue } from "../../../catalogue/index.ts";
import type { FeatureRow } from "../data/company-features.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { matchedProducts, replaceMatchedProducts } from "../data/match-events.ts";
import type { MatchedProduct, MatchEventRow } from "../data/match-events.ts";
import { productCursors, recordCompared } from "../data/match-state.ts";
import type { MatchState } from "../data/match-state.ts";
import { latestStart } from "../engine/ages.ts";
import { compile } from "../engine/compile.ts";
import type { Compiled } from "../engine/compile.ts";
import type { FeatureSpec } from "../engine/features.ts";
import { matchIds, roomForBits, slotsOf } from "../engine/match-one.ts";
import type { ProductBits } from "../engine/match-one.ts";
import { quantiserOf } from "../engine/quantiser.ts";
import type { Quantiser } from "../engine/quantiser.ts";
import { termsOf } from "../engine/terms.ts";
import type { CompanyValues } from "../engine/values.ts";
import { monthsBetween } from "../features/calendar.ts";
import { matchableProducts } from "../match-store/matchable.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { LedgerProduct } from "../use-cases/products.ts";

const SECONDS_PER_DAY = 86_400n;

/** An event before it has its number. */
type Event = Omit<MatchEventRow, "id">;

/** Says what a change of a product or of a company means for eligibility. */
export class EligibilityWatch {
  readonly #catalogue: Catalogue;
  readonly #specs: readonly FeatureSpec[];
  /** Of which generation, and how far read, the products below are. */
  #known: string | null = null;
  #products: readonly LedgerProduct[] = [];
  #judge: Judge | null = null;

  constructor(catalogue: Catalogue, specs: readonly FeatureSpec[]) {
    this.#catalogue = catalogue;
    this.#specs = specs;
  }

  /**
   * Looks at the products again if something of them was read, and stores what they are now.
   * @returns what became of them since they were stored last
   */
  async products(
    db: Queryable,
    { time }: Block,
    { generation, comparedCursors }: Pick<MatchState, "generation" | "comparedCursors">,
  ): Promise<Event[]> {
    const cursors = await productCursors(db);
    const known = `${generation} ${cursors}`;
    // The judge speaks of all moments of one day.
    const day = time / SECONDS_PER_DAY;
    const isNew = known !== this.#known || cursors !== comparedCursors;
    if (!isNew && this.#judge?.day === day) return [];
    const all = isNew ? await ledgerProducts(db, this.#catalogue) : null;
    if (all !== null) this.#products = matchableProducts(all, this.#specs).products;
    this.#judge = new Judge(this.#specs, this.#products, day);
    this.#known = known;
    if (all === null) return [];
    await recordCompared(db, cursors);
    return this.#compare(db, all);
  }

  /** @param old as it was stored last; undefined for a company that is new */
  company(subject: string, old: FeatureRow | undefined, now: Pick<FeatureRow, "values" | "asOf">): Event[] {
    const judge = this.#judge;
    if (judge === null) return [];
    const [before, after] = [old && judge.eligible(old), judge.eligible(now)];
    const events = (kind: MatchEventRow["kind"], bits: Uint32Array): Event[] =>
      slotsOf(bits).map((slot) => ({ kind, product: (this.#products[slot] as LedgerProduct).id, subject }));
    return [
      ...events(
        "became eligible",
        after.map((word, at) => word & ~(before?.[at] ?? 0)),
      ),
      ...events("ceased eligible", before?.map((word, at) => word & ~(after[at] as number)) ?? new Uint32Array(0)),
    ];
  }

  async #compare(db: Queryable, all: readonly LedgerProduct[]): Promise<Event[]> {
    const before = await matchedProducts(db);
    const now = all.map(({ id, onChain }): MatchedProduct => {
      return { product: id, version: onChain?.version ?? null, offered: onChain?.retired !== true };
    });
    const ids = new Set(all.map(({ id }) => id));
    const gone = [...before.values()].filter(({ product, offered }) => offered && !ids.has(product));
    await replaceMatchedProducts(db, now);
    const kinds = [
      ...now.map((product) => [product.product, changeOf(before.get(product.product), product)] as const),
      ...gone.map(({ product }) => [product, "product retired"] as const),
    ];
    return kinds.flatMap(([product, kind]) => (kind === null ? [] : [{ kind, product, subject: null }]));
  }
}

/** What became of a product, if anything did. One that its lender puts on the chain is offered, whatever was known of it. */
function changeOf(before: MatchedProduct | undefined, now: MatchedProduct): MatchEventRow["kind"] | null {
  if (!now.offered) return before?.offered ? "product retired" : null;
  if (before === undefined || !before.offered || before.version === null) {
    return before !== undefined && before.offered && now.version === null ? null : "product offered";
  }
  return before.version === now.version ? null : "product changed";
}

/** The products as masks for one day. */
class Judge {
  readonly day: bigint;
  readonly #specs: readonly FeatureSpec[];
  readonly #compiled: Compiled;
  readonly #quantiser: Quantiser;
  readonly #ids: Uint8Array;
  readonly #bits: ProductBits;

  constructor(specs: readonly FeatureSpec[], products: readonly LedgerProduct[], day: bigint) {
    const terms = products.map(({ criteria }, slot) => ({ slot, terms: termsOf(specs, criteria) }));
    this.day = day;
    this.#specs = specs;
    this.#compiled = compile(specs, terms, products.length, (day + 1n) * SECONDS_PER_DAY - 1n);
    this.#quantiser = quantiserOf(this.#compiled);
    this.#ids = new Uint8Array(this.#quantiser.width);
    this.#bits = roomForBits(this.#compiled.words);
  }

  /** Products that a company was eligible for at `asOf`, a moment of this day or before; by the terms of today. */
  eligible({ values, asOf }: Pick<FeatureRow, "values" | "asOf">): Uint32Array {
    this.#quantiser.one(this.#atEndOfDay(values, asOf), this.#ids);
    return matchIds(this.#compiled, this.#ids, 0, this.#bits).eligible.slice();
  }

  /** The same company with days from which as many months have passed at the end of the day as had passed at `asOf`. */
  #atEndOfDay({ raw, wide }: CompanyValues, asOf: bigint): CompanyValues {
    const moved = raw.map((value, place) => {
      if (this.#specs[place]?.kind !== "age" || Number.isNaN(value)) return value;
      const start = BigInt(value);
      return start > asOf ? Number.NaN : latestStart(monthsBetween(start, asOf), this.#compiled.asOf);
    });
    return { raw: moved, wide };
  }
}
