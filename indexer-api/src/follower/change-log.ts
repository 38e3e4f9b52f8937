import type { Logger } from "pino";

/** Logs what is new and keeps silent about what goes on. */
export class ChangeLog {
  readonly #log: Logger;
  readonly #last = new Map<string, string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  changed(about: string, message: string): void {
    if (this.#last.get(about) === message) return;
    this.#last.set(about, message);
    this.#log.info({ about }, message);
  }
}
