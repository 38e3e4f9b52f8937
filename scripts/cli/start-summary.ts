import Table from "cli-table3";

import type { SeedSummary } from "../seed/seed.ts";
import { rpc } from "../stack/json-rpc.ts";
import type { Progress } from "../stack/progress.ts";
import type { LedgerStack } from "../stack/steps.ts";

export interface Started {
  stack: LedgerStack;
  /** Nothing when the ledger was left empty. */
  seeded: SeedSummary | undefined;
  progress: Progress;
  /** From the command to here. */
  seconds: number;
}

/** Says what happened and where to look. */
export async function printSummary({ stack, seeded, progress, seconds }: Started): Promise<void> {
  const lines = [tableOf([...(await ledgerRows(stack)), ...seedRows(seeded)])];
  for (const [reason, count] of seeded?.failures ?? []) lines.push(`${count} statements failed: ${reason}`);
  lines.push(stepsLine(progress), tableOf(placeRows(stack)));
  if (seeded?.exampleUscc)
    lines.push("Ask about a company:", `  curl ${stack.apiUrl}/v1/companies/${seeded.exampleUscc}`);
  lines.push(`Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`);
  console.log(`\n${lines.join("\n")}`);
}

type Row = [what: string, value: string];

async function ledgerRows({ chainUrl, record }: LedgerStack): Promise<Row[]> {
  const head = (await rpc(chainUrl, "eth_getBlockByNumber", ["latest", false])) as {
    number: string;
    timestamp: string;
  };
  return [
    ["agencies", count(Object.keys(record.agencies).length)],
    ["schemas", count(Object.keys(record.schemas).length)],
    ["blocks", count(Number(head.number))],
    ["the chain's clock", new Date(Number(head.timestamp) * 1000).toISOString()],
  ];
}

function seedRows(seeded: SeedSummary | undefined): Row[] {
  if (seeded === undefined) return [];
  const { companies, invoices, statements, transactions, gasUsed } = seeded;
  return [
    ["companies", count(companies)],
    ...(invoices === undefined ? [] : [["invoices", count(invoices)] satisfies Row]),
    ["statements sent", count(statements.sent)],
    ["statements skipped", count(statements.skipped)],
    ["statements failed", count(statements.failed)],
    ["transactions", count(transactions)],
    ["gas used", count(gasUsed)],
  ];
}

function placeRows({ apiUrl, graphqlUrl, chainUrl, databaseUrl, folder }: LedgerStack): Row[] {
  return [
    ["API", apiUrl],
    ["API docs", `${apiUrl}/docs`],
    ["GraphQL", graphqlUrl],
    ["chain RPC", chainUrl],
    ["database", databaseUrl],
    ["logs and record", folder],
  ];
}

function stepsLine(progress: Progress): string {
  const steps = [...progress.secondsByStep].map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`);
  return `Seconds per step, some side by side: ${steps.join(", ")}`;
}

function tableOf(rows: readonly Row[]): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}

function count(value: number | bigint): string {
  return value.toLocaleString("en-US");
}
