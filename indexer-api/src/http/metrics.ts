import type { RequestHandler } from "express";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Ledger } from "../data/ledger.ts";
import type { MatchProgress } from "../match-store/types.ts";

/** What this process counts, in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to the end of its response.",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.#registry],
  });
  readonly #rows = new Counter({
    name: "lingnan_followed_rows_total",
    help: "Rows that this process took over from the subgraph.",
    registers: [this.#registry],
  });
  readonly #restarts = new Counter({
    name: "lingnan_index_restarts_total",
    help: "Times that this process threw the index away to build it anew.",
    registers: [this.#registry],
  });
  readonly #unscorable = new Counter({
    name: "lingnan_unscorable_total",
    help: "Times that this process left a company out of the scores of a family because scoring it failed.",
    registers: [this.#registry],
  });
  readonly #unreadable = new Counter({
    name: "lingnan_unreadable_companies_total",
    help: "Times that the features of a company could not be computed, which then count as unknown.",
    registers: [this.#registry],
  });
  readonly #lagSeconds = gauge(
    "lingnan_index_lag_seconds",
    "How old the index is at most; NaN while unknown.",
    this.#registry,
  );
  readonly #followedBlock = gauge("lingnan_index_block", "Block up to which the index is complete.", this.#registry);
  readonly #matchCompanies = gauge(
    "lingnan_match_companies",
    "Companies in this process's matching engine.",
    this.#registry,
  );
  readonly #matchExpected = gauge(
    "lingnan_match_companies_expected",
    "Companies that the engine is to have; NaN while unknown.",
    this.#registry,
  );
  readonly #matchReady = gauge("lingnan_match_ready", "1 once every company was loaded, else 0.", this.#registry);
  readonly #chainBlock = gauge("lingnan_chain_block", "Newest block of the chain.", this.#registry);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /**
   * Measures every request by its route, not its path, of which there are too many. A stream of events lasts as long as
   * its reader likes, which says nothing about the service.
   */
  readonly observe: RequestHandler = (request, response, next) => {
    const end = this.#duration.startTimer();
    response.once("finish", () => {
      if (String(response.getHeader("content-type")).startsWith("text/event-stream")) return;
      const route = (request.route as { path?: string } | undefined)?.path ?? "none";
      end({ method: request.method, route, status: response.statusCode });
    });
    next();
  };

  tookOver(rows: number): void {
    this.#rows.inc(rows);
  }

  restarted(): void {
    this.#restarts.inc();
  }

  couldNotScore(): void {
    this.#unscorable.inc();
  }

  couldNotRead(): void {
    this.#unreadable.inc();
  }

  matching({ phase, loaded, total }: MatchProgress): void {
    this.#matchCompanies.set(loaded);
    this.#matchExpected.set(total ?? NaN);
    this.#matchReady.set(phase === "ready" ? 1 : 0);
  }

  /** The metrics with the state of the index as it is now; that is NaN when PostgreSQL does not answer. */
  async text(ledger: Ledger): Promise<string> {
    const readiness = await ledger.readiness().catch(() => null);
    this.#lagSeconds.set(readiness?.lagSeconds ?? NaN);
    this.#followedBlock.set(Number(readiness?.followed ?? NaN));
    this.#chainBlock.set(Number(readiness?.chainHead ?? NaN));
    return this.#registry.metrics();
  }
}

function gauge(name: string, help: string, registry: Registry): Gauge {
  return new Gauge({ name, help, registers: [registry] });
}
