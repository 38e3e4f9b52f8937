import { constants } from "node:os";

type StopSignal = (typeof STOP_SIGNALS)[number];

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The same Ctrl-C arrives up to three times: from the terminal, from npm and from the launcher. Only what comes later is
 * a second wish.
 */
const ECHO_MS = 800;
const PARENT_CHECK_MS = 1_000;

/**
 * Turns a person's wish to stop into an abort signal, and a second wish into another one, which wants everything killed.
 * The launcher's death counts as a wish, too: a `kill -9` cannot be handed on.
 */
export class StopRequest {
  readonly #abort = new AbortController();
  readonly #kill = new AbortController();
  readonly signal = this.#abort.signal;
  readonly killSignal = this.#kill.signal;
  #by: StopSignal | undefined;
  #firstAt = 0;

  constructor() {
    for (const name of STOP_SIGNALS) process.on(name, () => this.#ask(name));
    const { ppid } = process;
    if (Number(process.env["LINGNAN_LAUNCHER"]) !== ppid) return;
    setInterval(() => process.ppid !== ppid && this.#ask("SIGTERM"), PARENT_CHECK_MS).unref();
  }

  /** What a shell expects of a program that the signal broke off; nothing while none came. */
  get exitCode(): number | undefined {
    return this.#by && 128 + constants.signals[this.#by];
  }

  /** Resolves with the first wish. */
  async asked(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise((resolve) => this.signal.addEventListener("abort", resolve, { once: true }));
  }

  #ask(by: StopSignal): void {
    if (this.#by === undefined) {
      this.#by = by;
      this.#firstAt = Date.now();
      this.#abort.abort(new Error(`stopped by ${by}`));
    } else if (Date.now() - this.#firstAt > ECHO_MS) {
      this.#kill.abort();
    }
  }
}
