import type { Response } from "express";
import { ClientGone, drained } from "./chunk-writer.ts";

export const EVENT_STREAM = "text/event-stream";

export interface EventStreamTimes {
  /** Between two comments while there is nothing to tell: a proxy would close what is silent. */
  readonly heartbeatMs: number;
  /** How long a reader may leave unread what was sent. */
  readonly patienceMs: number;
}

/** How soon a browser that was cut off comes back. */
const RETRY_MS = 3_000;

/** Server-sent events (WHATWG HTML, 9.2), sent no faster than they are read. */
export class EventStream {
  readonly #response: Response;
  readonly #patienceMs: number;
  readonly #heartbeat: NodeJS.Timeout;

  /** Answers the request: from here on there are no problem documents. */
  constructor(response: Response, { heartbeatMs, patienceMs }: EventStreamTimes) {
    this.#response = response;
    this.#patienceMs = patienceMs;
    // Proxies that gather answers before they hand them on would keep events for themselves.
    response.set({
      "content-type": EVENT_STREAM,
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    response.once("close", () => clearInterval(this.#heartbeat));
  }

  /** Whether anybody is still there. */
  get open(): boolean {
    return !this.#response.closed && !this.#response.destroyed && !this.#response.writableEnded;
  }

  onClose(listener: () => void): void {
    this.#response.once("close", listener);
  }

  /** @throws ClientGone when the reader is gone, or has not read for too long and was cut off */
  async send({ id, event, data }: { id: string; event: string; data: object }): Promise<void> {
    if (!this.open) throw new ClientGone("the client closed the connection");
    const sent = this.#response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (sent) return;
    await drained(this.#response, this.#patienceMs).catch((error: unknown) => {
      this.#response.destroy();
      throw error;
    });
  }

  /** Ends it in order: the reader comes back by itself. */
  end(): void {
    clearInterval(this.#heartbeat);
    if (this.open) this.#response.end();
  }

  /** A reader who is behind is not sent comments besides. */
  #beat(): void {
    if (this.open && !this.#response.writableNeedDrain) this.#response.write(": still here\n\n");
  }
}
