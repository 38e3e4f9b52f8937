import { Contract, type ContractRunner } from "ethers";
import type {
  AccessManager,
  AttestationRegistry,
  Declarations,
  EntityRegistry,
  GuaranteeRegistry,
  LoanDesk,
  PledgeRegistry,
  ProductCatalogue,
  Scorecard,
  SoftAssets,
} from "../../build/typechain/index.ts";
import { readArtifact } from "./artifacts.ts";
import { PROXIED_NAMES } from "./ledger.ts";

export type {
  AccessManager,
  AttestationRegistry,
  Declarations,
  EntityRegistry,
  GuaranteeRegistry,
  LoanDesk,
  PledgeRegistry,
  ProductCatalogue,
  Scorecard,
  SoftAssets,
};

/** The contracts of one ledger, with the calls that their interfaces allow. */
export interface LedgerContracts {
  readonly AccessManager: AccessManager;
  readonly EntityRegistry: EntityRegistry;
  readonly AttestationRegistry: AttestationRegistry;
  readonly SoftAssets: SoftAssets;
  readonly PledgeRegistry: PledgeRegistry;
  readonly ProductCatalogue: ProductCatalogue;
  readonly GuaranteeRegistry: GuaranteeRegistry;
  readonly LoanDesk: LoanDesk;
  readonly Declarations: Declarations;
  readonly Scorecard: Scorecard;
}

export type LedgerContractName = keyof LedgerContracts;

export const LEDGER_CONTRACT_NAMES: readonly LedgerContractName[] = ["AccessManager", ...PROXIED_NAMES];

/** Where the contracts of a ledger are; a deployment record's `contracts` fits. */
export type LedgerAddresses = Readonly<Record<LedgerContractName, { readonly address: string }>>;

/**
 * The contracts at these addresses, called through `runner`: a provider to read, a signer to send.
 * @throws Error when the contracts have not been compiled.
 */
export async function ledgerContracts(addresses: LedgerAddresses, runner: ContractRunner): Promise<LedgerContracts> {
  const entries = LEDGER_CONTRACT_NAMES.map(async (name) => {
    const { abi } = await readArtifact(name);
    return [name, new Contract(addresses[name].address, abi as never, runner)] as const;
  });
  // Each is the one that its ABI describes, which TypeScript cannot see.
  return Object.fromEntries(await Promise.all(entries)) as unknown as LedgerContracts;
}
