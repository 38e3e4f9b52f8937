/** A process with what one would write first: an Express service on json-rules-engine. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { type BenchData, drawData } from "./data.ts";
import { jsonRulesMatcher } from "./json-rules.ts";
import type { PlainCompany } from "./plain.ts";
import { serveRole } from "./role.ts";

const handlers = {
  /** @returns the port that it listens on, on this machine only */
  async listen(data: BenchData): Promise<number> {
    const { features, products } = drawData({ ...data, companies: 0 });
    const match = jsonRulesMatcher(features, products);
    const app = express();
    app.use(express.json());
    app.post("/match", async (request, response) => {
      const matched = await match(request.body as PlainCompany);
      response.json({ eligible: products.filter((_, slot) => matched[slot]).map(({ id }) => id) });
    });
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },
};
export type HttpPeerRole = typeof handlers;

serveRole(handlers);
