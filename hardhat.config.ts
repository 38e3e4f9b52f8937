import { fileURLToPath } from "node:url";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import { compilerPlugin } from "./scripts/compiler/plugin.ts";
import { tasks } from "./scripts/tasks/index.ts";
import { DEVELOPMENT_CHAIN_ID, fundedAccounts } from "./scripts/wallets/development.ts";
import { ledgerAccounts, ledgerPlugin } from "./scripts/wallets/ledger.ts";

/**
 * The compiler comes with the package `solc`; nothing is downloaded. Agencies attest far more often than anybody deploys,
 * so the code is optimised for running: the IR pipeline takes 2 % off a relayed attestation.
 */
const compiler = {
  version: "0.8.37",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: { evmVersion: "cancun", viaIR: true, optimizer: { enabled: true, runs: 10_000 } },
};

/**
 * The LoanDesk would pass the limit of 24,576 bytes (EIP-170) otherwise, and its calls are rare beside attestations. The
 * others keep it company: files of other settings are compiled side by side with the rest, which halves the time.
 */
const compact = { ...compiler, settings: { ...compiler.settings, optimizer: { enabled: true, runs: 1 } } };
const COMPACT = [
  "contracts/lending/LoanDesk.sol",
  "contracts/lending/ProductCatalogue.sol",
  "contracts/lending/GuaranteeRegistry.sol",
  "contracts/attestation/Declarations.sol",
];

const ledger = await ledgerPlugin();

/** A chain of blocks as large as on a consortium's network, where gas costs nothing. */
const developmentChain = {
  chainId: Number(DEVELOPMENT_CHAIN_ID),
  accounts: fundedAccounts(),
  initialBaseFeePerGas: 0,
  blockGasLimit: 60_000_000,
} as const;

export default defineConfig({
  plugins: [toolbox, compilerPlugin, ...ledger],
  tasks,
  solidity: {
    compilers: [compiler],
    overrides: Object.fromEntries(COMPACT.map((file) => [file, compact])),
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  // Ignition keeps its journals in `deployments/` of this folder.
  paths: { sources: ["contracts"], ignition: ".", tests: { mocha: "test/contracts", solidity: "test/contracts" } },
  typechain: { outDir: "build/typechain" },
  networks: {
    /** In-process, for tests. */
    default: { type: "edr-simulated", ...developmentChain },
    /** What the local stack and `hardhat node` serve. */
    node: { type: "edr-simulated", ...developmentChain },
    /** A served development chain. */
    development: {
      type: "http",
      url: process.env.RPC_URL ?? "http://127.0.0.1:8545",
      chainId: Number(DEVELOPMENT_CHAIN_ID),
    },
    /** A real one; `npx hardhat keystore set LINGNAN_RPC_URL`, or the environment. Keys: see `scripts/wallets`. */
    live: {
      type: "http",
      url: configVariable("LINGNAN_RPC_URL"),
      ...(ledger.length > 0 && { ledgerAccounts: ledgerAccounts() }),
    },
  },
});
