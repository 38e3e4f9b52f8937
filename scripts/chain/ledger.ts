/** One of the ledger's contracts behind a proxy. */
interface Proxied {
  /** Folder of its source below `contracts/`; the file has the contract's name. */
  readonly folder: string;
  /**
   * The contracts of the ledger that it asks for ever, because their addresses are part of its code: by the getter that
   * tells which, in the order of its constructor's parameters.
   */
  readonly asks: Readonly<Record<string, string>>;
}

/**
 * The ledger's contracts behind proxies, each after those that it asks. The one list: deployment, record, check, errors,
 * storage layout and subgraph take the names from here.
 */
export const PROXIED = {
  EntityRegistry: { folder: "identity", asks: {} },
  AttestationRegistry: { folder: "attestation", asks: { ENTITIES: "EntityRegistry" } },
  SoftAssets: { folder: "assets", asks: { ENTITIES: "EntityRegistry", ATTESTATIONS: "AttestationRegistry" } },
  PledgeRegistry: { folder: "assets", asks: { ENTITIES: "EntityRegistry", ASSETS: "SoftAssets" } },
  ProductCatalogue: { folder: "lending", asks: { ENTITIES: "EntityRegistry" } },
  GuaranteeRegistry: { folder: "lending", asks: { ENTITIES: "EntityRegistry" } },
  LoanDesk: {
    folder: "lending",
    asks: {
      ENTITIES: "EntityRegistry",
      PLEDGES: "PledgeRegistry",
      PRODUCTS: "ProductCatalogue",
      GUARANTEES: "GuaranteeRegistry",
    },
  },
  Declarations: { folder: "attestation", asks: { ENTITIES: "EntityRegistry", ATTESTATIONS: "AttestationRegistry" } },
  Scorecard: { folder: "scoring", asks: { ATTESTATIONS: "AttestationRegistry" } },
} as const satisfies Readonly<Record<string, Proxied>>;

export type ProxiedName = keyof typeof PROXIED;

export const PROXIED_NAMES = Object.keys(PROXIED) as readonly ProxiedName[];

/** Path of a contract's source from the project's root. */
export function sourceOf(name: ProxiedName): string {
  return `contracts/${PROXIED[name].folder}/${name}.sol`;
}

/** The contracts that a contract asks for ever, by getter. */
export function askedBy(name: ProxiedName): readonly (readonly [getter: string, asked: ProxiedName])[] {
  return Object.entries<ProxiedName>(PROXIED[name].asks);
}

/** Who was told once and for ever, by the steward, whom to obey: the contract, and the only one that may call it. */
export const CONNECTIONS = [
  ["SoftAssets", "PledgeRegistry"],
  ["PledgeRegistry", "LoanDesk"],
  ["GuaranteeRegistry", "LoanDesk"],
] as const satisfies readonly (readonly [ProxiedName, ProxiedName])[];

/** An object with one entry for each contract behind a proxy. */
export function eachProxied<T>(make: (name: ProxiedName) => T): Readonly<Record<ProxiedName, T>> {
  return Object.fromEntries(PROXIED_NAMES.map((name) => [name, make(name)])) as Record<ProxiedName, T>;
}
