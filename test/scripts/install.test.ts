import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";

import { ROOT } from "../../scripts/stack/root.ts";

interface Installer {
  whyNotInstalled: (root: string) => string | undefined;
  installCommand: (root: string) => { program: string; parameters: string[] };
}
const { whyNotInstalled, installCommand } = (await import(join(ROOT, "scripts", "install.mjs"))) as Installer;

const EDR = "node_modules/@nomicfoundation/edr-linux-x64-gnu";
const COMPLETE = {
  "node_modules/hardhat": { version: "3.17.0" },
  [EDR]: { version: "0.3.8", optional: true },
};
const LOCK = {
  "": { version: "0.1.0" },
  ...COMPLETE,
  "node_modules/@nomicfoundation/edr-darwin-arm64": { version: "0.3.8", optional: true },
};

const without = (missing: string) => Object.fromEntries(Object.entries(COMPLETE).filter(([path]) => path !== missing));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lingnan-install-test-"));
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  writeFileSync(join(root, "node_modules", ".bin", "node"), "");
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCK }));
  writeFileSync(join(root, "package.json"), JSON.stringify({ devDependencies: { node: "24.0.0" } }));
});
afterEach(() => rmSync(root, { recursive: true }));

const installed = (packages: object) =>
  writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));

describe("whyNotInstalled", () => {
  it("is content with this very installation", () => assert.equal(whyNotInstalled(ROOT), undefined));

  it("does not miss the optional packages of other machines", () => {
    installed(COMPLETE);
    assert.equal(whyNotInstalled(root), undefined);
  });

  it("sees that nothing is installed, or that an installation was broken off", () => {
    assert.match(whyNotInstalled(root) ?? "", /none yet/);
  });

  it("names a package of another version than the lockfile's", () => {
    installed({ ...COMPLETE, "node_modules/hardhat": { version: "3.16.0" } });
    assert.match(whyNotInstalled(root) ?? "", /hardhat 3\.17\.0 is 3\.16\.0/);
  });

  it("names a package that is missing", () => {
    installed(without("node_modules/hardhat"));
    assert.match(whyNotInstalled(root) ?? "", /hardhat 3\.17\.0 is missing/);
  });

  it("sees that an old Node's npm skipped Hardhat's native part", () => {
    installed(without(EDR));
    assert.match(whyNotInstalled(root) ?? "", /native part/);
  });

  it("sees that the Node of the project is not there", () => {
    installed(COMPLETE);
    rmSync(join(root, "node_modules", ".bin", "node"));
    assert.match(whyNotInstalled(root) ?? "", /Node/);
  });
});

describe("installCommand", () => {
  it("asks for everything by name, whatever npm's configuration says", () => {
    const { parameters } = installCommand(root);
    assert.ok(parameters.includes("ci"));
    assert.ok(parameters.includes("--include=dev") && parameters.includes("--include=optional"));
  });
});
