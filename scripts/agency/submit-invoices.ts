import type { Signer } from "ethers";

import { type Catalogue, entityIdOf, type Statement } from "../../catalogue/index.ts";
import type { AttestationRegistry } from "../chain/contracts.ts";
import { type CompanyCodes, companyCodes } from "./invoices/company-code.ts";
import { type InvoiceData, readInvoiceData } from "./invoices/read.ts";
import { companyStatements, coverageOf } from "./invoices/statements.ts";
import { previewSubmission, type SubmitReport, submitStatements } from "./submit.ts";

/** Where statements go, and whose they are. */
export interface InvoiceDestination {
  readonly registry: AttestationRegistry;
  readonly catalogue: Catalogue;
  readonly chainId: bigint;
  /** The chain's clock, unix seconds: months that are not over by then wait. */
  readonly chainTime: number;
}

export interface SubmitInvoicesOptions {
  /** Folder with company and invoice files. */
  readonly data: string;
  readonly limitCompanies?: number;
  readonly skipBadRows?: boolean;
  readonly onProgress?: (message: string) => void;
  /** Signs; without one nothing is sent and the report says what would be. */
  readonly signer?: Signer;
  /** Sends what the signer signs. */
  readonly relayer?: Signer;
}

export interface InvoiceSubmission {
  readonly data: InvoiceData;
  readonly report: SubmitReport;
  /** The companies' codes by their ids on the chain. */
  readonly usccBySubject: ReadonlyMap<string, string>;
}

/**
 * What the tax agency does every month: reads invoice files, makes the statements of both invoice schemas, and sends
 * those that the chain does not hold yet. Safe to run again.
 * @throws InvoiceDataError when the files cannot be used; Error when the signer is not a wallet of the tax agency
 */
export async function submitInvoices(
  destination: InvoiceDestination,
  options: SubmitInvoicesOptions,
): Promise<InvoiceSubmission> {
  const { registry, catalogue } = destination;
  const { signer, relayer, onProgress } = options;
  if (signer !== undefined) await requireTaxSigner(destination, signer);
  const data = await readInvoiceData(options.data, options);
  const codes = companyCodes(data.companies, destination.chainId);
  const usccBySubject = new Map([...codes.values()].map((uscc) => [entityIdOf(uscc), uscc]));
  const statements = statementsOf(data, destination, codes);
  onProgress?.(`${statements.length} statements about ${data.companies.length} companies`);
  if (signer === undefined) {
    return { data, usccBySubject, report: await previewSubmission(registry, statements) };
  }
  const report = await submitStatements({
    registry,
    signer,
    statements,
    catalogue,
    ...(relayer === undefined ? {} : { relayer }),
    onProgress: ({ sent, failed }) =>
      onProgress?.(`${sent} of ${statements.length} sent${failed.length === 0 ? "" : `, ${failed.length} failed`}`),
  });
  return { data, usccBySubject, report };
}

function statementsOf(
  data: InvoiceData,
  { catalogue, chainTime }: InvoiceDestination,
  codes: CompanyCodes,
): Statement[] {
  const coverage = coverageOf(data.ledger, chainTime);
  return [...codes].flatMap(([id, uscc]) => [
    ...companyStatements(catalogue, entityIdOf(uscc), data.ledger, id, coverage),
  ]);
}

async function requireTaxSigner({ registry, catalogue }: InvoiceDestination, signer: Signer): Promise<void> {
  const tax = catalogue.agencyByCode.get("tax");
  const wallet = await signer.getAddress();
  const { agencyId } = await registry.signerOf(wallet);
  if (agencyId === BigInt(tax?.number ?? 0)) return;
  const other = catalogue.agencies.find(({ number }) => BigInt(number) === agencyId);
  const whose = other ? `signs for agency "${other.code}"` : "signs for no agency";
  throw new Error(`wallet ${wallet} ${whose}: invoices are stated by a wallet of agency "tax"`);
}
