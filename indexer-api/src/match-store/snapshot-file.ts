import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { readBody, readHeader, snapshotBytes } from "./snapshot.ts";
import type { Snapshot, SnapshotHeader } from "./snapshot.ts";

/**
 * Writes a snapshot in place of what is there: whoever reads meanwhile, or after this process was killed, reads the old
 * one or the new one. The file is of one process; two that wrote at once would spoil it, which its sums would show.
 */
export async function writeSnapshotFile(path: string, snapshot: Snapshot): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      for (const bytes of snapshotBytes(snapshot)) await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The new name, too, must outlast a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/**
 * Reads a snapshot.
 * @param check throws when it is not the snapshot that is wanted, before all of it is read
 * @returns null when there is no file
 * @throws SnapshotError, or what `check` throws
 */
export async function readSnapshotFile(
  path: string,
  check: (header: SnapshotHeader) => void,
): Promise<Snapshot | null> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  const read = async (into: Uint8Array) => {
    let length = 0;
    while (length < into.length) {
      const { bytesRead } = await file.read(into, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length;
  };
  try {
    const header = await readHeader(read);
    check(header);
    return await readBody(read, header);
  } finally {
    await file.close();
  }
}
