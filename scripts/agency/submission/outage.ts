import { setTimeout as sleep } from "node:timers/promises";

/** How often and how patiently a call is repeated while the chain cannot be reached. */
export interface Patience {
  readonly attempts: number;
  readonly firstDelayMs: number;
}

/** Half a minute in all: an outage that a restart of the node mends. */
export const DEFAULT_PATIENCE: Patience = { attempts: 7, firstDelayMs: 500 };

/** The chain could not be reached, however often it was tried. */
export class ChainGoneError extends Error {
  override readonly name = "ChainGoneError";
}

const CODES = new Set([
  ...["NETWORK_ERROR", "TIMEOUT", "SERVER_ERROR", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT"],
  ...["EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"],
]);

/** Whether an error says that the chain cannot be reached, rather than that it refused. */
export function isOutage(error: unknown): boolean {
  for (let layer = error; typeof layer === "object" && layer !== null; layer = (layer as { cause?: unknown }).cause) {
    const { code, message } = layer as { code?: unknown; message?: unknown };
    if (typeof code === "string" && CODES.has(code)) return true;
    if (layer instanceof TypeError && message === "fetch failed") return true;
  }
  return false;
}

/**
 * Repeats a call while the chain cannot be reached, waiting twice as long each time. Any other error passes at once.
 * @param call is told which try it is, counting from 0, because what was lost may be the answer and not the question
 * @throws ChainGoneError when the last try fails too
 */
export async function throughOutages<T>(patience: Patience, call: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (attempt + 1 >= patience.attempts) throw gone(patience, error);
      await sleep(patience.firstDelayMs * 2 ** attempt);
    }
  }
}

function gone({ attempts }: Patience, cause: unknown): ChainGoneError {
  const { shortMessage, message } = cause as { shortMessage?: string; message?: string };
  const why = shortMessage ?? message ?? "no answer";
  return new ChainGoneError(`the chain cannot be reached (tried ${attempts} times, last: ${why})`, { cause });
}
