import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";

import { Progress } from "../../../scripts/stack/progress.ts";

function recorded(): { out: NodeJS.WriteStream; text: () => string } {
  const out = new PassThrough();
  return { out: out as unknown as NodeJS.WriteStream, text: () => String(out.read() ?? "") };
}

describe("Progress", () => {
  it("numbers steps as they are done, says how long each took, and hands on what each returned", async () => {
    const { out, text } = recorded();
    const progress = new Progress(2, out);
    let release = (): void => undefined;
    const slow = progress.step("slow", () => new Promise<number>((resolve) => (release = () => resolve(7))));
    await progress.step("quick", () => Promise.resolve());
    release();
    assert.equal(await slow, 7);
    assert.match(text(), /^\[1\/2\] quick … ready in \d+\.\d s\n\[2\/2\] slow … ready in \d+\.\d s\n$/);
    assert.deepEqual([...progress.secondsByStep.keys()], ["quick", "slow"]);
  });

  it("says which step failed, and lets the error through", async () => {
    const { out, text } = recorded();
    const progress = new Progress(1, out);
    await assert.rejects(
      progress.step("chain", () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.match(text(), /chain … failed after/);
    assert.equal(progress.secondsByStep.size, 0);
  });
});
