import { encodeBytes32String, ZeroAddress } from "ethers";
import type { ContractTransactionResponse } from "ethers";

import {
  attestationIdOf,
  developmentUscc,
  encodeValues,
  entityIdOf,
  itemStatementOf,
  NO_ITEM,
} from "../../../catalogue/index.ts";
import type { Human, Statement } from "../../../catalogue/index.ts";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import type { LedgerContracts } from "../../../scripts/chain/contracts.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import type { Holder } from "../../../scripts/wallets/development.ts";
import { catalogue } from "../stated.ts";
import type { Parts } from "./parts.ts";

export const COMPANY = developmentUscc("API test: a company");
export const STRANGER = developmentUscc("API test: never registered");
export const NOBODY = developmentUscc("API test: nothing known");
export const BANK = developmentUscc("API test: a bank");

const KIND = { company: 1, bank: 2, financing_guarantee: 4 } as const;

/** Signs and sends, each part from the wallet whose right it is, and waits until it is mined. */
export class Author {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Time of the newest block, unix seconds. */
  async now(): Promise<number> {
    const block = await this.#parts.provider.getBlock("latest");
    return block?.timestamp ?? 0;
  }

  async register(uscc: string, kind: keyof typeof KIND, controller: string = ZeroAddress): Promise<void> {
    const { EntityRegistry } = await this.#as("registrar");
    await mined(EntityRegistry.register(bytes18(uscc), KIND[kind], controller));
  }

  async suspend(uscc: string): Promise<void> {
    const { EntityRegistry } = await this.#as("registrar");
    await mined(EntityRegistry.suspend(entityIdOf(uscc), encodeBytes32String("case 17")));
  }

  /** @returns the attestation id */
  async attest(
    schemaName: string,
    facts: Readonly<Record<string, Human | null>>,
    about: { uscc?: string; observedAt: number; number?: string; values?: readonly bigint[]; as?: Holder },
  ): Promise<string> {
    const schema = catalogue.schemaByName.get(schemaName);
    if (!schema) throw new Error(`the catalogue has no schema ${schemaName}`);
    const as = about.as ?? (`signer:${schema.agencyNumber}` as const);
    if (about.number === undefined) {
      return this.attestRaw(schema.id, about.values ?? encodeValues(schema, facts), { ...about, as });
    }
    const item = itemStatementOf(schema, about.number, facts);
    return this.attestRaw(schema.id, encodeValues(schema, item.facts), { ...about, as, itemKey: item.itemKey });
  }

  async attestRaw(
    schemaId: string,
    values: readonly bigint[],
    {
      uscc = COMPANY,
      observedAt,
      itemKey = NO_ITEM,
      as,
    }: { uscc?: string; observedAt: number; itemKey?: string; as: Holder },
  ): Promise<string> {
    const { AttestationRegistry } = await this.#as(as);
    const struct = { subject: entityIdOf(uscc), itemKey, observedAt, evidence: NO_ITEM, values: [...values] };
    await mined(AttestationRegistry.attest(schemaId, struct));
    const statement: Statement = { schemaId, ...struct };
    return attestationIdOf(statement);
  }

  /** The contracts, called by a holder of a development wallet. */
  contracts(holder: Holder): Promise<LedgerContracts> {
    return this.#as(holder);
  }

  async revoke(schemaName: string, observedAt: number, uscc: string = COMPANY, as?: Holder): Promise<void> {
    const schema = catalogue.schemaByName.get(schemaName);
    if (!schema) throw new Error(`the catalogue has no schema ${schemaName}`);
    const { AttestationRegistry } = await this.#as(as ?? `signer:${schema.agencyNumber}`);
    const reason = encodeBytes32String("mistaken identity");
    await mined(AttestationRegistry.revoke(schema.id, entityIdOf(uscc), NO_ITEM, observedAt, reason));
  }

  /** Defines a schema that the catalogue does not have; one field, valid for thirty days. */
  async defineSchema(name: string, agencyNumber: number): Promise<void> {
    const { AttestationRegistry } = await this.#as("steward");
    await mined(AttestationRegistry.defineSchema(name, agencyNumber, ["tax.moon"], 1, 30 * 86_400, ZeroAddress));
  }

  async #as(holder: Holder): Promise<LedgerContracts> {
    const wallet = developmentWallet(holder).connect(this.#parts.provider);
    return ledgerContracts(this.#parts.record.contracts, wallet);
  }
}

function bytes18(uscc: string): string {
  return encodeBytes32String(uscc).slice(0, 2 + 18 * 2);
}

export async function mined(sending: Promise<ContractTransactionResponse>): Promise<void> {
  const sent = await sending;
  await sent.wait();
}
