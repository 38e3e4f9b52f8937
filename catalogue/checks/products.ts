import type { CatalogueFiles } from "../files.ts";
import type { Criterion } from "../types.ts";
import { developmentUscc } from "../uscc.ts";
import { criterionRule } from "./criteria.ts";
import type { Vocabulary } from "./criteria.ts";
import { vocabulariesOf } from "./features.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

type ProductType = CatalogueFiles["productTypes"][number];
type Product = CatalogueFiles["products"][number];

export function checkProductTypes(files: CatalogueFiles, report: Report): void {
  const vocabularies = vocabulariesOf(files);
  const securities = files.features.requestProperties.find(({ id }) => id === "security_offered")?.values ?? [];
  const assetKinds = new Set(files.assetKinds.kinds.map(({ code }) => code));
  const kinds = new Set(files.lenders.map(({ kind }) => kind));
  reportDuplicates(files.productTypes, "id", ({ id }) => id, report);
  for (const [
    index,
    { count, security, collateralKinds, tokenSettled, typicalEligibility, lenderKinds },
  ] of files.productTypes.entries()) {
    if (!securities.some(({ label }) => label === security)) {
      report(`/${index}/security`, `"${security}" is no label of the request property security_offered`);
    }
    for (const [position, kind] of collateralKinds.entries()) {
      if (!assetKinds.has(kind))
        report(`/${index}/collateralKinds/${position}`, `"${kind}" is not in asset-kinds.json`);
    }
    if (tokenSettled > count) report(`/${index}/tokenSettled`, `must be at most ${count}, the number of products`);
    if (!lenderKinds.some((kind) => kinds.has(kind))) report(`/${index}/lenderKinds`, "no lender is of such a kind");
    checkCriteria(typicalEligibility, vocabularies, (pointer, rule) =>
      report(`/${index}/typicalEligibility${pointer}`, rule),
    );
  }
}

export function checkLenders({ lenders, divisions }: CatalogueFiles, report: Report): void {
  reportDuplicates(lenders, "code", ({ code }) => code, report);
  for (const [index, { code, uscc, cities }] of lenders.entries()) {
    const unknown = cities.filter((city) => !divisions.some((division) => division.code === city));
    if (unknown.length > 0) report(`/${index}/cities`, `${unknown.join(", ")}: not in divisions.json`);
    else if (uscc !== developmentUscc(`lender ${code}`, cities[0])) {
      // An invented lender must not carry the code of somebody who exists.
      report(`/${index}/uscc`, `must be its development code ${developmentUscc(`lender ${code}`, cities[0])}`);
    }
  }
}

export function checkProducts(files: CatalogueFiles, report: Report): void {
  const vocabularies = vocabulariesOf(files);
  const types = new Map(files.productTypes.map((type) => [type.id, type]));
  reportDuplicates(files.products, "id", ({ id }) => id, report);
  for (const [index, product] of files.products.entries()) {
    const at: Report = (pointer, rule) => report(`/${index}${pointer}`, rule);
    const type = types.get(product.type);
    if (!type) at("/type", `"${product.type}" is not in product-types.json`);
    else checkAgainstType(product, type, at);
    checkLender(product, type, files, at);
    checkCriteria(product.criteria, vocabularies, (pointer, rule) => at(`/criteria${pointer}`, rule));
  }
  for (const { id, count, tokenSettled } of files.productTypes) {
    const made = files.products.filter(({ type }) => type === id);
    const inToken = made.filter(({ settlement }) => settlement === "token").length;
    if (made.length !== count)
      report("", `has ${made.length} products of type ${id}, product-types.json says ${count}`);
    if (inToken !== tokenSettled) {
      report(
        "",
        `has ${inToken} products of type ${id} that settle in a token, product-types.json says ${tokenSettled}`,
      );
    }
  }
}

function checkAgainstType(product: Product, type: ProductType, report: Report): void {
  if (product.security !== type.security) report("/security", `must be "${type.security}" as its type says`);
  if (product.collateralKinds.join() !== type.collateralKinds.join()) {
    report("/collateralKinds", `must be ${type.collateralKinds.join(", ") || "empty"} as its type says`);
  }
  for (const range of ["amountFen", "tenorMonths", "annualRateBps"] as const) {
    const { min, max } = product[range];
    if (min < type[range].min || max > type[range].max) {
      report(`/${range}`, `must lie within ${type[range].min} to ${type[range].max}, the range of ${type.id}`);
    }
  }
}

function checkLender(
  product: Product,
  type: ProductType | undefined,
  { lenders }: CatalogueFiles,
  report: Report,
): void {
  const lender = lenders.find(({ code }) => code === product.lender);
  if (!lender) report("/lender", `"${product.lender}" is not in lenders.json`);
  else if (type && !type.lenderKinds.includes(lender.kind)) {
    report("/lender", `"${lender.code}" is a ${lender.kind}: ${type.id} is offered by ${type.lenderKinds.join(", ")}`);
  }
}

function checkCriteria(
  criteria: readonly Criterion[],
  vocabularies: ReadonlyMap<string, Vocabulary>,
  report: Report,
): void {
  for (const [index, criterion] of criteria.entries()) {
    const rule = criterionRule(criterion, vocabularies.get(criterion.feature));
    if (rule) report(`/${index}`, rule);
  }
  reportDuplicates(criteria, "feature", ({ feature, operator }) => `${feature} ${operator}`, report);
}
