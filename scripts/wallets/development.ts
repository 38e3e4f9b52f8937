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

/**
 * Who signs: an office; the admin or the signer of agency number n; or the controller of the n-th lender of the catalogue,
 * of the n-th company in the play, or of the n-th seeded company.
 */
export type Holder =
  Office | `admin:${number}` | `signer:${number}` | `lender:${number}` | `cast:${number}` | `company:${number}`;

const FIRST_INDEX = { admin: 100, signer: 200, lender: 300, cast: 400, company: 1000 } as const;

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

/** Agencies whose admin and signer the development chain funds, from number 1. */
const FUNDED_AGENCIES = 40;
/** Ethereum's tools fund the first accounts of the mnemonic, and tests take them for strangers. */
const FIRST_ACCOUNTS = 20;
const FUNDS_WEI = 10_000n * 10n ** 18n;

/** The accounts that the development chain funds: the mnemonic's first, then admin and signer of each agency. */
export function fundedAccounts(): { privateKey: string; balance: bigint }[] {
  const wallets = [...publicWallets().values()];
  return wallets.map(({ privateKey }) => ({ privateKey, balance: FUNDS_WEI }));
}

let names: Map<string, string> | undefined;

/** What the address is called, when it is a wallet that the development chain funds; undefined for any other. */
export function developmentNameOf(address: string): string | undefined {
  names ??= new Map([...publicWallets()].map(([name, wallet]) => [wallet.address.toLowerCase(), name]));
  return names.get(address.toLowerCase());
}

/** Derived one by one, which takes ethers a millisecond each; Hardhat needs twenty for an account of a mnemonic. */
function publicWallets(): Map<string, HDNodeWallet> {
  const first = Array.from(
    { length: FIRST_ACCOUNTS },
    (_, index) => [OFFICES[index] ?? `account ${index}`, root.deriveChild(index)] as const,
  );
  const agencies = Array.from({ length: FUNDED_AGENCIES }, (_, index) => index + 1);
  const ofAgencies = (["admin", "signer"] as const).flatMap((kind) =>
    agencies.map((number) => [`${kind}:${number}`, developmentWallet(`${kind}:${number}`)] as const),
  );
  return new Map([...first, ...ofAgencies]);
}
