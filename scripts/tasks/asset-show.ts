import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { IPledgeRegistry } from "../../build/typechain/contracts/assets/IPledgeRegistry.ts";
import { money, percent } from "../chain/sentences/words.ts";
import { findAssetId } from "./asset.ts";
import { command, printTable } from "./command.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { showTime } from "./statement.ts";

/** Flags of an asset, as SoftAssets has them. */
const FLAGS = { inForce: 1n, revoked: 2n, encumbered: 4n } as const;

export interface ShownAsset {
  readonly assetId: string;
  /** Code of its kind in the catalogue. */
  readonly kind: string;
  readonly entityId: string;
  readonly standing: string;
  readonly valueFen: bigint;
  /** What a further lien could secure now. */
  readonly availableFen: bigint;
  readonly liens: readonly { readonly loanId: bigint; readonly lenderId: string; readonly securedFen: bigint }[];
}

/** How an asset stands on the chain: whose it is, what it is worth, and what it secures. */
export async function showAsset(
  options: { asset: string[]; record: string | undefined },
  hre: HardhatRuntimeEnvironment,
): Promise<ShownAsset> {
  const ledger = await openLedger(hre, options);
  const { SoftAssets, PledgeRegistry } = ledger.contracts;
  const assetId = findAssetId(ledger.catalogue, options.asset);
  const asset = await SoftAssets.assetOf(assetId);
  const kind = ledger.catalogue.assetKindByNumber.get(Number(asset.kind));
  if (asset.kind === 0n) throw new Error(`there is no asset ${assetId} on ${ledger.network}`);
  const [valueFen, availableFen, advanceBps, liens] = await Promise.all([
    SoftAssets.collateralValueOf(assetId),
    PledgeRegistry.availableOf(assetId),
    PledgeRegistry.advanceRateOf(asset.kind),
    readLiens(ledger, await PledgeRegistry.liensOf(assetId)),
  ]);
  const standing = standingOf(asset, ledger.chainTime);
  printTable([
    ["asset", assetId],
    ["kind", kind ? `${kind.nameEn} ${kind.nameZh}` : String(asset.kind)],
    ["entity", asset.entity],
    ["standing", standing],
    ["due or end of term", asset.dueAt === 0n ? "not stated" : showTime(asset.dueAt)],
    ["statement counts until", showTime(asset.knownUntil)],
    ["face value", asset.faceValueFen === 0n ? "none" : money(asset.faceValueFen)],
    ["appraisal", appraisal(asset)],
    ["value", valueFen === 0n ? "not known" : money(valueFen)],
    ["can secure", `${money(availableFen)} more, at ${percent(advanceBps)} of the value`],
    ...liens.map(
      ({ loanId, lenderId, securedFen }, index) =>
        [`lien ${index + 1}`, `loan ${loanId} of lender ${lenderId}, up to ${money(securedFen)}`] as const,
    ),
  ]);
  return {
    assetId,
    kind: kind?.code ?? String(asset.kind),
    entityId: asset.entity,
    standing,
    valueFen,
    availableFen,
    liens,
  };
}

interface AssetTerms {
  readonly flags: bigint;
  readonly dueAt: bigint;
  readonly knownUntil: bigint;
  readonly appraisedFen: bigint;
  readonly appraisedUntil: bigint;
}

/** Whether it can be pledged, and if not, why. */
function standingOf({ flags, dueAt, knownUntil }: AssetTerms, now: number): string {
  const encumbered = (flags & FLAGS.encumbered) === 0n ? "free" : "encumbered";
  const fault = [
    (flags & FLAGS.revoked) !== 0n && "its statement was revoked",
    (flags & FLAGS.inForce) === 0n && "not in force",
    BigInt(now) >= dueAt && "past its due date or term",
    BigInt(now) > knownUntil && "its statement is too old",
  ].filter((each) => each !== false);
  return fault.length === 0 ? encumbered : `${encumbered}, but cannot be pledged: ${fault.join(", ")}`;
}

function appraisal({ appraisedFen, appraisedUntil }: AssetTerms): string {
  return appraisedFen === 0n ? "none" : `${money(appraisedFen)} until ${showTime(appraisedUntil)}`;
}

async function readLiens({ contracts }: OpenLedger, liens: readonly IPledgeRegistry.LienStructOutput[]) {
  return Promise.all(
    liens.map(async ({ loanId, securedFen }) => {
      const lenderId = await contracts.LoanDesk.lenderOf(loanId);
      return { loanId, lenderId, securedFen };
    }),
  );
}

export default command(showAsset);
