import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { UsageError } from "../cli/usage-error.ts";

/** Others may pass through but not look around: PostgreSQL, which refuses to run as root, must reach its own folder. */
const PASSABLE = 0o711;

/** An empty folder of a random name among the system's temporary files. */
export function createTemporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "lingnan-"));
  chmodSync(path, PASSABLE);
  return path;
}

/**
 * The folder that `--keep` names, made if missing.
 * @throws UsageError when it holds anything: the chain begins anew each time, and no older database fits it.
 */
export function createKeptFolder(path: string): string {
  const absolute = resolve(path);
  try {
    makeFolder(absolute);
    if (readdirSync(absolute).length > 0) throw new UsageError(`--keep: ${absolute} is not empty; name a new folder`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--keep: ${absolute} cannot be used as a folder: ${(error as Error).message}`);
  }
  return absolute;
}

/** Not by `recursive`, with which Node goes on for ever where a file system makes no folders, as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o755 });
}

/** A folder in which programs of different users can put their temporary files, as in the system's own. */
export function createSharedFolder(path: string): void {
  mkdirSync(path);
  chmodSync(path, 0o1777);
}
