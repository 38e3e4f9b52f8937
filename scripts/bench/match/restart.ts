import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchData } from "./data.ts";
import { requireSameDigest } from "./digest.ts";
import type { EngineRole } from "./engine-role.ts";
import { RoleProcess } from "./role.ts";

export interface RestartFigures {
  /** From the file, which is in the page cache, until a new process can answer; null without companies. */
  readonly snapshotSeconds: number | null;
  /** Of that process: a service that has started from its snapshot and answered for all companies. */
  readonly restartedRssMb: number | null;
}

/** @throws Error when the process that started from the snapshot comes to something else */
export async function measureRestart(data: BenchData, ours: RoleProcess<EngineRole>): Promise<RestartFigures> {
  if (data.companies === 0) return { snapshotSeconds: null, restartedRssMb: null };
  const folder = await mkdtemp(join(tmpdir(), "lingnan-bench-match-"));
  const restarted = new RoleProcess<EngineRole>("restarted", new URL("./engine-role.ts", import.meta.url));
  try {
    const path = join(folder, "snapshot");
    await ours.call("writeSnapshot", path);
    const { seconds } = await restarted.call("restart", path, data, 1);
    await ours.call("rows");
    await restarted.call("rows");
    requireSameDigest("from the snapshot", await ours.call("digest"), await restarted.call("digest"));
    return { snapshotSeconds: seconds, restartedRssMb: (await restarted.call("memory")).rssMb };
  } finally {
    await restarted.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
