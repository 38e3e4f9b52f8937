import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type { GuardOrder } from "./guard-process.ts";

const SCRIPT = fileURLToPath(new URL("./guard-process.ts", import.meta.url));

/** The parent's end of the guard process: tells it what to put away should this process be killed outright. */
export class Guard {
  readonly #child = spawn(process.execPath, [SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });

  constructor() {
    // Losing the guard loses a safety net, not the stack: it is not worth stopping for.
    this.#child.on("error", () => undefined);
    this.#child.stdin.on("error", () => undefined);
    this.#child.unref();
  }

  /** @param signal what the group's leader takes as a request to end. */
  track(pid: number, signal: NodeJS.Signals): void {
    this.#tell({ do: "track", pid, signal });
  }

  forget(pid: number): void {
    this.#tell({ do: "forget", pid });
  }

  ownFolder(path: string): void {
    this.#tell({ do: "ownFolder", path });
  }

  forgetFolder(): void {
    this.#tell({ do: "forgetFolder" });
  }

  /** Ends the guard and waits until it is gone. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.ref();
    this.#child.stdin.end();
    await gone;
  }

  #tell(order: GuardOrder): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }
}
