import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { JsonRpcProvider } from "ethers";
import { AbiCoder, concat, id, Interface, type InterfaceAbi, type ParamType, ZeroHash } from "ethers";
import hre from "hardhat";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { explainRevert, revertData } from "../../../scripts/chain/errors.ts";
import { PROXIED_NAMES, sourceOf } from "../../../scripts/chain/ledger.ts";
import { connect } from "../../../scripts/chain/provider.ts";
import { SENTENCES } from "../../../scripts/chain/sentences.ts";
import { FUNCTION_ROLES } from "../../../scripts/deploy/roles.ts";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue, deployedChain } from "../deploy/chain.ts";

const coder = AbiCoder.defaultAbiCoder();
const ABIS = [
  ...PROXIED_NAMES.map((name) => `${sourceOf(name)}/${name}`),
  "contracts/assets/AssetMetadata.sol/AssetMetadata",
  "contracts/development/DevelopmentCny.sol/DevelopmentCny",
  "@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager",
  "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol/ERC1967Proxy",
];

function abiOf(path: string): Interface {
  const text = readFileSync(new URL(`../../../artifacts/${path}.json`, import.meta.url), "utf8");
  return new Interface((JSON.parse(text) as { abi: InterfaceAbi }).abi);
}

function sampleValue({ type, baseType, components }: ParamType): unknown {
  if (baseType === "tuple") return components!.map(sampleValue);
  if (type === "string") return "text";
  if (type === "address") return developmentWallet("relayer").address;
  if (type === "bytes") return "0x";
  if (type === "bytes18") return `0x${Buffer.from("9144030071526726XG").toString("hex")}`;
  return type.startsWith("bytes") ? `0x${"ab".repeat(Number(type.slice(5)))}` : 1n;
}

/** An error's bytes, with some value for each parameter. */
function sample(signature: string): string {
  const fragment = new Interface([`error ${signature}`]).getError(signature)!;
  const values = fragment.inputs.map(sampleValue);
  return concat([fragment.selector, coder.encode(fragment.inputs, values)]);
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => assert.fail("nothing was refused"),
    (reason: unknown) => reason,
  );

describe("explainRevert", () => {
  it("has a sentence for every error of every contract, and for no other", () => {
    const inContracts = new Set<string>();
    for (const path of ABIS) abiOf(path).forEachError((error) => inContracts.add(error.format("sighash")));
    assert.deepEqual(Object.keys(SENTENCES).toSorted(), [...inContracts].toSorted());
  });

  it("makes a whole sentence of each", () => {
    for (const signature of Object.keys(SENTENCES)) {
      const sentence = explainRevert({ data: sample(signature) }, catalogue);
      assert.match(sentence, /^.{15,}[^.]$/s, signature);
      assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|1970-01-01T00:00:00/, signature);
    }
  });

  it("names every function that a role opens", async () => {
    const { contracts } = await deployedChain();
    const [caller, target] = [developmentWallet("relayer").address, await contracts.SoftAssets.getAddress()];
    const { interface: abi } = contracts.AccessManager;
    for (const { contract, functions } of FUNCTION_ROLES) {
      for (const name of functions) {
        const { selector } = contracts[contract].interface.getFunction(name as never);
        const data = abi.encodeErrorResult("AccessManagerUnauthorizedCall", [caller, target, selector]);
        assert.match(explainRevert({ data }), new RegExp(`role that ${name} of 0x`), `${contract}.${name}`);
      }
    }
  });

  it("explains the error inside a resolver's refusal, and Solidity's own", () => {
    const reason = concat([id("Error(string)").slice(0, 10), coder.encode(["string"], ["the patent is another's"])]);
    const refusal = new Interface(["error AttestationRegistryResolverRejected(address,bytes)"]);
    const address = developmentWallet("relayer").address;
    const data = refusal.encodeErrorResult("AttestationRegistryResolverRejected", [address, reason]);
    assert.equal(
      explainRevert({ data }),
      `the schema's resolver ${address} refused the statement: the patent is another's`,
    );
    const panic = concat([id("Panic(uint256)").slice(0, 10), coder.encode(["uint256"], [0x11])]);
    assert.equal(explainRevert({ data: panic }), "the contract failed with panic code 17");
    assert.match(explainRevert({ data: "0x12345678" }), /not known here: 0x12345678/);
  });

  it("falls back on the message of what is no revert", () => {
    assert.equal(explainRevert(new Error("socket hang up")), "socket hang up");
    assert.equal(explainRevert("odd"), "odd");
    assert.equal(revertData(new Error("socket hang up")), undefined);
  });

  describe("of a real chain", () => {
    const subject = id("9144030071526726XG");
    const statement = { subject, itemKey: ZeroHash, observedAt: 1, evidence: ZeroHash, values: [4n] };
    const schema = catalogue.schemaByName.get("tax.credit.v1")!;
    const expected = new RegExp(`0x\\w{40} does not sign for agency "tax"`);

    it("finds the reason in what Hardhat throws", async () => {
      const { contracts, wallet } = await deployedChain();
      const registry = contracts.AttestationRegistry.connect(wallet("registrar"));
      const attempts = [
        () => registry.attest(schema.id, statement),
        () => registry.attest.staticCall(schema.id, statement),
        () => registry.attest.estimateGas(schema.id, statement),
      ];
      for (const attempt of attempts) assert.match(explainRevert(await failure(attempt()), catalogue), expected);
    });

    let server: Awaited<ReturnType<typeof hre.network.createServer>>;
    let provider: JsonRpcProvider;
    before(async () => {
      server = await hre.network.createServer("node", "127.0.0.1", 0);
      const { port } = await server.listen();
      provider = await connect(`http://127.0.0.1:${port}`);
    });
    after(async () => {
      provider.destroy();
      await server.close();
    });

    it("finds the reason in what ethers throws over HTTP, estimated and mined", async () => {
      const { record } = await deployForDevelopment({ provider, catalogue });
      const wallet = developmentWallet("registrar").connect(provider);
      const { AttestationRegistry: registry } = await ledgerContracts(record.contracts, wallet);
      assert.match(explainRevert(await failure(registry.attest(schema.id, statement)), catalogue), expected);
      const blind = registry.attest(schema.id, statement, { gasLimit: 200_000 });
      assert.match(explainRevert(await failure(blind), catalogue), expected);
    });
  });
});

describe("connect", () => {
  it("names the URL when nothing answers", async () => {
    await assert.rejects(connect("http://127.0.0.1:1"), /http:\/\/127\.0\.0\.1:1: no Ethereum node answers there/);
  });
});
