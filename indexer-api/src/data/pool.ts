import pg from "pg";
import type { Logger } from "pino";

const INT8 = 20;
const CONNECT_TIMEOUT_MS = 2_000;

/** bigint columns come back as bigint: a JavaScript number cannot hold them all. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary"): ((text: string) => unknown) =>
    oid === INT8 ? BigInt : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Settings of every connection of this service. */
export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "lingnan-indexer-api",
    types,
  };
}

/** The connections that requests read with. Losing one while it is idle is no event: the next request opens another. */
export function createPool(url: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url), max: 10, query_timeout: 10_000 });
  pool.on("error", (error) => log.debug({ error: error.message }, "an idle PostgreSQL connection was lost"));
  return pool;
}

const SQL_STATES_OF_A_SERVER_GONE = /^(08...|57P0[1-5]|53300)$/;
const SOCKET_ERRORS = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EHOSTUNREACH"]);
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered)/;

/** Whether the error says that PostgreSQL is gone or going, and not that a query is wrong. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone);
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined) return SOCKET_ERRORS.has(code) || SQL_STATES_OF_A_SERVER_GONE.test(code);
  return MESSAGES.test(error.message);
}
