import type { Artifact } from "@nomicfoundation/ignition-core";
import { Contract, getBytes, hexlify } from "ethers";
import { readArtifact, readCreatedCode } from "../chain/artifacts.ts";
import { LEDGER_CONTRACT_NAMES } from "../chain/contracts.ts";
import { askedBy, PROXIED_NAMES, type ProxiedName } from "../chain/ledger.ts";
import type { Rpc } from "../chain/provider.ts";
import type { Inspection } from "./check.ts";
import { codeHashOf, implementationOf } from "./describe.ts";

/** What differs in code and proxies; `missing` when some contract has no code at all. */
export async function codeDifferences(inspection: Inspection): Promise<{ differences: string[]; missing: boolean }> {
  const { provider, record } = inspection;
  const codes = await Promise.all(
    LEDGER_CONTRACT_NAMES.map((name) => provider.getCode(record.contracts[name].address)),
  );
  const empty = LEDGER_CONTRACT_NAMES.filter((_, index) => codes[index] === "0x");
  if (empty.length > 0) {
    const differences = empty.map(
      (name) => `There is no contract at ${record.contracts[name].address}, where the record has ${name}.`,
    );
    return { differences, missing: true };
  }
  const { address, codeHash } = record.contracts.AccessManager;
  const differences = await Promise.all([
    compareCode(provider, "AccessManager", address),
    compareHash(provider, "AccessManager", address, codeHash),
    ...PROXIED_NAMES.map((name) => proxyDifferences(inspection, name)),
    ...PROXIED_NAMES.map((name) => askedDifferences(inspection, name)),
    metadataDifferences(inspection),
  ]);
  return { differences: differences.flat(), missing: false };
}

async function proxyDifferences(inspection: Inspection, name: ProxiedName): Promise<string[]> {
  const { provider, record, contracts } = inspection;
  const { address, implementation, codeHash } = record.contracts[name];
  const [live, authority] = await Promise.all([
    implementationOf(provider, address),
    contracts[name].authority().catch(() => "nobody"),
  ]);
  const manager = record.contracts.AccessManager.address;
  return [
    ...(await compareCode(provider, "ERC1967Proxy", address, `the proxy of ${name}`)),
    ...(same(live, implementation)
      ? []
      : [`The proxy of ${name} runs the implementation ${live}, but the record has ${implementation}.`]),
    ...(await compareCode(provider, name, live, `the implementation of ${name}`)),
    ...(await compareHash(provider, `the implementation of ${name}`, live, codeHash)),
    ...(same(authority, manager)
      ? []
      : [`${name} obeys the authority ${authority}, but the record's AccessManager is ${manager}.`]),
  ];
}

/** The contracts that a contract asks for ever are part of its code, which a comparison of code leaves out. */
async function askedDifferences({ provider, record }: Inspection, name: ProxiedName): Promise<string[]> {
  const asked = await Promise.all(
    askedBy(name).map(async ([getter, other]) => {
      const live = await readAddress(provider, record.contracts[name].address, getter);
      const wanted = record.contracts[other].address;
      return same(live, wanted) ? [] : [`${name} asks the ${other} ${live}, but the record has ${wanted}.`];
    }),
  );
  return asked.flat();
}

/** What SoftAssets has made itself. */
async function metadataDifferences({ provider, record }: Inspection): Promise<string[]> {
  const address = await readAddress(provider, record.contracts.SoftAssets.address, "METADATA");
  if (address === NONE) return ["SoftAssets has no metadata contract."];
  const [wanted, code] = await Promise.all([readCreatedCode("SoftAssets", "AssetMetadata"), provider.getCode(address)]);
  if (code === wanted) return [];
  return [`The code of AssetMetadata at ${address} is not what AssetMetadata compiles to here.`];
}

const NONE = "none";

/** What a getter answers; `none` where nothing answers. */
async function readAddress(provider: Rpc, contract: string, getter: string): Promise<string> {
  const reader = new Contract(contract, [`function ${getter}() view returns (address)`], provider);
  return reader
    .getFunction(getter)()
    .catch(() => NONE) as Promise<string>;
}

/** Compares runtime code with what the compiler made here, immutables left out. */
async function compareCode(
  provider: Rpc,
  name: Parameters<typeof readArtifact>[0],
  address: string,
  subject: string = name,
): Promise<string[]> {
  const [artifact, code] = await Promise.all([readArtifact(name), provider.getCode(address)]);
  if (maskImmutables(code, artifact) === maskImmutables(artifact.deployedBytecode, artifact)) return [];
  return [`The code of ${subject} at ${address} is not what ${name} compiles to here.`];
}

async function compareHash(provider: Rpc, subject: string, address: string, recorded: string): Promise<string[]> {
  const live = await codeHashOf(provider, address);
  if (live === recorded) return [];
  return [`The code of ${subject} at ${address} has the hash ${live}, but the record has ${recorded}.`];
}

/** The code with zeros where the constructor put immutables. */
function maskImmutables(code: string, { immutableReferences }: Artifact): string {
  const bytes = getBytes(code);
  for (const { start, length } of Object.values(immutableReferences ?? {}).flat()) {
    bytes.fill(0, start, start + length);
  }
  return hexlify(bytes);
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
