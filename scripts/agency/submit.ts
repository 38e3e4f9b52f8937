import type { Signer } from "ethers";

import type { Catalogue, Statement } from "../../catalogue/index.ts";
import type { AttestationRegistry } from "../chain/contracts.ts";
import { explainRevert } from "../chain/errors.ts";
import { ChainGoneError, DEFAULT_PATIENCE, type Patience, throughOutages } from "./submission/outage.ts";
import { addReport, emptyReport, type SubmitReport } from "./submission/report.ts";
import { directRoute, relayedRoute } from "./submission/route.ts";
import { sendBatch, type Sending } from "./submission/send-batch.ts";
import { BatchSizer } from "./submission/sizer.ts";
import { keyOf, readStandings, triage } from "./submission/triage.ts";

export type { SubmitReport, Unsent } from "./submission/report.ts";

/** The most gas that one transaction may use on a chain with EIP-7825. */
export const TRANSACTION_GAS_CAP = 16_777_216n;

export interface SubmitOptions {
  /** The attestation registry, connected to the chain for reading. */
  readonly registry: AttestationRegistry;
  /** The issuer's key. Sends the transactions itself, unless there is a relayer. */
  readonly signer: Signer;
  readonly statements: readonly Statement[];
  /** Sends and pays for what the signer signs by EIP-712. */
  readonly relayer?: Signer;
  readonly gasCap?: bigint;
  readonly patience?: Patience;
  /** Names schemas and agencies in reasons. */
  readonly catalogue?: Catalogue;
  readonly onProgress?: (report: Readonly<SubmitReport>) => void;
}

/**
 * Sends statements to the chain in batches, schema by schema, in order of time. Asks the chain first and sends only what
 * it does not hold, so it is safe to run again, after a crash too. A statement that the chain refuses does not stop the
 * others, except later ones of its own key: written first, they would shut it out for ever.
 * @returns what became of every statement; a chain that goes away ends the run and is named in `stopped`
 */
export async function submitStatements(options: SubmitOptions): Promise<SubmitReport> {
  const startedAt = performance.now();
  const report = emptyReport(0);
  const { registry, signer, relayer } = options;
  const sending: Sending = {
    registry,
    route: relayer ? relayedRoute(registry, signer, relayer) : directRoute(registry, signer),
    gasCap: options.gasCap ?? TRANSACTION_GAS_CAP,
    patience: options.patience ?? DEFAULT_PATIENCE,
    catalogue: options.catalogue,
  };
  for (const statements of Map.groupBy(options.statements, ({ schemaId }) => schemaId).values()) {
    const part = emptyReport(statements.length);
    const shown = () => options.onProgress?.(merged(report, part));
    if (report.stopped === undefined) await submitSchema(sending, statements, part, shown);
    else fail(part, statements, report.stopped);
    addReport(report, part);
  }
  report.seconds = (performance.now() - startedAt) / 1000;
  return report;
}

/** What `submitStatements` would do, as far as the chain's state tells: `sent` counts what would be sent. */
export async function previewSubmission(
  registry: AttestationRegistry,
  statements: readonly Statement[],
): Promise<SubmitReport> {
  const report = emptyReport(statements.length);
  report.sent = triage(statements, await readStandings(registry, statements), report).length;
  return report;
}

async function submitSchema(
  sending: Sending,
  statements: readonly Statement[],
  report: SubmitReport,
  shown: () => void,
) {
  let waiting: Statement[] = [...statements];
  try {
    const standings = await throughOutages(sending.patience, () => readStandings(sending.registry, statements));
    waiting = triage(statements, standings, report);
    const sizer = new BatchSizer(sending.gasCap, statements[0]?.values.length ?? 0);
    while (waiting.length > 0) {
      waiting = await step(sending, waiting, sizer, report);
      shown();
    }
  } catch (error) {
    // Never the whole message of what ethers throws: it repeats the transaction, half a megabyte of it.
    report.stopped = error instanceof ChainGoneError ? error.message : explainRevert(error, sending.catalogue);
    fail(report, waiting, report.stopped);
  }
}

/** Sends the next batch, or learns why not. @returns what is left to send */
async function step(
  sending: Sending,
  waiting: readonly Statement[],
  sizer: BatchSizer,
  report: SubmitReport,
): Promise<Statement[]> {
  const batch = waiting.slice(0, sizer.next);
  const outcome = await sendBatch(sending, batch);
  if (outcome.kind === "sent") {
    report.sent += batch.length;
    report.transactions++;
    report.gasUsed += outcome.gasUsed ?? 0n;
    if (outcome.gasUsed !== undefined) sizer.sent(batch.length, outcome.gasUsed);
    return waiting.slice(batch.length);
  }
  if (outcome.everyBatch) {
    fail(report, waiting, outcome.reason);
    return [];
  }
  const [first] = batch;
  if (batch.length > 1 || first === undefined) {
    sizer.refused(batch.length);
    return [...waiting];
  }
  return setAside(first, outcome.reason, waiting.slice(1), report);
}

/** The refused statement fails, and so do the later ones of its key. @returns the others */
function setAside(refused: Statement, reason: string, rest: readonly Statement[], report: SubmitReport): Statement[] {
  fail(report, [refused], reason);
  const key = keyOf(refused);
  const held = rest.filter((statement) => keyOf(statement) === key);
  fail(report, held, "held back, because an older statement of the same key was refused");
  return rest.filter((statement) => keyOf(statement) !== key);
}

function fail(report: SubmitReport, statements: readonly Statement[], reason: string): void {
  for (const statement of statements) report.failed.push({ statement, reason });
}

function merged(report: SubmitReport, part: SubmitReport): SubmitReport {
  const sum = { ...report, skipped: { ...report.skipped }, failed: [...report.failed] };
  addReport(sum, part);
  return sum;
}
