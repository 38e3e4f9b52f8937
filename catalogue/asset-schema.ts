import type { Schema } from "./types.ts";

/** `ISoftAssets.AssetSchema` as ethers takes it. */
export interface OnChainAssetSchema {
  readonly effect: number;
  readonly register: number;
  readonly numberAt: number;
  readonly kindAt: number;
  readonly statusAt: number;
  readonly inForce: number;
  readonly dueAt: number;
  readonly valueAt: number;
  readonly validitySeconds: number;
  readonly kinds: string;
}

/** `ISoftAssets.Effect` */
const EFFECTS = { registers: 1, values: 2 } as const;

/** What SoftAssets is told about a schema; null for one that has no effect there. */
export function onChainAssetSchema({ asset, validitySeconds }: Schema): OnChainAssetSchema | null {
  if (!asset) return null;
  const { effect, registerNumber, numberAt, kindAt, statusAt, inForce, dueAt, valueAt, kindsBytes } = asset;
  return {
    effect: EFFECTS[effect],
    register: registerNumber,
    ...{ numberAt, kindAt, statusAt, inForce, dueAt, valueAt },
    validitySeconds,
    kinds: kindsBytes,
  };
}
