/**
 * The development chain as a process of its own: `chain-process.ts PORT [INITIAL_DATE]`, listening on 127.0.0.1 alone.
 * `hardhat node` cannot set the clock and prints its keys. Ends when its input ends, so it never outlives its parent.
 */
import hre from "hardhat";

const [port, initialDate] = process.argv.slice(2);

const server = await hre.network.createServer(
  { network: "node", override: initialDate === undefined ? {} : { initialDate } },
  "127.0.0.1",
  Number(port),
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));
process.stdin.on("end", () => process.exit(0)).resume();

const { address, port: listening } = await server.listen();
console.log(`Chain listening on http://${address}:${listening}`);
