/** A part that this service reads from did not answer, or not sensibly. Trying again later may help. */
export class UpstreamError extends Error {
  readonly part: "graph-node" | "chain";

  constructor(part: "graph-node" | "chain", reason: string, cause?: unknown) {
    super(`${part}: ${reason}`, { cause });
    this.name = "UpstreamError";
    this.part = part;
  }
}

/**
 * Posts JSON and returns the JSON that comes back.
 * @throws UpstreamError when nobody answers within `timeoutMs` or the answer is no JSON.
 */
export async function postJson(
  part: UpstreamError["part"],
  url: string,
  body: unknown,
  timeoutMs: number,
): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await response.json();
  } catch (error) {
    throw new UpstreamError(part, reasonOf(error), error);
  }
}

/** fetch hides what happened ("fetch failed") in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return (cause as { code?: string }).code ?? cause.message;
  return cause instanceof Error ? cause.message : error.message;
}
