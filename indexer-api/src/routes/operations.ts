import type { Express, RequestHandler } from "express";
import { serve as swaggerFiles, setup as swaggerPage } from "swagger-ui-express";
import { isDatabaseGone } from "../data/pool.ts";
import type { Ledger } from "../data/ledger.ts";
import { NOTHING } from "../data/readiness.ts";
import type { Readiness } from "../data/readiness.ts";
import { methodNotAllowed } from "../http/errors.ts";
import type { Metrics } from "../http/metrics.ts";

const NOT_CONNECTED: Readiness = { ...NOTHING, reasons: ["PostgreSQL does not answer"] };

/** What those who run the service ask: is it alive, is its data usable, how does it fare, what can it do. */
export function serveOperations(app: Express, ledger: Ledger, metrics: Metrics, openApi: object): void {
  const read = (path: string, handler: RequestHandler) => app.get(path, handler).all(path, methodNotAllowed(["get"]));
  read("/healthz", (_, response) => void response.json({ status: "alive" }));
  read("/readyz", async (_, response) => {
    const readiness = await readinessOf(ledger);
    if (!readiness.ready) response.status(503).set("retry-after", "2");
    response.set("cache-control", "no-store").json(readinessView(readiness));
  });
  read("/metrics", async (_, response) => void response.type(metrics.contentType).send(await metrics.text(ledger)));
  read("/openapi.json", (_, response) => void response.json(openApi));
  app.use("/docs", swaggerFiles, swaggerPage(openApi, { customSiteTitle: "Lingnan indexer API" }));
}

async function readinessOf(ledger: Ledger): Promise<Readiness> {
  try {
    return await ledger.readiness();
  } catch (error) {
    if (isDatabaseGone(error)) return NOT_CONNECTED;
    throw error;
  }
}

function readinessView({ ready, reasons, chainHead, graphHead, followed, lagBlocks, lagSeconds }: Readiness) {
  const text = (block: bigint | null) => block?.toString() ?? null;
  return {
    status: ready ? "ready" : "not ready",
    reasons,
    blocks: { chain: text(chainHead), graphNode: text(graphHead), index: text(followed) },
    lag: { blocks: text(lagBlocks), seconds: lagSeconds },
  };
}
