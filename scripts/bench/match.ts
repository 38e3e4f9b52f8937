/** `npm run bench:match`: all companies with all products, other engines beside it in the same run. */
import { cpus, loadavg } from "node:os";

import { UsageError } from "../cli/usage-error.ts";
import { measureBulk } from "./match/bulk.ts";
import { measureChanges, measureManyProducts } from "./match/changes.ts";
import type { BenchData } from "./match/data.ts";
import type { EngineRole } from "./match/engine-role.ts";
import { measureHttp } from "./match/http.ts";
import { HELP, type Options, readOptions } from "./match/options.ts";
import { type Figures, tableOf } from "./match/report.ts";
import { measureRestart } from "./match/restart.ts";
import { RoleProcess } from "./match/role.ts";
import type { SingleFigures, SingleRole } from "./match/single-role.ts";

const EXIT = { failed: 1, usage: 2 } as const;

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const figures = await measure(options);
  console.log(options.json ? JSON.stringify(figures) : tableOf(figures));
}

async function measure({ companies, products, seed, rounds, http }: Options): Promise<Figures> {
  const data = { companies, products, seed };
  const ours = new RoleProcess<EngineRole>("engine", new URL("./match/engine-role.ts", import.meta.url));
  let figures: Figures = { ...data, rounds, cores: cpus().length, loadAverage: loadavg()[0] ?? Number.NaN };
  try {
    figures = { ...figures, ...(await measureBulk(data, rounds, ours, say)) };
    figures = { ...figures, ...(await measureChanges(data, rounds, say)) };
    say("starting anew from a snapshot");
    figures = { ...figures, ...(await measureRestart(data, ours)) };
  } finally {
    await ours.stop();
  }
  say("matching with 1080 products");
  figures = { ...figures, ...(await measureManyProducts(data, rounds)) };
  say("matching one company at a time");
  figures = { ...figures, ...(await measureSingle(data)) };
  return http ? { ...figures, ...(await measureHttp(data, rounds, say)) } : figures;
}

async function measureSingle(data: BenchData): Promise<SingleFigures> {
  const single = new RoleProcess<SingleRole>("one at a time", new URL("./match/single-role.ts", import.meta.url));
  try {
    return await single.call("measure", data);
  } finally {
    await single.stop();
  }
}

/** Progress goes to the error stream, so that `--json` leaves nothing but JSON on the other. */
function say(text: string): void {
  console.error(`${text} …`);
}
