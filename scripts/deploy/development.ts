import type { Signer } from "ethers";
import { type Agency, type Catalogue, loadCatalogue } from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { DEVELOPMENT_CHAIN_ID, developmentWallet, type Holder } from "../wallets/development.ts";
import { agencyAdminRole } from "./roles.ts";
import { deployLedger, type LedgerOutcome } from "./ledger.ts";
import { developmentParameters, type LedgerParameters } from "./parameters.ts";

export interface DevelopmentDeployment {
  readonly provider: Rpc;
  readonly network?: string;
  readonly catalogue?: Catalogue;
  /** Folder that the catalogue was read from; the project's own unless given. */
  readonly catalogueDir?: string;
  /** Who holds what, if not the development wallets. */
  readonly parameters?: LedgerParameters;
  readonly journalFolder?: string;
  readonly onStep?: (step: string) => void;
}

/**
 * Deploys to a development chain: development wallets hold every office, and each agency has its admin and one signer.
 * Tests deploy through this, and so through the code that serves real networks.
 * @throws Error on any other chain.
 */
export async function deployForDevelopment(options: DevelopmentDeployment): Promise<LedgerOutcome> {
  const { provider, catalogue = loadCatalogue() } = options;
  const { chainId } = await provider.getNetwork();
  if (chainId !== DEVELOPMENT_CHAIN_ID) {
    throw new Error(`chain ${chainId}: development wallets work on chain ${DEVELOPMENT_CHAIN_ID} only`);
  }
  const wallet = (holder: Holder): Signer => developmentWallet(holder).connect(provider);
  const parameters = options.parameters ?? developmentParameters(catalogue);
  const outcome = await deployLedger({
    ...options,
    catalogue,
    network: options.network ?? "development",
    parameters,
    deployer: wallet("deployer"),
    steward: () => Promise.resolve(wallet("steward")),
  });
  options.onStep?.("signers");
  const agencies = catalogue.agencies.filter(({ code, number }) =>
    parameters.agencyAdmins[code]?.includes(developmentWallet(`admin:${number}`).address),
  );
  await addSigners(outcome.contracts, agencies, wallet);
  return outcome;
}

/** The admin of each agency lets the agency's development signer sign. */
async function addSigners(
  contracts: LedgerContracts,
  agencies: readonly Agency[],
  wallet: (holder: Holder) => Signer,
): Promise<void> {
  await Promise.all(
    agencies.map(async ({ number }) => {
      const signer = developmentWallet(`signer:${number}`).address;
      const admin = developmentWallet(`admin:${number}`).address;
      if ((await contracts.AttestationRegistry.signerOf(signer)).agencyId === BigInt(number)) return;
      const { isMember } = await contracts.AccessManager.hasRole(agencyAdminRole(number), admin);
      // Governance has to appoint the admin of an agency that joins after the handover.
      if (!isMember) return;
      const registry = contracts.AttestationRegistry.connect(wallet(`admin:${number}`));
      const sent = await registry.addSigner(number, signer);
      await sent.wait();
    }),
  );
}
