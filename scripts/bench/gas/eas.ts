import { AbiCoder, Contract, ContractFactory, Signature, solidityPackedKeccak256, ZeroAddress, ZeroHash } from "ethers";
import type { ContractTransactionResponse, Signer } from "ethers";
import { advance, freshChain, gasOf, VALUES } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { compileEas } from "./compile-eas.ts";

const BATCH = 50;
/** Agencies whose facts a score rests on. */
const FACTS = 26;

const ATTEST_TYPES = {
  Attest: [
    { name: "attester", type: "address" },
    { name: "schema", type: "bytes32" },
    { name: "recipient", type: "address" },
    { name: "expirationTime", type: "uint64" },
    { name: "revocable", type: "bool" },
    { name: "refUID", type: "bytes32" },
    { name: "data", type: "bytes" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
};

interface Bench {
  chain: Chain;
  eas: Contract;
  schema: string;
  attester: Signer;
  relayer: Signer;
  score: Contract;
}

/** Gas of the Ethereum Attestation Service with the same payload. It has neither a proxy nor a gate for issuers. */
export async function measureEas(): Promise<Record<string, number>> {
  const bench = await deploy();
  const first = await attest(bench);
  await relay(bench);
  return {
    "eas.attest": first,
    // The second one: the first also pays for the attester's new nonce.
    "eas.relayed": await relay(bench),
    "eas.batch50": await attestBatch(bench),
    "eas.revoke": await revoke(bench),
    ...(await certify(bench)),
  };
}

async function attest({ chain, eas, schema }: Bench): Promise<number> {
  await advance(chain);
  return gasOf(send(eas, "attest", { schema, data: request() }));
}

async function attestBatch({ chain, eas, schema }: Bench): Promise<number> {
  await advance(chain);
  const gas = await gasOf(send(eas, "multiAttest", [{ schema, data: Array(BATCH).fill(request()) }]));
  return Math.ceil(gas / BATCH);
}

async function relay({ chain, eas, schema, attester, relayer }: Bench): Promise<number> {
  const deadline = (await advance(chain)) + 3600;
  const data = request();
  const by = await attester.getAddress();
  const nonce = (await eas.getFunction("getNonce").staticCall(by)) as bigint;
  const domain = { name: "EAS", version: "1.4.0", chainId: 31337, verifyingContract: await eas.getAddress() };
  const message = { attester: by, schema, ...data, nonce, deadline };
  const { r, s, v } = Signature.from(await attester.signTypedData(domain, ATTEST_TYPES, message));
  const delegated = { schema, data, signature: { r, s, v }, attester: by, deadline };
  return gasOf(send(eas.connect(relayer) as Contract, "attestByDelegation", delegated));
}

async function revoke({ chain, eas, schema }: Bench): Promise<number> {
  await advance(chain);
  const attested = await (await send(eas, "attest", { schema, data: request() })).wait();
  await advance(chain);
  // The event's only data word is the uid.
  return gasOf(send(eas, "revoke", { schema, data: { uid: attested!.logs[0]!.data, value: 0 } }));
}

/** A score over one record of each of 26 agencies: see `EasScore.sol`. */
async function certify({ chain, eas, schema, score }: Bench): Promise<Record<string, number>> {
  await advance(chain);
  const attested = await send(eas, "multiAttest", [{ schema, data: Array(FACTS).fill(request()) }]);
  // The only data word of each event is the uid.
  const uids = (await attested.wait())!.logs.map(({ data }) => data);
  const again = async () => {
    await advance(chain);
    return gasOf(send(score, "certify", RECIPIENT, uids));
  };
  const first = await again();
  return { [`eas.certify.${FACTS}facts`]: first, [`eas.certify.${FACTS}facts.again`]: await again() };
}

function request() {
  const data = AbiCoder.defaultAbiCoder().encode(Array(VALUES.length).fill("int256"), [...VALUES]);
  return { recipient: RECIPIENT, expirationTime: 0, revocable: true, refUID: ZeroHash, data, value: 0 };
}

const RECIPIENT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

function send(contract: Contract, method: string, ...args: unknown[]): Promise<ContractTransactionResponse> {
  return contract.getFunction(method).send(...args);
}

async function deploy(): Promise<Bench> {
  const chain = await freshChain();
  const [attester, relayer] = await chain.getSigners();
  const compiled = compileEas();
  const create = async ({ abi, bytecode }: typeof compiled.eas, args: unknown[]): Promise<Contract> => {
    const contract = await new ContractFactory(abi, bytecode, attester).deploy(...args);
    return new Contract(await contract.getAddress(), abi, attester);
  };
  const registry = await create(compiled.schemaRegistry, []);
  const eas = await create(compiled.eas, [await registry.getAddress()]);
  const definition = VALUES.map((_, index) => `int256 field${index}`).join(",");
  await send(registry, "register", definition, ZeroAddress, true);
  const schema = solidityPackedKeccak256(["string", "address", "bool"], [definition, ZeroAddress, true]);
  const score = await create(compiled.score, [await eas.getAddress(), schema, await attester!.getAddress()]);
  return { chain, eas, schema, attester: attester!, relayer: relayer!, score };
}
