import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { runParts } from "../../../scripts/cli/run-parts.ts";
import { selectParts, type TestPart } from "../../../scripts/cli/test-parts.ts";
import { UsageError } from "../../../scripts/cli/usage-error.ts";

const node = (code: string) => ({ command: process.execPath, args: ["-e", code] });
const part = (name: string, ...codes: string[]): TestPart => ({ name, about: name, commands: () => codes.map(node) });

describe("selectParts", () => {
  const parts = [part("lint"), part("types"), part("stack")];

  it("takes all when nothing is said, else those named, in their own order", () => {
    assert.deepEqual(selectParts(parts, undefined), parts);
    assert.deepEqual(selectParts(parts, "stack, lint"), [parts[0], parts[2]]);
  });

  it("names an unknown part and the known ones", () => {
    assert.throws(
      () => selectParts(parts, "lint,tests"),
      (error) => error instanceof UsageError && /"tests".*lint, types, stack/.test(error.message),
    );
  });
});

describe("runParts", () => {
  it("runs every part and every command to its end, and keeps the first failure's exit code", async () => {
    const broken: TestPart = {
      name: "broken",
      about: "tools are missing",
      commands: () => {
        throw new Error("no such tool");
      },
    };
    const ghost: TestPart = { name: "ghost", about: "", commands: () => [{ command: "no-such-program", args: [] }] };
    const results = await runParts([
      part("first", "process.exit(3)", "process.exit(4)"),
      broken,
      ghost,
      part("killed", "process.kill(process.pid, 'SIGTERM')"),
      part("last", ""),
    ]);
    assert.deepEqual(
      results.map(({ name, exitCode }) => [name, exitCode]),
      [
        ["first", 3],
        ["broken", 127],
        ["ghost", 127],
        ["killed", 143],
        ["last", 0],
      ],
    );
  });
});
