/** `npm test`: every part of the checks, each to its end whatever became of the others, then a table. */
import { parseArgs } from "node:util";

import { UsageError } from "./cli/usage-error.ts";
import { selectParts, TEST_PARTS } from "./cli/test-parts.ts";
import { printReport, runParts } from "./cli/run-parts.ts";

const HELP = `Usage: npm test -- [options]

Runs everything that continuous integration runs. The exit code is 0 only if every part passed.

  --only A,B   run these parts alone
  --list       name the parts and what each runs
  --help       show this text
`;

const USAGE_EXIT = 2;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = USAGE_EXIT;
}

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const parts = selectParts(TEST_PARTS, values.only);
  if (values.list) {
    for (const part of parts) console.log(`${part.name.padEnd(12)} ${part.about}`);
    return 0;
  }
  const results = await runParts(parts);
  printReport(results);
  return results.every((result) => result.exitCode === 0) ? 0 : 1;
}

function readArguments() {
  try {
    return parseArgs({
      options: { only: { type: "string" }, list: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see npm test -- --help`);
  }
}
