import { readFileSync } from "node:fs";
import { join } from "node:path";
import { id } from "ethers";
import type { Catalogue, Scorecard } from "../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../catalogue/load.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { familyId, modelOf } from "../chain/scorecards.ts";
import type { Call } from "../chain/send.ts";
import { throughManager } from "./through-manager.ts";

/** Between publication and effect a successor has to keep the contract's notice; the deployer adds what a run may take. */
const RUN_SECONDS = 3_600n;

/** A time in the past means now. */
export const AT_ONCE = 0n;

/** The parameters of `Scorecard.publishModel`. */
export type Publication = readonly [
  family: string,
  version: number,
  model: string,
  effectiveFrom: bigint,
  documentHash: string,
];

/** `version 2 of the scorecard platform` */
export function titleOf({ family, version }: Pick<Scorecard, "family" | "version">): string {
  return `version ${version} of the scorecard ${family}`;
}

/**
 * keccak256 of the scorecard's file, as UTF-8 text: what was approved, words and provenance and all.
 * @param catalogueDir folder of the catalogue's JSON files
 * @throws Error of the file system when the file is not there
 */
export function documentHashOf({ family, version }: Scorecard, catalogueDir: string = CATALOGUE_DIR): string {
  return id(readFileSync(join(catalogueDir, "scorecards", `${family}-v${version}.json`), "utf8"));
}

/** @param effectiveFrom unix seconds */
export function publicationOf(
  catalogue: Catalogue,
  card: Scorecard,
  effectiveFrom: bigint,
  catalogueDir?: string,
): Publication {
  const { family, version } = card;
  return [familyId(family), version, modelOf(catalogue, card), effectiveFrom, documentHashOf(card, catalogueDir)];
}

/** The catalogue's scorecards that the chain has not had yet, each family's in the order of their versions. */
export async function unpublishedScorecards(
  { Scorecard: chain }: LedgerContracts,
  { scorecards }: Catalogue,
): Promise<Scorecard[]> {
  const newest = await Promise.all(scorecards.map(({ family }) => chain.newestVersion(familyId(family))));
  return scorecards.filter(({ version }, index) => BigInt(version) > newest[index]!);
}

/** Where scorecards come from, and the chain that they go to. */
export interface PublicationPlan {
  readonly provider: Rpc;
  readonly catalogue: Catalogue;
  /** Folder that the catalogue was read from; the project's own unless given. */
  readonly catalogueDir?: string;
}

/** The calls that publish scorecards: the first of a family takes effect at once, a successor after the notice. */
export async function publicationCalls(
  contracts: LedgerContracts,
  { provider, catalogue, catalogueDir }: PublicationPlan,
  cards: readonly Scorecard[],
): Promise<Call[]> {
  if (cards.length === 0) return [];
  const chain = contracts.Scorecard;
  const [block, notice] = await Promise.all([provider.getBlock("latest"), chain.NOTICE()]);
  const afterNotice = BigInt(block!.timestamp) + notice + RUN_SECONDS;
  return Promise.all(
    cards.map((card) => {
      const effectiveFrom = card.version === 1 ? AT_ONCE : afterNotice;
      const publication = publicationOf(catalogue, card, effectiveFrom, catalogueDir);
      const data = chain.interface.encodeFunctionData("publishModel", [...publication]);
      return throughManager(contracts, "Scorecard", `publish ${titleOf(card)}`, data);
    }),
  );
}
