import Table from "cli-table3";

import { percent } from "../chain/sentences/words.ts";
import { tell } from "../play/tell.ts";
import type { SeedSummary } from "../seed/seed.ts";
import { rpc } from "../stack/json-rpc.ts";
import type { Progress } from "../stack/progress.ts";
import type { LedgerStack } from "../stack/steps.ts";
import type { Filled } from "./fill-ledger.ts";

export interface Started {
  stack: LedgerStack;
  /** Missing when the ledger was left empty. */
  filled?: Filled;
  progress: Progress;
  /** From the command to here. */
  seconds: number;
}

/** Says what happened and where to look. */
export async function printSummary({ stack, filled, progress, seconds }: Started): Promise<void> {
  const seeded = filled?.seeded;
  const lines = filled?.played === undefined ? [] : [tell(filled.played), ""];
  lines.push(tableOf([...(await ledgerRows(stack)), ...fillRows(filled)]));
  for (const [reason, count] of seeded?.failures ?? []) lines.push(`${count} statements failed: ${reason}`);
  lines.push(...ratings(stack, seeded));
  lines.push(stepsLine(progress), tableOf(placeRows(stack)));
  lines.push(...questions(stack, filled));
  lines.push(`Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`);
  console.log(`\n${lines.join("\n")}`);
}

/** Companies whose score the chain has certified, and how to look at one. */
function ratings({ apiUrl, chainUrl, recordPath }: LedgerStack, seeded: SeedSummary | undefined): string[] {
  const rated = seeded?.ratings ?? [];
  if (rated.length === 0) return [];
  const table = new Table({
    head: ["certified rating of 链上评级", "points 分数", "grade 等级", "known 已知", "until 有效期至"],
    colAligns: ["left", "right", "left", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const { uscc, total, gradeName, coverageBps, expiresAt } of rated) {
    const until = new Date(expiresAt * 1000).toISOString().slice(0, 10);
    table.push([uscc, String(total), gradeName, percent(BigInt(coverageBps)), until]);
  }
  const [{ uscc }] = rated as [(typeof rated)[number]];
  const environment = `RPC_URL=${chainUrl} DEPLOYMENT_RECORD=${recordPath}`;
  return [
    table.toString(),
    "What a score is made of, and what would raise it, by the API and from the chain alone:",
    `  curl ${apiUrl}/v1/companies/${uscc}/score`,
    `  ${environment} npx hardhat score show ${uscc} --network development`,
  ];
}

/** What one may ask the API first. */
function questions({ apiUrl }: LedgerStack, filled: Filled | undefined): string[] {
  const loan = filled?.played?.outcomes.at(-1);
  const uscc = filled?.seeded.exampleUscc;
  return [
    ...(uscc ? ["Ask about a company:", `  curl ${apiUrl}/v1/companies/${uscc}`] : []),
    ...(loan
      ? [
          "Ask about a financing, and what its company could pledge:",
          `  curl ${apiUrl}/v1/applications/${loan.loanId}`,
          `  curl ${apiUrl}/v1/companies/${loan.borrowerUscc}/collateral`,
        ]
      : []),
  ];
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

function fillRows(filled: Filled | undefined): Row[] {
  if (filled === undefined) return [];
  const { market, played, seeded } = filled;
  return [
    ["lenders", count(market.lenders)],
    ["products", count(market.products)],
    ...(played === undefined ? [] : [["loan cases played", count(played.outcomes.length)] satisfies Row]),
    ...seedRows(seeded),
    ["transactions", count(market.transactions + (played?.transactions ?? 0) + seeded.transactions)],
    ["gas used", count(market.gasUsed + (played?.gasUsed ?? 0n) + seeded.gasUsed)],
  ];
}

function seedRows(seeded: SeedSummary): Row[] {
  const { companies, invoices, statements } = seeded;
  return [
    ["companies", count(companies)],
    ...(invoices === undefined ? [] : [["invoices", count(invoices)] satisfies Row]),
    ["statements sent", count(statements.sent)],
    ["statements skipped", count(statements.skipped)],
    ["statements failed", count(statements.failed)],
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
