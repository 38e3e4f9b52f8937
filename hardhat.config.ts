import { fileURLToPath } from "node:url";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

/** No compiler is downloaded: the packages `solc` and `solc-0.8.29` (which EAS pins) bring their own. */
const soljson = (name: string) => fileURLToPath(import.meta.resolve(`${name}/soljson.js`));

const settings = {
  evmVersion: "cancun",
  viaIR: true,
  optimizer: { enabled: true, runs: 10000 },
};

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    compilers: [
      { version: "0.8.37", path: soljson("solc"), settings },
      { version: "0.8.29", path: soljson("solc-0.8.29"), settings },
    ],
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  paths: { sources: ["contracts"], tests: { mocha: "test/contracts", solidity: "test/contracts" } },
  typechain: { outDir: "build/typechain" },
});
