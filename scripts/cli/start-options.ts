import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { PLAY_DAYS } from "../play/days.ts";
import { parsePorts, type PortRequest } from "../stack/ports.ts";
import { UsageError } from "./usage-error.ts";

export interface StartOptions {
  /** Folder with real invoices; synthetic companies when absent. */
  data?: string;
  /** How many companies to seed; with `data`, the first so many of it, or all when absent. */
  companies?: number;
  /** Of the synthetic companies' generator: the same text gives the same companies. */
  seed: string;
  /** Whether the three financings are played. */
  play: boolean;
  ports: PortRequest;
  /** Folder to keep logs and database in. */
  keep?: string;
}

const DEFAULT_SEED = "lingnan";
const MOST_COMPANIES = 100_000;

export const START_HELP = `Usage: npm start -- [options]

Starts the whole platform on this machine: a chain, PostgreSQL, graph-node and the API, with contracts deployed, products
published, three financings played to their end and companies seeded, and keeps it up until Ctrl-C. Nothing is left behind
then, unless --keep asks for it.

What is in it
  --data DIR       seed from the real invoices in DIR (companies_*.csv, invoices_*.csv or .csv.xz, also in a folder
                   china_sme inside it); the chain's clock then starts on 2020-03-01, after the last invoice, because
                   whether a fact is still valid is judged by the chain's time
  --companies N    how many companies: synthetic ones (60 unless given), or with --data the first N of it (else all);
                   0 leaves the ledger empty, without lenders, products and financings too
  --seed TEXT      seed of the synthetic companies' generator; the same text gives the same companies (${DEFAULT_SEED})
  --no-play        do not play the three financings; with them the chain's clock starts ${PLAY_DAYS} days earlier, since they
                   take a year, and is where it would be without them when the companies are seeded

Where it is
  --ports LIST     NAME=PORT,... and/or "auto", which takes free ports for all not named. Without it: chain 8545,
                   api 3000, graphql 8000, index 8030, admin 8020, metrics 8040 (these four are graph-node's),
                   postgres 54329; one that is taken gives way to the next free one, and that is said
  --keep DIR       keep logs and the database in DIR, which must be new or empty

  -h, --help       show this text

The exit code is 0 after Ctrl-C on a running platform, 130 after Ctrl-C during the start, 2 for a wrong option and 1
when something failed. A second Ctrl-C does not wait for an orderly end.
`;

/**
 * Reads the command line of `npm start`.
 * @returns nothing when help was asked for.
 * @throws UsageError naming the option, its value and the rule.
 */
export function readStartOptions(args: readonly string[]): StartOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  return {
    seed: values.seed ?? DEFAULT_SEED,
    play: !values["no-play"],
    ports: parsePorts(values.ports),
    ...(values.data !== undefined && { data: existingFolder("--data", values.data) }),
    ...(values.companies !== undefined && { companies: readCount("--companies", values.companies) }),
    ...(values.keep !== undefined && { keep: resolve(values.keep) }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: "string" },
        companies: { type: "string" },
        seed: { type: "string" },
        "no-play": { type: "boolean" },
        ports: { type: "string" },
        keep: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nSee npm start -- --help`);
  }
}

function readCount(option: string, value: string): number {
  const count = Number(value);
  if (!/^\d{1,6}$/.test(value) || count > MOST_COMPANIES) {
    throw new UsageError(`${option}="${value}" must be a whole number from 0 to ${MOST_COMPANIES}`);
  }
  return count;
}

function existingFolder(option: string, value: string): string {
  const path = resolve(value);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option}="${value}" is not a folder`);
  }
  return path;
}
