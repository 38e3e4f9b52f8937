import { Problem } from "../http/problem.ts";

/** Of one address: an office behind one has room, and nobody takes all. */
export const STREAMS_PER_ADDRESS = 50;
/** Of one instance: each is a socket and some tens of kilobytes. */
export const STREAMS_IN_ALL = 5_000;
const RETRY_SECONDS = "30";

/** Counts the streams that are open. */
export class StreamPlaces {
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  /**
   * Takes a place for a stream.
   * @returns how to give it back; later calls do nothing
   * @throws Problem too-many-requests, too-many-streams
   */
  take(address: string): () => void {
    const open = this.#byAddress.get(address) ?? 0;
    const headers = { "retry-after": RETRY_SECONDS };
    if (open >= STREAMS_PER_ADDRESS) {
      const rule = `One address may have ${STREAMS_PER_ADDRESS} event streams open.`;
      throw new Problem("too-many-requests", `${rule} Close one first.`, { headers });
    }
    if (this.#all >= STREAMS_IN_ALL) {
      const rule = `This instance serves ${STREAMS_IN_ALL} event streams, and all are taken.`;
      throw new Problem("too-many-streams", rule, { headers });
    }
    this.#byAddress.set(address, open + 1);
    this.#all++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#all--;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    };
  }
}
