import { randomUUID } from "node:crypto";
/** A process with the engine in it, as a service that serves has it. */
import { readFileSync } from "node:fs";
import { memoryUsage } from "node:process";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { loadCatalogue, type Product } from "../../../catalogue/index.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { readSnapshotFile, writeSnapshotFile } from "../../../indexer-api/src/match-store/snapshot-file.ts";
import { UsccIndex } from "../../../indexer-api/src/match-store/uscc-index.ts";
import type { CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { AS_OF, drawCompanies } from "./companies.ts";
import { type BenchData, drawData } from "./data.ts";
import { type Bitmap, digestOf } from "./digest.ts";
import { checkProduct, checkRows } from "./incremental-checks.ts";
import { changedProduct, drawProducts } from "./products.ts";
import { bitsFrom } from "./random.ts";
import { serveRole } from "./role.ts";
import { timed } from "./timing.ts";

const CHANGED_ONE_IN = 100;
const CODE_WORDS = 3;
const [BYTES_PER_KIB, CHANGE_SEED] = [1_024, 500_000];

let engine: MatchEngine<Product> | undefined;
let bitmap: Bitmap | undefined;
let seed = 0;
/** In memory as long as the process, as a service has it. */
const held: { index?: UsccIndex } = {};

const handlers = {
  /** Seconds until it could answer, its columns drawn before. */
  async open(data: BenchData, threads: number) {
    const { features, columns, scores, products } = drawData(data);
    seed = data.seed;
    return timed(async () => {
      engine = await MatchEngine.open({
        ...{ features, products, asOf: AS_OF, threads, columns, scores, companies: data.companies },
      });
    });
  },
  /** From stored rows to bitmaps of all companies. */
  rows: () => timed(async () => (bitmap = await opened().matchAll())),
  /** From raw columns: products compiled, rows made anew, then as `rows`. */
  raw: () =>
    timed(async () => {
      await opened().setProducts(opened().products);
      bitmap = await opened().matchAll();
    }),
  digest: () => digestOf(matched()),
  first: (companies: number) => {
    const { eligible, words } = matched();
    return new Uint32Array(eligible.subarray(0, companies * words));
  },
  /** Milliseconds until a changed product holds and its audience is known; it is the old one again afterwards. */
  async oneProduct(number: number): Promise<number> {
    const old = opened().productAt(number % opened().products.length);
    const product = changedProduct(loadCatalogue(), opened().products, number, seed);
    const startedAt = performance.now();
    await opened().setProduct(product);
    const audience = await opened().audience(product.criteria);
    const took = performance.now() - startedAt;
    checkProduct(opened(), product, audience);
    await opened().setProduct(old);
    return took;
  },
  /** Seconds until one company in a hundred has other facts and it is known what each became and ceased to be. */
  async onePercent(round: number) {
    const count = Math.ceil(opened().companies / CHANGED_ONE_IN);
    const changed = drawCompanies(loadCatalogue(), count, CHANGE_SEED + seed + round);
    const rows = distinctRows(opened().companies, count, round);
    const values = rows.map((_, index): CompanyValues => changed.columns.get(index));
    const scores = rows.map((_, index) => scoreOf(changed.scores[index] as number));
    const check = checkRows(opened(), rows, values);
    const timing = await timed(async () => check.done(await opened().setCompanies(rows, values, scores)));
    check.compare();
    return timing;
  },
  /** MiB, once results are let go. */
  async memory() {
    bitmap = undefined;
    // What a weak reference was asked for stays until the turn of the event loop ends.
    await setImmediate();
    globalThis.gc?.();
    const { rss } = memoryUsage();
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    return { rssMb: rss / 2 ** 20, peakRssMb: Number(peak) / BYTES_PER_KIB };
  },
  /** Writes all companies as the service does, with codes of nobody. */
  async writeSnapshot(path: string): Promise<void> {
    const { features, companies, columns, scores } = opened();
    const header = { identity: "bench", generation: "bench", features, companies, change: 0n, mark: randomUUID() };
    await writeSnapshotFile(path, { ...header, columns, scores, codes: drawCodes(companies) });
  },
  /** Seconds until a service that has just started could answer from such a file, which lies in the page cache. */
  restart(path: string, { products, seed }: BenchData, threads: number) {
    const drawn = drawProducts(loadCatalogue(), products, seed);
    return timed(async () => {
      const snapshot = await readSnapshotFile(path, () => undefined);
      if (snapshot === null) throw new Error(`${path}: there is no snapshot`);
      const { features, columns, scores, companies, codes } = snapshot;
      held.index = UsccIndex.from(codes);
      engine = await MatchEngine.open({
        ...{ features, products: drawn, asOf: AS_OF, threads, columns, scores, companies },
      });
    });
  },
};
export type EngineRole = typeof handlers;

function opened(): MatchEngine<Product> {
  if (engine === undefined) throw new Error("open comes first");
  return engine;
}

function matched(): Bitmap {
  if (bitmap === undefined) throw new Error("rows or raw comes first");
  return bitmap;
}

function scoreOf(score: number): number | null {
  return score < 0 ? null : score;
}

/** Words of 30 bits, as codes have them. */
function drawCodes(companies: number): Uint32Array {
  const next = bitsFrom(CHANGE_SEED);
  return Uint32Array.from({ length: companies * CODE_WORDS }, () => next() >>> 2);
}

/** In no order, none twice. */
function distinctRows(companies: number, count: number, round: number): number[] {
  const next = bitsFrom(CHANGE_SEED + round);
  const rows = new Set<number>();
  while (rows.size < count) rows.add((next() >>> 0) % companies);
  return [...rows];
}

serveRole(handlers);
