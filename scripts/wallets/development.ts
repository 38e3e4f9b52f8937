import { HDNodeWallet, Mnemonic } from "ethers";

/**
 * The well-known development mnemonic of Hardhat. PUBLIC: everybody has these keys, so they are accepted on the
 * development chain only.
 */
export const DEVELOPMENT_MNEMONIC = "test test test test test test test test test test test junk";

/** Chain id of the development chain, the only one on which development keys work. */
export const DEVELOPMENT_CHAIN_ID = 31337n;

export const OFFICES = ["deployer", "governance", "guardian", "registrar", "steward", "regulator", "relayer"] as const;

/** An office of the platform that a single wallet holds. */
export type Office = (typeof OFFICES)[number];

/** Who signs: an office, the admin or the signer of agency number n, or the controller of the n-th seeded company. */
export type Holder = Office | `admin:${number}` | `signer:${number}` | `company:${number}`;

const FIRST_INDEX = { admin: 100, signer: 200, company: 1000 } as const;

/** Accounts that the development chain funds: every office, agency admin and agency signer. */
export const FUNDED_ACCOUNTS = 300;

const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(DEVELOPMENT_MNEMONIC), "m/44'/60'/0'/0");

/** Index of the holder's key under `m/44'/60'/0'/0`. Throws a RangeError when the number does not fit its range. */
export function developmentIndex(holder: Holder): number {
  const office = (OFFICES as readonly string[]).indexOf(holder);
  if (office >= 0) return office;
  const [kind, text] = holder.split(":") as [keyof typeof FIRST_INDEX, string];
  const number = Number(text);
  const room = kind === "company" ? Infinity : 100;
  if (!Number.isSafeInteger(number) || number < 0 || number >= room) {
    throw new RangeError(`development wallet ${holder}: the number must be an integer from 0 to ${room - 1}`);
  }
  return FIRST_INDEX[kind] + number;
}

/** The development wallet of a holder, unconnected. For the development chain only: see `walletFor`. */
export function developmentWallet(holder: Holder): HDNodeWallet {
  return root.deriveChild(developmentIndex(holder));
}

let holders: Map<string, Holder> | undefined;

/** Whose development wallet this address is, among those that the development chain funds; undefined for any other. */
export function developmentHolderOf(address: string): Holder | undefined {
  holders ??= new Map(fundedHolders().map((holder) => [developmentWallet(holder).address.toLowerCase(), holder]));
  return holders.get(address.toLowerCase());
}

function fundedHolders(): Holder[] {
  const numbers = Array.from({ length: 100 }, (_, number) => number);
  return [
    ...OFFICES,
    ...numbers.map((number): Holder => `admin:${number}`),
    ...numbers.map((number): Holder => `signer:${number}`),
  ];
}
