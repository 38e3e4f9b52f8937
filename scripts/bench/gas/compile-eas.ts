import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { config } from "hardhat";
import type { InterfaceAbi } from "ethers";

/** EAS pins this compiler version, so ours cannot compile it. */
const COMPILER = "solc-0.8.29";

const CONTRACTS = "@ethereum-attestation-service/eas-contracts/contracts";

/** Beside this file. */
const SCORE = "EasScore.sol";

interface Compiled {
  abi: InterfaceAbi;
  bytecode: string;
}

interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
}

/** Compiles EAS from its package, and a score over its records, with the compiler settings of our own contracts. */
export function compileEas(): { eas: Compiled; schemaRegistry: Compiled; score: Compiled } {
  const require = createRequire(import.meta.url);
  const solc = require(COMPILER) as { compile(input: string, callbacks: object): string };
  const read = (path: string) => ({ contents: readFileSync(require.resolve(path), "utf8") });
  const settings = config.solidity.profiles["default"]!.compilers[0]!.settings as object;
  const names = [`${CONTRACTS}/EAS.sol`, `${CONTRACTS}/SchemaRegistry.sol`] as const;
  const sources = Object.fromEntries(names.map((name) => [name, { content: read(name).contents }]));
  const input = {
    language: "Solidity",
    sources: { ...sources, [SCORE]: { content: readFileSync(new URL(SCORE, import.meta.url), "utf8") } },
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as CompilerOutput;
  const problems = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (problems.length > 0) throw new Error(problems.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const pick = (source: string, name: string): Compiled => {
    const { abi, evm } = output.contracts[source]![name]!;
    return { abi, bytecode: evm.bytecode.object };
  };
  return {
    eas: pick(names[0], "EAS"),
    schemaRegistry: pick(names[1], "SchemaRegistry"),
    score: pick(SCORE, "EasScore"),
  };
}
