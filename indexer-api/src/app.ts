import express from "express";
import type { Express } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import { errorHandler, routeUnknown } from "./http/errors.ts";
import type { EventStreamTimes } from "./http/event-stream.ts";
import type { Metrics } from "./http/metrics.ts";
import { openApiDocument } from "./http/openapi.ts";
import { Problem } from "./http/problem.ts";
import { serve } from "./http/serve.ts";
import { endpointsOf } from "./routes/index.ts";
import { serveOperations } from "./routes/operations.ts";
import type { Services } from "./use-cases/services.ts";

const MINUTE_MS = 60_000;

export interface AppOptions {
  services: Services;
  metrics: Metrics;
  log: Logger;
  rateLimitPerMinute: number;
  /** Number of reverse proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
  version: string;
  /** Says that the service stops: what would stream for ever ends. Never unless given. */
  stopping?: AbortSignal;
  eventTimes?: EventStreamTimes;
}

const EVENT_TIMES: EventStreamTimes = { heartbeatMs: 15_000, patienceMs: 60_000 };

/** Builds the app. It listens nowhere and starts nothing. */
export function buildApp({ services, metrics, log, ...options }: AppOptions): Express {
  const { stopping = new AbortController().signal, eventTimes: times = EVENT_TIMES } = options;
  const endpoints = endpointsOf(services, { stopping, times });
  const openApi = openApiDocument(
    endpoints.map(({ contract }) => contract),
    options.version,
  );
  const app = express();
  app.set("trust proxy", options.trustedProxies);
  app.set("query parser", "simple");
  app.use(metrics.observe, requestLog(log), securityHeaders());
  serveOperations(app, services.ledger, metrics, openApi);
  app.use("/v1", limiter(options.rateLimitPerMinute));
  serve(app, endpoints);
  app.use(routeUnknown);
  app.use(errorHandler(log));
  return app;
}

function requestLog(log: Logger) {
  return pinoHttp({
    logger: log,
    customLogLevel: (_, response, error) => (error !== undefined || response.statusCode >= 500 ? "warn" : "debug"),
    serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, url }) },
  });
}

/** The documentation page is served over plain HTTP on a developer's machine: nothing may upgrade its requests. */
function securityHeaders() {
  return helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
}

function limiter(perMinute: number) {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: () => {
      throw new Problem("too-many-requests", `One address may make ${perMinute} requests in a minute.`);
    },
  });
}
