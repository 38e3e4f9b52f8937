import { AbiCoder, id, keccak256, toBigInt, ZeroHash } from "ethers";
import { advance, gasOf } from "./chain.ts";
import { type CreditBench, deployCredit, patentStatement } from "./credit-setup.ts";

const BATCH = 50;
const PATENT_REGISTER = 1;
const DAY_SECONDS = 86_400;

interface Collateral {
  readonly assetId: bigint;
  readonly securedFen: bigint;
}

/**
 * Gas of soft assets, liens and loans behind their proxies. Minting, pledging and releasing never stand alone: they happen
 * inside an attestation, an acceptance and a settlement. `asset.mint`, `pledge` and `release` are what they add to one,
 * measured as the difference of two whole transactions; all other figures are whole transactions, `…50` per item.
 */
export async function measureCredit(): Promise<Record<string, number>> {
  const bench = await deployCredit();
  const mint = await measureMint(bench);
  const free = await measureLoan(bench, []);
  const pledged = await measureLoan(bench, [await pledgeable(bench, "1")]);
  return {
    ...mint,
    pledge: pledged.accept! - free.accept!,
    release: pledged.settle! - free.settle!,
    ...(await measureTopUp(bench)),
    ...Object.fromEntries(Object.entries(pledged).map(([step, gas]) => [`loan.${step}`, gas])),
  };
}

async function measureMint(bench: CreditBench): Promise<Record<string, number>> {
  const attest = async (schemaId: string, number: string) =>
    gasOf(bench.registry.attest(schemaId, patentStatement(bench, number, await advance(bench.chain))));
  const plain = await attest(bench.schemas.plain, "2019100000001");
  const first = await attest(bench.schemas.patent, "2019100000001");
  const next = await attest(bench.schemas.patent, "2019100000002");
  const now = await advance(bench.chain);
  const batch = Array.from({ length: BATCH }, (_, index) => patentStatement(bench, `20191001${10_000 + index}`, now));
  const batched = await gasOf(bench.registry.attestBatch(bench.schemas.patent, batch));
  return {
    "asset.mint": first - plain,
    "asset.mintNext": next - plain,
    "asset.attestAndMint": first,
    "asset.attestAndMint50": Math.ceil(batched / BATCH),
  };
}

/** A patent of the company that is attested and valued; secures 120,000 CNY. */
async function pledgeable(bench: CreditBench, name: string): Promise<Collateral> {
  const number = `2020${id(name).replaceAll(/\D/g, "").slice(0, 9)}`;
  const { chain, registry, schemas, value } = bench;
  await registry.attest(schemas.patent, patentStatement(bench, number, await advance(chain)));
  const key = AbiCoder.defaultAbiCoder().encode(["uint8", "bytes32"], [PATENT_REGISTER, id(number)]);
  const assetId = toBigInt(keccak256(key));
  await value(assetId, await advance(chain));
  return { assetId, securedFen: 12_000_000n };
}

function offerOf(now: number, collateral: Collateral[]) {
  return {
    ...{ amountFen: 10_000_000n, feeFen: 10_000n, tenorMonths: 12, rateBps: 600, overdueRateBps: 900 },
    validUntil: now + 30 * DAY_SECONDS,
    ...{ guarantor: ZeroHash, guaranteedFen: 0n },
    collateral,
  };
}

/** A case from application to settlement, each step a transaction; money off the chain. */
async function measureLoan(bench: CreditBench, collateral: Collateral[]): Promise<Record<string, number>> {
  const { chain, desk, productId, company, as } = bench;
  const step = async (send: (now: number) => Parameters<typeof gasOf>[0]) => gasOf(send(await advance(chain)));
  const application = [company, productId, 1, 10_000_000n, 12, id("working capital")] as const;
  const loanId = await as("company").applyFor.staticCall(...application);
  const apply = await step(() => as("company").applyFor(...application));
  const offered = offerOf(await advance(chain), collateral);
  const offer = await step(() => as("bank").offer(loanId, offered));
  const accept = await step(() => as("company").accept(loanId, offered));
  const disburse = await step(() => as("bank").disburse(loanId, id("transfer")));
  const confirm = await step(() => as("company").confirmReceipt(loanId));
  const repay = await step(() => as("bank").recordRepayment(loanId, 1_000_000n, id("first")));
  await as("bank").recordRepayment(loanId, await desk.outstandingOf(loanId), id("rest"));
  const assetIds = collateral.map(({ assetId }) => assetId);
  const settle = await step(() => as("bank").settle(loanId, assetIds));
  return { apply, offer, accept, disburse, confirm, repay, settle };
}

/** A pledge and a release that are transactions of their own: an open loan gets more collateral, and loses it again. */
async function measureTopUp(bench: CreditBench): Promise<Record<string, number>> {
  const { chain, productId, company, as } = bench;
  const more = await pledgeable(bench, "more");
  const application = [company, productId, 1, 10_000_000n, 12, id("working capital")] as const;
  const loanId = await as("company").applyFor.staticCall(...application);
  await as("company").applyFor(...application);
  const offered = offerOf(await advance(chain), []);
  await as("bank").offer(loanId, offered);
  await as("company").accept(loanId, offered);
  await advance(chain);
  const pledge = await gasOf(as("company").addCollateral(loanId, more));
  await advance(chain);
  return { "pledge.alone": pledge, "release.alone": await gasOf(as("bank").releaseCollateral(loanId, more.assetId)) };
}
