import { globSync } from "node:fs";

import { packageCommand, ROOT } from "../stack/root.ts";
import { UsageError } from "./usage-error.ts";

/** One program, run to its end. */
export interface PartCommand {
  command: string;
  args: string[];
}

/** One line of the report: it passes when every command of it ends with exit code 0. */
export interface TestPart {
  name: string;
  /** What it checks, for `--list`. */
  about: string;
  /** Asked for only when the part runs, because finding the tools may itself fail. */
  commands: () => PartCommand[];
}

/** From the quickest to tell to the slowest. */
export const TEST_PARTS: readonly TestPart[] = [
  part("format", "every file is as prettier writes it", () => [tool("prettier", "--check", ".")]),
  part("lint", "eslint over the TypeScript, solhint over the contracts", () => [
    // eslint's rules need the contracts' types, which a clean clone has yet to generate.
    tool("hardhat", "build"),
    tool("eslint", "."),
    tool("solhint", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"),
  ]),
  part("types", "the TypeScript compiler finds nothing, after the contracts' types are generated", () => [
    tool("hardhat", "build"),
    tool("tsc", "--noEmit", "-p", "."),
  ]),
  part("contracts", "Solidity and TypeScript tests of the contracts", () => [tool("hardhat", "test")]),
  part("storage", "no upgrade would shift a storage slot", () => [script("scripts/checks/storage-layout.ts")]),
  part("gas", "gas is what the committed snapshot says", () => [script("scripts/bench/gas.ts", "--check")]),
  part("manifest", "the committed subgraph manifest is what its generator writes", () => [
    script("scripts/subgraph/prepare.ts", "--check"),
  ]),
  part("mappings", "the subgraph's handlers, in a real graph-node", () => [script("scripts/subgraph/test.ts")]),
  part("units", "catalogue, scripts and API", () => [nodeTest(unitTestFiles())]),
  part("stack", "the whole stack: chain, graph-node, PostgreSQL and API together", () => [
    nodeTest(globSync("test/stack/**/*.test.ts", { cwd: ROOT })),
  ]),
];

/**
 * The parts that `--only` names, in the order in which they run; all of them when it is not given.
 * @throws UsageError naming the unknown part and the known ones.
 */
export function selectParts(parts: readonly TestPart[], only: string | undefined): readonly TestPart[] {
  if (only === undefined) return parts;
  const wanted = new Set(only.split(",").map((name) => name.trim()));
  for (const name of wanted) {
    if (!parts.some((known) => known.name === name)) {
      throw new UsageError(`--only: there is no part "${name}"; the parts are ${parts.map((p) => p.name).join(", ")}`);
    }
  }
  return parts.filter(({ name }) => wanted.has(name));
}

/** Tests that Node's own runner takes: not the contracts', which are Hardhat's, nor the whole stack's, a part of its own. */
function unitTestFiles(): string[] {
  return globSync("test/**/*.test.ts", { cwd: ROOT, exclude: ["test/contracts/**", "test/stack/**"] });
}

function nodeTest(files: string[]): PartCommand {
  if (files.length === 0) throw new Error("no test file was found");
  return { command: process.execPath, args: ["--test", "--test-reporter=spec", ...files.toSorted()] };
}

function tool(name: string, ...args: string[]): PartCommand {
  return { command: process.execPath, args: [packageCommand(name), ...args] };
}

function script(path: string, ...args: string[]): PartCommand {
  return { command: process.execPath, args: [path, ...args] };
}

function part(name: string, about: string, commands: () => PartCommand[]): TestPart {
  return { name, about, commands };
}
