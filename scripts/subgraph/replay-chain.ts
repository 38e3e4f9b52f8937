import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { id, toQuantity, ZeroAddress, ZeroHash } from "ethers";

import { encodeEvent, type Fixture, type FixtureEvent } from "./fixture.ts";

const FULL_BLOOM = `0x${"f".repeat(512)}`;
const NO_UNCLES = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const CHAIN_ID = 1337;
const METHOD_NOT_FOUND = -32601;

interface Log {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  transactionIndex: string;
  logIndex: string;
  removed: false;
}

interface Block {
  hash: string;
  timestamp: number;
  logs: Log[];
  transactions: { hash: string; from: string }[];
}

interface Request {
  id: number;
  method: string;
  params: unknown[];
}

/** A chain of a test that serves what graph-node asks of an Ethereum node, and nothing else. */
export class ReplayChain {
  readonly #name: string;
  readonly #blocks: Block[];

  /** @throws Error naming the event that cannot be encoded. */
  constructor(name: string, fixture: Fixture) {
    this.#name = name;
    const given = new Map(fixture.blocks.map((block) => [block.number, block]));
    const firstTime = fixture.blocks[0]?.timestamp ?? 0;
    let timestamp = firstTime - 1;
    this.#blocks = Array.from({ length: Math.max(...given.keys()) + 1 }, (_, number) => {
      const { timestamp: time = timestamp, events = [] } = given.get(number) ?? {};
      timestamp = time;
      return this.#blockOf(number, timestamp, events);
    });
  }

  /** Number of the newest block. */
  get head(): number {
    return this.#blocks.length - 1;
  }

  /** @throws Error when it is asked for what it does not know. */
  answer(method: string, params: unknown[]): unknown {
    if (method === "eth_chainId") return toQuantity(CHAIN_ID);
    if (method === "net_version") return String(CHAIN_ID);
    if (method === "eth_blockNumber") return toQuantity(this.head);
    if (method === "eth_getBlockByNumber") return this.#block(this.#numberOf(params[0]), params[1] === true);
    if (method === "eth_getBlockByHash") {
      return this.#block(
        this.#blocks.findIndex(({ hash }) => hash === params[0]),
        params[1] === true,
      );
    }
    if (method === "eth_getLogs") return this.#logs(params[0] as LogFilter);
    if (method === "eth_getTransactionReceipt") return this.#receipt(params[0]);
    throw new Error(`${method} is not served`);
  }

  #blockOf(number: number, timestamp: number, events: readonly FixtureEvent[]): Block {
    const hash = this.#hashOf(number);
    const senders = new Map(events.map(({ txHash, from = ZeroAddress }) => [txHash, from]));
    const transactions = [...senders].map(([transaction, from]) => ({ hash: transaction, from }));
    const logs = events.map((event, index): Log => ({
      address: event.address,
      ...encodeEvent(event),
      blockNumber: toQuantity(number),
      blockHash: hash,
      transactionHash: event.txHash,
      transactionIndex: toQuantity(transactions.findIndex((transaction) => transaction.hash === event.txHash)),
      logIndex: toQuantity(index),
      removed: false,
    }));
    return { hash, timestamp, logs, transactions };
  }

  #hashOf(number: number): string {
    return number < 0 ? ZeroHash : id(`${this.#name} ${number}`);
  }

  #numberOf(tag: unknown): number {
    if (tag === "latest") return this.head;
    return tag === "earliest" ? 0 : Number(tag);
  }

  #block(number: number, withTransactions: boolean): object | null {
    const block = this.#blocks[number];
    if (block === undefined) return null;
    return {
      number: toQuantity(number),
      hash: block.hash,
      parentHash: this.#hashOf(number - 1),
      timestamp: toQuantity(block.timestamp),
      transactions: block.transactions.map((transaction, index) =>
        withTransactions ? legacyTransaction(transaction, number, block.hash, index) : transaction.hash,
      ),
      uncles: [],
      sha3Uncles: NO_UNCLES,
      miner: ZeroAddress,
      stateRoot: ZeroHash,
      transactionsRoot: ZeroHash,
      receiptsRoot: ZeroHash,
      mixHash: ZeroHash,
      nonce: "0x0000000000000000",
      logsBloom: FULL_BLOOM,
      difficulty: "0x0",
      totalDifficulty: "0x0",
      gasLimit: "0x1c9c380",
      gasUsed: "0x0",
      extraData: "0x",
      size: "0x200",
    };
  }

  #receipt(transaction: unknown): object | null {
    const number = this.#blocks.findIndex(({ transactions }) => transactions.some(({ hash }) => hash === transaction));
    const block = this.#blocks[number];
    if (block === undefined) return null;
    const index = block.transactions.findIndex(({ hash }) => hash === transaction);
    return {
      type: "0x0",
      status: "0x1",
      transactionHash: transaction,
      transactionIndex: toQuantity(index),
      blockHash: block.hash,
      blockNumber: toQuantity(number),
      from: block.transactions[index]?.from,
      to: ZeroAddress,
      contractAddress: null,
      gasUsed: "0x0",
      cumulativeGasUsed: "0x0",
      effectiveGasPrice: "0x0",
      logs: block.logs.filter(({ transactionHash }) => transactionHash === transaction),
      logsBloom: FULL_BLOOM,
    };
  }

  #logs({ fromBlock, toBlock, blockHash, address, topics }: LogFilter): Log[] {
    const from = blockHash === undefined ? this.#numberOf(fromBlock) : 0;
    const to = blockHash === undefined ? this.#numberOf(toBlock) : this.head;
    const addresses = [address ?? []].flat().map((wanted) => wanted.toLowerCase());
    const [firstTopics] = topics ?? [];
    const wanted = [firstTopics ?? []].flat();
    return this.#blocks
      .slice(from, to + 1)
      .filter(({ hash }) => blockHash === undefined || hash === blockHash)
      .flatMap(({ logs }) => logs)
      .filter((log) => addresses.length === 0 || addresses.includes(log.address))
      .filter(({ topics: [topic = ""] }) => wanted.length === 0 || wanted.includes(topic));
  }
}

interface LogFilter {
  fromBlock?: string;
  toBlock?: string;
  blockHash?: string;
  address?: string | string[];
  topics?: (string | string[] | null)[];
}

function legacyTransaction(
  { hash, from }: { hash: string; from: string },
  block: number,
  blockHash: string,
  index: number,
) {
  return {
    type: "0x0",
    hash,
    from,
    to: ZeroAddress,
    nonce: "0x0",
    value: "0x0",
    gas: "0x5208",
    gasPrice: "0x0",
    input: "0x",
    v: "0x1b",
    r: "0x1",
    s: "0x1",
    blockNumber: toQuantity(block),
    blockHash,
    transactionIndex: toQuantity(index),
  };
}

/**
 * Serves a chain over JSON-RPC.
 * @returns where, and how to stop.
 */
export async function serveChain(chain: ReplayChain): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const asked = JSON.parse(Buffer.concat(parts).toString()) as Request | Request[];
      const answer = Array.isArray(asked) ? asked.map((one) => respond(chain, one)) : respond(chain, asked);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function respond(chain: ReplayChain, { id: requestId, method, params }: Request): object {
  try {
    return { jsonrpc: "2.0", id: requestId, result: chain.answer(method, params) };
  } catch (error) {
    return { jsonrpc: "2.0", id: requestId, error: { code: METHOD_NOT_FOUND, message: (error as Error).message } };
  }
}
