import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { setBodyDeadline } from "./body-deadline.ts";

/** How long clients may take, milliseconds. */
export interface ServerTimes {
  /** For the head of a request. */
  readonly headMs: number;
  /** For its body, unless that deadline is lifted. */
  readonly bodyMs: number;
  /** How often heads are looked after. */
  readonly checkMs: number;
}

const TIMES: ServerTimes = { headMs: 60_000, bodyMs: 60_000, checkMs: 10_000 };

/** How long requests may go on once the server was asked to close. */
const GRACE_MS = 2_000;
const SWEEP_MS = 50;
/** Node's own deadline is one for head and body of all requests, of which none can be left out. */
const NO_TIMEOUT = 0;

/** A server whose clients cannot take as long as they like. */
export function deadlineServer(answer: RequestListener, { headMs, bodyMs, checkMs }: ServerTimes = TIMES): Server {
  const times = { requestTimeout: NO_TIMEOUT, headersTimeout: headMs, connectionsCheckingInterval: checkMs };
  return createServer(times, (request, response) => {
    setBodyDeadline(request, bodyMs);
    answer(request, response);
  });
}

/** Answers what was asked, and after a moment closes what is still open. */
export async function closeServer(server: Server, graceMs: number = GRACE_MS): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // A connection that is kept alive would hold the server open for its whole timeout.
  const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweeping);
  clearTimeout(grace);
}
