import { randomInt } from "node:crypto";
import { createServer } from "node:net";

import { UsageError } from "../cli/usage-error.ts";

/** Every port the local stack listens on, with the number it takes when nobody asks otherwise. */
export const DEFAULT_PORTS = {
  chain: 8545,
  postgres: 54329,
  graphql: 8000,
  index: 8030,
  admin: 8020,
  metrics: 8040,
  api: 3000,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Record<PortName, number>;

/** What `--ports` asked for: ports named one by one, and whether all others are taken at random. */
export interface PortRequest {
  auto: boolean;
  explicit: Partial<Ports>;
}

export const PORT_NAMES = Object.keys(DEFAULT_PORTS) as PortName[];

/** Below the range from which Linux draws outgoing connections, so that none of those can take a chosen port. */
const AUTO_RANGE = { from: 20_000, to: 32_000 };
const LAST_PORT = 65_535;
const NEIGHBOURS_TRIED = 200;

/** graph-node listens on every interface, all else on the loopback alone: a port must be free on both. */
const PROBED_HOSTS = ["127.0.0.1", "0.0.0.0"];

/**
 * Reads `--ports`: a comma-separated list of `auto` and `name=port`.
 * @throws UsageError naming the part, its value and the rule.
 */
export function parsePorts(text: string | undefined): PortRequest {
  const request: PortRequest = { auto: false, explicit: {} };
  for (const part of (text ?? "").split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    if (part === "auto") request.auto = true;
    else readAssignment(part, request.explicit);
  }
  return request;
}

function readAssignment(part: string, explicit: Partial<Ports>): void {
  const [name = "", value = ""] = part.split("=", 2).map((piece) => piece.trim());
  if (!isPortName(name)) {
    throw new UsageError(
      `--ports: "${part}" is neither "auto" nor NAME=PORT with NAME one of ${PORT_NAMES.join(", ")}`,
    );
  }
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > LAST_PORT) {
    throw new UsageError(`--ports: ${name}="${value}" must be a whole number from 1 to ${LAST_PORT}`);
  }
  const twin = PORT_NAMES.find((other) => explicit[other] === port);
  if (twin !== undefined) {
    throw new UsageError(`--ports: ${name}=${port} is already given to ${twin}; each needs a port of its own`);
  }
  explicit[name] = port;
}

function isPortName(name: string): name is PortName {
  return Object.hasOwn(DEFAULT_PORTS, name);
}

/**
 * Settles every port before anything starts. A default port that is taken gives way to the next free one, which is said
 * through `note`; a port that was asked for by number is never changed.
 * @throws UsageError when a port asked for by number cannot be had.
 */
export async function choosePorts(request: PortRequest, note: (line: string) => void): Promise<Ports> {
  const chosen = new Set<number>();
  const ports: Partial<Ports> = {};
  for (const name of PORT_NAMES) {
    const port = request.explicit[name];
    if (port === undefined) continue;
    const reason = await whyUnavailable(port);
    if (reason !== undefined) {
      throw new UsageError(`port ${port} for ${name} ${reason}; choose another with --ports ${name}=PORT`);
    }
    ports[name] = port;
    chosen.add(port);
  }
  for (const name of PORT_NAMES) {
    if (ports[name] !== undefined) continue;
    const port = request.auto ? await randomFreePort(chosen) : await defaultOrNext(name, chosen, note);
    ports[name] = port;
    chosen.add(port);
  }
  return ports as Ports;
}

async function defaultOrNext(name: PortName, chosen: Set<number>, note: (line: string) => void): Promise<number> {
  const preferred = DEFAULT_PORTS[name];
  for (let port = preferred; port <= preferred + NEIGHBOURS_TRIED; port++) {
    if (chosen.has(port) || (await whyUnavailable(port)) !== undefined) continue;
    if (port !== preferred) note(`port ${preferred} is taken: ${name} uses ${port} (set it with --ports ${name}=PORT)`);
    return port;
  }
  throw new UsageError(`no port from ${preferred} to ${preferred + NEIGHBOURS_TRIED} is free: --ports ${name}=PORT`);
}

async function randomFreePort(chosen: Set<number>): Promise<number> {
  for (let attempt = 0; attempt < NEIGHBOURS_TRIED; attempt++) {
    const port = randomInt(AUTO_RANGE.from, AUTO_RANGE.to);
    if (!chosen.has(port) && (await whyUnavailable(port)) === undefined) return port;
  }
  throw new UsageError(
    `no free port found from ${AUTO_RANGE.from} to ${AUTO_RANGE.to}: give them with --ports NAME=PORT`,
  );
}

/** Says in words why nobody could listen on the port now, or nothing when it is free. */
export async function whyUnavailable(port: number): Promise<string | undefined> {
  for (const host of PROBED_HOSTS) {
    const code = await listenOnce(port, host);
    if (code === "EADDRINUSE") return "is taken by another program";
    if (code === "EACCES") return "needs more rights than this user has";
    if (code !== undefined) return `cannot be listened on (${code})`;
  }
  return undefined;
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
