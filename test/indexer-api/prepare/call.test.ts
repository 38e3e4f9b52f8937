import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AbiCoder, Interface, keccak256, TypedDataEncoder, ZeroHash } from "ethers";
import type { Fragment, ParamType } from "ethers";

import type { Statement } from "../../../catalogue/index.ts";
import type { Deployment } from "../../../indexer-api/src/deployment.ts";
import { encodeCall } from "../../../indexer-api/src/prepare/call.ts";
import { CALLS } from "../../../indexer-api/src/prepare/contracts.ts";
import { offerHashOf, offerStruct } from "../../../indexer-api/src/prepare/offer.ts";
import { ATTESTATION_TYPES, attestationTypedData } from "../../../indexer-api/src/prepare/typed-data.ts";
import { attestationDomain, ATTESTATION_TYPES as AGENCY_TYPES } from "../../../scripts/agency/typed-data.ts";
import { readArtifact } from "../../../scripts/chain/artifacts.ts";
import { ASSET, GUARANTOR, OFFER } from "../lending/cases.ts";

const NAMES = Object.keys(CALLS) as (keyof typeof CALLS)[];
const address = (index: number) => `0x${(index + 1).toString(16).padStart(40, "0")}`;
const DEPLOYMENT = {
  chainId: 31337,
  contracts: Object.fromEntries(NAMES.map((name, index) => [name, { address: address(index) }])),
} as unknown as Deployment;

describe("the functions that wallets are asked to call", () => {
  for (const name of NAMES) {
    it(`are those that the compiler made of ${name}, parameter by parameter`, async () => {
      const { abi } = await readArtifact(name);
      const compiled = new Interface(abi as Fragment[]);
      CALLS[name].forEachFunction((fragment) => {
        const real = compiled.getFunction(fragment.selector) ?? assert.fail(`${name} has no ${fragment.format()}`);
        assert.equal(real.format("sighash"), fragment.format("sighash"));
        assert.deepEqual(real.inputs.map(namesOf), fragment.inputs.map(namesOf));
      });
    });
  }
});

/** The name of a parameter and of everything in it. */
function namesOf({ name, components, arrayChildren }: ParamType): unknown {
  return [name, (components ?? arrayChildren?.components)?.map(namesOf) ?? []];
}

describe("encodeCall", () => {
  const terms = { ...OFFER, guarantor: GUARANTOR, guaranteedFen: 5n };
  const plan = { contract: "LoanDesk", function: "offer", args: [7n, offerStruct(terms)] } as const;

  it("goes to the contract of the deployment, on its chain, with no money", () => {
    const { transaction } = encodeCall(plan, DEPLOYMENT);
    assert.deepEqual([transaction.chainId, transaction.value], ["31337", "0"]);
    assert.equal(transaction.to, DEPLOYMENT.contracts.LoanDesk.address);
  });

  it("decodes to what was asked for, and says so in JSON", () => {
    const { transaction, arguments: said, function: signature } = encodeCall(plan, DEPLOYMENT);
    const [loanId, decoded] = CALLS.LoanDesk.decodeFunctionData("offer", transaction.data);
    assert.equal(loanId, 7n);
    const struct = decoded as Record<string, unknown> & { collateral: Record<string, unknown>[] };
    assert.equal(struct["amountFen"], terms.amountFen);
    assert.equal(struct["guarantor"], GUARANTOR);
    assert.equal(struct.collateral[0]?.["assetId"], BigInt(ASSET));
    assert.match(signature, /^offer\(uint64,\(uint56,uint40,/);
    assert.deepEqual(
      said.map(({ name, type }) => [name, type.slice(0, 7)]),
      [
        ["loanId", "uint64"],
        ["terms", "(uint56"],
      ],
    );
    assert.deepEqual((said[1]?.value as Record<string, unknown>)["collateral"], [
      { assetId: BigInt(ASSET).toString(), securedFen: "12000000" },
    ]);
  });

  it("refuses a function that the contract does not have", () => {
    assert.throws(() => encodeCall({ ...plan, function: "steal" }, DEPLOYMENT), /LoanDesk has no function steal/);
  });
});

describe("offerHashOf", () => {
  it("is keccak256 of the offer as Solidity encodes the struct", () => {
    const { amountFen, feeFen, tenorMonths, rateBps, overdueRateBps, validUntil } = OFFER;
    const type = "tuple(uint56,uint40,uint16,uint16,uint16,uint40,bytes32,uint56,tuple(uint256,uint56)[])";
    const values = [amountFen, feeFen, tenorMonths, rateBps, overdueRateBps, validUntil, ZeroHash, 0n];
    const encoded = AbiCoder.defaultAbiCoder().encode([type], [[...values, [[BigInt(ASSET), 12_000_000n]]]]);
    assert.equal(offerHashOf(OFFER), keccak256(encoded));
  });

  it("is another one for any change", () => {
    const changes = [{ feeFen: 1n }, { guarantor: GUARANTOR, guaranteedFen: 1n }, { collateral: [] }, { rateBps: 1n }];
    const hashes = [{}, ...changes].map((change) => offerHashOf({ ...OFFER, ...change }));
    assert.equal(new Set(hashes).size, hashes.length);
  });
});

describe("attestationTypedData", () => {
  const statement: Statement = {
    schemaId: "0x00008601",
    subject: `0x${"01".repeat(32)}`,
    itemKey: `0x${"02".repeat(32)}`,
    observedAt: 1_583_020_800,
    evidence: ZeroHash,
    values: [1n, -(2n ** 255n)],
  };

  it("hashes as what agencies sign, although all its numbers are text", () => {
    assert.deepEqual(ATTESTATION_TYPES, AGENCY_TYPES);
    const { domain, message, ...given } = attestationTypedData(statement, 1_583_107_200n, DEPLOYMENT);
    const { EIP712Domain: domainType, ...types } = given.types;
    assert.deepEqual(
      domainType?.map(({ name, type }) => `${type} ${name}`),
      ["string name", "string version", "uint256 chainId", "address verifyingContract"],
    );
    const { schemaId, ...struct } = statement;
    const registry = DEPLOYMENT.contracts.AttestationRegistry.address;
    assert.equal(
      TypedDataEncoder.hash(domain, { ...types } as typeof ATTESTATION_TYPES, message),
      TypedDataEncoder.hash(attestationDomain(31337n, registry), AGENCY_TYPES, {
        ...{ schemaId, deadline: 1_583_107_200n },
        statement: struct,
      }),
    );
    assert.doesNotThrow(() => JSON.stringify(message));
  });
});
