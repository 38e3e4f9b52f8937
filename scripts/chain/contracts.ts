import { Contract, type ContractRunner } from "ethers";
import type { AccessManager, AttestationRegistry, EntityRegistry } from "../../build/typechain/index.ts";
import { readArtifact } from "./artifacts.ts";

export type { AccessManager, AttestationRegistry, EntityRegistry };

/** The contracts of one ledger, with the calls that their interfaces allow. */
export interface LedgerContracts {
  readonly AccessManager: AccessManager;
  readonly EntityRegistry: EntityRegistry;
  readonly AttestationRegistry: AttestationRegistry;
}

export type LedgerContractName = keyof LedgerContracts;

/** Where the contracts of a ledger are; a deployment record's `contracts` fits. */
export type LedgerAddresses = Readonly<Record<LedgerContractName, { readonly address: string }>>;

/**
 * The contracts at these addresses, called through `runner`: a provider to read, a signer to send.
 * @throws Error when the contracts have not been compiled.
 */
export async function ledgerContracts(addresses: LedgerAddresses, runner: ContractRunner): Promise<LedgerContracts> {
  const at = async (name: LedgerContractName) => {
    const { abi } = await readArtifact(name);
    return new Contract(addresses[name].address, abi as never, runner) as unknown;
  };
  return {
    AccessManager: (await at("AccessManager")) as AccessManager,
    EntityRegistry: (await at("EntityRegistry")) as EntityRegistry,
    AttestationRegistry: (await at("AttestationRegistry")) as AttestationRegistry,
  };
}
