/** A soft asset as the chain keeps it. Amounts in fen, times in unix seconds; null where nothing is stated. */
export interface Asset {
  /** 32 bytes as `0x` hex. */
  assetId: string;
  /** Code of the asset kind: `invention_patent`. */
  kind: string;
  /** Written form of its number in the register. */
  number: string;
  holder: string;
  schemaId: string;
  inForce: boolean;
  revoked: boolean;
  encumbered: boolean;
  /** Due date or end of term. */
  dueAt: bigint | null;
  faceValueFen: bigint | null;
  observedAt: bigint;
  /** The last second at which the statement is new enough for a pledge. */
  knownUntil: bigint;
  appraisedFen: bigint | null;
  appraisedUntil: bigint | null;
  appraiser: string | null;
  /** Wallet that holds the token; null when it was not minted. */
  tokenOwner: string | null;
  registeredAt: bigint;
}

export const LIEN_STATES = ["live", "released", "enforced", "extinguished"] as const;

export type LienState = (typeof LIEN_STATES)[number];

/** A lien on an asset. */
export interface Lien {
  assetId: string;
  loanId: bigint;
  state: LienState;
  /** 1 to 4; null once it has ended. */
  rank: number | null;
  securedFen: bigint;
  /** Value and advance rate when it was pledged. */
  valueFen: bigint;
  advanceBps: bigint;
  pledgedAt: bigint;
  endedAt: bigint | null;
}

/** Why an asset cannot be pledged, for people. */
export interface Obstacle {
  code: ObstacleCode;
  en: string;
  zh: string;
}

const BPS = 10_000n;
const MAX_LIENS = 4;

const OBSTACLES = {
  revoked: { en: "The agency revoked the statement that it rests on.", zh: "发证机关已撤销其依据的证明。" },
  not_in_force: { en: "Its legal status does not allow a pledge.", zh: "其法律状态不允许质押。" },
  expired: { en: "It is due, its term has ended, or no due date is stated.", zh: "已到期、有效期届满或未载明到期日。" },
  outdated: { en: "The agency's statement is too old: it has to be attested again.", zh: "证明已过时，须重新出具。" },
  no_value: {
    en: "Nobody knows its value: an approved appraiser has to value it.",
    zh: "价值未知，须由认可的评估机构评估。",
  },
  kind_not_accepted: {
    en: "The regulator lets no asset of this kind be pledged: its advance rate is 0.",
    zh: "监管部门未允许质押该类资产（质押率为零）。",
  },
  too_many_liens: { en: `It has ${MAX_LIENS} liens already.`, zh: `已有${MAX_LIENS}项质权。` },
  fully_secured: { en: "Its liens secure all that it may secure.", zh: "已有质权占满可担保额度。" },
} as const satisfies Readonly<Record<string, { en: string; zh: string }>>;

export type ObstacleCode = keyof typeof OBSTACLES;

export const OBSTACLE_CODES = Object.keys(OBSTACLES) as [ObstacleCode, ...ObstacleCode[]];

/** What a lender may lend on, see `ISoftAssets.collateralValueOf`; null when nobody knows. */
export function valueFenOf({ faceValueFen, appraisedFen, appraisedUntil }: Asset, now: bigint): bigint | null {
  const appraised = appraisedUntil !== null && now <= appraisedUntil ? appraisedFen : null;
  if (faceValueFen === null) return appraised;
  return appraised !== null && appraised < faceValueFen ? appraised : faceValueFen;
}

/** What a further pledge of an asset can secure now, and why not more when that is nothing. */
export interface Availability {
  /** Null when nobody knows the value. */
  valueFen: bigint | null;
  securedFen: bigint;
  /** `PledgeRegistry.availableOf`. */
  availableFen: bigint;
  obstacles: readonly Obstacle[];
}

/**
 * @param live the asset's live liens
 * @param advanceBps of its kind now
 * @param now time of the block that decides, unix seconds
 */
export function availabilityOf(asset: Asset, live: readonly Lien[], advanceBps: bigint, now: bigint): Availability {
  const valueFen = valueFenOf(asset, now);
  const securedFen = live.reduce((sum, lien) => sum + lien.securedFen, 0n);
  const limitFen = ((valueFen ?? 0n) * advanceBps) / BPS;
  const codes = obstaclesOf(asset, now, { valueFen, advanceBps, liens: live.length, full: securedFen >= limitFen });
  return {
    ...{ valueFen, securedFen },
    availableFen: codes.length > 0 ? 0n : limitFen - securedFen,
    obstacles: codes.map((code) => ({ code, ...OBSTACLES[code] })),
  };
}

interface Limits {
  valueFen: bigint | null;
  advanceBps: bigint;
  liens: number;
  /** Whether the liens secure all that the value allows. */
  full: boolean;
}

function obstaclesOf(asset: Asset, now: bigint, { valueFen, advanceBps, liens, full }: Limits): ObstacleCode[] {
  const holds: Readonly<Record<ObstacleCode, boolean>> = {
    revoked: asset.revoked,
    not_in_force: !asset.inForce,
    expired: now >= (asset.dueAt ?? 0n),
    outdated: now > asset.knownUntil,
    no_value: valueFen === null,
    kind_not_accepted: advanceBps === 0n,
    too_many_liens: liens >= MAX_LIENS,
    fully_secured: valueFen !== null && advanceBps > 0n && full,
  };
  return OBSTACLE_CODES.filter((code) => holds[code]);
}
