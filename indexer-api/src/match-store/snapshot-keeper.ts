import { isDeepStrictEqual } from "node:util";
import type { Logger } from "pino";
import type { StoreStatus } from "../data/match-state.ts";
import type { FeatureSpec } from "../engine/features.ts";
import type { LoadedCompanies } from "./companies.ts";
import { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.ts";
import { SnapshotError } from "./snapshot.ts";
import type { Snapshot, SnapshotHeader } from "./snapshot.ts";

/** Between two snapshots of a service that runs. What changed since is read from the database, whose changes are cheap. */
const EVERY_MS = 600_000;

/** Writes and reads the snapshot file. A snapshot is a convenience: whatever is wrong with one is said, and it is ignored. */
export class SnapshotKeeper {
  readonly #path: string | null;
  readonly #log: Logger;
  #saving: Promise<void> = Promise.resolve();
  /** When one was written or read last; before, the next chance is taken. */
  #savedAtMs = -Infinity;
  #saved: Pick<SnapshotHeader, "generation" | "change"> | null = null;

  /** @param path null: none is kept */
  constructor(path: string | null, log: Logger) {
    this.#path = path;
    this.#log = log;
  }

  /** Whether there may be a snapshot at all. */
  get isKept(): boolean {
    return this.#path !== null;
  }

  /**
   * The snapshot of these rows; null when there is none that can be used.
   * @param knowsMark whether the database has the mark at which it was written
   */
  async read(
    status: StoreStatus,
    features: readonly FeatureSpec[],
    knowsMark: (mark: string) => Promise<boolean>,
  ): Promise<Snapshot | null> {
    if (this.#path === null) return null;
    this.#savedAtMs = -Infinity;
    const startedMs = performance.now();
    try {
      const snapshot = await readSnapshotFile(this.#path, (header) => checkIsOf(header, status, features));
      if (snapshot === null) return null;
      const { companies, generation, change, mark } = snapshot;
      if (!(await knowsMark(mark))) throw new SnapshotError("the database has lost, or forgotten, what it was made of");
      this.#saved = { generation, change };
      this.#savedAtMs = performance.now();
      this.#log.info({ companies, ms: Math.round(performance.now() - startedMs) }, "companies read from the snapshot");
      return snapshot;
    } catch (error) {
      const reason = (error as Error).message;
      this.#log.warn({ path: this.#path, reason }, "the snapshot cannot be used; companies come from the database");
      return null;
    }
  }

  /** Writes one in the background, when there is none yet, or the last one is old, and something changed since. */
  saveIfDue(loaded: LoadedCompanies): void {
    if (performance.now() - this.#savedAtMs < EVERY_MS) return;
    this.#savedAtMs = performance.now();
    this.#saving = this.#saving.then(() => this.#save(loaded));
  }

  /** Resolves when none is being written. */
  idle(): Promise<void> {
    return this.#saving;
  }

  /** Writes one now, if something changed. */
  async saveLast(loaded: LoadedCompanies): Promise<void> {
    await this.#saving;
    await this.#save(loaded);
  }

  async #save(loaded: LoadedCompanies): Promise<void> {
    const { engine, index, generation, identity, change } = loaded;
    if (this.#path === null || isDeepStrictEqual(this.#saved, { generation, change })) return;
    const startedMs = performance.now();
    try {
      // Of companies set while a job ran, columns know nothing before its end; `change` speaks of them too.
      await engine.idle();
      const { companies, columns, scores, features } = engine;
      const codes = index.codes(companies);
      await writeSnapshotFile(this.#path, {
        ...{ identity, generation, features, companies, change, columns, scores, codes },
        // Asked for at the end: it must speak of what came while it was written, too.
        get mark() {
          return loaded.mark;
        },
      });
      this.#saved = { generation, change };
      this.#log.info({ companies, ms: Math.round(performance.now() - startedMs) }, "snapshot written");
    } catch (error) {
      this.#log.error({ path: this.#path, err: error }, "the snapshot could not be written");
    }
  }
}

/** @throws SnapshotError saying of what else it is */
function checkIsOf(header: SnapshotHeader, status: StoreStatus, features: readonly FeatureSpec[]): void {
  const { identity, generation } = header;
  if (identity !== status.identity) throw new SnapshotError(`is of ${identity}, followed is ${status.identity}`);
  if (generation !== status.generation) throw new SnapshotError("its rows were given out anew since it was written");
  if (!isDeepStrictEqual(header.features, features))
    throw new SnapshotError("is of other features than the catalogue's");
}
