import { OWN } from "./sources.ts";

/** When a statement came and when it ceased to count, without its values. Times are unix seconds. */
export interface Lifetime {
  readonly id: string;
  readonly schemaId: string;
  readonly observedAt: bigint;
  readonly validitySeconds: bigint;
  readonly attestedAt: bigint;
  readonly attestedBlock: bigint;
  readonly revokedAt: bigint | null;
  readonly revokedBlock: bigint | null;
}

export interface TimelineEvent {
  readonly kind: "attested" | "revoked" | "expired";
  readonly statement: Lifetime;
}

/** A second at which what is known about a company changed. */
export interface Moment {
  /** Unix seconds. */
  readonly time: bigint;
  /** The last block of that second that changed something; null when evidence expired and no block did. */
  readonly block: bigint | null;
  readonly events: readonly TimelineEvent[];
}

/** A newest statement as of some moment. */
export interface NewestAt {
  readonly statement: Lifetime;
  readonly isRevoked: boolean;
}

/** Every moment up to `now` at which a statement came, was revoked, or expired while it counted; the last one first. */
export function momentsOf(statements: readonly Lifetime[], now: bigint): Moment[] {
  const events = statements.flatMap((statement) => eventsOf(statement, statements, now));
  const byTime = Map.groupBy(events, ({ time }) => time);
  return [...byTime]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([time, group]) => ({
      time,
      block: group.reduce<bigint | null>(
        (last, { block }) => (last === null || (block ?? 0n) > last ? block : last),
        null,
      ),
      events: group.map(({ event }) => event),
    }));
}

/** The newest statement of each schema as the chain had it at the end of that second. */
export function newestAt(statements: readonly Lifetime[], time: bigint): NewestAt[] {
  const newest = new Map<string, Lifetime>();
  for (const statement of statements) {
    const before = newest.get(statement.schemaId);
    const known = statement.attestedAt <= time;
    if (known && (!before || statement.observedAt > before.observedAt)) newest.set(statement.schemaId, statement);
  }
  return [...newest.values()].map((statement) => ({
    statement,
    isRevoked: statement.revokedAt !== null && statement.revokedAt <= time,
  }));
}

interface Dated {
  readonly time: bigint;
  readonly block: bigint | null;
  readonly event: TimelineEvent;
}

function eventsOf(statement: Lifetime, all: readonly Lifetime[], now: bigint): Dated[] {
  const { attestedAt, attestedBlock, revokedAt, revokedBlock, observedAt, validitySeconds } = statement;
  const events: Dated[] = [{ time: attestedAt, block: attestedBlock, event: { kind: "attested", statement } }];
  if (revokedAt !== null) events.push({ time: revokedAt, block: revokedBlock, event: { kind: "revoked", statement } });
  const expiry = observedAt + validitySeconds + 1n;
  // What a company took back itself counts against it until it would have expired: that is a moment of its own.
  const revoked = revokedAt !== null && revokedAt <= expiry && !isOwn(statement);
  if (expiry > attestedAt && expiry <= now && !revoked && !isReplaced(statement, all, expiry)) {
    events.push({ time: expiry, block: null, event: { kind: "expired", statement } });
  }
  return events;
}

function isOwn({ schemaId }: Lifetime): boolean {
  return schemaId.startsWith(OWN);
}

function isReplaced({ schemaId, observedAt }: Lifetime, all: readonly Lifetime[], time: bigint): boolean {
  return all.some((other) => other.schemaId === schemaId && other.observedAt > observedAt && other.attestedAt <= time);
}
