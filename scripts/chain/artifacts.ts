import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Artifact, ArtifactResolver, BuildInfo } from "@nomicfoundation/ignition-core";
import { eachProxied, sourceOf } from "./ledger.ts";

const FOLDER = new URL("../../artifacts/", import.meta.url);

/** The contracts that a deployment puts on a chain, and the source files that hold them. */
const SOURCES = {
  AccessManager: "@openzeppelin/contracts/access/manager/AccessManager.sol",
  ERC1967Proxy: "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
  /** Created by the constructor of SoftAssets. */
  AssetMetadata: "contracts/assets/AssetMetadata.sol",
  ...eachProxied(sourceOf),
  /** On development chains alone, to settle loans in. */
  DevelopmentCny: "contracts/development/DevelopmentCny.sol",
} as const;

export type ContractName = keyof typeof SOURCES;

/**
 * What the compiler made of a contract. Read from the files, so that no tool has to start Hardhat for it.
 * @throws Error when the contracts have not been compiled.
 */
export async function readArtifact(name: ContractName): Promise<Artifact> {
  return (await readJson(`${SOURCES[name]}/${name}.json`)) as Artifact;
}

/**
 * Runtime code of a contract that another one creates. Not its own artifact's: the compiler may order the same code in
 * another way for each compilation, so only that of the creator is what the creator puts on the chain.
 * @throws Error when the contracts have not been compiled.
 */
export async function readCreatedCode(creator: ContractName, created: ContractName): Promise<string> {
  const { buildInfoId } = await readArtifact(creator);
  const { output } = (await readJson(`build-info/${buildInfoId}.output.json`)) as BuildOutput;
  const code = output.contracts[`project/${SOURCES[created]}`]?.[created]?.evm.deployedBytecode.object;
  if (code === undefined) throw new Error(`${creator} was compiled without ${created}`);
  return `0x${code}`;
}

/** The little of the compiler's output that is read. */
interface BuildOutput {
  readonly output: {
    readonly contracts: Readonly<
      Record<string, Readonly<Record<string, { evm: { deployedBytecode: { object: string } } }>>>
    >;
  };
}

/** Artifacts for Ignition, which also keeps the compiler's input in its journal. */
export const artifactResolver: ArtifactResolver = {
  loadArtifact: (name) => readArtifact(knownName(name)),
  async getBuildInfo(name) {
    const { buildInfoId } = await readArtifact(knownName(name));
    return (await readJson(`build-info/${buildInfoId}.json`)) as BuildInfo;
  },
};

function knownName(name: string): ContractName {
  if (!Object.hasOwn(SOURCES, name)) throw new Error(`${name}: not one of ${Object.keys(SOURCES).join(", ")}`);
  return name as ContractName;
}

async function readJson(path: string): Promise<unknown> {
  const url = new URL(path, FOLDER);
  try {
    return JSON.parse(await readFile(url, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`${fileURLToPath(url)} is missing: compile the contracts first (npx hardhat build)`, {
      cause: error,
    });
  }
}
