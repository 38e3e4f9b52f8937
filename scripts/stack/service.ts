import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { signalGroup } from "./process-group.ts";

/** A program to run beside this one. */
export interface ServiceSpec {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>;
  /** Everything it prints is appended here. */
  logPath: string;
  /** Whom to run as; this process's user unless given. */
  user?: { uid: number; gid: number };
  /** How long it may take to end by itself before it is killed. */
  graceMs?: number;
}

/** How a program ended: one of the two is set. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Every program of the stack heeds this one; graph-node heeds no other. */
export const STOP_SIGNAL: NodeJS.Signals = "SIGINT";

const DEFAULT_GRACE_MS = 8_000;
const PROBE_EVERY_MS = 40;
const PROBE_TIMEOUT_MS = 3_000;
const TAIL_LINES = 15;

/**
 * A child process in a process group of its own, so that a Ctrl-C at the terminal reaches only us (who then stop the
 * children in order) and so that a child's own children go with it. Its input is a pipe that ends when we do.
 */
export class Service {
  readonly name: string;
  readonly logPath: string;
  readonly exited: Promise<Exit>;
  readonly #child;
  readonly #graceMs: number;
  #exit: Exit | undefined;
  #startError: Error | undefined;
  #stopAsked = false;

  constructor(spec: ServiceSpec) {
    this.name = spec.name;
    this.logPath = spec.logPath;
    this.#graceMs = spec.graceMs ?? DEFAULT_GRACE_MS;
    const log = openSync(spec.logPath, "a");
    this.#child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env },
      detached: true,
      stdio: ["pipe", log, log],
      ...spec.user,
    });
    closeSync(log);
    this.#child.stdin?.on("error", () => undefined);
    this.exited = this.#watch();
  }

  /** The leader of its process group; nothing when the program could not be started at all. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** True when it ended without being asked to. */
  get diedAlone(): boolean {
    return this.#exit !== undefined && !this.#stopAsked;
  }

  /**
   * Waits until `probe` says true. A probe that throws counts as not yet.
   * @throws Error with the end of the log when the program ends first or `timeoutMs` passes; the signal's reason on abort.
   */
  async untilReady(probe: () => Promise<boolean>, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      signal?.throwIfAborted();
      if (this.#exit) throw new Error(this.obituary());
      if (await this.#ask(probe)) return;
      if (Date.now() > deadline) {
        throw new Error(`${this.name} was not ready within ${timeoutMs / 1000} s\n${this.logTail()}`);
      }
      await Promise.race([sleep(PROBE_EVERY_MS), this.exited]);
    }
  }

  /** Asks it to end and kills it after its grace. */
  async stop(): Promise<void> {
    this.#stopAsked = true;
    const pid = this.pid;
    if (pid === undefined || this.#exit !== undefined) return;
    signalGroup(pid, STOP_SIGNAL);
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), this.#graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends it at once, unsaved work and all. */
  kill(): void {
    this.#stopAsked = true;
    if (this.pid !== undefined && this.#exit === undefined) signalGroup(this.pid, "SIGKILL");
  }

  /** In words: how it ended, and the last it said. */
  obituary(): string {
    if (this.#startError !== undefined) return `${this.name} could not be started: ${this.#startError.message}`;
    const { code, signal } = this.#exit ?? {};
    const how = signal ? `by ${signal}` : `with exit code ${code}`;
    return `${this.name} ended ${how}\n${this.logTail()}`;
  }

  /** The last lines it printed, indented, with the log's path above them. */
  logTail(): string {
    const lines = readLog(this.logPath).trimEnd().split("\n").slice(-TAIL_LINES);
    return [`  last lines of ${this.logPath}:`, ...lines.map((line) => `  | ${line}`)].join("\n");
  }

  /** A probe may hang, as when a stranger holds the port and never answers: neither the program's end nor time waits. */
  #ask(probe: () => Promise<boolean>): Promise<boolean> {
    const answer = probe().catch(() => false);
    const ended = this.exited.then(() => false);
    return Promise.race([answer, ended, sleep(PROBE_TIMEOUT_MS, false, { ref: false })]);
  }

  #watch(): Promise<Exit> {
    return new Promise((resolve) => {
      const settle = (exit: Exit): void => {
        this.#exit = exit;
        resolve(exit);
      };
      this.#child.once("exit", (code, signal) => {
        // Whatever the leader started and left behind goes with it.
        if (this.pid !== undefined) signalGroup(this.pid, "SIGKILL");
        settle({ code, signal });
      });
      this.#child.once("error", (error) => {
        if (this.pid !== undefined) return;
        this.#startError = error;
        settle({ code: null, signal: null });
      });
    });
  }
}

function readLog(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "(no log)";
  }
}
