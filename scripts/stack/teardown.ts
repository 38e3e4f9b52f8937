type Undo = () => Promise<void> | void;

/**
 * Remembers how to undo what was started, and undoes it once, last first, however often it is asked. What fails to stop
 * does not keep the rest from being stopped.
 */
export class Teardown {
  readonly #undos: { name: string; undo: Undo }[] = [];
  #closing: Promise<void> | undefined;

  /** True from the first call of `close`: nothing may be started any more. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** @throws Error when closing has begun; check `closed` before starting what would need this. */
  add(name: string, undo: Undo): void {
    if (this.closed) throw new Error(`${name} cannot start: the stack is being stopped`);
    this.#undos.push({ name, undo });
  }

  /** @throws AggregateError naming everything that could not be undone, after trying all of it. */
  close(): Promise<void> {
    this.#closing ??= this.#undoAll();
    return this.#closing;
  }

  async #undoAll(): Promise<void> {
    const failures: Error[] = [];
    for (const { name, undo } of this.#undos.reverse()) {
      try {
        await undo();
      } catch (cause) {
        failures.push(new Error(`${name} could not be stopped: ${String(cause)}`, { cause }));
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, failures.map((failure) => failure.message).join("; "));
    }
  }
}
