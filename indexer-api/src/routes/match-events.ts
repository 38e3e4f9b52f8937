import { streamEndpoint } from "../http/endpoint.ts";
import type { Endpoint, Exchange } from "../http/endpoint.ts";
import { EventStream } from "../http/event-stream.ts";
import type { EventStreamTimes } from "../http/event-stream.ts";
import { parseInput } from "../http/input.ts";
import { findCompany } from "../use-cases/company.ts";
import { follow, newestEvent } from "../use-cases/matching-events.ts";
import type { Subject } from "../use-cases/matching-events.ts";
import { findProduct } from "../use-cases/matching.ts";
import { requireScores } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { companyEvents, productEvents } from "./match-events.contract.ts";

export interface EventOptions {
  readonly times: EventStreamTimes;
  /** Says that the service stops: streams are ended then, since they do not end by themselves. */
  readonly stopping: AbortSignal;
}

export function matchEventEndpoints(services: Services, options: EventOptions): Endpoint[] {
  const { ledger, catalogue } = services;
  return [
    streamEndpoint(productEvents, async ({ params: { id }, query: { after } }, exchange) => {
      requireScores(services.policy);
      const from = await ledger.read(async (db) => {
        await findProduct(db, id, catalogue);
        return lastHeard(exchange, after) ?? (await newestEvent(db));
      });
      await open(services, { product: id, uscc: null }, from, exchange, options);
    }),
    streamEndpoint(companyEvents, async ({ params: { uscc }, query: { after } }, exchange) => {
      requireScores(services.policy);
      const from = await ledger.read(async (db) => {
        await findCompany(db, uscc);
        return lastHeard(exchange, after) ?? (await newestEvent(db));
      });
      await open(services, { product: null, uscc }, from, exchange, options);
    }),
  ];
}

async function open(
  services: Services,
  subject: Subject,
  after: bigint,
  { request, response }: Exchange,
  { times, stopping }: EventOptions,
): Promise<void> {
  const stream = new EventStream(response, times);
  if (request.method === "HEAD") stream.end();
  else await follow(services, subject, after, stream, stopping);
}

/** The header is what a browser says by itself when it comes back, while the address stays as it was. */
function lastHeard({ request }: Exchange, after: string | undefined): bigint | null {
  const { "last-event-id": header } = request.headers;
  const heard =
    header === undefined || header === "" ? after : parseInput("query", productEvents.query, { after: header }).after;
  return heard === undefined ? null : BigInt(heard);
}
