import type { ServerResponse } from "node:http";

/** The one who asked went away, or has not read for so long that nobody waits any more. */
export class ClientGone extends Error {
  constructor(why: string) {
    super(why);
    this.name = "ClientGone";
  }
}

/** Handed over at once when so much has gathered. */
const CHUNK_BYTES = 65_536;
const SPARE_BYTES = 8_192;
/** Of UTF-8, for each unit of a JavaScript string. */
const MOST_BYTES_PER_UNIT = 3;

/**
 * Gathers a response in large chunks and hands them over no faster than they are read: whoever writes asks `full` and then
 * waits for `flush`. Bytes may be written straight into `bytes` behind `length`, once `reserve` has made room.
 */
export class ChunkWriter {
  bytes: Buffer = Buffer.allocUnsafe(CHUNK_BYTES + SPARE_BYTES);
  length = 0;

  readonly #response: ServerResponse;
  readonly #patienceMs: number;

  /** @param patienceMs how long a client may leave unread what was written */
  constructor(response: ServerResponse, patienceMs: number) {
    this.#response = response;
    this.#patienceMs = patienceMs;
  }

  get full(): boolean {
    return this.length >= CHUNK_BYTES;
  }

  /** Makes room for so many more bytes. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + bytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  write(text: string): void {
    this.reserve(text.length * MOST_BYTES_PER_UNIT);
    this.length += this.bytes.write(text, this.length);
  }

  /**
   * Hands over what has gathered, and waits while the client has not read what was handed over before.
   * @throws ClientGone
   */
  async flush(): Promise<void> {
    if (this.#response.closed || this.#response.destroyed) throw new ClientGone("the client closed the connection");
    if (this.length === 0) return;
    const chunk = this.bytes.subarray(0, this.length);
    this.bytes = Buffer.allocUnsafe(CHUNK_BYTES + SPARE_BYTES);
    this.length = 0;
    if (!this.#response.write(chunk)) await drained(this.#response, this.#patienceMs);
  }
}

/** Resolves once the client has read on. @throws ClientGone when it does not, or is gone */
export function drained(response: ServerResponse, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: ClientGone | null) => {
      clearTimeout(timer);
      response.off("drain", onDrain).off("close", onClose);
      if (error) reject(error);
      else resolve();
    };
    const onDrain = () => settle(null);
    const onClose = () => settle(new ClientGone("the client closed the connection"));
    const onTimeout = () => settle(new ClientGone(`the client has read nothing for ${patienceMs / 1000} s`));
    const timer = setTimeout(onTimeout, patienceMs);
    response.once("drain", onDrain).once("close", onClose);
  });
}
