import { id, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { schemaIdOf } from "../../../catalogue/index.ts";
import type { AttestationRegistry, EntityRegistry } from "../../../build/typechain/index.ts";
import { developmentWallet } from "../../wallets/development.ts";
import { advance, behindProxy, freshChain, gasOf, VALUES } from "./chain.ts";
import type { Chain } from "./chain.ts";

const AGENCY = 2;
const SCHEMA = "tax.bench.v1";
const YEAR_SECONDS = 31_536_000;
const BATCH = 200;

interface Bench {
  chain: Chain;
  registry: AttestationRegistry;
  schemaId: string;
}

/** Gas of our registry behind its proxy: whole transactions, and per item (rounded up) for batches. */
export async function measureLedger(): Promise<Record<string, number>> {
  const bench = await deploy();
  return {
    ...(await twice("attest", () => attest(bench))),
    ...(await twice("relayed", () => relay(bench))),
    ...(await twice("batch200", () => attestBatch(bench))),
    ...(await twice("relayedBatch200", () => relayBatch(bench))),
    revoke: await revoke(bench),
  };
}

/** `first`: the key was never written; `update`: a newer statement for the same key. */
async function twice(name: string, run: () => Promise<number>): Promise<Record<string, number>> {
  const first = await run();
  return { [`${name}.first`]: first, [`${name}.update`]: await run() };
}

async function attest({ chain, registry, schemaId }: Bench): Promise<number> {
  return gasOf(registry.attest(schemaId, statement("single", await advance(chain))));
}

async function attestBatch({ chain, registry, schemaId }: Bench): Promise<number> {
  const gas = await gasOf(registry.attestBatch(schemaId, statements("batch", await advance(chain))));
  return Math.ceil(gas / BATCH);
}

async function relay({ chain, registry, schemaId }: Bench): Promise<number> {
  const now = await advance(chain);
  const one = statement("relayed", now);
  const deadline = now + 3600;
  const signature = sign(await registry.attestationDigest(schemaId, one, deadline));
  const byRelayer = registry.connect(await chain.provider.getSigner(developmentWallet("relayer").address));
  return gasOf(byRelayer.attestBySignature(schemaId, one, signer.address, deadline, signature));
}

async function relayBatch({ chain, registry, schemaId }: Bench): Promise<number> {
  const now = await advance(chain);
  const batch = statements("relayedBatch", now);
  const deadline = now + 3600;
  const signature = sign(await registry.attestationBatchDigest(schemaId, batch, deadline));
  const byRelayer = registry.connect(await chain.provider.getSigner(developmentWallet("relayer").address));
  const gas = await gasOf(byRelayer.attestBatchBySignature(schemaId, batch, signer.address, deadline, signature));
  return Math.ceil(gas / BATCH);
}

async function revoke({ chain, registry, schemaId }: Bench): Promise<number> {
  const one = statement("revoked", await advance(chain));
  await registry.attest(schemaId, one);
  await advance(chain);
  return gasOf(registry.revoke(schemaId, one.subject, one.itemKey, one.observedAt, ZeroHash));
}

const signer = developmentWallet(`signer:${AGENCY}`);

function sign(digest: string): string {
  return signer.signingKey.sign(digest).serialized;
}

function statements(name: string, observedAt: number) {
  return Array.from({ length: BATCH }, (_, index) => statement(`${name}${index}`, observedAt));
}

function statement(name: string, observedAt: number) {
  return { subject: id(name), itemKey: ZeroHash, observedAt, evidence: ZeroHash, values: [...VALUES] };
}

async function deploy(): Promise<Bench> {
  const chain = await freshChain();
  const [steward] = await chain.getSigners();
  const access = await chain.deployContract("AccessManager", [steward!.address]);
  const entities = await behindProxy<EntityRegistry>(chain, "EntityRegistry", [], access);
  const registry = await behindProxy<AttestationRegistry>(chain, "AttestationRegistry", [entities], access);

  const fields = VALUES.map((_, index) => `tax.bench_${index}`);
  await registry.defineAgency(AGENCY, "tax", "Tax", "税务");
  await registry.defineSchema(SCHEMA, AGENCY, fields, 1, YEAR_SECONDS, ZeroAddress);
  await access.grantRole(1000 + AGENCY, steward!.address, 0);
  await registry.addSigner(AGENCY, signer.address);
  for (const holder of ["relayer", `signer:${AGENCY}`] as const) {
    const { address } = developmentWallet(holder);
    await chain.provider.send("hardhat_impersonateAccount", [address]);
    await chain.provider.send("hardhat_setBalance", [address, toBeHex(10n ** 20n)]);
  }
  const bySigner = registry.connect(await chain.provider.getSigner(signer.address));
  return { chain, registry: bySigner, schemaId: schemaIdOf(SCHEMA, AGENCY) };
}
