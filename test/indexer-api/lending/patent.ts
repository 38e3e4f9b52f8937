import type { Asset } from "../../../indexer-api/src/lending/collateral.ts";
import { ASSET, BORROWER, DAY, NOW } from "./cases.ts";

/** A patent that is appraised at 300,000 CNY and free. */
export const PATENT: Asset = {
  assetId: ASSET,
  kind: "invention_patent",
  number: "2018101234567",
  holder: BORROWER,
  schemaId: "0x00000000",
  inForce: true,
  revoked: false,
  encumbered: false,
  dueAt: NOW + 1_000n * DAY,
  faceValueFen: null,
  observedAt: NOW - DAY,
  knownUntil: NOW + 100n * DAY,
  appraisedFen: 30_000_000n,
  appraisedUntil: NOW + 100n * DAY,
  appraiser: null,
  tokenOwner: null,
  registeredAt: NOW - DAY,
};
