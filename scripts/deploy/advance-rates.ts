import type { AssetKind, Catalogue } from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";
import { throughManager } from "./through-manager.ts";

/** A kind of asset whose advance rate is not the one that the catalogue starts with. */
export interface RateLeft {
  readonly kind: AssetKind;
  /** What the chain has, in basis points; 0 when nobody has set it. */
  readonly liveBps: number;
}

/**
 * The kinds whose advance rate still has to be set to what the catalogue says. A rate that was set more than once is the
 * regulator's own decision and none of them.
 * @param fromBlock no event of the ledger is older
 */
export async function ratesLeft(
  contracts: LedgerContracts,
  { assetKinds }: Catalogue,
  fromBlock: number,
): Promise<RateLeft[]> {
  const registry = contracts.PledgeRegistry;
  const rates = await Promise.all(assetKinds.map(({ number }) => registry.advanceRateOf(number)));
  const other = assetKinds
    .map((kind, index) => ({ kind, liveBps: Number(rates[index]) }))
    .filter(({ kind, liveBps }) => liveBps !== kind.advanceBps);
  const changes = await Promise.all(
    other.map(({ kind }) => registry.queryFilter(registry.filters.AdvanceRateChanged(kind.number), fromBlock)),
  );
  return other.filter((_, index) => changes[index]!.length <= 1);
}

/** The calls of a regulator that set them. */
export function rateCalls(contracts: LedgerContracts, left: readonly RateLeft[]): Promise<Call[]> {
  return Promise.all(
    left.map(({ kind }) => {
      const parameters = [kind.number, kind.advanceBps] as const;
      const data = contracts.PledgeRegistry.interface.encodeFunctionData("setAdvanceRate", [...parameters]);
      return throughManager(contracts, "PledgeRegistry", describeRate({ kind }), data);
    }),
  );
}

/** What is left to do about a kind, in words. */
export function describeRate({ kind }: Pick<RateLeft, "kind">): string {
  return `set the advance rate of ${kind.code} to ${kind.advanceBps} basis points`;
}
