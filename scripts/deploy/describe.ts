import { readFileSync } from "node:fs";
import { dataSlice, getAddress, keccak256 } from "ethers";
import type { Catalogue } from "../../catalogue/index.ts";
import { PROXIED_NAMES, type ProxiedName } from "../chain/ledger.ts";
import type { Rpc } from "../chain/provider.ts";
import type { Creation, Creations } from "./contracts.ts";
import type { DeploymentRecord } from "./record.ts";

/** Where ERC-1967 proxies keep the address of their implementation: keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** The record of a deployment, read from the chain; the same each time until the chain or the catalogue changes. */
export async function describeDeployment(
  { provider, network, catalogue }: { provider: Rpc; network: string; catalogue: Catalogue },
  creations: Creations,
): Promise<DeploymentRecord> {
  const manager = creations.AccessManager;
  const [{ chainId }, block, managerHash, proxies] = await Promise.all([
    provider.getNetwork(),
    provider.getBlock(manager.block),
    codeHashOf(provider, manager.address),
    Promise.all(PROXIED_NAMES.map(async (name) => [name, await describeProxy(provider, creations[name])] as const)),
  ]);
  return {
    network,
    chainId: Number(chainId),
    version: packageVersion(),
    startBlock: manager.block,
    deployedAt: block!.timestamp,
    catalogueVersion: catalogue.version,
    contracts: {
      AccessManager: { address: manager.address, codeHash: managerHash, ...createdBy(manager) },
      ...(Object.fromEntries(proxies) as Record<ProxiedName, ProxyDescription>),
    },
    schemas: Object.fromEntries(catalogue.schemas.map(({ name, id }) => [name, id])),
    agencies: Object.fromEntries(catalogue.agencies.map(({ code, number }) => [code, number])),
  };
}

/** The implementation behind an ERC-1967 proxy; the zero address when it is no such proxy. */
export async function implementationOf(provider: Rpc, proxy: string): Promise<string> {
  return getAddress(dataSlice(await provider.getStorage(proxy, IMPLEMENTATION_SLOT), 12));
}

/** keccak256 of the runtime code at an address. */
export async function codeHashOf(provider: Rpc, address: string): Promise<string> {
  return keccak256(await provider.getCode(address));
}

type ProxyDescription = Awaited<ReturnType<typeof describeProxy>>;

async function describeProxy(provider: Rpc, creation: Creation) {
  const implementation = await implementationOf(provider, creation.address);
  const codeHash = await codeHashOf(provider, implementation);
  return { address: creation.address, implementation, codeHash, ...createdBy(creation) };
}

const createdBy = ({ block, transaction }: Creation) => ({ block, transaction });

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
