import type { CatalogueFiles } from "../files.ts";
import type { DefaultPoint, Fee } from "../pricing.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

/** What the ranking relies on: a figure for every security and kind of lender, and that worse never counts as better. */
export function checkPricing(files: CatalogueFiles, report: Report): void {
  const { ratePosition, approval, fees, instruments } = files.pricing;
  checkPoints(ratePosition.points, (before, bps) => bps >= before, under(report, "/ratePosition/points"));
  checkPoints(approval.points, (before, bps) => bps <= before, under(report, "/approval/points"));
  reportDuplicates(fees, "id", ({ id }) => id, under(report, "/fees"));
  const securities = securitiesOf(files);
  for (const [index, fee] of fees.entries()) checkFee(fee, securities, under(report, `/fees/${index}`));
  checkComplete(files, securities, report);
  reportDuplicates(instruments, "type", ({ type }) => type, under(report, "/instruments"));
  const types = new Set(files.productTypes.map(({ id }) => id));
  for (const [index, { type }] of instruments.entries()) {
    if (!types.has(type)) report(`/instruments/${index}/type`, `"${type}" is not in product-types.json`);
  }
  checkChurn(files.pricing.churn, under(report, "/churn"));
}

function under(report: Report, place: string): Report {
  return (pointer, rule) => report(`${place}${pointer}`, rule);
}

function securitiesOf({ features }: CatalogueFiles): Set<string> {
  const labels = features.requestProperties.find(({ id }) => id === "security_offered")?.values ?? [];
  return new Set(labels.map(({ label }) => label));
}

function checkPoints(
  points: readonly DefaultPoint[],
  mayFollow: (before: number, bps: number) => boolean,
  report: Report,
): void {
  for (const [index, { defaultBps, bps }] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    if (defaultBps <= before.defaultBps) report(`/${index}/defaultBps`, `must be above ${before.defaultBps}`);
    if (!mayFollow(before.bps, bps)) report(`/${index}/bps`, `must not favour a worse company over ${before.bps}`);
  }
}

function checkFee({ security, tiers }: Fee, securities: ReadonlySet<string>, report: Report): void {
  if (!securities.has(security)) {
    report("/security", `"${security}" is no label of the request property security_offered`);
  }
  for (const [index, { aboveFen }] of tiers.entries()) {
    const before = tiers[index - 1]?.aboveFen;
    if (before === undefined && aboveFen !== 0n) report("/tiers/0/aboveFen", "the first tier must begin at 0");
    if (before !== undefined && aboveFen <= before) report(`/tiers/${index}/aboveFen`, `must be above ${before}`);
  }
}

/** Every security and every kind of lender in use needs its figure, and one only. */
function checkComplete({ pricing, lenders }: CatalogueFiles, securities: ReadonlySet<string>, report: Report): void {
  const { lossGivenDefault, lenderCosts } = pricing;
  reportDuplicates(lossGivenDefault, "security", ({ security }) => security, under(report, "/lossGivenDefault"));
  reportDuplicates(lenderCosts, "kind", ({ kind }) => kind, under(report, "/lenderCosts"));
  for (const security of securities) {
    if (!lossGivenDefault.some((one) => one.security === security)) {
      report("/lossGivenDefault", `"${security}", a label of security_offered, is missing`);
    }
  }
  for (const [index, { security }] of lossGivenDefault.entries()) {
    if (!securities.has(security)) {
      report(
        `/lossGivenDefault/${index}/security`,
        `"${security}" is no label of the request property security_offered`,
      );
    }
  }
  for (const kind of new Set(["bank", ...lenders.map((lender) => lender.kind)])) {
    if (!lenderCosts.some((one) => one.kind === kind))
      report("/lenderCosts", `"${kind}", a kind of lender, is missing`);
  }
}

function checkChurn({ minRateBps, maxRateBps, curves }: CatalogueFiles["pricing"]["churn"], report: Report): void {
  if (minRateBps >= maxRateBps) report("/maxRateBps", `must be above ${minRateBps}, the least rate`);
  if (curves.map(({ rating }) => rating).join() !== "A,B,C")
    report("/curves", "must be of the ratings A, B, C in this order");
  for (const [index, { upToDefaultBps }] of curves.entries()) {
    const before = curves[index - 1]?.upToDefaultBps ?? 0;
    if (upToDefaultBps <= before) report(`/curves/${index}/upToDefaultBps`, `must be above ${before}`);
  }
}
