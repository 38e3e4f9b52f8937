#!/usr/bin/env node
/**
 * Runs a command of this project: `node scripts/run.mjs COMMAND [options]`. Depends on nothing and runs on Node 20 or
 * later, because it is what installs everything else, the Node that the commands need included.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { installCommand, whyNotInstalled } from "./install.mjs";

const COMMANDS = {
  start: "scripts/start.ts",
  test: "scripts/test.ts",
  "bench:gas": "scripts/bench/gas.ts",
  "bench:index": "scripts/bench/index.ts",
  "bench:match": "scripts/bench/match.ts",
  "bench:score": "scripts/bench/score.ts",
  "score:train": "scripts/score/train.ts",
  "score:validate": "scripts/score/validate.ts",
};

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, "node_modules", ".bin");
const FORWARDED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 1_000;
const USAGE_EXIT = 2;

const [command, ...args] = process.argv.slice(2);
const script = Object.hasOwn(COMMANDS, command ?? "") ? COMMANDS[command] : undefined;
if (script === undefined) {
  console.error(
    `Usage: node scripts/run.mjs COMMAND [options], with COMMAND one of ${Object.keys(COMMANDS).join(", ")}`,
  );
  process.exit(USAGE_EXIT);
}

const missing = whyNotInstalled(ROOT);
if (missing !== undefined) {
  console.log(`Installing the packages (${missing}) …`);
  const { program, parameters } = installCommand(ROOT);
  // One of the packages would otherwise report the installation to its maker's server.
  const code = await runToEnd(program, parameters, { ...process.env, SCARF_ANALYTICS: "false" });
  if (code !== 0) process.exit(code);
  const still = whyNotInstalled(ROOT);
  if (still !== undefined) {
    console.error(`The packages were installed, yet ${still}. Remove node_modules and see what \`npm ci\` says.`);
    process.exit(1);
  }
}
const launched = {
  ...process.env,
  LINGNAN_LAUNCHER: String(process.pid),
  PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}`,
};
process.exit(await runToEnd(join(BIN, "node"), [join(ROOT, script), ...args], launched));

/** Runs a program with our input and output, hands our signals on to it, and resolves with its exit code. */
function runToEnd(program, parameters, env) {
  const child = spawn(program, parameters, { cwd: ROOT, stdio: "inherit", env });
  const hand = (signal) => child.kill(signal);
  for (const signal of FORWARDED_SIGNALS) process.on(signal, hand);
  const watch = endWithParent(child);
  return new Promise((resolve) => {
    const settle = (code) => {
      clearInterval(watch);
      for (const signal of FORWARDED_SIGNALS) process.off(signal, hand);
      resolve(code);
    };
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      settle(1);
    });
    child.once("exit", (code, signal) => settle(code ?? 128 + constants.signals[signal]));
  });
}

/** Under npm, which hands on no `kill -9`: being adopted by another process means that npm is gone. */
function endWithParent(child) {
  const { ppid } = process;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => process.ppid !== ppid && child.kill("SIGTERM"), PARENT_CHECK_MS).unref();
}
