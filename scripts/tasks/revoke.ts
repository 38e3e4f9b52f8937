import { encodeBytes32String, id, toUtf8Bytes, ZeroHash } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { command, need, printTable } from "./command.ts";
import { issuerWallet } from "./issuer.ts";
import { openLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";
import { findSchema, findSubject, showTime } from "./statement.ts";

export interface RevokeOptions {
  schema: string | undefined;
  company: string | undefined;
  item: string | undefined;
  reason: string | undefined;
  key: string | undefined;
  record: string | undefined;
  dryRun: boolean;
}

/** What became of a revocation; no transaction after a dry run. */
export interface Revoked {
  readonly attestationId: string;
  readonly transaction?: string;
}

/** Revokes the statement that stands. */
export async function revoke(options: RevokeOptions, hre: HardhatRuntimeEnvironment): Promise<Revoked> {
  const ledger = await openLedger(hre, options);
  const schema = findSchema(ledger.catalogue, need(options.schema, "schema"));
  const subject = findSubject(schema, need(options.company, "company"), options.item);
  const reason = encodeReason(options.reason);
  const { AttestationRegistry } = ledger.contracts;
  const { entityId, itemKey } = subject;
  const { attestationId, observedAt, revoked } = await AttestationRegistry.latestOf(schema.id, entityId, itemKey);
  if (observedAt === 0n) throw new Error(`${subject.uscc} has no statement of ${schema.name} to revoke`);
  if (revoked) throw new Error(`the statement ${attestationId} of ${showTime(observedAt)} is revoked already`);
  const wallet = await issuerWallet(ledger, schema, subject, options.key);
  console.log(`Revoke ${schema.nameEn} ${schema.nameZh} (${schema.name}) on ${ledger.network}:`);
  printTable([
    ["company", subject.uscc],
    ["attestation", attestationId],
    ["observed", showTime(observedAt)],
    ["reason", options.reason === undefined ? "none" : `${options.reason} (${reason})`],
    ["signed by", await wallet.getAddress()],
  ]);

  const registry = AttestationRegistry.connect(wallet);
  try {
    await registry.revoke.staticCall(schema.id, entityId, itemKey, observedAt, reason);
    if (options.dryRun) {
      console.log("Dry run: the chain would accept this. Nothing was sent.");
      return { attestationId };
    }
    const sent = await registry.revoke(schema.id, entityId, itemKey, observedAt, reason);
    const receipt = (await sent.wait())!;
    printTable([
      ["transaction", receipt.hash],
      ["gas", String(receipt.gasUsed)],
    ]);
    console.log(whatNow(schema.name, schema.agencyNumber, options));
    return { attestationId, transaction: receipt.hash };
  } catch (error) {
    throw new Error(`not revoked: ${refusal(error, ledger, subject)}`, { cause: error });
  }
}

/** Agency number of the schemas that companies state themselves. */
const SUBJECT = 0;

/** What a revocation does not do, and what to do about it. */
function whatNow(schemaName: string, agencyNumber: number, { item }: Pick<RevokeOptions, "item">): string {
  const own = agencyNumber === SUBJECT ? " Until it would have expired, scores count its figures as left out." : "";
  const again = `hardhat attest --schema ${schemaName}${item === undefined ? "" : ` --item "${item}"`}`;
  return `The statement before it does not come back.${own} Attest again what is true: ${again} 此前的声明不会恢复，请重新声明。`;
}

const BYTES_32 = 32;

/** A reason as the chain keeps it: text that fits 31 bytes as it is, of a longer one the keccak256, zero for none. */
export function encodeReason(reason: string | undefined): string {
  if (reason === undefined) return ZeroHash;
  return toUtf8Bytes(reason).length < BYTES_32 ? encodeBytes32String(reason) : id(reason);
}

export default command(revoke);
