import type { Problem } from "../errors.ts";
import type { CatalogueFiles } from "../files.ts";
import { checkAssetKinds } from "./assets.ts";
import { checkFeatures } from "./features.ts";
import { checkPricing } from "./pricing.ts";
import { checkLenders, checkProducts, checkProductTypes } from "./products.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";
import { checkSchemas } from "./schemas.ts";
import { checkScorecards } from "./scorecards.ts";

/** What the files must agree on. An empty list means that the catalogue is sound. */
export function checkCatalogue(files: CatalogueFiles): Problem[] {
  const problems: Problem[] = [];
  const reportTo =
    (file: string): Report =>
    (pointer, rule) =>
      void problems.push({ file, pointer, rule });

  reportDuplicates(files.units, "unit", ({ unit }) => unit, reportTo("units.json"));
  reportDuplicates(files.divisions, "code", ({ code }) => code, reportTo("divisions.json"));
  checkAgencies(files, reportTo("agencies.json"));
  checkAssetKinds(files, reportTo("asset-kinds.json"));
  checkIndustrySections(files, reportTo("industry-sections.json"));
  checkSchemas(files, (issuer) => reportTo(`schemas/${issuer}.json`));
  checkFeatures(files, reportTo("features.json"));
  checkProductTypes(files, reportTo("product-types.json"));
  checkLenders(files, reportTo("lenders.json"));
  checkProducts(files, reportTo("products.json"));
  checkPricing(files, reportTo("pricing.json"));
  checkScorecards(files, (name) => reportTo(`scorecards/${name}.json`));
  return problems;
}

function checkAgencies({ agencies, schemas }: CatalogueFiles, report: Report): void {
  reportDuplicates(agencies, "number", ({ number }) => String(number), report);
  reportDuplicates(agencies, "code", ({ code }) => code, report);
  for (const [index, { code }] of agencies.entries()) {
    if (code === "subject" || code === "company") report(`/${index}/code`, `"${code}" is reserved for the subject`);
    if (!schemas.has(code)) report(`/${index}/code`, `schemas/${code}.json is missing`);
  }
}

/** The sections must follow each other, so that a division belongs to one section only. */
function checkIndustrySections({ industrySections }: CatalogueFiles, report: Report): void {
  let last = 0;
  for (const [index, { firstDivision, lastDivision }] of industrySections.entries()) {
    if (firstDivision <= last) report(`/${index}/firstDivision`, `must come after ${last}, the section before`);
    if (lastDivision < firstDivision) report(`/${index}/lastDivision`, "must not be before firstDivision");
    last = lastDivision;
  }
}
