import { rmSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { createKeptFolder, createTemporaryFolder, createSharedFolder } from "./folder.ts";
import { Guard } from "./guard.ts";
import { Service, type ServiceSpec, STOP_SIGNAL } from "./service.ts";
import { Teardown } from "./teardown.ts";

/** What the caller says of a program; where its log goes follows from its name. */
export type ProgramSpec = Omit<ServiceSpec, "logPath" | "cwd"> & { cwd?: string };

export interface WorkspaceOptions {
  /** Keep the folder, here, instead of a temporary one that goes away. */
  keep?: string;
  /** Aborting it makes every wait give up; closing the workspace remains the caller's job. */
  signal?: AbortSignal;
  /** Aborting it cuts an orderly stop short: what is still running is killed, and the rest is then put away in order. */
  killSignal?: AbortSignal;
}

/**
 * One running stack's folder and children. Whatever is started through it is stopped by `close`, last first, and if this
 * process is killed before it can do so, by the guard.
 */
export class Workspace {
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  readonly teardown = new Teardown();
  /** Resolves with the first program meant to stay that ends though nobody asked it to. */
  readonly broken: Promise<Service>;
  readonly #reportBroken: (service: Service) => void;
  readonly #running = new Set<Service>();
  readonly #guard: Guard;
  /** Where the programs put their temporary files, so that those go with the rest. */
  readonly #temporary: string;

  constructor(options: WorkspaceOptions) {
    const { promise, resolve } = Promise.withResolvers<Service>();
    this.broken = promise;
    this.#reportBroken = resolve;
    this.signal = options.signal;
    const { keep } = options;
    this.folder = keep === undefined ? createTemporaryFolder() : createKeptFolder(keep);
    this.#temporary = join(this.folder, "tmp");
    this.#guard = new Guard();
    this.teardown.add("guard", () => this.#guard.close());
    if (keep === undefined) {
      this.#guard.ownFolder(this.folder);
      this.teardown.add("folder", () => this.#removeFolder());
    }
    options.killSignal?.addEventListener("abort", () => this.#running.forEach((service) => service.kill()));
    mkdirSync(join(this.folder, "logs"));
    createSharedFolder(this.#temporary);
  }

  /**
   * Starts a program that stays. The caller waits for its readiness.
   * @throws Error when the stack is already being stopped.
   */
  launch(spec: ProgramSpec): Service {
    const service = this.#start(spec);
    void service.exited.then(() => service.diedAlone && this.#reportBroken(service));
    return service;
  }

  /**
   * Runs a program to its end.
   * @throws Error with the end of its log when it does not end with exit code 0.
   */
  async run(spec: ProgramSpec): Promise<void> {
    const service = this.#start(spec);
    const exit = await service.exited;
    this.signal?.throwIfAborted();
    if (exit.code !== 0) throw new Error(service.obituary());
  }

  /** Stops everything in order and leaves nothing behind; later calls wait for the first. */
  close(): Promise<void> {
    return this.teardown.close();
  }

  #start(spec: ProgramSpec): Service {
    this.signal?.throwIfAborted();
    if (this.teardown.closed) throw new Error(`${spec.name} cannot start: the stack is being stopped`);
    const logPath = join(this.folder, "logs", `${spec.name.toLowerCase().replaceAll(/\W+/g, "-")}.log`);
    const env = { TMPDIR: this.#temporary, ...spec.env };
    const service = new Service({ ...spec, env, cwd: spec.cwd ?? this.folder, logPath });
    const { pid } = service;
    this.#running.add(service);
    if (pid !== undefined) this.#guard.track(pid, STOP_SIGNAL);
    void service.exited.then(() => {
      this.#running.delete(service);
      if (pid !== undefined) this.#guard.forget(pid);
    });
    this.teardown.add(spec.name, () => service.stop());
    return service;
  }

  #removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    this.#guard.forgetFolder();
  }
}
