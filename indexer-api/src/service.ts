import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { loadCatalogue } from "../../catalogue/index.ts";
import { buildApp } from "./app.ts";
import type { Config } from "./config.ts";
import { Ledger } from "./data/ledger.ts";
import { createPool } from "./data/pool.ts";
import { ledgerOf, readDeployment } from "./deployment.ts";
import { buildFeatureEngine } from "./features/engine.ts";
import { EventPruner } from "./follower/event-pruner.ts";
import { FeatureKeeper } from "./follower/feature-keeper.ts";
import { Follower } from "./follower/follower.ts";
import { ScoreKeeper } from "./follower/score-keeper.ts";
import { Metrics } from "./http/metrics.ts";
import { closeServer, deadlineServer } from "./http/server.ts";
import { MatchStore } from "./match-store/store.ts";
import { knownModels } from "./scoring/model.ts";

/** A running service. */
export interface Service {
  url: string;
  /**
   * Stops accepting, answers what was asked, ends what does not end by itself, stops following, keeps what is loaded and
   * closes the database. Later calls wait for the first.
   * @throws AggregateError when some of it failed; the others were done nevertheless
   */
  stop(): Promise<void>;
}

/**
 * Starts the service: it listens at once, and follows as soon as database and graph-node answer.
 * @throws Error when the deployment's record or the catalogue is wrong, or the port is taken.
 */
export async function startService(config: Config, log: Logger): Promise<Service> {
  const deployment = readDeployment(config.DEPLOYMENT_RECORD);
  const catalogue = loadCatalogue();
  const features = buildFeatureEngine(catalogue);
  const models = knownModels(catalogue);
  const metrics = new Metrics();
  const pool = createPool(config.DATABASE_URL, log);
  const ledger = new Ledger(pool, ledgerOf(deployment), config.MAX_LAG_SECONDS);
  const matching = new MatchStore({
    ...{ pool, catalogue, log, ledger: ledgerOf(deployment), pollMs: config.POLL_MS },
    snapshotPath: config.MATCH_SNAPSHOT ?? null,
    onProgress: (progress) => metrics.matching(progress),
  });
  const stopping = new AbortController();
  const app = buildApp({
    services: { catalogue, ledger, features, models, policy: config.ACCESS_POLICY, deployment, matching },
    metrics,
    log,
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
    trustedProxies: config.TRUSTED_PROXIES,
    version: packageVersion(),
    stopping: stopping.signal,
  });
  const keeper = new FeatureKeeper(catalogue, (subject, error) => {
    log.error({ subject, err: error }, "this company's features cannot be computed, and count as unknown");
    metrics.couldNotRead();
  });
  const scores = new ScoreKeeper(catalogue, models, keeper, ({ subject, family, error }) => {
    log.error({ subject, family, err: error }, "this company cannot be scored, and has no row among the scores");
    metrics.couldNotScore();
  });
  const follower = new Follower({
    ...{ databaseUrl: config.DATABASE_URL, graphUrl: config.GRAPH_URL, rpcUrl: config.RPC_URL },
    ...{ pollMs: config.POLL_MS, deployment, log, scores },
    events: new EventPruner(config.EVENT_RETENTION_DAYS),
    onPage: (rows) => metrics.tookOver(rows),
    onRestart: (reason) => {
      log.warn({ reason }, "building the index from the beginning");
      metrics.restarted();
    },
  });
  const server = await listen(deadlineServer(app), config);
  follower.start();
  matching.start();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    await inOrder([() => closeServer(server), () => follower.stop(), () => matching.stop(), () => pool.end()]);
  };
  return { url: urlOf(server), stop: () => (stopped ??= stop()) };
}

async function listen(server: Server, { HOST, PORT }: Config): Promise<Server> {
  server.listen(PORT, HOST);
  await once(server, "listening");
  return server;
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** One after the other, whether those before failed or not. @throws AggregateError */
async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, "some of the service could not be stopped");
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
