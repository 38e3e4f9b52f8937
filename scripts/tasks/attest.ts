import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { attestationIdOf, type Schema, type Statement } from "../../catalogue/index.ts";
import { command, need, printTable } from "./command.ts";
import { parseFacts, showFact, type StatedFact } from "./facts.ts";
import { issuerWallet } from "./issuer.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";
import { findEvidence, findSchema, findSubject, parseMoment, showTime, type Subject } from "./statement.ts";

export interface AttestOptions {
  schema: string | undefined;
  company: string | undefined;
  item: string | undefined;
  observedAt: string | undefined;
  evidence: string | undefined;
  key: string | undefined;
  record: string | undefined;
  dryRun: boolean;
  facts: string[];
}

/** What became of an attestation; no transaction after a dry run. */
export interface Attested {
  readonly attestationId: string;
  readonly statement: Statement;
  readonly transaction?: string;
  readonly gasUsed?: bigint;
}

/** Attests one statement as the clerk of an agency. */
export async function attest(options: AttestOptions, hre: HardhatRuntimeEnvironment): Promise<Attested> {
  const ledger = await openLedger(hre, options);
  const schema = findSchema(ledger.catalogue, need(options.schema, "schema"));
  const subject = findSubject(schema, need(options.company, "company"), options.item);
  const facts = parseFacts(schema, options.facts, options.item);
  const observedAt =
    options.observedAt === undefined ? ledger.chainTime : parseMoment("--observed-at", options.observedAt);
  const statement: Statement = {
    schemaId: schema.id,
    subject: subject.entityId,
    itemKey: subject.itemKey,
    observedAt,
    evidence: findEvidence(options.evidence),
    values: facts.map(({ chain }) => chain),
  };
  const wallet = await issuerWallet(ledger, schema, subject, options.key);
  showStatement(ledger, schema, subject, statement, facts, await wallet.getAddress());

  const registry = ledger.contracts.AttestationRegistry.connect(wallet);
  const solidity = { ...statement, values: [...statement.values] };
  const attestationId = attestationIdOf(statement);
  try {
    await registry.attest.staticCall(schema.id, solidity);
    if (options.dryRun) {
      console.log("Dry run: the chain would accept this. Nothing was sent.");
      return { attestationId, statement };
    }
    const sent = await registry.attest(schema.id, solidity);
    const receipt = (await sent.wait())!;
    printTable([
      ["attestation", attestationId],
      ["transaction", receipt.hash],
      ["gas", String(receipt.gasUsed)],
    ]);
    return { attestationId, statement, transaction: receipt.hash, gasUsed: receipt.gasUsed };
  } catch (error) {
    throw new Error(`not attested: ${refusal(error, ledger, subject)}`, { cause: error });
  }
}

function showStatement(
  ledger: OpenLedger,
  schema: Schema,
  subject: Subject,
  statement: Statement,
  facts: readonly StatedFact[],
  wallet: string,
): void {
  const expiresAt = statement.observedAt + schema.validitySeconds;
  const expired = expiresAt < ledger.chainTime ? ", which is past: it will count as history, not as current" : "";
  console.log(`${schema.nameEn} ${schema.nameZh} (${schema.name}) on ${ledger.network}:`);
  printTable([
    ["company", subject.uscc],
    ...(schema.item ? [["item", subject.itemKey] as const] : []),
    ...facts.map((fact) => [`${fact.field.nameEn} ${fact.field.nameZh}`, showFact(fact)] as const),
    ["observed", showTime(statement.observedAt)],
    ["valid until", showTime(expiresAt) + expired],
    ["evidence", /^0x0*$/.test(statement.evidence) ? "none" : statement.evidence],
    ["signed by", wallet],
  ]);
}

export default command(attest);
