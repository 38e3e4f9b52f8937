import { attestationIdOf, type Statement } from "../../../catalogue/index.ts";
import type { AttestationRegistry } from "../../chain/contracts.ts";
import type { SubmitReport } from "./report.ts";

/** What stands on the chain for a key. */
export interface Standing {
  readonly attestationId: string;
  /** Unix seconds; 0 when nothing stands. */
  readonly observedAt: number;
}

/** Look-ups sent at once; ethers packs them into JSON-RPC batches. */
const LOOKUPS_AT_ONCE = 500;

/** What a newer statement replaces: schema, company and item. */
export function keyOf({ schemaId, subject, itemKey }: Statement): string {
  return `${schemaId}|${subject}|${itemKey}`;
}

/** What the chain holds for each key of the statements. */
export async function readStandings(
  registry: AttestationRegistry,
  statements: readonly Statement[],
): Promise<Map<string, Standing>> {
  const keys = [...new Map(statements.map((statement) => [keyOf(statement), statement]))];
  const standings = new Map<string, Standing>();
  for (let start = 0; start < keys.length; start += LOOKUPS_AT_ONCE) {
    const found = await Promise.all(
      keys.slice(start, start + LOOKUPS_AT_ONCE).map(async ([key, { schemaId, subject, itemKey }]) => {
        const { attestationId, observedAt } = await registry.latestOf(schemaId, subject, itemKey);
        return [key, { attestationId, observedAt: Number(observedAt) }] as const;
      }),
    );
    for (const [key, standing] of found) standings.set(key, standing);
  }
  return standings;
}

/**
 * Puts statements in order of time and keeps those that the chain can still take; the others go into the report. What is
 * as old as the standing statement but different is a failure: two truths of the same moment need a clerk's decision.
 */
export function triage(
  statements: readonly Statement[],
  standings: ReadonlyMap<string, Standing>,
  report: SubmitReport,
): Statement[] {
  const newest = new Map(standings);
  return statements
    .toSorted((one, other) => one.observedAt - other.observedAt)
    .filter((statement) => {
      const attestationId = idOrFault(statement);
      if (attestationId instanceof RangeError) {
        report.failed.push({ statement, reason: attestationId.message });
        return false;
      }
      const { observedAt } = statement;
      const current = newest.get(keyOf(statement)) ?? { attestationId: "0x", observedAt: 0 };
      if (observedAt > current.observedAt) newest.set(keyOf(statement), { attestationId, observedAt });
      else if (observedAt < current.observedAt) report.skipped.older++;
      else if (attestationId === current.attestationId) report.skipped.standing++;
      else report.failed.push({ statement, reason: SAME_TIME });
      return observedAt > current.observedAt;
    });
}

const SAME_TIME = "a different statement of the same observation time is there already";

/** The statement's id, or why it cannot be packed into a record. */
function idOrFault(statement: Statement): string | RangeError {
  try {
    return attestationIdOf(statement);
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}
