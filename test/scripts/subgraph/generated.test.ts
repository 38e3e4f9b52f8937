import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, describe, it } from "node:test";

import { staleFiles } from "../../../scripts/subgraph/generated.ts";

describe("staleFiles", () => {
  const folder = mkdtempSync(join(tmpdir(), "lingnan-generated-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string) => ({ path: join(folder, name), content });

  it("names what differs and what is missing, and nothing else", () => {
    writeFileSync(join(folder, "same.yaml"), "a\n");
    writeFileSync(join(folder, "edited.yaml"), "a\nb\n");
    const files = [file("same.yaml", "a\n"), file("edited.yaml", "a\n"), file("missing.yaml", "a\n")];
    const stale = staleFiles(files).map((path) => basename(path));
    assert.deepEqual(stale, ["edited.yaml", "missing.yaml"]);
  });
});
