import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { performance } from "node:perf_hooks";

const LINES_AT_ONCE = 2_000;
/** The last line is shorter. */
const TAIL_BYTES = 4_096;

/**
 * Sends lines in turn while it reads the answers, as fast as the service takes and gives them.
 * @returns lines in a second
 * @throws Error unless every line was answered without an error
 */
export async function sendBatch(port: number, lines: readonly string[], count: number): Promise<number> {
  const pieces = piecesOf(lines);
  const startedAt = performance.now();
  const asked = request({
    ...{ host: "127.0.0.1", port, path: "/v1/match/batch", method: "POST" },
    headers: { "content-type": "application/x-ndjson" },
  });
  const answered = once(asked, "response").then(([response]) => tailOf(response as IncomingMessage));
  let sent = 0;
  for (let piece = 0; sent < count; piece++) {
    const { bytes, lines: within } = pieces[piece % pieces.length] as Piece;
    sent += within;
    if (!asked.write(bytes)) await once(asked, "drain");
  }
  asked.end();
  const done = lastLine(await answered);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (done.matched !== sent || done.errors !== 0) throw new Error(`batch of ${sent}: ${JSON.stringify(done)}`);
  return sent / seconds;
}

interface Piece {
  readonly bytes: Buffer;
  readonly lines: number;
}

function piecesOf(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    pieces.push({ bytes: Buffer.from(some.join("")), lines: some.length });
  }
  return pieces;
}

async function tailOf(response: IncomingMessage): Promise<string> {
  let tail = Buffer.alloc(0);
  for await (const piece of response as AsyncIterable<Buffer>) {
    tail = Buffer.from((piece.length < TAIL_BYTES ? Buffer.concat([tail, piece]) : piece).subarray(-TAIL_BYTES));
  }
  if (response.statusCode !== 200) throw new Error(`batch: status ${response.statusCode} ${tail.toString()}`);
  return tail.toString();
}

function lastLine(tail: string): { matched?: number; errors?: number } {
  return JSON.parse(tail.trimEnd().split("\n").at(-1) as string) as { matched?: number; errors?: number };
}
