/**
 * One GraphQL query over HTTP.
 * @throws Error when nobody answers within `timeoutMs`, or with the server's messages when it refuses.
 */
export async function graphql<Data>(url: string, query: string, timeoutMs = 2_000): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors || data === undefined) throw new Error(`${url}: ${errors?.map((e) => e.message).join("; ") ?? "no data"}`);
  return data;
}
