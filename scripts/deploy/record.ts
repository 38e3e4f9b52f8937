import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { eachProxied } from "../chain/ledger.ts";

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`), `must be ${bytes} bytes in hex`);

const proxied = z.strictObject({
  /** The proxy, which is what everybody calls. */
  address: hex(20),
  /** The code behind the proxy. */
  implementation: hex(20),
  /** keccak256 of the implementation's runtime code. */
  codeHash: hex(32),
  /** Block in which the proxy was created, and the transaction that did so. */
  block: z.int().nonnegative(),
  transaction: hex(32),
});

const recordSchema = z.strictObject({
  network: z.string().min(1),
  chainId: z.int().positive(),
  /** Version of this package at the time of the deployment. */
  version: z.string(),
  /** No event of the ledger is older than this block. */
  startBlock: z.int().nonnegative(),
  /** Unix seconds of that block. */
  deployedAt: z.int().nonnegative(),
  catalogueVersion: z.string(),
  contracts: z.strictObject({
    AccessManager: z.strictObject({
      address: hex(20),
      codeHash: hex(32),
      block: z.int().nonnegative(),
      transaction: hex(32),
    }),
    ...eachProxied(() => proxied),
  }),
  /** Schema ids by name. */
  schemas: z.record(z.string(), hex(4)),
  /** Agency numbers by code. */
  agencies: z.record(z.string(), z.int().min(1).max(0xffff)),
});

/** Where a ledger lives and what it was made of: one JSON file for each network, read by subgraph and API. */
export type DeploymentRecord = z.infer<typeof recordSchema>;

/** @throws Error naming the file, and each place in it that breaks a rule. */
export function readRecord(path: string): DeploymentRecord {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`deployment record ${path}: ${(error as Error).message}`, { cause: error });
  }
  const result = recordSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error([`deployment record ${path}:`, ...problems].join("\n"));
}

/** Writes the record, with the folders above it where they are missing. */
export function writeRecord(path: string, record: DeploymentRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(recordSchema.parse(record), null, 2)}\n`);
}
