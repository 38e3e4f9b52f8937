import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

import hre from "hardhat";

import { loadCatalogue } from "../../../catalogue/index.ts";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { connect } from "../../../scripts/chain/provider.ts";
import { deploy } from "../../../scripts/deploy/deploy.ts";
import { developmentWallet, type Holder } from "../../../scripts/wallets/development.ts";

/** A served Hardhat chain with the ledger on it. */
export async function startLedger() {
  const server = await hre.network.createServer({ network: "node" }, "127.0.0.1", 0);
  const { port } = await server.listen();
  const url = `http://127.0.0.1:${port}`;
  const catalogue = loadCatalogue();
  const record = await deploy({ rpcUrl: url, catalogue });
  const provider = await connect(url);
  const contracts = await ledgerContracts(record.contracts, provider);
  return {
    url,
    catalogue,
    record,
    provider,
    registry: contracts.AttestationRegistry,
    entities: contracts.EntityRegistry,
    wallet: (holder: Holder) => developmentWallet(holder).connect(provider),
    async close() {
      provider.destroy();
      await server.close();
    },
  };
}

export type TestLedger = Awaited<ReturnType<typeof startLedger>>;

/** What a line between client and chain does with a request. */
export type LineFault = "none" | "down" | "lose the answer";

/** A line to the chain that can be cut, and that can lose an answer after the chain has acted. */
export async function startLine(target: string) {
  const state = { fault: (_body: string): LineFault => "none" };
  const server = createServer((request, response) => void forward(target, state.fault, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Decides for each request, by its body. */
    breakWhen(fault: (body: string) => LineFault) {
      state.fault = fault;
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

async function forward(
  target: string,
  faultOf: (body: string) => LineFault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await buffer(request)).toString();
  const fault = faultOf(body);
  if (fault === "down") {
    request.socket.destroy();
    return;
  }
  const answer = await fetch(target, { method: "POST", body, headers: { "content-type": "application/json" } });
  const text = await answer.text();
  if (fault === "lose the answer") request.socket.destroy();
  else response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
}
