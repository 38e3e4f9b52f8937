import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { AbiCoder, id, ZeroAddress } from "ethers";

import { encodeEvent, type FixtureEvent, manifestSignature } from "../../../scripts/subgraph/fixture.ts";
import { ReplayChain, serveChain } from "../../../scripts/subgraph/replay-chain.ts";

const CONTRACT = `0x${"c".repeat(40)}`;
const SENDER = `0x${"5".repeat(40)}`;
const EVENT =
  "Moved(uint64 indexed loanId, (uint56 amountFen, (uint256 assetId, uint56 securedFen)[] collateral) offer)";

function moved(loanId: number, txHash: string): FixtureEvent {
  const offer = { amountFen: "9000000", collateral: [["7", "8"]] };
  return { address: CONTRACT, event: EVENT, params: { loanId, offer }, txHash, from: SENDER };
}

describe("a test's event", () => {
  it("is named in a manifest by its types", () => {
    assert.equal(manifestSignature(EVENT), "Moved(indexed uint64,(uint56,(uint256,uint56)[]))");
  });

  it("is logged as Solidity would", () => {
    const { topics, data } = encodeEvent(moved(3, "0x01"));
    assert.deepEqual(topics, [id("Moved(uint64,(uint56,(uint256,uint56)[]))"), `0x${"0".repeat(63)}3`]);
    const offer = [["9000000", [["7", "8"]]]];
    assert.equal(data, AbiCoder.defaultAbiCoder().encode(["tuple(uint56, tuple(uint256, uint56)[])"], offer));
  });

  it("is refused without one of its values", () => {
    assert.throws(() => encodeEvent({ ...moved(3, "0x01"), params: { loanId: 3 } }), /Moved.*no value for offer/);
  });
});

describe("ReplayChain", () => {
  const first = `0x${"1".repeat(64)}`;
  const second = `0x${"2".repeat(64)}`;
  const chain = new ReplayChain("replayed", {
    name: "replayed",
    blocks: [
      { number: 1, timestamp: 100, events: [moved(1, first), moved(2, second), moved(3, first)] },
      { number: 3, timestamp: 200 },
    ],
    assertions: [],
  });

  it("has every block up to the last, each the child of the one before", () => {
    const blocks = [0, 1, 2, 3].map((number) => chain.answer("eth_getBlockByNumber", [number, false]));
    const links = blocks as { hash: string; parentHash: string; timestamp: string; transactions: string[] }[];
    assert.deepEqual(
      links.map(({ timestamp }) => Number(timestamp)),
      [99, 100, 100, 200],
    );
    for (const [index, { parentHash }] of links.entries()) {
      if (index > 0) assert.equal(parentHash, links[index - 1]?.hash);
    }
    assert.deepEqual(links[1]?.transactions, [first, second]);
    assert.equal(chain.answer("eth_getBlockByNumber", ["0x4", false]), null);
  });

  it("finds logs by block, address and topic", () => {
    const count = (filter: object): number => (chain.answer("eth_getLogs", [filter]) as object[]).length;
    assert.equal(count({ fromBlock: "0x0", toBlock: "0x3" }), 3);
    assert.equal(count({ fromBlock: "0x2", toBlock: "0x3" }), 0);
    assert.equal(count({ fromBlock: "0x0", toBlock: "latest", address: ZeroAddress }), 0);
    assert.equal(count({ fromBlock: "0x1", toBlock: "0x1", address: [CONTRACT], topics: [[id("Other()")]] }), 0);
  });

  it("gives a transaction its sender and its own logs", () => {
    const receipt = chain.answer("eth_getTransactionReceipt", [first]) as {
      from: string;
      logs: { logIndex: string }[];
    };
    assert.equal(receipt.from, SENDER);
    assert.deepEqual(
      receipt.logs.map(({ logIndex }) => logIndex),
      ["0x0", "0x2"],
    );
  });

  it("says over JSON-RPC what it does not serve, and answers the rest of a batch", async () => {
    const { url, close } = await serveChain(chain);
    try {
      const body = ["eth_blockNumber", "eth_call"].map((method, index) => ({ id: index, method, params: [] }));
      const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
      const [known, unknown] = (await response.json()) as { result?: string; error?: { message: string } }[];
      assert.equal(known?.result, "0x3");
      assert.match(unknown?.error?.message ?? "", /eth_call is not served/);
    } finally {
      await close();
    }
  });
});
