import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { matchEvent } from "../../../indexer-api/src/wire/match-event.ts";
import { sentEvent } from "../../../indexer-api/src/wire/match-event.ts";

/** Server-sent events as they come. */
export class Listener {
  readonly sent: { id: string; event: string; data: ReturnType<typeof sentEvent.parse> }[] = [];
  text = "";
  ended = false;
  readonly #abort = new AbortController();

  async open(url: string, headers: Record<string, string> = {}): Promise<this> {
    const response = await fetch(url, { headers, signal: this.#abort.signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
    void this.#read(response).catch(() => undefined);
    return this;
  }

  close(): void {
    this.#abort.abort();
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(10)) if (holds()) return;
    assert.fail(`${what}: not within 10 s; ${this.text}`);
  }

  /** Those that are not of missing events. */
  get events(): { id: string; event: string; data: ReturnType<typeof matchEvent.parse> }[] {
    return this.sent.flatMap(({ data, ...rest }) => (data.kind === "reset" ? [] : [{ ...rest, data }]));
  }

  get kinds(): string[] {
    return this.sent.map(({ event }) => event);
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      this.text += decoder.decode(chunk, { stream: true });
      const frames = (rest + decoder.decode(chunk)).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) this.#take(frame);
    }
    this.ended = true;
  }

  #take(frame: string): void {
    const field = (name: string) =>
      frame
        .split("\n")
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const [id, event, data] = [field("id"), field("event"), field("data")];
    if (id === undefined || event === undefined) return;
    this.sent.push({ id, event, data: sentEvent.parse(JSON.parse(data ?? "")) });
  }
}
