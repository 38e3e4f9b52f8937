import { readFileSync } from "node:fs";
import { getAddress, isAddress, ZeroAddress } from "ethers";
import json5 from "json5";
import { z } from "zod";
import type { Catalogue } from "../../catalogue/index.ts";
import { DEVELOPMENT_CHAIN_ID, developmentNameOf, developmentWallet } from "../wallets/development.ts";

const wallet = z
  .string()
  .refine((text) => isAddress(text), "must be an address of 20 bytes whose checksum, if it has one, is right")
  .transform((text) => getAddress(text))
  .refine((address) => address !== ZeroAddress, "must not be the zero address, for which nobody can sign");
const wallets = z.array(wallet).min(1);

const MAX_DELAY_SECONDS = 30 * 86_400;

const parametersSchema = z.strictObject({
  /** Seconds between governance's scheduling of an operation and its execution. */
  executionDelaySeconds: z
    .int()
    .min(1)
    .max(MAX_DELAY_SECONDS)
    .default(2 * 86_400),
  /** Ought to be a multi-signature wallet. */
  governance: wallet,
  guardians: wallets,
  regulators: wallets,
  registrars: wallets,
  stewards: wallets,
  /** By agency code: who adds and drops the wallets that sign for the agency. Agencies may join later. */
  agencyAdmins: z.record(z.string(), wallets).default({}),
});

/** Who holds which office on one network. */
export type LedgerParameters = z.infer<typeof parametersSchema>;

/**
 * The parameters in a JSON5 file.
 * @throws Error naming the file, and each place in it that breaks a rule.
 */
export function readParameters(path: string, catalogue: Catalogue): LedgerParameters {
  let parsed: unknown;
  try {
    parsed = json5.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`parameters ${path}: ${(error as Error).message}`, { cause: error });
  }
  return parseParameters(parsed, catalogue, path);
}

/** @param source what to call the parameters in an error */
export function parseParameters(input: unknown, catalogue: Catalogue, source: string): LedgerParameters {
  const result = parametersSchema.safeParse(input);
  const problems = result.success
    ? Object.keys(result.data.agencyAdmins)
        .filter((code) => !catalogue.agencyByCode.has(code))
        .map((code) => `  agencyAdmins.${code}: no agency of the catalogue has this code`)
    : result.error.issues.map((issue) => `  ${issue.path.join(".") || "(whole file)"}: ${issue.message}`);
  if (result.success && problems.length === 0) return result.data;
  throw new Error([`parameters ${source}:`, ...problems].join("\n"));
}

/** On the development chain every office is held by the development wallet of its name. */
export function developmentParameters(catalogue: Catalogue): LedgerParameters {
  return {
    executionDelaySeconds: 2 * 86_400,
    governance: developmentWallet("governance").address,
    guardians: [developmentWallet("guardian").address],
    regulators: [developmentWallet("regulator").address],
    registrars: [developmentWallet("registrar").address],
    stewards: [developmentWallet("steward").address],
    agencyAdmins: Object.fromEntries(
      catalogue.agencies.map(({ code, number }) => [code, [developmentWallet(`admin:${number}`).address]]),
    ),
  };
}

/**
 * Everybody has the development keys, so no other chain may know them.
 * @throws Error naming the office and the address.
 */
export function refuseDevelopmentWallets(chainId: bigint, parameters: LedgerParameters, deployer?: string): void {
  if (chainId === DEVELOPMENT_CHAIN_ID) return;
  const { governance, guardians, regulators, registrars, stewards, agencyAdmins } = parameters;
  const offices: Record<string, readonly string[]> = {
    ...{ deployer: deployer === undefined ? [] : [deployer], governance: [governance] },
    ...{ guardians, regulators, registrars, stewards },
    ...Object.fromEntries(Object.entries(agencyAdmins).map(([code, admins]) => [`agencyAdmins.${code}`, admins])),
  };
  for (const [office, addresses] of Object.entries(offices)) {
    for (const address of addresses) {
      const holder = developmentNameOf(address);
      if (holder === undefined) continue;
      throw new Error(
        `${office} ${address} is the development wallet "${holder}", whose key is public: refused on chain ${chainId}`,
      );
    }
  }
}
