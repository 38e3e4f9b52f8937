import type { Provider } from "ethers";

import type { Catalogue, Statement } from "../../catalogue/index.ts";
import { addReport, emptyReport, failuresByReason, type SubmitReport } from "../agency/submission/report.ts";
import { submitStatements } from "../agency/submit.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import { developmentWallet, type Holder } from "../wallets/development.ts";
import { type LedgerTarget, withDevelopmentLedger } from "./development-ledger.ts";
import { fromInvoices } from "./from-invoices.ts";
import type { Population, SeedCompany } from "./population.ts";
import { certifyRatings, type SeededRating } from "./ratings.ts";
import { registerEntities } from "./register.ts";
import { synthetic } from "./synthetic.ts";

export interface SeedOptions extends LedgerTarget {
  /** Folder with real invoices; without it companies are made up. */
  readonly data?: string;
  /** How many companies to make up; with `data`, how many of its companies to take at most (all unless given). */
  readonly companies?: number;
  /** Same seed, same made-up companies. */
  readonly seed?: string;
  readonly onProgress?: (message: string) => void;
}

export interface StatementCounts {
  made: number;
  sent: number;
  skipped: number;
  failed: number;
}

export interface SeedSummary {
  companies: number;
  /** Invoices counted; only with `data`. */
  invoices?: number;
  statements: StatementCounts;
  transactions: number;
  gasUsed: bigint;
  seconds: number;
  /** By agency code, `subject` for what companies state themselves. */
  byAgency: Record<string, StatementCounts>;
  /** Reasons for which statements failed, and how many did. */
  failures: [reason: string, count: number][];
  /** A company that has statements, to show. */
  exampleUscc: string;
  /** Of the first companies, as the chain has scored them in this run. */
  ratings: readonly SeededRating[];
}

/** Companies that are made up when nothing is said. */
const DEFAULT_COMPANIES = 60;

/**
 * Fills a development chain: registers companies and has each agency sign what it knows of them. Safe to run again.
 * @throws Error on any other chain, whose agencies have keys of their own; InvoiceDataError for unusable data
 */
export async function seed(options: SeedOptions): Promise<SeedSummary> {
  const startedAt = performance.now();
  const say = options.onProgress ?? (() => {});
  return withDevelopmentLedger(options, async ({ provider, contracts, catalogue }) => {
    const population = await populate(options, catalogue, await chainTime(provider), say);
    const summary = await fill(provider, contracts, catalogue, population, say);
    const wallet = developmentWallet("relayer").connect(provider);
    const fromBlock = options.record.startBlock;
    summary.ratings = await certifyRatings({ provider, contracts, catalogue, fromBlock, ...population, wallet });
    summary.transactions += summary.ratings.length;
    summary.gasUsed += summary.ratings.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
    say(`${summary.ratings.length} ratings certified`);
    summary.seconds = (performance.now() - startedAt) / 1000;
    return summary;
  });
}

function populate(options: SeedOptions, catalogue: Catalogue, time: number, say: (message: string) => void) {
  const { data, companies, seed: text = "lingnan" } = options;
  if (data !== undefined) return fromInvoices(catalogue, data, companies, time, say);
  return Promise.resolve(synthetic(catalogue, { count: companies ?? DEFAULT_COMPANIES, seed: text, chainTime: time }));
}

async function fill(
  provider: Provider,
  contracts: LedgerContracts,
  catalogue: Catalogue,
  population: Population,
  say: (message: string) => void,
): Promise<SeedSummary> {
  const { companies, statements, invoices } = population;
  const wallet = (holder: Holder) => developmentWallet(holder).connect(provider);
  const lines = companies.map(({ uscc }, index) => ({
    uscc,
    kind: "company" as const,
    controller: developmentWallet(`company:${index}`).address,
  }));
  const register = await registerEntities(contracts.EntityRegistry, wallet("registrar"), lines);
  say(`${companies.length} companies on the register (${register.registered} new)`);

  const total = emptyReport(0);
  const byAgency: Record<string, StatementCounts> = {};
  const submit = async (holder: Holder, own: readonly Statement[]) => {
    const code = holder.startsWith("company:") ? "subject" : agencyCode(catalogue, own[0]);
    const report = await submitStatements({
      registry: contracts.AttestationRegistry,
      signer: wallet(holder),
      // A company's wallet holds nothing, so it signs and the relayer pays.
      ...(code === "subject" ? { relayer: wallet("relayer") } : {}),
      statements: own,
      catalogue,
      onProgress: ({ sent }) => say(`${code}: ${sent} of ${own.length} statements sent`),
    });
    addReport(total, report);
    byAgency[code] = plus(byAgency[code], countsOf(report));
  };
  const shares = [...Map.groupBy(statements, issuers(companies))];
  const [ofCompanies, ofAgencies] = [true, false].map((own) =>
    shares.filter(([holder]) => holder.startsWith("company:") === own),
  );
  // Agencies have a wallet each and go side by side; companies share the relayer's, and its nonces.
  await Promise.all([
    ...(ofAgencies ?? []).map(([holder, own]) => submit(holder, own)),
    inTurn(ofCompanies ?? [], ([holder, own]) => submit(holder, own)),
  ]);
  const summary = {
    companies: companies.length,
    statements: countsOf(total),
    transactions: total.transactions + register.transactions,
    gasUsed: total.gasUsed + register.gasUsed,
    seconds: 0,
    byAgency,
    failures: failuresByReason(total.failed),
    exampleUscc: companies[0]?.uscc ?? "",
    ratings: [],
  };
  return invoices === undefined ? summary : { ...summary, invoices };
}

async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await act(item);
}

/** Which development wallet signs a statement: its agency's, or the controller of the company that it is about. */
function issuers(companies: readonly SeedCompany[]): (statement: Statement) => Holder {
  const indexOf = new Map(companies.map(({ entityId }, index) => [entityId, index]));
  return ({ schemaId, subject }) => {
    const agency = Number(BigInt(schemaId) >> 16n);
    return agency === 0 ? `company:${indexOf.get(subject) ?? NaN}` : `signer:${agency}`;
  };
}

function agencyCode(catalogue: Catalogue, statement: Statement | undefined): string {
  return catalogue.schemaById.get(statement?.schemaId ?? "")?.agency ?? "unknown";
}

async function chainTime(provider: Provider): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? 0;
}

function countsOf({ made, sent, skipped, failed }: SubmitReport): StatementCounts {
  return { made, sent, skipped: skipped.standing + skipped.older, failed: failed.length };
}

function plus(one: StatementCounts | undefined, other: StatementCounts): StatementCounts {
  if (one === undefined) return other;
  const { made, sent, skipped, failed } = one;
  return {
    made: made + other.made,
    sent: sent + other.sent,
    skipped: skipped + other.skipped,
    failed: failed + other.failed,
  };
}
