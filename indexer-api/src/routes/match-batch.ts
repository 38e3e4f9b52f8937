import { ChunkWriter, ClientGone } from "../http/chunk-writer.ts";
import { streamEndpoint } from "../http/endpoint.ts";
import type { Endpoint, Exchange } from "../http/endpoint.ts";
import { LineReader } from "../http/line-reader.ts";
import { Problem } from "../http/problem.ts";
import { MatchBatch } from "../use-cases/matching-batch.ts";
import type { Services } from "../use-cases/services.ts";
import { OwnFacts } from "../wire/own-facts.ts";
import { matchBatch, NDJSON } from "./match-batch.contract.ts";

/** How long a client may neither send nor read. */
const PATIENCE_MS = 120_000;

export function matchBatchEndpoint(services: Services): Endpoint {
  const own = new OwnFacts(services.catalogue.features);
  return streamEndpoint(matchBatch(services.catalogue), async ({ query: { format } }, exchange) => {
    requireLines(exchange);
    const out = new ChunkWriter(exchange.response, PATIENCE_MS);
    const batch = new MatchBatch(services, own, out, format);
    batch.begin();
    exchange.response.set("cache-control", "no-cache").type(NDJSON);
    await answer(batch, out, exchange);
  });
}

/** Line by line, and no further than the client has read. */
async function answer(batch: MatchBatch, out: ChunkWriter, { request, response }: Exchange): Promise<void> {
  request.setTimeout(PATIENCE_MS, () => request.destroy());
  const reader = new LineReader();
  try {
    for await (const piece of request) {
      reader.push(piece as Buffer);
      batch.begin();
      while (reader.next()) {
        batch.take(reader);
        if (!out.full) continue;
        await out.flush();
        batch.begin();
      }
      await out.flush();
    }
    if (reader.last()) batch.take(reader);
    batch.end(reader.number);
    await out.flush();
    response.end();
  } catch (error) {
    // Whoever went away in the middle is owed nothing, and has done nothing that a log must tell.
    if (!(error instanceof ClientGone) && !request.destroyed) throw error;
    response.destroy();
  }
}

function requireLines({ request }: Exchange): void {
  if (request.is(NDJSON) !== false) return;
  const type = request.headers["content-type"] ?? "none";
  throw new Problem("media-type-unsupported", `The content type is ${type}; it must be ${NDJSON}.`);
}
