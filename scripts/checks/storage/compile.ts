import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SolcInput, SolcOutput } from "@openzeppelin/upgrades-core";
import { id } from "ethers";
import solc from "solc";

/** Solidity sources by their path from the project's root. */
export type Sources = Readonly<Record<string, string>>;

interface Message {
  readonly severity: string;
  readonly formattedMessage: string;
}

/** The package's own types say `any`. */
const solcCompile = solc.compile as (input: string) => string;

/** Layout and syntax tree alone: without code to generate, the compiler needs a second. */
const OUTPUTS = { "*": { "*": ["storageLayout"], "": ["ast"] } };

/**
 * The file at `path` under `root` and all that it imports, directly or not.
 * @param edits contents to take instead of those on the disk
 * @throws Error naming the file that does not exist.
 */
export function collectSources(root: string, paths: readonly string[], edits: Sources = {}): Sources {
  const sources: Record<string, string> = {};
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path in sources) continue;
    const content = edits[path] ?? readSource(root, path);
    sources[path] = content;
    for (const [, imported = ""] of content.matchAll(/^\s*import\s[^;]*?"([^"]+)";/gm)) {
      waiting.push(imported.startsWith(".") ? join(path, "..", imported) : imported);
    }
  }
  return sources;
}

/** @throws Error with the compiler's messages when the sources do not compile. */
export function compile(sources: Sources): { input: SolcInput; output: SolcOutput } {
  const contents = Object.entries(sources).map(([path, content]) => [path, { content }] as const);
  const settings = { evmVersion: "cancun", outputSelection: OUTPUTS };
  const input = { language: "Solidity", sources: Object.fromEntries(contents), settings };
  return { input, output: compileInput(input) };
}

/** @throws Error with the compiler's messages when the input does not compile. */
export function compileInput(input: SolcInput): SolcOutput {
  const output = JSON.parse(solcCompile(JSON.stringify(input))) as SolcOutput & { errors?: Message[] };
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  for (const [path, contracts] of Object.entries(output.contracts)) {
    for (const [name, contract] of Object.entries(contracts)) {
      // The validator tells versions apart by their bytecode; any that differs will do.
      contract.evm = { bytecode: { object: id(`${path}:${name}`).slice(2), linkReferences: {} } };
    }
  }
  return output;
}

function readSource(root: string, path: string): string {
  const place = [join(root, path), join(root, "node_modules", path)].find((candidate) => existsSync(candidate));
  if (place === undefined) throw new Error(`${path}: no such Solidity file`);
  return readFileSync(place, "utf8");
}
