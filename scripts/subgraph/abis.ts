import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../stack/root.ts";
import type { IndexedContract } from "./layout.ts";

interface AbiItem {
  type: string;
  name?: string;
}

/** Folder of each contract's source below `contracts/`. */
const SOURCE_FOLDER: Record<IndexedContract, string> = {
  EntityRegistry: "identity",
  AttestationRegistry: "attestation",
  SoftAssets: "assets",
  PledgeRegistry: "assets",
  ProductCatalogue: "lending",
  LoanDesk: "lending",
  GuaranteeRegistry: "lending",
  Declarations: "attestation",
  Scorecard: "scoring",
};

/**
 * A contract's events as JSON, the only part of its ABI that an index needs: calls are never made.
 * @throws Error when the contracts are not compiled.
 */
export function eventAbi(contract: IndexedContract): string {
  const path = join(ROOT, "artifacts", "contracts", SOURCE_FOLDER[contract], `${contract}.sol`, `${contract}.json`);
  const events = readArtifact(path)
    .abi.filter((item) => item.type === "event")
    .toSorted((a, b) => (a.name ?? "").localeCompare(b.name ?? "", "en"));
  return `${JSON.stringify(events, null, 2)}\n`;
}

function readArtifact(path: string): { abi: AbiItem[] } {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { abi: AbiItem[] };
  } catch (cause) {
    throw new Error(`${path} cannot be read: compile the contracts first (npx hardhat build)`, { cause });
  }
}
