import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);
const url = (protocols: RegExp) => z.url({ protocol: protocols, error: `must be a URL (${protocols.source})` });
const seconds = z.coerce.number().positive("must be more than 0");

const environment = z.object({
  /** Address to listen on. */
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Port to listen on; 0 takes a free one. */
  PORT: port.default(3000),
  /** PostgreSQL, which this service alone writes to. */
  DATABASE_URL: url(/^postgres(ql)?$/),
  /** GraphQL endpoint of the subgraph. */
  GRAPH_URL: url(/^https?$/),
  /** JSON-RPC of the chain; asked for its newest block only. */
  RPC_URL: url(/^https?$/),
  /** Path of the deployment's record. */
  DEPLOYMENT_RECORD: z.string().min(1),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Who may see what: see access/policy.ts. */
  ACCESS_POLICY: z.enum(["public", "development"]).default("public"),
  /** Time between two looks at the subgraph's newest block. */
  POLL_MS: z.coerce.number().int().min(10).max(60_000).default(150),
  /** File in which all companies' features are kept for the next start; none unless given. */
  MATCH_SNAPSHOT: z.string().min(1).optional(),
  /** For how long what a subscriber may have missed can be heard again. */
  EVENT_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
  /** How old the index may be before it counts as unusable. */
  MAX_LAG_SECONDS: seconds.default(10),
  /** Requests that one address may make in a minute. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
  /** Reverse proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
});

/** What the service is told at its start. */
export type Config = Readonly<z.output<typeof environment>>;

/** The environment does not say what it must; one line for each variable. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(["The environment of the indexer API is not right:", ...problems.map((line) => `  ${line}`)].join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads the configuration. An empty variable counts as absent.
 * @throws ConfigError that names every wrong variable, its value (but of URLs, which may hold a password) and the rule.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => problemOf(String(issue.path[0]), given, issue.message)));
}

function problemOf(name: string, given: Readonly<Record<string, string | undefined>>, rule: string): string {
  const value = given[name];
  if (value === undefined) return `${name}: missing`;
  return name.endsWith("_URL") ? `${name}: ${rule}` : `${name}: "${value}": ${rule}`;
}
