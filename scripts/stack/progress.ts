import { performance } from "node:perf_hooks";

const HEARTBEAT_MS = 1_000;
const QUIET_FIRST_MS = 2_000;

/** Lets a running step say how far it is, in a few words. */
export type StepUpdate = (detail: string) => void;

interface RunningStep {
  startedAt: number;
  detail: string;
}

/**
 * Says what happens: one line per step when it is done, numbered in the order of completion because steps run side by
 * side; and on a terminal, a last line that moves while something takes longer than two seconds.
 */
export class Progress {
  /** Seconds that each finished step took. */
  readonly secondsByStep = new Map<string, number>();
  readonly #total: number;
  readonly #out: NodeJS.WriteStream;
  readonly #running = new Map<string, RunningStep>();
  #timer: NodeJS.Timeout | undefined;
  #done = 0;

  constructor(total: number, out: NodeJS.WriteStream = process.stdout) {
    this.#total = total;
    this.#out = out;
  }

  async step<T>(name: string, work: (update: StepUpdate) => Promise<T>): Promise<T> {
    const running: RunningStep = { startedAt: performance.now(), detail: "" };
    this.#running.set(name, running);
    this.#beat();
    try {
      const result = await work((detail) => (running.detail = ` (${detail})`));
      const seconds = (performance.now() - running.startedAt) / 1000;
      this.secondsByStep.set(name, seconds);
      this.#finish(name, `ready in ${seconds.toFixed(1)} s`, ++this.#done);
      return result;
    } catch (error) {
      this.#finish(
        name,
        `failed after ${((performance.now() - running.startedAt) / 1000).toFixed(1)} s`,
        this.#done + 1,
      );
      throw error;
    }
  }

  /** A line of its own, above the moving one. */
  note(line: string): void {
    this.#clearLine();
    this.#out.write(`${line}\n`);
  }

  #finish(name: string, outcome: string, number: number): void {
    this.#running.delete(name);
    this.note(`[${number}/${this.#total}] ${name} … ${outcome}`);
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    if (!this.#out.isTTY || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#drawWaiting(), HEARTBEAT_MS);
    this.#timer.unref();
  }

  #drawWaiting(): void {
    const now = performance.now();
    const slow = [...this.#running].filter(([, step]) => now - step.startedAt > QUIET_FIRST_MS);
    if (slow.length === 0) return;
    const parts = slow.map(([name, step]) => `${name}${step.detail} ${Math.floor((now - step.startedAt) / 1000)} s`);
    this.#clearLine();
    this.#out.write(`      working: ${parts.join(", ")}`.slice(0, (this.#out.columns || 80) - 1));
  }

  #clearLine(): void {
    if (this.#out.isTTY) this.#out.write("\r\u001b[K");
  }
}
