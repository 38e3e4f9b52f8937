import { isAddress, isHexString, type Signer, Wallet } from "ethers";
import type { Catalogue } from "../../catalogue/index.ts";
import type { Rpc } from "../chain/provider.ts";
import { DEVELOPMENT_CHAIN_ID, developmentNameOf, developmentWallet, type Holder } from "./development.ts";

/** Where the keys of one run come from. */
export interface KeySources {
  readonly provider: Rpc;
  readonly catalogue: Catalogue;
  /** The value of a configuration variable; undefined when neither environment nor keystore has it. */
  readonly variable: (name: string) => Promise<string | undefined>;
  /** Accounts on Ledger devices that the network's configuration lists. */
  readonly ledgerAccounts?: readonly string[];
  /** The signer of such an account. */
  readonly ledgerSigner?: (account: string) => Promise<Signer>;
}

/**
 * The name of the configuration variable that holds a holder's key: `LINGNAN_KEY_REGISTRAR`, and for agency 2, whose
 * code is `tax`, `LINGNAN_KEY_SIGNER_TAX` and `LINGNAN_KEY_ADMIN_TAX`.
 */
export function keyVariable(holder: Holder, catalogue: Catalogue): string {
  const [kind, number] = holder.split(":") as [string, string | undefined];
  const ofAgency = kind === "admin" || kind === "signer";
  const agency = ofAgency ? catalogue.agencies.find((known) => String(known.number) === number) : undefined;
  return ["LINGNAN_KEY", kind, agency?.code ?? number]
    .filter((part) => part !== undefined)
    .join("_")
    .toUpperCase();
}

/**
 * The wallet that signs for a holder, taken from the first of these that has one:
 * 1. `choice`: the name of a configuration variable, or the address of a Ledger account;
 * 2. the holder's own configuration variable (environment, then Hardhat's keystore), which holds a private key or the
 *    address of a Ledger account;
 * 3. the only Ledger account of the network, when there is just one;
 * 4. on the development chain alone, the holder's development key.
 * @throws Error that says where a key was looked for; never with a key in it.
 */
export async function walletFor(holder: Holder, sources: KeySources, choice?: string): Promise<Signer> {
  const wallet = await findWallet(holder, sources, choice);
  if (wallet) return wallet;
  const { chainId } = await sources.provider.getNetwork();
  const name = keyVariable(holder, sources.catalogue);
  throw new Error(
    `no key for ${holder} on chain ${chainId}: set ${name} in the environment or with "npx hardhat keystore set ${name}", or list a Ledger account in LINGNAN_LEDGER_ACCOUNTS`,
  );
}

/** The same for a holder that a command can do without; undefined when there is no key. */
export async function findWallet(holder: Holder, sources: KeySources, choice?: string): Promise<Signer | undefined> {
  const { chainId } = await sources.provider.getNetwork();
  const signer = (await configuredWallet(holder, sources, choice)) ?? developmentKey(holder, sources, chainId);
  if (!signer) return undefined;
  const address = await signer.getAddress();
  if (chainId !== DEVELOPMENT_CHAIN_ID && developmentNameOf(address)) {
    throw new Error(`${address} is a development wallet, whose key is public: refused on chain ${chainId}`);
  }
  return signer;
}

async function configuredWallet(holder: Holder, sources: KeySources, choice?: string): Promise<Signer | undefined> {
  if (choice !== undefined) {
    if (isAddress(choice)) return ledgerWallet(choice, sources);
    return chosenVariable(choice, sources);
  }
  const name = keyVariable(holder, sources.catalogue);
  const value = await sources.variable(name);
  if (value !== undefined) return interpret(name, value, sources);
  const [only, ...others] = sources.ledgerAccounts ?? [];
  return only !== undefined && others.length === 0 ? ledgerWallet(only, sources) : undefined;
}

/** As the keystore wants names; a key written without 0x could pass for one. */
const VARIABLE_NAME = /^(?![0-9a-f]{32,}$)[a-z_]\w*$/i;

async function chosenVariable(name: string, sources: KeySources): Promise<Signer> {
  if (!VARIABLE_NAME.test(name)) {
    throw new Error(
      "the key is chosen by the name of a configuration variable, or by the address of a Ledger account; what was given " +
        "is neither and is not repeated here. If it was the private key itself, it now stands in the shell's history: replace it",
    );
  }
  const value = await sources.variable(name);
  if (value === undefined) throw new Error(`${name}: neither the environment nor the keystore has this variable`);
  return interpret(name, value, sources);
}

function interpret(name: string, value: string, sources: KeySources): Promise<Signer> | Signer {
  const text = value.trim();
  const hex = text.startsWith("0x") ? text : `0x${text}`;
  if (isHexString(hex, 32)) return new Wallet(hex, sources.provider);
  if (isAddress(text)) return ledgerWallet(text, sources);
  throw new Error(`${name} must hold a private key (32 bytes in hex) or the address of a Ledger account`);
}

async function ledgerWallet(account: string, sources: KeySources): Promise<Signer> {
  const listed = sources.ledgerAccounts?.some((known) => known.toLowerCase() === account.toLowerCase());
  if (listed && sources.ledgerSigner) return sources.ledgerSigner(account);
  throw new Error(
    `${account} is no Ledger account of this network: list it in LINGNAN_LEDGER_ACCOUNTS, with @nomicfoundation/hardhat-ledger installed`,
  );
}

function developmentKey(holder: Holder, { provider }: KeySources, chainId: bigint): Signer | undefined {
  return chainId === DEVELOPMENT_CHAIN_ID ? developmentWallet(holder).connect(provider) : undefined;
}
