import { encodeBytes32String, type Signer } from "ethers";

import { entityIdOf } from "../../catalogue/index.ts";
import type { EntityRegistry } from "../chain/contracts.ts";

/** One line of the register of companies. */
export interface Registration {
  readonly uscc: string;
  /** Wallet that acts for the company. */
  readonly controller: string;
}

export interface RegisterReport {
  registered: number;
  /** Were on the register already. */
  known: number;
  transactions: number;
  gasUsed: bigint;
}

/** `IEntityRegistry.Kind.Company` */
const KIND_COMPANY = 1;

/** Companies in one transaction: a first registration takes about 35,000 gas, the registry allows 300. */
const BATCH = 250;

/**
 * Puts companies on the register, those that are not there yet.
 * @param registry connected to the chain
 * @throws what ethers throws when the chain refuses, such as for a wallet that is not the registrar's
 */
export async function registerCompanies(
  registry: EntityRegistry,
  registrar: Signer,
  companies: readonly Registration[],
): Promise<RegisterReport> {
  const kinds = await Promise.all(companies.map(async ({ uscc }) => (await registry.entityOf(entityIdOf(uscc))).kind));
  const absent = companies.filter((_, index) => kinds[index] === 0n);
  const report = { registered: absent.length, known: companies.length - absent.length, transactions: 0, gasUsed: 0n };
  for (let start = 0; start < absent.length; start += BATCH) {
    const lines = absent.slice(start, start + BATCH).map(({ uscc, controller }) => ({
      uscc: bytes18(uscc),
      kind: KIND_COMPANY,
      controller,
    }));
    const sent = await registry.connect(registrar).registerBatch(lines);
    const receipt = await sent.wait();
    report.transactions++;
    report.gasUsed += receipt?.gasUsed ?? 0n;
  }
  return report;
}

function bytes18(uscc: string): string {
  return encodeBytes32String(uscc).slice(0, 2 + 18 * 2);
}
