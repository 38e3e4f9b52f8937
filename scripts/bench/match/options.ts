import { parseArgs } from "node:util";
import { UsageError } from "../../cli/usage-error.ts";

export const HELP = `Usage: npm run bench:match -- [options]

Matches seeded companies with seeded products: here from stored rows and from raw columns, in DuckDB, zen-engine,
json-rules-engine and closures, each in a process of its own, in turns; compares the results; then single companies, what a
change costs, and the service over HTTP. Nothing else should run on the machine meanwhile: the load average is shown
beside the figures. Takes about 400 bytes of memory for each company.

  --companies N  how many (1000000); the platform of the model has 11000000
  --products N   how many (319); the platform began with 319 and has 1080
  --rounds N     how often each takes its turn; the median counts (5). DuckDB has fewer turns with more than a million
                 companies, the engines that go rule by rule a sample of the companies
  --seed N       of companies and products (1)
  --no-http      leave the service out
  --json         print JSON instead of a table
  --help         show this text

Exit code 1 when any engine comes to another result.
`;

const RANGES = {
  companies: { least: 0, most: 50_000_000, usual: "1000000" },
  products: { least: 0, most: 10_000, usual: "319" },
  rounds: { least: 1, most: 100, usual: "5" },
  seed: { least: 1, most: 1_000_000, usual: "1" },
} as const;

type NumberOption = keyof typeof RANGES;

export interface Options extends Record<NumberOption, number> {
  readonly help: boolean;
  readonly json: boolean;
  readonly http: boolean;
}

/** @throws UsageError naming option, value and rule */
export function readOptions(args: string[] = process.argv.slice(2)): Options {
  const values = parse(args);
  const number = (option: NumberOption) => whole(option, values[option] ?? RANGES[option].usual);
  return {
    ...{ help: values.help ?? false, json: values.json ?? false, http: values["no-http"] !== true },
    ...{ companies: number("companies"), products: number("products") },
    ...{ rounds: number("rounds"), seed: number("seed") },
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      options: {
        ...{ companies: text, products: text, rounds: text, seed: text },
        ...{ json: flag, "no-http": flag, help: { ...flag, short: "h" } },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see npm run bench:match -- --help`);
  }
}

function whole(option: NumberOption, text: string): number {
  const [value, { least, most }] = [Number(text), RANGES[option]];
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${option}: "${text}" must be a whole number from ${least} to ${most}`);
}
