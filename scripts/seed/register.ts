import { encodeBytes32String, type Signer } from "ethers";

import { entityIdOf, type LenderKind } from "../../catalogue/index.ts";
import type { EntityRegistry } from "../chain/contracts.ts";

/** `IEntityRegistry.Kind` of companies and of each kind of lender. */
export const ENTITY_KINDS = {
  company: 1,
  bank: 2,
  small_loan_company: 3,
  financing_guarantee_company: 4,
  regional_equity_market: 5,
  pawn_shop: 6,
  financial_leasing_company: 7,
  farmers_cooperative_mutual_credit: 8,
  social_crowdfunding_institution: 9,
} as const satisfies Readonly<Record<LenderKind | "company", number>>;

/** One line of the register of companies and institutions. */
export interface Registration {
  readonly uscc: string;
  readonly kind: keyof typeof ENTITY_KINDS;
  /** Wallet that acts for the entity. */
  readonly controller: string;
}

export interface RegisterReport {
  registered: number;
  /** Were on the register already. */
  known: number;
  transactions: number;
  gasUsed: bigint;
}

/** Entities in one transaction: a first registration takes about 35,000 gas, the registry allows 300. */
const BATCH = 250;

/**
 * Puts companies and institutions on the register, those that are not there yet.
 * @param registry connected to the chain
 * @throws what ethers throws when the chain refuses, such as for a wallet that is not the registrar's
 */
export async function registerEntities(
  registry: EntityRegistry,
  registrar: Signer,
  entities: readonly Registration[],
): Promise<RegisterReport> {
  const kinds = await Promise.all(entities.map(async ({ uscc }) => (await registry.entityOf(entityIdOf(uscc))).kind));
  const absent = entities.filter((_, index) => kinds[index] === 0n);
  const report = { registered: absent.length, known: entities.length - absent.length, transactions: 0, gasUsed: 0n };
  for (let start = 0; start < absent.length; start += BATCH) {
    const lines = absent.slice(start, start + BATCH).map(onChainRegistration);
    const sent = await registry.connect(registrar).registerBatch(lines);
    const receipt = await sent.wait();
    report.transactions++;
    report.gasUsed += receipt?.gasUsed ?? 0n;
  }
  return report;
}

/** The line as `IEntityRegistry.Registration`. */
export function onChainRegistration({ uscc, kind, controller }: Registration) {
  const bytes18 = encodeBytes32String(uscc).slice(0, 2 + 18 * 2);
  return { uscc: bytes18, kind: ENTITY_KINDS[kind], controller };
}
