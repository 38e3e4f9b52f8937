import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { id } from "ethers";
import { type Catalogue, loadCatalogue, type Schema } from "../../../catalogue/index.ts";
import type { LedgerContracts } from "../../../scripts/chain/contracts.ts";
import { deployForDevelopment, type DevelopmentDeployment } from "../../../scripts/deploy/development.ts";
import { developmentWallet, type Holder } from "../../../scripts/wallets/development.ts";
import { KIND, USCC, usccBytes } from "./ledger.ts";

/** Two agencies of the catalogue, by their numbers there. */
export const AGENCY = 2;
export const OTHER_AGENCY = 3;

export interface RealLedger {
  readonly contracts: LedgerContracts;
  readonly wallet: (holder: Holder) => Promise<HardhatEthersSigner>;
  /** A schema that the first agency issues, and its id. */
  readonly schema: Schema;
  readonly schemaId: string;
  /** A registered, active company whose controller is `company:1`. */
  readonly company: string;
}

/** A ledger made by the code that serves real networks, its offices held by the development wallets. */
export async function deployForReal({ ethers }: NetworkConnection): Promise<RealLedger> {
  const provider = ethers.provider as unknown as DevelopmentDeployment["provider"];
  const catalogue = excerpt(loadCatalogue());
  const { contracts } = await deployForDevelopment({ provider, catalogue });
  const wallet = (holder: Holder) => ethers.getSigner(developmentWallet(holder).address);
  const registrar = contracts.EntityRegistry.connect(await wallet("registrar"));
  await registrar.register(usccBytes(USCC), KIND.company, developmentWallet("company:1").address);
  const schema = catalogue.schemas.find(({ agencyNumber }) => agencyNumber === AGENCY)!;
  return { contracts, wallet, schema, schemaId: schema.id, company: id(USCC) };
}

/** The first agencies with one schema each, and no scorecards: offices and rights are those of the whole catalogue. */
function excerpt(catalogue: Catalogue): Catalogue {
  const agencies = catalogue.agencies.filter(({ number }) => number === AGENCY || number === OTHER_AGENCY);
  const schemas = agencies.flatMap(({ number }) =>
    catalogue.schemas.filter(({ agencyNumber }) => agencyNumber === number).slice(0, 1),
  );
  return { ...catalogue, agencies, schemas, scorecards: [] };
}
