import type { CatalogueFiles } from "./files.ts";
import type { AssetRow, SchemaRow } from "./shapes.ts";
import type { AssetKind, SchemaAsset, SchemaDeclaration } from "./types.ts";

/** The position of a field that a schema does not have: `ABSENT` in SoftAssets. */
export const ABSENT_POSITION = 255;

/** Labels of the kind's field that the chain has room for. */
export const MAX_KIND_LABELS = 4;

export function buildAssetKinds({ assetKinds: { registers, kinds } }: CatalogueFiles): AssetKind[] {
  const numberOf = new Map(registers.map(({ code, number }) => [code, number]));
  return kinds.map((kind) => ({ ...kind, registerNumber: numberOf.get(kind.register) ?? 0 }));
}

/** What statements of a checked schema do in SoftAssets. */
export function buildAsset({ asset, fields }: SchemaRow, files: CatalogueFiles): SchemaAsset | null {
  if (!asset) return null;
  const positionOf = (fact: string | null | undefined) =>
    fact === null || fact === undefined ? ABSENT_POSITION : fields.findIndex(({ id }) => id === fact);
  const registers = asset.effect === "registers" ? asset : undefined;
  const statusLabels = fields.find(({ id }) => id === registers?.status?.fact)?.values ?? [];
  const kinds = registers ? kindsOf(registers, fields) : [];
  return {
    effect: asset.effect,
    register: registers?.register ?? null,
    registerNumber: files.assetKinds.registers.find(({ code }) => code === registers?.register)?.number ?? 0,
    numberAt: positionOf(registers?.number),
    kindAt: positionOf(typeof registers?.kind === "object" ? registers.kind.fact : null),
    statusAt: positionOf(registers?.status?.fact),
    inForce: Math.max(
      0,
      statusLabels.findIndex(({ label }) => label === registers?.status?.inForce),
    ),
    dueAt: positionOf(registers?.due),
    valueAt: positionOf(asset.value),
    kinds,
    kindsBytes: bytesOf(kinds, files),
  };
}

/** Who may answer to statements of a checked schema. */
export function buildDeclaration(
  { declaration, fields }: SchemaRow,
  { agencies }: CatalogueFiles,
): SchemaDeclaration | null {
  if (!declaration) return null;
  const { counterparty, confirmers } = declaration;
  const numbers = agencies.filter(({ code }) => confirmers.includes(code)).map(({ number }) => BigInt(number));
  return {
    counterpartyAt: fields.findIndex(({ id }) => id === counterparty),
    confirmers,
    confirmersBits: numbers.reduce((bits, number) => bits | (1n << number), 0n),
  };
}

function kindsOf({ kind }: Extract<AssetRow, { effect: "registers" }>, fields: SchemaRow["fields"]) {
  if (typeof kind === "string") return [kind];
  const labels = fields.find(({ id }) => id === kind.fact)?.values ?? [];
  return labels.map(({ label }) => kind.kinds[label] ?? null);
}

function bytesOf(kinds: readonly (string | null)[], { assetKinds }: CatalogueFiles): string {
  const bytes = Buffer.alloc(MAX_KIND_LABELS);
  for (const [label, code] of kinds.entries()) {
    bytes[label] = assetKinds.kinds.find((kind) => kind.code === code)?.number ?? 0;
  }
  return `0x${bytes.toString("hex")}`;
}
