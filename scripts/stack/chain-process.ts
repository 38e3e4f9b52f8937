/**
 * The development chain as a process of its own: `chain-process.ts PORT [INITIAL_DATE]`, listening on 127.0.0.1 alone.
 * `hardhat node` cannot set the clock and prints its keys. Ends when its input ends, so it never outlives its parent.
 */
import hre from "hardhat";

import agencies from "../../catalogue/agencies.json" with { type: "json" };
import { DEVELOPMENT_CHAIN_ID, developmentWallet, type Holder, OFFICES } from "../wallets/development.ts";

const BALANCE_WEI = String(10n ** 22n);

const [port, initialDate] = process.argv.slice(2);

// Only wallets that send: every further account costs Hardhat some 20 ms, and the mnemonic has hundreds in between.
const senders: Holder[] = [...OFFICES, ...agencies.flatMap(({ number: n }): Holder[] => [`admin:${n}`, `signer:${n}`])];

const settings = {
  chainId: Number(DEVELOPMENT_CHAIN_ID),
  accounts: senders.map((holder) => ({ privateKey: developmentWallet(holder).privateKey, balance: BALANCE_WEI })),
  // Members of a permissioned chain pay no fee.
  initialBaseFeePerGas: 0,
  // One block per transaction, and each at least a second later, would carry the clock away from this machine's.
  allowBlocksWithSameTimestamp: true,
  ...(initialDate !== undefined && { initialDate }),
};
const server = await hre.network.createServer({ network: "node", override: settings }, "127.0.0.1", Number(port));

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));
process.stdin.on("end", () => process.exit(0)).resume();

const { address, port: listening } = await server.listen();
console.log(`Chain listening on http://${address}:${listening}`);
