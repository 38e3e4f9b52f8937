import type { Artifact } from "@nomicfoundation/ignition-core";
import { getBytes, hexlify } from "ethers";
import { readArtifact } from "../chain/artifacts.ts";
import type { Rpc } from "../chain/provider.ts";
import type { Inspection } from "./check.ts";
import { codeHashOf, implementationOf } from "./describe.ts";

const PROXIED = ["EntityRegistry", "AttestationRegistry"] as const;

/** What differs in code and proxies; `missing` when some contract has no code at all. */
export async function codeDifferences(inspection: Inspection): Promise<{ differences: string[]; missing: boolean }> {
  const { provider, record } = inspection;
  const names = ["AccessManager", ...PROXIED] as const;
  const codes = await Promise.all(names.map((name) => provider.getCode(record.contracts[name].address)));
  const empty = names.filter((_, index) => codes[index] === "0x");
  if (empty.length > 0) {
    const differences = empty.map(
      (name) => `There is no contract at ${record.contracts[name].address}, where the record has ${name}.`,
    );
    return { differences, missing: true };
  }
  const differences = await Promise.all([
    compareCode(provider, "AccessManager", record.contracts.AccessManager.address),
    compareHash(
      provider,
      "AccessManager",
      record.contracts.AccessManager.address,
      record.contracts.AccessManager.codeHash,
    ),
    ...PROXIED.map((name) => proxyDifferences(inspection, name)),
    entitiesDifference(inspection),
  ]);
  return { differences: differences.flat(), missing: false };
}

async function proxyDifferences(inspection: Inspection, name: (typeof PROXIED)[number]): Promise<string[]> {
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

/** The attestation registry asks one entity registry for ever: it is part of its code. */
async function entitiesDifference({ contracts, record }: Inspection): Promise<string[]> {
  const entities = await contracts.AttestationRegistry.ENTITIES().catch(() => "none");
  const wanted = record.contracts.EntityRegistry.address;
  if (same(entities, wanted)) return [];
  return [`AttestationRegistry asks the entity registry ${entities}, but the record has ${wanted}.`];
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
