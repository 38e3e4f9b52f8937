/** Runs one job after the other, in the order in which they came; a job that fails is no concern of the next. */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();
  #running = false;

  /** Whether a job runs now. */
  get running(): boolean {
    return this.#running;
  }

  /** @param after runs in the same moment in which the job ends, however it ends */
  run<T>(job: () => Promise<T> | T, after: () => void): Promise<T> {
    const result = this.#last.then(async () => {
      this.#running = true;
      try {
        return await job();
      } finally {
        this.#running = false;
        after();
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
