/** A process with the whole HTTP service over companies in memory; no database answers. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { pino } from "pino";
import { type Catalogue, loadCatalogue, type Product } from "../../../catalogue/index.ts";
import { buildApp } from "../../../indexer-api/src/app.ts";
import { Ledger } from "../../../indexer-api/src/data/ledger.ts";
import type { Deployment } from "../../../indexer-api/src/deployment.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import { Metrics } from "../../../indexer-api/src/http/metrics.ts";
import type { MatchService } from "../../../indexer-api/src/match-store/types.ts";
import { UsccIndex } from "../../../indexer-api/src/match-store/uscc-index.ts";
import { knownModels } from "../../../indexer-api/src/scoring/model.ts";
import type { LedgerProduct } from "../../../indexer-api/src/use-cases/products.ts";
import { AS_OF } from "./companies.ts";
import { type BenchData, codesOf, drawData } from "./data.ts";
import { serveRole } from "./role.ts";

const NO_LIMIT = 1e9;

const handlers = {
  /** @returns the port that it listens on, on this machine only */
  async listen(data: BenchData): Promise<number> {
    const catalogue = loadCatalogue();
    const app = buildApp({
      services: {
        ...{ catalogue, policy: "development", matching: await memoryMatching(catalogue, data) },
        ledger: new Ledger(new pg.Pool({ connectionString: "postgres://127.0.0.1:1/none" }), "none", 1),
        features: buildFeatureEngine(catalogue),
        models: knownModels(catalogue),
        deployment: {} as Deployment,
      },
      metrics: new Metrics(),
      log: pino({ level: "silent" }),
      ...{ rateLimitPerMinute: NO_LIMIT, trustedProxies: 0, version: "0.0.0" },
    });
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },
};
export type HttpServiceRole = typeof handlers;

async function memoryMatching(catalogue: Catalogue, data: BenchData): Promise<MatchService> {
  const { features, columns, scores, products } = drawData(data);
  const { companies } = data;
  const engine = await MatchEngine.open<LedgerProduct>({
    ...{ features, asOf: AS_OF, columns, scores, companies },
    products: products.map((product) => ledgerProduct(product, catalogue)),
  });
  const index = new UsccIndex(companies);
  for (const [row, code] of codesOf(data).entries()) index.set(row, code);
  const noDatabase = () => Promise.reject(new Error("the benchmark has no database"));
  return {
    engine,
    progress: { phase: "ready", loaded: companies, total: companies, change: 0n },
    rowOfUscc: (uscc) => index.get(uscc),
    ...{ rowOfEntity: noDatabase, companiesAt: noDatabase, events: noDatabase },
    event: 0n,
    onNews: () => () => undefined,
  };
}

function ledgerProduct(product: Product, { lenderByCode }: Catalogue): LedgerProduct {
  const lenderRef = lenderByCode.get(product.lender);
  if (lenderRef === undefined) throw new Error(`${product.id}: there is no lender ${product.lender}`);
  return { ...product, lenderRef, onChain: null, criteriaProblem: null };
}

serveRole(handlers);
