import { spawn } from "node:child_process";
import { constants } from "node:os";
import { performance } from "node:perf_hooks";
import { styleText } from "node:util";

import Table from "cli-table3";

import { ROOT } from "../stack/root.ts";
import type { PartCommand, TestPart } from "./test-parts.ts";

export interface PartResult {
  name: string;
  /** 0 when every command of the part ended with 0, else the first other one. */
  exitCode: number;
  seconds: number;
}

const COULD_NOT_START = 127;
const SIGNALLED = 128;

/** Runs the parts one after another with their output shown; one that fails does not keep the next from running. */
export async function runParts(parts: readonly TestPart[]): Promise<PartResult[]> {
  const results: PartResult[] = [];
  for (const { name, about, commands } of parts) {
    console.log(styleText("bold", `\n▶ ${name}: ${about}`));
    const startedAt = performance.now();
    const exitCode = await runCommands(commands);
    results.push({ name, exitCode, seconds: (performance.now() - startedAt) / 1000 });
  }
  return results;
}

/** Every command runs, too: what eslint says does not hide what solhint would say. */
async function runCommands(commands: () => PartCommand[]): Promise<number> {
  try {
    let exitCode = 0;
    for (const command of commands()) {
      const ended = await run(command);
      exitCode ||= ended;
    }
    return exitCode;
  } catch (error) {
    console.error((error as Error).message);
    return COULD_NOT_START;
  }
}

/** @throws Error when the program cannot be started. */
function run({ command, args }: PartCommand): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: environment() });
    const stop = (signal: NodeJS.Signals): void => {
      child.kill(signal);
      interrupted = signal;
    };
    let interrupted: NodeJS.Signals | undefined;
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, stop);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const each of signals) process.off(each, stop);
      if (interrupted !== undefined) process.exit(SIGNALLED + constants.signals[interrupted]);
      resolve(code ?? SIGNALLED + constants.signals[signal ?? "SIGKILL"]);
    });
  });
}

/** Colour survives where a person watches; nobody is asked about telemetry. */
function environment(): NodeJS.ProcessEnv {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  return { ...process.env, ...colour, HARDHAT_DISABLE_TELEMETRY: "true" };
}

/** The table of parts, and the count on a line of its own. */
export function printReport(results: readonly PartResult[]): void {
  const table = new Table({
    head: ["part", "result", "seconds"],
    colAligns: ["left", "left", "right"],
    style: { head: [], border: [] },
  });
  for (const { name, exitCode, seconds } of results) {
    table.push([name, exitCode === 0 ? "passed" : `FAILED (${exitCode})`, seconds.toFixed(1)]);
  }
  const failed = results.filter(({ exitCode }) => exitCode !== 0).length;
  console.log(`\n${table.toString()}\n${results.length - failed} passed, ${failed} failed`);
}
