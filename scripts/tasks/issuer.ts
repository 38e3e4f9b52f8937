import type { Signer } from "ethers";
import type { Schema } from "../../catalogue/index.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import type { OpenLedger } from "./open-ledger.ts";
import type { Subject } from "./statement.ts";

/**
 * The wallet that issues a schema's statements about a subject, once the chain has confirmed that it may.
 * @param key which wallet, if not the agency's usual one
 * @throws Error that says for whom the wallet signs instead.
 */
export async function issuerWallet(
  ledger: OpenLedger,
  schema: Schema,
  subject: Subject,
  key: string | undefined,
): Promise<Signer> {
  return schema.agencyNumber === 0 ? controller(ledger, schema, subject, key) : agencySigner(ledger, schema, key);
}

async function agencySigner(ledger: OpenLedger, schema: Schema, key: string | undefined): Promise<Signer> {
  const wallet = await walletFor(`signer:${schema.agencyNumber}`, ledger.keys, key);
  const address = await wallet.getAddress();
  const { agencyId } = await ledger.contracts.AttestationRegistry.signerOf(address);
  if (agencyId === BigInt(schema.agencyNumber)) return wallet;
  const held = ledger.catalogue.agencies.find(({ number }) => BigInt(number) === agencyId);
  const instead = agencyId === 0n ? "for no agency" : `for agency "${held?.code ?? agencyId}"`;
  throw new Error(
    `${schema.name} is issued by agency "${schema.agency}", but wallet ${address} signs ${instead}. ` +
      `The admin of "${schema.agency}" can change that: hardhat signer add --agency ${schema.agency} ${address}`,
  );
}

async function controller(
  ledger: OpenLedger,
  schema: Schema,
  { uscc, entityId }: Subject,
  key: string | undefined,
): Promise<Signer> {
  if (key === undefined) {
    throw new Error(`--key is missing: ${schema.name} is issued by the company itself, so say which wallet is its own`);
  }
  // The number matters for development keys alone, and a chosen key never falls back on one.
  const wallet = await walletFor("company:0", ledger.keys, key);
  const address = await wallet.getAddress();
  if (await ledger.contracts.EntityRegistry.isActingController(entityId, address)) return wallet;
  const { controller: live, status } = await ledger.contracts.EntityRegistry.entityOf(entityId);
  const standing = status === 0n ? "is not registered" : status === 2n ? "is suspended" : `is controlled by ${live}`;
  throw new Error(`${schema.name} is issued by the company itself, and wallet ${address} cannot: ${uscc} ${standing}`);
}
