import { pino } from "pino";
import { ConfigError, readConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { startService } from "./service.ts";

/** How long requests may take to end once the service was asked to stop. */
const STOP_TIMEOUT_MS = 20_000;

const config = configOrExit();
const log = pino({ level: config.LOG_LEVEL, name: "indexer-api" });

const service = await startService(config, log).catch((error: unknown) => {
  log.fatal({ err: error }, "could not start");
  process.exit(1);
});
log.info({ url: service.url, docs: `${service.url}/docs`, accessPolicy: config.ACCESS_POLICY }, "listening");

process.once("SIGINT", stop);
process.once("SIGTERM", stop);

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function stop(signal: NodeJS.Signals): void {
  log.info({ signal }, "stopping");
  setTimeout(() => {
    log.warn("could not stop in time; leaving anyway");
    process.exit(1);
  }, STOP_TIMEOUT_MS).unref();
  service.stop().then(
    () => log.info("stopped"),
    (error: unknown) => {
      log.error({ err: error }, "could not stop in order");
      process.exit(1);
    },
  );
}
