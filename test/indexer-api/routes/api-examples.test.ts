import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import { companyUscc, memoryMatching, startMemoryApp } from "./memory.ts";
import type { TestApp } from "./memory.ts";

const MANUAL = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");

function inManual(pattern: RegExp): string {
  return pattern.exec(MANUAL)?.[1] ?? assert.fail(`docs/api.md has nothing like ${pattern}`);
}

describe("examples of docs/api.md", () => {
  let app: TestApp;
  let stop: () => Promise<void>;
  before(async () => {
    const matching = await memoryMatching(2);
    app = await startMemoryApp(matching);
    stop = () => matching.engine.close();
  });
  after(async () => {
    await app?.stop();
    await stop?.();
  });
  const post = (path: string, type: string, body: string) =>
    fetch(app.url + path, { method: "POST", headers: { "content-type": type }, body });

  it("facts of one's own are ranked", async () => {
    const body = inManual(/localhost:3000\/v1\/match -H [^\n]* -d '([^']*)'/);
    const answer = (await (await post("/v1/match", "application/json", body)).json()) as { best: unknown[] };
    assert.equal(answer.best.length, 5, JSON.stringify(answer).slice(0, 500));
  });

  it("a batch is answered as shown", async () => {
    const command = inManual(/(printf '%s\\n'[^|]*)\|\n\s+curl -sN localhost:3000\/v1\/match\/batch/);
    const lines = [...command.matchAll(/'(\{[^']*\})'/g)].map(([, line]) => line as string);
    const body = lines.join("\n").replace("CODE", companyUscc(1));
    const sent = (await (await post("/v1/match/batch", "application/x-ndjson", body)).text()).trim().split("\n");
    const shown = inManual(/```\n(\{"products"[^`]*)```/)
      .trim()
      .split("\n");
    assert.equal(sent.length, shown.length);
    assert.equal(sent[3], shown[3], "the line that is wrong");
    for (const [number, line] of sent.entries()) {
      const keys = [...(shown[number] ?? "").matchAll(/"(\w+)":/g)].map(([, key]) => key);
      assert.deepEqual(
        [...line.matchAll(/"(\w+)":/g)].map(([, key]) => key),
        keys,
      );
    }
    assert.deepEqual(sent.at(-1)?.split(',"matching"')[0], shown.at(-1)?.split(',"matching"')[0]);
  });
});
