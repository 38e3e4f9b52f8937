import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { pino } from "pino";

import { developmentUscc, entityIdOf } from "../../../catalogue/index.ts";
import type { AccessPolicy } from "../../../indexer-api/src/access/policy.ts";
import { buildApp } from "../../../indexer-api/src/app.ts";
import { Ledger } from "../../../indexer-api/src/data/ledger.ts";
import type { Deployment } from "../../../indexer-api/src/deployment.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell, CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import type { EventStreamTimes } from "../../../indexer-api/src/http/event-stream.ts";
import { Metrics } from "../../../indexer-api/src/http/metrics.ts";
import type { MatchProgress, MatchService } from "../../../indexer-api/src/match-store/types.ts";
import { knownModels } from "../../../indexer-api/src/scoring/model.ts";
import { ledgerProducts } from "../../../indexer-api/src/use-cases/products.ts";
import type { LedgerProduct } from "../../../indexer-api/src/use-cases/products.ts";
import { catalogue, NOW } from "../stated.ts";

const FEATURES = featureSpecsOf(catalogue);
const READY: MatchProgress = { phase: "ready", loaded: 0, total: 0, change: 0n };

/** A company that could be anybody's: every third fact of it is unknown. */
export function companyCells(number: number): Cell[] {
  return FEATURES.map(({ kind, labels }, place) => {
    const drawn = Math.imul(number * 31 + place + 1, 0x9e3779b1) >>> 0;
    if (drawn % 3 === 0) return null;
    switch (kind) {
      case "number":
        return BigInt(drawn) * BigInt(1 + (drawn % 100));
      case "age":
        return NOW - BigInt(drawn % 500_000_000);
      case "label":
        return labels[drawn % labels.length] as string;
      case "set":
        return { holds: (drawn >>> 8) & (drawn >>> 16) & (2 ** labels.length - 1), unknown: 0 };
    }
  });
}

export function companyValues(number: number): CompanyValues {
  return encodeCompany(FEATURES, companyCells(number));
}

/** The same company as facts of one's own. */
export function ownFacts(number: number): Record<string, unknown> {
  const cells = companyCells(number);
  const stated = FEATURES.map(({ id, kind, labels }, place) => {
    const cell = cells[place] as Cell;
    if (typeof cell === "bigint") return [id, kind === "age" ? dayOf(cell) : cell.toString()];
    if (typeof cell !== "object" || cell === null) return [id, cell];
    return [id, { holds: labelsIn(labels, cell.holds), unknown: labelsIn(labels, cell.unknown) }];
  });
  return Object.fromEntries(stated) as Record<string, unknown>;
}

function dayOf(unixSeconds: bigint): string {
  return new Date(Number(unixSeconds) * 1000).toISOString().slice(0, 10);
}

function labelsIn(labels: readonly string[], bits: number): string[] {
  return labels.filter((_, place) => ((bits >>> place) & 1) === 1);
}

export function companyUscc(number: number): string {
  return developmentUscc(`matching test ${number}`);
}

/** The products of the catalogue, none of which is on a chain yet. */
export async function catalogueProducts(): Promise<readonly LedgerProduct[]> {
  const noRows = { query: () => Promise.resolve({ rows: [] }) } as unknown as Parameters<typeof ledgerProducts>[0];
  return ledgerProducts(noRows, catalogue);
}

/** Matching over companies in memory; what a database would be asked fails. */
export async function memoryMatching(companies: number, progress: Partial<MatchProgress> = {}): Promise<MatchService> {
  const engine = await MatchEngine.open<LedgerProduct>({
    ...{ features: FEATURES, asOf: NOW, threads: 1, capacity: companies },
    products: await catalogueProducts(),
  });
  const rows = new Map<string, number>();
  for (let row = 0; row < companies; row++) {
    engine.setCompany(row, companyValues(row), null);
    rows.set(companyUscc(row), row);
  }
  return {
    engine,
    progress: { ...READY, loaded: companies, total: companies, ...progress },
    event: 0n,
    rowOfUscc: (uscc) => rows.get(uscc),
    rowOfEntity: (_, entityId) => Promise.resolve([...rows].find(([uscc]) => entityIdOf(uscc) === entityId)?.[1]),
    companiesAt: () => Promise.reject(new Error("there is no database here")),
    events: () => Promise.reject(new Error("there is no database here")),
    onNews: () => () => undefined,
  };
}

export interface TestApp {
  url: string;
  port: number;
  stop(): Promise<void>;
}

interface AppParts {
  policy?: AccessPolicy;
  rateLimitPerMinute?: number;
  /** What the database has; none answers unless given. */
  ledger?: Ledger;
  stopping?: AbortSignal;
  eventTimes?: EventStreamTimes;
}

/** The whole app on a port of its own. */
export async function startMemoryApp(
  matching: MatchService,
  { policy = "development", rateLimitPerMinute = 1e9, ledger, ...options }: AppParts = {},
): Promise<TestApp> {
  const pool = new pg.Pool({ connectionString: "postgres://127.0.0.1:1/none" });
  const app = buildApp({
    services: {
      ...{ catalogue, policy, matching },
      ledger: ledger ?? new Ledger(pool, "none", 10),
      features: buildFeatureEngine(catalogue),
      models: knownModels(catalogue),
      deployment: {} as Deployment,
    },
    metrics: new Metrics(),
    log: pino({ level: "silent" }),
    ...{ rateLimitPerMinute, trustedProxies: 0, version: "0.0.0", ...options },
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      await pool.end();
    },
  };
}
