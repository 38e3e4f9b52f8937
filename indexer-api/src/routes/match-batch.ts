import { MIMEType } from "node:util";
import { liftBodyDeadline } from "../http/body-deadline.ts";
import { BodyPieces } from "../http/body-pieces.ts";
import { ChunkWriter, ClientGone } from "../http/chunk-writer.ts";
import { streamEndpoint } from "../http/endpoint.ts";
import type { Endpoint, Exchange } from "../http/endpoint.ts";
import { LineReader } from "../http/line-reader.ts";
import { Problem } from "../http/problem.ts";
import { Turns } from "../http/turns.ts";
import { MatchBatch } from "../use-cases/matching-batch.ts";
import type { Services } from "../use-cases/services.ts";
import { OwnFacts } from "../wire/own-facts.ts";
import { matchBatch, NDJSON } from "./match-batch.contract.ts";

/** How long a client may neither send nor read. */
const PATIENCE_MS = 120_000;

/** @param options.stopping says that the service stops: batches are ended then, however much is still to come */
export function matchBatchEndpoint(services: Services, { stopping }: { readonly stopping: AbortSignal }): Endpoint {
  const own = new OwnFacts(services.catalogue.features);
  return streamEndpoint(matchBatch(services.catalogue), async ({ query: { format } }, exchange) => {
    requireLines(exchange);
    const out = new ChunkWriter(exchange.response, PATIENCE_MS);
    const batch = new MatchBatch(services, own, out, format);
    batch.begin();
    exchange.response.set("cache-control", "no-cache").type(NDJSON);
    await answer(batch, out, exchange, stopping);
  });
}

/** As far as the client reads, and until the service stops. */
async function answer(
  batch: MatchBatch,
  out: ChunkWriter,
  { request, response }: Exchange,
  stopping: AbortSignal,
): Promise<void> {
  // It may send companies for as long as it has some; who falls silent is cut off.
  liftBodyDeadline(request);
  request.setTimeout(PATIENCE_MS, () => request.destroy());
  const pieces = new BodyPieces(request, stopping);
  try {
    await takeAll(batch, out, pieces, stopping);
    await out.flush();
    response.end();
  } catch (error) {
    // Whoever went away in the middle is owed nothing, and has done nothing that a log must tell.
    if (!(error instanceof ClientGone) && !request.destroyed) throw error;
    response.destroy();
  } finally {
    pieces.close();
  }
}

/** Line by line; others have their turn in between. */
async function takeAll(batch: MatchBatch, out: ChunkWriter, pieces: BodyPieces, stopping: AbortSignal): Promise<void> {
  const reader = new LineReader();
  const turns = new Turns();
  for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) {
    reader.push(piece);
    batch.begin();
    while (reader.next()) {
      batch.take(reader);
      if (batch.isHopeless) return batch.breakOff(reader.number);
      if (!out.full && !turns.over) continue;
      await out.flush();
      await turns.letOthers();
      if (stopping.aborted) return batch.breakOff(reader.number);
      batch.begin();
    }
    await out.flush();
  }
  if (stopping.aborted) return batch.breakOff(reader.number);
  if (reader.last()) batch.take(reader);
  batch.end(reader.number);
}

function requireLines({ request }: Exchange): void {
  const type = request.headers["content-type"] ?? "none";
  const coding = request.headers["content-encoding"] ?? "identity";
  const isNdjson = request.is(NDJSON);
  // No body: no lines, of whatever type.
  if (isNdjson === null) return;
  if (isNdjson === false) throw new Problem("not-ndjson", `The content type is ${type}; it must be ${NDJSON}.`);
  if (coding.toLowerCase() !== "identity") {
    throw new Problem("not-ndjson", `The content encoding is ${coding}; lines must come as they are.`);
  }
  const charset = new MIMEType(type).params.get("charset");
  if (charset !== null && !/^utf-?8$/i.test(charset)) {
    throw new Problem("not-ndjson", `The charset is ${charset}; lines must be UTF-8.`);
  }
}
