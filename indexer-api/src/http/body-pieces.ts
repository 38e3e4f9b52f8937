import type { IncomingMessage } from "node:http";
import { ClientGone } from "./chunk-writer.ts";

/** How long the rest of a body is read over that nobody wants: closing at once could take the answer's end from the client. */
const LINGER_MS = 1_000;

/** A request's body in pieces as they come, until it ends, the client goes, or the service stops. */
export class BodyPieces {
  readonly #request: IncomingMessage;
  readonly #stopping: AbortSignal;
  #wake: () => void = () => undefined;
  readonly #onNews = () => this.#wake();

  constructor(request: IncomingMessage, stopping: AbortSignal) {
    this.#request = request;
    this.#stopping = stopping;
    for (const event of ["readable", "end", "close"]) request.on(event, this.#onNews);
    stopping.addEventListener("abort", this.#onNews);
  }

  /** @returns null at the end, and as soon as the service stops @throws ClientGone */
  async next(): Promise<Buffer | null> {
    for (;;) {
      if (this.#stopping.aborted || this.#request.readableEnded) return null;
      if (this.#request.destroyed) throw new ClientGone("the client closed the connection");
      const piece = this.#request.read() as Buffer | null;
      if (piece !== null) return piece;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Lets the body go, whether it was read to its end or not. */
  close(): void {
    const request = this.#request;
    for (const event of ["readable", "end", "close"]) request.off(event, this.#onNews);
    this.#stopping.removeEventListener("abort", this.#onNews);
    if (request.readableEnded || request.destroyed) return;
    request.resume();
    const timer = setTimeout(() => request.destroy(), LINGER_MS);
    request.once("close", () => clearTimeout(timer));
  }
}
