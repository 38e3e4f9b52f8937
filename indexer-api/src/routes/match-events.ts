import { streamEndpoint } from "../http/endpoint.ts";
import type { Endpoint, Exchange } from "../http/endpoint.ts";
import { EventStream } from "../http/event-stream.ts";
import type { EventStreamTimes } from "../http/event-stream.ts";
import { Problem } from "../http/problem.ts";
import { findCompany } from "../use-cases/company.ts";
import { follow, newestEvent } from "../use-cases/matching-events.ts";
import type { Subject } from "../use-cases/matching-events.ts";
import { findProduct } from "../use-cases/matching.ts";
import { requireScores } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { EventHub } from "../use-cases/matching-events-hub.ts";
import { companyEvents, eventId, productEvents } from "./match-events.contract.ts";
import { StreamPlaces } from "./match-events-places.ts";

export interface EventOptions {
  readonly times: EventStreamTimes;
  /** Says that the service stops: streams are ended then, since they do not end by themselves. */
  readonly stopping: AbortSignal;
}

export function matchEventEndpoints(services: Services, options: EventOptions): Endpoint[] {
  const { ledger, catalogue } = services;
  const hub = new EventHub(services);
  const places = new StreamPlaces();
  const open = (subject: Subject, from: bigint, { request, response }: Exchange): Promise<void> => {
    const stream = new EventStream(response, options.times);
    if (request.method !== "HEAD") return follow(services, hub, subject, from, stream, options.stopping);
    stream.end();
    return Promise.resolve();
  };
  const takePlace = ({ request, response }: Exchange) => {
    response.once("close", places.take(request.ip ?? ""));
  };
  return [
    streamEndpoint(productEvents, async ({ params: { id }, query: { after } }, exchange) => {
      requireScores(services.policy);
      takePlace(exchange);
      const from = await ledger.read(async (db) => {
        await findProduct(db, id, catalogue);
        return lastHeard(exchange, after) ?? (await newestEvent(db));
      });
      await open({ product: id, uscc: null }, from, exchange);
    }),
    streamEndpoint(companyEvents, async ({ params: { uscc }, query: { after } }, exchange) => {
      requireScores(services.policy);
      takePlace(exchange);
      const from = await ledger.read(async (db) => {
        await findCompany(db, uscc);
        return lastHeard(exchange, after) ?? (await newestEvent(db));
      });
      await open({ product: null, uscc }, from, exchange);
    }),
  ];
}

/** The header is what a browser says by itself when it comes back, while the address stays as it was. */
function lastHeard({ request }: Exchange, after: string | undefined): bigint | null {
  const { "last-event-id": header } = request.headers;
  if (header === undefined || header === "") return after === undefined ? null : BigInt(after);
  const { data, error } = eventId.safeParse(header);
  if (data !== undefined) return BigInt(data);
  const rule = error.issues[0]?.message ?? "must be the id of an event";
  const field = "header.Last-Event-ID";
  throw new Problem("invalid-input", `${field}: ${rule}`, { errors: [{ field, value: header, rule }] });
}
