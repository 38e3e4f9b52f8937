import type { Criterion } from "../../../catalogue/index.ts";
import { rowsBetween, soonestAfter } from "./ahead.ts";
import { changeBetween, NO_CHANGE } from "./change.ts";
import type { CompanyChange } from "./change.ts";
import type { Columns } from "./columns.ts";
import { Companies } from "./companies.ts";
import { CompanyBatch, FEWEST_IN_BATCH } from "./company-batch.ts";
import type { Replacement } from "./company-batch.ts";
import type { CompaniesOptions } from "./companies.ts";
import { compile } from "./compile.ts";
import type { Compiled } from "./compile.ts";
import { countSlice } from "./count-slice.ts";
import type { Counts } from "./count-slice.ts";
import { Exclusive } from "./exclusive.ts";
import type { FeatureSpec } from "./features.ts";
import { roomForBits, slotsOf } from "./match-one.ts";
import type { ProductBits } from "./match-one.ts";
import { matchSlice } from "./match-slice.ts";
import { ProductSet } from "./product-set.ts";
import type { MatchProduct } from "./product-set.ts";
import { fitsOf } from "./product-slice.ts";
import type { Fits } from "./product-slice.ts";
import { quantiseSlice } from "./quantise-slice.ts";
import type { LoanRequest } from "./request.ts";
import { endOfDistinct, placesByRow } from "./row-order.ts";
import { BLOCK, Rows } from "./rows.ts";
import { Runner } from "./runner.ts";
import { scanTask } from "./scan.ts";
import type { ScanTask } from "./scan.ts";
import { MatchState } from "./state.ts";
import { termsOf } from "./terms.ts";
import type { Term } from "./terms.ts";
import type { CompanyValues } from "./values.ts";

export type { CompanyChange } from "./change.ts";
export type { MatchProduct } from "./product-set.ts";
export type { LoanRequest } from "./request.ts";
export type { ScanSlice, ScanTask } from "./scan.ts";

export interface EngineOptions<P> extends CompaniesOptions {
  readonly products: readonly P[];
  /** The moment that ages are counted to, unix seconds. */
  readonly asOf: bigint;
  /** Worker threads; as many as there are cores unless said. */
  readonly threads?: number | undefined;
  /**
   * So many products may be judged one by one before all are compiled anew; 16 unless said, and none while companies
   * are few.
   */
  readonly mostApart?: number | undefined;
  /** With more companies than these, products are compiled anew beside other jobs, so many companies at a time. */
  readonly rowsAtOnce?: number | undefined;
}

/** Eligible products of all companies: of row r, words `r * words` up to the next row's. */
export interface MatchedCompanies {
  readonly eligible: Uint32Array;
  readonly words: number;
  readonly companies: number;
}

/** The companies at one moment, for as long as a job runs. */
export interface StandingStill {
  readonly features: readonly FeatureSpec[];
  /** Unix seconds. */
  readonly asOf: bigint;
  readonly companies: number;
  /** @throws RangeError when there is no such company. */
  valuesAt(row: number): CompanyValues;
  /** As the engine's `scan`. */
  scan<T>(task: ScanTask<T>): Promise<T[]>;
}

/** A state that is filled while another one answers. */
interface Renewal {
  state: MatchState;
  /** Companies that are in it, from the first row on. */
  done: number;
}

const MOST_APART = 16;
const FEW_COMPANIES = 50_000;
/** Some hundredths of a second's work. */
const ROWS_AT_ONCE = 128 * BLOCK;
/** Companies set between two breaths of the event loop. */
const AT_ONCE = 4096;
const SECONDS_PER_DAY = 86_400n;

/**
 * All companies against all products. One company is answered at once; what goes through all companies runs in worker
 * threads, one job after the other, and sees the companies as they were when it began: who is set meanwhile counts for
 * questions about one company at once, and for jobs from the next one on.
 */
export class MatchEngine<P extends MatchProduct = MatchProduct> {
  readonly features: readonly FeatureSpec[];
  readonly #mostApartSaid: number | undefined;
  readonly #rowsAtOnce: number;
  /** Features that are ages. */
  readonly #ages: readonly number[];
  readonly #companies: Companies;
  readonly #runner: Runner;
  readonly #jobs = new Exclusive();
  /** By row: companies set while a job runs, which are not among `#companies` yet. */
  readonly #waiting = new Map<number, { readonly values: CompanyValues; readonly score: number | null }>();
  /** For each list of companies that is not all set yet: rows that were set by themselves after it was asked for. */
  readonly #overtaken = new Set<Set<number>>();
  /** Behind the last row that waits. */
  #waitingUpTo = 0;
  #isClosed = false;
  #products: ProductSet<P>;
  #state: MatchState;
  /** Takes the place of `#state` once all companies are in it. */
  #next: Renewal | undefined;
  /** No day of any company's age lies behind now and before this one. Unix seconds. */
  #soonestDay = Infinity;
  /** Made with the first batch of companies, and anew with other columns. */
  #batch: CompanyBatch | undefined;
  readonly #valuesStored = (row: number): CompanyValues => this.columns.get(row);
  /** The memory of the last results, for as long as somebody holds them. */
  #results: WeakRef<SharedArrayBuffer> | undefined;

  /** @throws CriterionError naming product and criterion; RangeError for an id that comes twice. */
  static async open<P extends MatchProduct>(options: EngineOptions<P>): Promise<MatchEngine<P>> {
    const engine = new MatchEngine<P>(options);
    await engine.setProducts(options.products);
    return engine;
  }

  private constructor(options: EngineOptions<P>) {
    this.#mostApartSaid = options.mostApart;
    this.#rowsAtOnce = options.rowsAtOnce ?? ROWS_AT_ONCE;
    this.features = options.features;
    this.#ages = options.features.flatMap(({ kind }, feature) => (kind === "age" ? [feature] : []));
    this.#companies = new Companies(options);
    this.#products = new ProductSet<P>(options.features);
    this.#runner = new Runner(options.threads);
    this.#state = this.#stateOf(compile(options.features, [], 0, options.asOf));
  }

  get asOf(): bigint {
    return this.#state.compiled.asOf;
  }

  get companies(): number {
    return Math.max(this.#companies.count, this.#waitingUpTo);
  }

  /** In the order of their slots; the same list until one changes. */
  get products(): readonly P[] {
    return this.#products.slots.products;
  }

  get compiled(): Compiled {
    return this.#state.compiled;
  }

  /** Raw values of all companies; those set while a job runs come with its end, see `idle`. */
  get columns(): Columns {
    return this.#companies.columns;
  }

  /** By row, -1 unknown; those set while a job runs come with its end, see `idle`. */
  get scores(): Int16Array {
    return this.#companies.scores;
  }

  slotOf(id: string): number | undefined {
    return this.#products.slots.slotOf(id);
  }

  /** @throws RangeError when no product has the slot. */
  productAt(slot: number): P {
    return this.#products.slots.at(slot);
  }

  /** @param into overwritten, and returned; when it has not the length that masks have now, another one is returned */
  match(values: CompanyValues, into?: ProductBits): ProductBits {
    return this.#state.match(values, this.#roomOr(into));
  }

  /** As `match`, of a company that there is. @throws RangeError when there is none */
  matchRow(row: number, into?: ProductBits): ProductBits {
    this.#checkRow(row, this.companies - 1);
    const waiting = this.#waiting.get(row);
    if (waiting !== undefined) return this.match(waiting.values, into);
    return this.#state.matchRow(row, () => this.columns.get(row), this.#roomOr(into));
  }

  /** Bits of the products whose amount, tenor and security fit. @param into as in `match` */
  fits(request: LoanRequest, into?: Uint32Array): Uint32Array {
    const { words } = this.compiled;
    return this.#products.requests.fits(request, into?.length === words ? into : new Uint32Array(words));
  }

  /** @throws RangeError when there is no such company. */
  valuesAt(row: number): CompanyValues {
    this.#checkRow(row, this.companies - 1);
    return this.#waiting.get(row)?.values ?? this.columns.get(row);
  }

  /** @throws RangeError when there is no such company. */
  scoreAt(row: number): number | null {
    this.#checkRow(row, this.companies - 1);
    const waiting = this.#waiting.get(row);
    return waiting === undefined ? this.#companies.scoreAt(row) : waiting.score;
  }

  /** @param row of a company that there is, or the one behind them all. @throws RangeError for any other */
  setCompany(row: number, values: CompanyValues, score: number | null): CompanyChange {
    this.#checkRow(row, this.companies);
    const { before, after } = this.#state;
    if (row < this.companies) this.matchRow(row, before);
    else before.eligible.fill(0);
    this.match(values, after);
    for (const rows of this.#overtaken) rows.add(row);
    if (this.#jobs.running) this.#wait(row, values, score);
    else this.#storeMatched(row, values, score);
    return changeBetween(before.eligible, after.eligible);
  }

  /**
   * Many at once, without holding up anybody else for long. A company that is set by itself meanwhile stays as that set it.
   * @returns in the order of `rows`
   * @throws RangeError for lists of different lengths; for a row that none can have; and for one there is no company
   * before: the ones before it are set
   */
  setCompanies(
    rows: readonly number[],
    values: readonly CompanyValues[],
    scores: readonly (number | null)[],
  ): Promise<(CompanyChange & { row: number })[]> {
    const changes = new Array<CompanyChange & { row: number }>(rows.length);
    const one = (row: number, place: number) => {
      const { became, ceased } = this.#replace(row, values[place] as CompanyValues, scores[place] as number | null);
      changes[place] = { row, became, ceased };
    };
    const many = async (places: Float64Array, overtaken: ReadonlySet<number>) => {
      const batch = await this.#batchFor(takenFrom(values, places));
      if (batch === undefined) return false;
      const left = overtaken.size === 0 ? places : places.filter((place) => !overtaken.has(rows[place] as number));
      const found = this.#replaceMany(batch, {
        rows: new Uint32Array(takenFrom(rows, left)),
        values: takenFrom(values, left),
        scores: takenFrom(scores, left),
      });
      for (let at = 0; at < left.length; at++) {
        const [place, { became, ceased }] = [left[at] as number, found[at] as CompanyChange];
        changes[place] = { row: rows[place] as number, became, ceased };
      }
      return true;
    };
    const set = this.#setEach(rows, values, scores, one, many);
    // Those that were overtaken have none.
    return set.then(() => {
      rows.forEach((row, place) => (changes[place] ??= { row, ...NO_CHANGE }));
      return changes;
    });
  }

  /** As `setCompanies`, and nobody hears what changed: quicker, for those who load many. */
  loadCompanies(
    rows: readonly number[],
    values: readonly CompanyValues[],
    scores: readonly (number | null)[],
  ): Promise<void> {
    return this.#setEach(rows, values, scores, (row, place) => {
      this.#store(row, values[place] as CompanyValues, scores[place] as number | null);
    });
  }

  /** Resolves when all that was asked for up to now is done, and in `columns` and `scores`. */
  idle(): Promise<void> {
    return this.#run(() => undefined);
  }

  /** All products anew; those that stay keep their slots. @throws as `open`, and nothing changes */
  setProducts(products: readonly P[]): Promise<void> {
    return this.#run(async () => {
      await this.#rebuild(this.#products.with(products), this.asOf);
    });
  }

  /** One product, new or in place of the one with its id. @throws as `open`, and nothing changes */
  setProduct(product: P): Promise<void> {
    return this.#run(() => {
      const terms = this.#products.termsOf(product);
      const slot = this.#products.slots.slotFor(product.id);
      if (this.#mustRebuild(slot, terms)) {
        const others = this.products.filter(({ id }) => id !== product.id);
        return this.#rebuild(this.#products.with([...others, product]), this.asOf);
      }
      this.#products.put(product, terms);
      for (const state of this.#states()) state.setProduct(slot, terms);
      this.#renew();
      return undefined;
    });
  }

  /** Does nothing when there is no such product. */
  removeProduct(id: string): Promise<void> {
    return this.#run(() => {
      const slot = this.#products.remove(id);
      if (slot === undefined) return;
      for (const state of this.#states()) state.removeProduct(slot);
    });
  }

  /**
   * Lets time pass. Within a day (UTC) only days that lay ahead can come; from one day to the next all ages are counted
   * anew, and until that is done answers are those of before. @param asOf unix seconds
   * @throws Error when threads die again and again: the moment is the one of before
   */
  advance(asOf: bigint): Promise<void> {
    return this.#run(async () => {
      const before = this.asOf;
      if (asOf === before) return;
      const sameDay = asOf / SECONDS_PER_DAY === before / SECONDS_PER_DAY;
      if (asOf < before || !sameDay) await this.#rebuild(this.#products, asOf);
      else await this.#moveWithinDay(before, asOf);
    });
  }

  /** The eligible products of every company, in shared memory; valid until the next call. */
  matchAll(): Promise<MatchedCompanies> {
    return this.#run(async () => {
      const [companies, { words }] = [this.#companies.count, this.compiled];
      const eligible = this.#roomForResults(companies * words);
      await this.#slices(scanTask(moduleOf("match-slice"), matchSlice, eligible));
      for (const [slot, { terms }] of this.#state.apart) {
        const { eligibleRows } = await this.#fitsOf(terms);
        for (const row of slotsOf(eligibleRows)) setFarBit(eligible, row * words * 32 + slot);
      }
      return { eligible, words, companies };
    });
  }

  /** How many companies are eligible for each slot's product, and for how many nothing is failed. */
  countAll(): Promise<Counts> {
    return this.#run(async () => {
      const slots = this.compiled.words * 32;
      const total: Counts = { eligible: new Uint32Array(slots), open: new Uint32Array(slots) };
      for (const { eligible, open } of await this.#slices(scanTask(moduleOf("count-slice"), countSlice, undefined))) {
        eligible.forEach((count, slot) => (total.eligible[slot] = (total.eligible[slot] as number) + count));
        open.forEach((count, slot) => (total.open[slot] = (total.open[slot] as number) + count));
      }
      for (const [slot, { terms }] of this.#state.apart) {
        const { eligible, unknown } = await this.#fitsOf(terms);
        total.eligible[slot] = eligible;
        total.open[slot] = eligible + unknown;
      }
      return total;
    });
  }

  /** Who would fit a product with these criteria, and when. @throws CriterionError naming criterion and rule */
  audience(criteria: readonly Criterion[]): Promise<Fits & { readonly asOf: bigint }> {
    return this.#run(async () => ({ ...(await this.#fitsOf(termsOf(this.features, criteria))), asOf: this.asOf }));
  }

  /** Runs a task over all companies. @returns what its slices came to, in the order of their rows */
  scan<T>(task: ScanTask<T>): Promise<T[]> {
    return this.#run(() => this.#slices(task));
  }

  /**
   * A job of several steps, for which time stands still: nothing is scanned before or between that another job changes.
   * @param job must not wait for another job. What it reads of single companies before its first `await` is what it
   * scans; later some may have been set.
   */
  standStill<T>(job: (still: StandingStill) => Promise<T>): Promise<T> {
    return this.#run(() => {
      const { features, asOf, companies } = this;
      const valuesAt = (row: number) => this.valuesAt(row);
      return job({ features, asOf, companies, valuesAt, scan: (task) => this.#slices(task) });
    });
  }

  /** Ends the worker threads, once what was asked for is done. */
  close(): Promise<void> {
    return this.#run(() => {
      this.#isClosed = true;
      this.#next = undefined;
      return this.#runner.close();
    });
  }

  #run<T>(job: () => Promise<T> | T): Promise<T> {
    return this.#jobs.run(job, () => {
      for (const [row, { values, score }] of this.#waiting) this.#store(row, values, score);
      this.#waiting.clear();
      this.#waitingUpTo = 0;
    });
  }

  #slices<T>(
    task: ScanTask<T>,
    { compiled, rows }: MatchState = this.#state,
    { from, to }: { from: number; to: number } = { from: 0, to: this.#companies.count },
  ): Promise<T[]> {
    const { arrays, wide } = this.columns;
    const view = { features: this.features, asOf: compiled.asOf, columns: arrays, wide, compiled, rows };
    return this.#runner.run(view, from, to, task);
  }

  #fitsOf(terms: readonly Term[]): Promise<Fits> {
    return fitsOf(this.compiled, terms, this.#companies.count, (task) => this.#slices(task));
  }

  /** The one that answers, and the one that will. */
  #states(): MatchState[] {
    return this.#next === undefined ? [this.#state] : [this.#state, this.#next.state];
  }

  /** All products anew, for all companies at once. */
  async #rebuild(products: ProductSet<P>, asOf: bigint): Promise<void> {
    const state = this.#compiled(products, asOf);
    await this.#slices(scanTask(moduleOf("quantise-slice"), quantiseSlice, undefined), state);
    this.#soonestDay = await this.#soonestAfter(asOf);
    this.#products = products;
    this.#state = state;
    this.#next = undefined;
  }

  /** Whether a product cannot come by itself: there is no slot for it, or of few companies too many products are apart. */
  #mustRebuild(slot: number, terms: readonly Term[]): boolean {
    if (slot >= this.compiled.words * 32) return true;
    if (this.#companies.count > this.#rowsAtOnce) return false;
    return this.#state.apartWith(slot, terms) > this.#mostApart();
  }

  /** Compiles products anew when too many are judged apart, for many companies bit by bit, between other jobs. */
  #renew(): void {
    if (this.#state.apart.size > this.#mostApart() && this.#next === undefined) this.#renewOn(null);
  }

  /** As a job behind those that wait. What fails is tried again with the next product. @param next null to begin */
  #renewOn(next: Renewal | null): void {
    const job = async () => {
      if (next === null) return this.#beginRenewal();
      if (this.#next !== next) return;
      const rows = { from: next.done, to: Math.min(next.done + this.#rowsAtOnce, this.#companies.count) };
      await this.#slices(scanTask(moduleOf("quantise-slice"), quantiseSlice, undefined), next.state, rows);
      next.done = rows.to;
      if (next.done < this.#companies.count) return this.#renewOn(next);
      this.#state = next.state;
      this.#next = undefined;
      this.#renew();
    };
    this.#run(job).catch(() => {
      if (this.#next === next) this.#next = undefined;
    });
  }

  #beginRenewal(): void {
    if (this.#isClosed || this.#next !== undefined || this.#state.apart.size <= this.#mostApart()) return;
    this.#next = { state: this.#compiled(this.#products, this.asOf), done: 0 };
    this.#renewOn(this.#next);
  }

  #compiled(products: ProductSet<P>, asOf: bigint): MatchState {
    return this.#stateOf(compile(this.features, products.slotted(), products.slots.size, asOf));
  }

  #stateOf(compiled: Compiled): MatchState {
    return new MatchState(compiled, new Rows(compiled.columns.length, this.#companies.capacity));
  }

  /** Nothing changes before all that may fail is done. */
  async #moveWithinDay(before: bigint, asOf: bigint): Promise<void> {
    const state = this.#state.movedTo(asOf);
    const next = this.#next?.state.movedTo(asOf);
    if (Number(asOf) >= this.#soonestDay) {
      const moments: [number, number] = [Number(before), Number(asOf)];
      const found = await this.#slices(scanTask(moduleOf("ahead"), rowsBetween, moments));
      this.#soonestDay = await this.#soonestAfter(asOf);
      for (const row of found.flat()) {
        const values = this.columns.get(row);
        state.store(row, values);
        next?.store(row, values);
      }
    }
    this.#state = state;
    if (this.#next !== undefined && next !== undefined) this.#next.state = next;
  }

  /** The first day of any company's age behind a moment, Infinity when there is none. Unix seconds. */
  async #soonestAfter(asOf: bigint): Promise<number> {
    return Math.min(Infinity, ...(await this.#slices(scanTask(moduleOf("ahead"), soonestAfter, Number(asOf)))));
  }

  /**
   * @param set what is done with each row and its place in the list, ascending by row
   * @param setMany the same with different rows of companies that there are, if it can be done at once; else it is not
   */
  #setEach(
    rows: readonly number[],
    values: readonly CompanyValues[],
    scores: readonly (number | null)[],
    set: (row: number, place: number) => void,
    setMany?: (places: Float64Array, overtaken: ReadonlySet<number>) => Promise<boolean>,
  ): Promise<void> {
    if (values.length !== rows.length || scores.length !== rows.length) {
      throw new RangeError(
        `companies: ${rows.length} rows, ${values.length} values, ${scores.length} scores must be as many`,
      );
    }
    const overtaken = new Set<number>();
    this.#overtaken.add(overtaken);
    const job = async () => {
      for (const row of rows) this.#checkRow(row, Number.MAX_SAFE_INTEGER);
      const places = placesByRow(rows);
      for (let from = 0, rested = 0; from < places.length;) {
        const some = places.subarray(from, endOfDistinct(rows, places, from, AT_ONCE));
        from += some.length;
        if (from - rested > AT_ONCE) {
          await new Promise(setImmediate);
          rested = from - some.length;
        }
        const areMany =
          some.length >= FEWEST_IN_BATCH && (rows[some.at(-1) as number] as number) < this.#companies.count;
        if (areMany && (await setMany?.(some, overtaken)) === true) continue;
        for (const place of some) {
          const row = rows[place] as number;
          this.#checkRow(row, this.companies);
          if (!overtaken.has(row)) set(row, place);
        }
      }
    };
    return this.#run(job).finally(() => this.#overtaken.delete(overtaken));
  }

  #replace(row: number, values: CompanyValues, score: number | null): CompanyChange {
    const change = this.#state.change(row < this.#companies.count ? row : null, this.#valuesStored, values);
    this.#storeMatched(row, values, score);
    return change;
  }

  /** What these companies' values can be stored with; undefined where there is nothing to match by. */
  async #batchFor(values: readonly CompanyValues[]): Promise<CompanyBatch | undefined> {
    this.columns.makeRoomForAll(values);
    const code = await this.#runner.kernelOf({ compiled: this.compiled, columns: this.columns.arrays });
    if (code === undefined) return undefined;
    if (this.#batch?.key !== code.key) this.#batch = new CompanyBatch(code, this.#state, this.columns.arrays);
    return this.#batch;
  }

  #replaceMany(
    batch: CompanyBatch,
    companies: Replacement & { readonly scores: readonly (number | null)[] },
  ): CompanyChange[] {
    const changes = batch.replace(this.#state, this.columns, companies);
    for (let at = 0; at < companies.rows.length; at++) {
      const [row, values] = [companies.rows[at] as number, companies.values[at] as CompanyValues];
      this.#companies.setScore(row, companies.scores[at] as number | null);
      this.#next?.state.store(row, values);
    }
    for (const feature of this.#ages) {
      const days = batch.valuesOf(feature);
      for (let at = 0; at < companies.rows.length; at++) this.#noteDay(days[at] as number);
    }
    return changes;
  }

  #wait(row: number, values: CompanyValues, score: number | null): void {
    this.#waiting.set(row, { values, score });
    this.#waitingUpTo = Math.max(this.#waitingUpTo, row + 1);
  }

  #store(row: number, values: CompanyValues, score: number | null): void {
    this.#keep(row, values, score);
    this.#state.store(row, values);
    this.#next?.state.store(row, values);
  }

  /** The company that was matched last. */
  #storeMatched(row: number, values: CompanyValues, score: number | null): void {
    this.#keep(row, values, score);
    this.#state.storeMatched(row);
    this.#next?.state.store(row, values);
  }

  #keep(row: number, values: CompanyValues, score: number | null): void {
    this.#companies.set(row, values, score);
    this.#makeRoom(this.#state, row);
    if (this.#next !== undefined) this.#makeRoom(this.#next.state, row);
    for (const feature of this.#ages) this.#noteDay(values.raw[feature] as number);
  }

  /** Unix seconds; NaN of what is unknown. */
  #noteDay(day: number): void {
    if (day > this.#state.now && day < this.#soonestDay) this.#soonestDay = day;
  }

  #makeRoom(state: MatchState, row: number): void {
    if (row >= state.rows.capacity) state.rows = state.rows.grown(this.#companies.capacity);
  }

  #checkRow(row: number, last: number): void {
    if (Number.isInteger(row) && row >= 0 && row <= last) return;
    throw new RangeError(`row ${row}: must be from 0 to ${last}`);
  }

  #mostApart(): number {
    return this.#mostApartSaid ?? (this.companies < FEW_COMPANIES ? 0 : MOST_APART);
  }

  #roomOr(bits: ProductBits | undefined): ProductBits {
    const { words } = this.compiled;
    return bits?.eligible.length === words && bits.open.length === words ? bits : roomForBits(words);
  }

  #roomForResults(words: number): Uint32Array {
    const bytes = 4 * words;
    let memory = this.#results?.deref();
    if (memory === undefined || memory.byteLength < bytes) memory = new SharedArrayBuffer(bytes);
    this.#results = new WeakRef(memory);
    return new Uint32Array(memory, 0, words);
  }
}

/** What a list has at these places. */
function takenFrom<T>(list: readonly T[], places: Float64Array): T[] {
  const found = new Array<T>(places.length);
  for (let index = 0; index < places.length; index++) found[index] = list[places[index] as number] as T;
  return found;
}

function moduleOf(name: string): string {
  return new URL(`./${name}.ts`, import.meta.url).href;
}

/** As `setBit` of bits, of places beyond 32 bits too. */
function setFarBit(bits: Uint32Array, place: number): void {
  const word = Math.floor(place / 32);
  bits[word] = (bits[word] as number) | (1 << (place % 32));
}
