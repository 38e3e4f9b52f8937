import { dataLength, dataSlice, zeroPadBytes } from "ethers";
import type { IScorecard } from "../../build/typechain/contracts/scoring/Scorecard.ts";
import {
  attestationIdOf,
  type CompiledScorecard,
  NOT_STATED,
  recordLength,
  type SourceValues,
  type Statement,
  unpackRecords,
} from "../../catalogue/index.ts";
import type { AttestationRegistry } from "./contracts.ts";

/**
 * For each source of a scorecard the current statement about a company. `taken back`: the company made one about itself
 * and revoked it, which counts as leaving out every figure. null: the chain has none.
 */
export type SourceStatements = readonly (Statement | "taken back" | null)[];

export interface EvidenceSearch {
  /** Connected to the chain. */
  readonly registry: AttestationRegistry;
  readonly scorecard: CompiledScorecard;
  /** The time at which statements must be current, unix seconds. */
  readonly now: number;
  /** No event of the ledger is older. */
  readonly fromBlock: number;
  /** Statements that the caller has at hand; they need not be current. */
  readonly known?: readonly Statement[];
}

/** Blocks whose logs are asked for at once; what most nodes allow. */
const BLOCKS_AT_ONCE = 5_000;
/** In a word of the attestation registry. */
const REVOKED = 1n << 32n;
/** Agency number of the schemas that companies state themselves. */
const SUBJECT = 0;
/** Digits of an attestation id, `0x` included. */
const ID_DIGITS = 2 + 2 * 27;
/** Byte of a record at which its subject stands. */
const SUBJECT_AT = 32;

/**
 * What a company's score rests on, as `Scorecard.evaluate` demands it: of each source the newest statement, unless it is
 * revoked or expired. The registry says which statement that is; what it says is found in the registry's events.
 * @param subject entity id of the company
 * @throws Error when the chain keeps a statement whose event it does not give
 */
export async function findEvidence(search: EvidenceSearch, subject: string): Promise<SourceStatements> {
  const { registry, scorecard, now, known = [] } = search;
  const schemaIds = scorecard.sources.map(({ id }) => id);
  const words = await registry.newestWords(subject, schemaIds);
  const alive = scorecard.sources.map(({ validitySeconds }, index) => isAlive(words[index]!, validitySeconds, now));
  const revoked = words.map((word) => (word & REVOKED) !== 0n);
  const wanted = words.map((word, index) => (alive[index] && !revoked[index] ? idIn(word) : null));
  const missing = new Set(wanted.filter((id) => id !== null));
  const found = new Map<string, Statement>();
  const take = (statement: Statement) => {
    const id = attestationIdOf(statement);
    if (missing.delete(id)) found.set(id, statement);
  };
  for (const statement of known) {
    if (statement.subject === subject && schemaIds.includes(statement.schemaId)) take(statement);
  }
  await searchEvents(search, subject, wanted, missing, take);
  const [lost] = missing;
  if (lost !== undefined) throw new Error(`the chain keeps attestation ${lost}, but gives no event that attested it`);
  return wanted.map((id, index) => {
    if (id !== null) return found.get(id)!;
    const { agencyNumber } = scorecard.sources[index]!;
    return alive[index] && agencyNumber === SUBJECT ? "taken back" : null;
  });
}

/** The evidence as `Scorecard.evaluate` and `certify` take it. */
export function evidenceOf(statements: SourceStatements): IScorecard.EvidenceStruct[] {
  return statements
    .filter((statement) => typeof statement === "object" && statement !== null)
    .map(({ schemaId, observedAt, evidence, values }) => ({ schemaId, observedAt, evidence, values: [...values] }));
}

/** The same as `evaluateScorecard` takes it. */
export function sourceValuesOf({ sources }: CompiledScorecard, statements: SourceStatements): SourceValues {
  return statements.map((statement, index) => {
    if (statement === "taken back") return sources[index]!.fields.map(() => NOT_STATED);
    return statement?.values ?? null;
  });
}

/**
 * Whether there is a statement that has not expired.
 * @param word `attestation id (27 bytes) | flags (1 byte) | observedAt (4 bytes)`; 0 when there is no statement
 */
function isAlive(word: bigint, validitySeconds: number, now: number): boolean {
  return word !== 0n && BigInt(now) <= BigInt.asUintN(32, word) + BigInt(validitySeconds);
}

function idIn(word: bigint): string {
  return `0x${word.toString(16).padStart(64, "0")}`.slice(0, ID_DIGITS);
}

/** Looks through the events from the newest back, until nothing is missing. */
async function searchEvents(
  { registry, scorecard, fromBlock }: EvidenceSearch,
  subject: string,
  wanted: readonly (string | null)[],
  missing: ReadonlySet<string>,
  take: (statement: Statement) => void,
): Promise<void> {
  if (missing.size === 0) return;
  const { provider } = registry.runner!;
  const address = await registry.getAddress();
  const { topicHash } = registry.filters.Attested().fragment;
  for (let last = await provider!.getBlockNumber(); missing.size > 0 && last >= fromBlock; last -= BLOCKS_AT_ONCE) {
    const sources = scorecard.sources.filter((_, index) => missing.has(wanted[index] ?? ""));
    const fieldCounts = new Map(sources.map(({ id, fields }) => [id, fields.length]));
    const logs = await provider!.getLogs({
      address,
      topics: [topicHash, sources.map(({ id }) => zeroPadBytes(id, 32))],
      fromBlock: Math.max(fromBlock, last - BLOCKS_AT_ONCE + 1),
      toBlock: last,
    });
    for (const log of logs) {
      const [schemaId, , records] = registry.interface.decodeEventLog("Attested", log.data, log.topics);
      for (const statement of recordsAbout(subject, records as string, fieldCounts.get(schemaId as string) ?? 0)) {
        take(statement);
      }
    }
  }
}

/** The statements about one company among the records of an event. Records of one schema have one length. */
function recordsAbout(subject: string, records: string, fieldCount: number): Statement[] {
  const length = recordLength(fieldCount);
  const starts = Array.from({ length: dataLength(records) / length }, (_, index) => index * length);
  return starts
    .filter((start) => records.startsWith(subject.slice(2), 2 + 2 * (start + SUBJECT_AT)))
    .flatMap((start) => unpackRecords(dataSlice(records, start, start + length), fieldCount));
}
