import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { command, need, printTable } from "../tasks/command.ts";
import { openLedger } from "../tasks/open-ledger.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import { describeProblem } from "./invoices/problems.ts";
import { describeFailures } from "./submission/failures.ts";
import { type InvoiceSubmission, submitInvoices } from "./submit-invoices.ts";

interface TaskArguments {
  data: string | undefined;
  limitCompanies: number | undefined;
  skipBadRows: boolean;
  dryRun: boolean;
  relay: boolean;
  key: string | undefined;
  record: string | undefined;
}

/** Reads, signs, sends and says what happened; the exit code is 1 when something could not be sent. */
export async function submitInvoicesCommand(
  options: TaskArguments,
  hre: HardhatRuntimeEnvironment,
): Promise<InvoiceSubmission> {
  const startedAt = performance.now();
  const data = need(options.data, "data");
  const { catalogue, chainTime, contracts, keys, record } = await openLedger(hre, options);
  const tax = catalogue.agencyByCode.get("tax")?.number ?? 0;
  const submission = await submitInvoices(
    { registry: contracts.AttestationRegistry, catalogue, chainId: BigInt(record.chainId), chainTime },
    {
      data,
      skipBadRows: options.skipBadRows,
      onProgress: (message) => console.log(message),
      ...(options.limitCompanies === undefined ? {} : { limitCompanies: options.limitCompanies }),
      ...(options.dryRun ? {} : { signer: await walletFor(`signer:${tax}`, keys, options.key) }),
      ...(options.relay && !options.dryRun ? { relayer: await walletFor("relayer", keys) } : {}),
    },
  );
  for (const problem of submission.data.problems) console.log(`Left out: ${describeProblem(problem)}`);
  for (const line of describeFailures(submission.report.failed, catalogue, submission.usccBySubject)) console.log(line);
  print(submission, options.dryRun, (performance.now() - startedAt) / 1000);
  if (submission.report.failed.length > 0) process.exitCode = 1;
  return submission;
}

function print({ data, report }: InvoiceSubmission, dryRun: boolean, seconds: number): void {
  const { counts } = data;
  const lines: readonly (readonly [string, number | bigint | string])[] = [
    ["companies", data.companies.length],
    ["rows read", counts.rows],
    ["invoices", counts.invoices],
    ["of them voided", counts.voided],
    ["of them credit notes", counts.creditNotes],
    ["duplicate rows", counts.duplicates],
    ["bad rows", counts.badRows],
    ["statements made", report.made],
    [dryRun ? "would be sent" : "sent", report.sent],
    ["skipped: there already", report.skipped.standing],
    ["skipped: older than there", report.skipped.older],
    ["failed", report.failed.length],
    ["transactions", report.transactions],
    ["gas used", report.gasUsed],
    ["seconds", seconds.toFixed(1)],
  ];
  printTable(lines.map(([name, value]) => [name, typeof value === "string" ? value : grouped(value)] as const));
}

function grouped(number: number | bigint): string {
  return new Intl.NumberFormat("en").format(number);
}

export default command(submitInvoicesCommand);
