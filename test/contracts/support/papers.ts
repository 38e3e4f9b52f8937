import { expect } from "chai";
import { id } from "ethers";
import { ABSENT, ASSET_VALIDITY, itemKeyOf, statementOf } from "./credit.ts";
import type { Credit, EntityName, Paper } from "./credit.ts";
import { schemaIdOf, STREAM } from "./ledger.ts";

/** Flags of an asset, as SoftAssets keeps them. */
export const FLAG = { none: 0n, inForce: 1n, revoked: 2n, encumbered: 4n, appraised: 8n } as const;

/** `ISoftAssets.Effect`. */
export const EFFECT = { none: 0, registers: 1, values: 2 } as const;

export const MAX_UINT32 = 2n ** 32n - 1n;
export const MAX_UINT56 = 2n ** 56n - 1n;

/** The largest face value that SoftAssets keeps, fen, and the latest due date, unix seconds. */
export const MAX_FACE_FEN = 2n ** 40n - 1n;
export const LAST_DUE = (2n ** 16n - 1n) * 86_400n;

/** SoftAssets keeps whole days (UTC). */
export const midnightBefore = (unixSeconds: bigint): bigint => unixSeconds - (unixSeconds % 86_400n);

/** How SoftAssets reads statements of a schema; here: patents, all of one kind, without status or value. */
export const LAYOUT = {
  effect: EFFECT.registers as number,
  register: 1,
  numberAt: 0,
  kindAt: ABSENT,
  statusAt: ABSENT,
  inForce: 0,
  dueAt: 3,
  valueAt: ABSENT,
  validitySeconds: ASSET_VALIDITY,
  kinds: "0x01000000",
};

/** The wallet that signs for the issuer of a schema. */
const SIGNER_OF = {
  patent: "patentSigner",
  trademark: "patentSigner",
  declaration: "customsSigner",
  taxDeclaration: "taxSigner",
  invoice: "taxSigner",
} as const;

/** Defines a schema that SoftAssets resolves, with five fields as those of the fixture; its id. */
export async function defineResolved(
  { registry, assets, wallets }: Credit,
  name: string,
  agency: number,
  validitySeconds: number = ASSET_VALIDITY,
): Promise<string> {
  const fields = ["number", "kind", "status", "due", "value"];
  const steward = registry.connect(wallets.steward);
  await steward.defineSchema(name, agency, fields, STREAM, validitySeconds, await assets.getAddress());
  return schemaIdOf(name, agency);
}

/** The same, with what its statements do; its id. */
export async function definePaper(
  credit: Credit,
  name: string,
  agency: number,
  changes: Partial<typeof LAYOUT>,
): Promise<string> {
  const schemaId = await defineResolved(credit, name, agency, changes.validitySeconds);
  await credit.assets.connect(credit.wallets.steward).defineAssetSchema(schemaId, { ...LAYOUT, ...changes });
  return schemaId;
}

/** Has one of the fixture's signers attest a paper under any schema. */
export async function attestAs(
  credit: Credit,
  signer: "taxSigner" | "customsSigner" | "patentSigner",
  schemaId: string,
  paper: Paper,
) {
  return credit.registry.connect(credit.wallets[signer]).attest(schemaId, await statementOf(credit, paper));
}

/** What a lender may lend on, fen. Every JavaScript object has a `valueOf` of its own, which hides the contract's. */
export async function valueOf({ assets }: Credit, assetId: bigint): Promise<bigint> {
  return assets.getFunction("collateralValueOf").staticCall(assetId);
}

/** Expects that SoftAssets refuses an attestation with an error of its own, which the registry passes on. */
export async function expectRefused(
  { registry, assets }: Credit,
  sent: Promise<unknown>,
  error: string,
  args: readonly unknown[],
): Promise<void> {
  await expect(sent)
    .to.be.revertedWithCustomError(registry, "AttestationRegistryResolverRejected")
    .withArgs(assets, assets.interface.encodeErrorResult(error, args));
}

/** Has a signer revoke the statement about a paper of the company. */
export async function revokePaper(
  { registry, wallets, schemas, ids }: Credit,
  schema: keyof typeof SIGNER_OF,
  number: string,
  observedAt: number,
  entity: EntityName = "company",
) {
  const signer = registry.connect(wallets[SIGNER_OF[schema]]);
  return signer.revoke(schemas[schema], ids[entity], itemKeyOf(number), observedAt, id("entered by mistake"));
}
