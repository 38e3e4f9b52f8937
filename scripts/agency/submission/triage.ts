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
      const key = keyOf(statement);
      const current = newest.get(key) ?? { attestationId: "0x", observedAt: 0 };
      if (statement.observedAt < current.observedAt) report.skipped.older++;
      if (statement.observedAt < current.observedAt) return false;
      const attestationId = attestationIdOf(statement);
      newest.set(key, { attestationId, observedAt: statement.observedAt });
      if (statement.observedAt > current.observedAt) return true;
      if (attestationId === current.attestationId) report.skipped.standing++;
      else
        report.failed.push({
          statement,
          reason: "a different statement of the same observation time is there already",
        });
      return false;
    });
}
