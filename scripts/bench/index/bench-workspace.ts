import type { Service } from "../../stack/service.ts";
import { type ProgramSpec, Workspace } from "../../stack/workspace.ts";

/** A workspace that can hold one of its programs still for a while. */
export class BenchWorkspace extends Workspace {
  readonly #launched = new Map<string, Service>();

  override launch(spec: ProgramSpec): Service {
    const service = super.launch(spec);
    this.#launched.set(spec.name, service);
    return service;
  }

  /** Stops the program where it is, as if it were away. */
  pause(name: string): void {
    process.kill(this.#pidOf(name), "SIGSTOP");
  }

  /** Lets it go on. */
  resume(name: string): void {
    process.kill(this.#pidOf(name), "SIGCONT");
  }

  #pidOf(name: string): number {
    const pid = this.#launched.get(name)?.pid;
    if (pid === undefined) throw new Error(`${name} is not running`);
    return pid;
  }
}
