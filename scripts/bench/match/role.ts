import { type ChildProcess, fork } from "node:child_process";

/** What a process of the benchmark can be asked; everything that goes in and out can be cloned. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each handler has parameters of its own
export type Handlers = Record<string, (...args: any[]) => unknown>;

interface Question {
  readonly name: string;
  readonly args: unknown[];
}

type Answer = { readonly result: unknown } | { readonly error: string };

/** Answers the process that forked this one, one question after the other, and ends with it. */
export function serveRole(handlers: Handlers): void {
  process.on("disconnect", () => process.exit());
  process.on("message", ({ name, args }: Question) => {
    void answer(handlers, name, args).then((message) => process.send?.(message));
  });
}

async function answer(handlers: Handlers, name: string, args: unknown[]): Promise<Answer> {
  try {
    return { result: await handlers[name]?.(...args) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A process of its own for one engine, so that memory and garbage are its own. */
export class RoleProcess<H extends Handlers> {
  readonly #name: string;
  readonly #child: ChildProcess;

  /** @param path of a module that calls `serveRole` */
  constructor(name: string, path: URL) {
    this.#name = name;
    this.#child = fork(path, {
      execArgv: ["--expose-gc", "--max-old-space-size=8192"],
      serialization: "advanced",
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /** @throws Error when the process fails at it or ends */
  call<K extends keyof H & string>(name: K, ...args: Parameters<H[K]>): Promise<Awaited<ReturnType<H[K]>>> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null, signal: string | null) => {
        reject(new Error(`${this.#name}, ${name}: its process ended (${signal ?? `exit code ${code}`})`));
      };
      this.#child.once("exit", ended);
      this.#child.once("message", (answer: Answer) => {
        this.#child.off("exit", ended);
        if ("error" in answer) reject(new Error(`${this.#name}, ${name}: ${answer.error}`));
        else resolve(answer.result as Awaited<ReturnType<H[K]>>);
      });
      this.#child.send({ name, args } satisfies Question);
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.disconnect();
    await ended;
  }
}
