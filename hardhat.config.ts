import { fileURLToPath } from "node:url";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

/**
 * The compiler comes with the package `solc`; nothing is downloaded. Agencies attest far more often than anybody deploys,
 * so the code is optimised for running: the IR pipeline takes 3 % off a relayed attestation.
 */
const compiler = {
  version: "0.8.37",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: { evmVersion: "cancun", viaIR: true, optimizer: { enabled: true, runs: 10_000 } },
};

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    compilers: [compiler],
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  paths: { sources: ["contracts"], tests: { mocha: "test/contracts", solidity: "test/contracts" } },
  typechain: { outDir: "build/typechain" },
});
