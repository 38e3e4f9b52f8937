import { developmentUscc, loadCatalogue, type Product } from "../../../catalogue/index.ts";
import { drawCompanies, type Drawn } from "./companies.ts";
import { drawProducts } from "./products.ts";

/** What one run is about; every process draws the same from it. */
export interface BenchData {
  readonly companies: number;
  readonly products: number;
  readonly seed: number;
}

export function drawData({ companies, products, seed }: BenchData): Drawn & { readonly products: Product[] } {
  const catalogue = loadCatalogue();
  return { ...drawCompanies(catalogue, companies, seed), products: drawProducts(catalogue, products, seed) };
}

/** Codes of the companies; valid ones, of nobody. */
export function codesOf({ companies, seed }: BenchData): string[] {
  return Array.from({ length: companies }, (_, row) => developmentUscc(`bench ${seed} ${row}`));
}
