import { decodeCriteria, entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue, Criterion, Lender, Product } from "../../../catalogue/index.ts";
import { entitiesById } from "../data/entities.ts";
import type { EntityRow } from "../data/entities.ts";
import type { Queryable } from "../data/follow-state.ts";
import { currentProducts } from "../data/products.ts";
import type { ProductRow } from "../data/products.ts";
import { streamVersion } from "../data/stream-version.ts";

/** Who offers a product. The catalogue names the lenders that it knows. */
export interface LenderRef extends Pick<Lender, "code" | "nameEn" | "nameZh" | "uscc"> {
  kind: string;
}

/** A product as its lender offers it now: on the chain, or, while it is not published there, in the catalogue. */
export interface LedgerProduct extends Product {
  lenderRef: LenderRef;
  /** Null while it is not published on the chain. */
  onChain: ProductRow | null;
  /** Why the criteria on the chain cannot be read; then `criteria` is empty and nobody can be matched. */
  criteriaProblem: string | null;
}

const STREAMS = ["products", "productVersions"] as const;

/** What was read last: most requests ask for all products, and hardly any change comes between two of them. */
const lists = new WeakMap<Catalogue, { readonly version: string; readonly products: readonly LedgerProduct[] }>();

/**
 * Every product, those of the catalogue first. Lender and code name the same product on the chain; what the lender
 * changed there holds, and a product of which the catalogue knows nothing is shown by its code.
 * @returns the same list for as long as no product changes, so that what is made of it can be kept
 */
export async function ledgerProducts(db: Queryable, catalogue: Catalogue): Promise<readonly LedgerProduct[]> {
  const version = await streamVersion(db, STREAMS);
  const known = lists.get(catalogue);
  if (known !== undefined && known.version === version) return known.products;
  const rows = await currentProducts(db);
  const lenders = await entitiesById(db, [...new Set(rows.map(({ lender }) => lender))]);
  const products = joined(rows, lenders, catalogue);
  // A lender that is not read yet will have another name.
  if (version !== null && rows.every(({ lender }) => lenders.has(lender))) lists.set(catalogue, { version, products });
  return products;
}

function joined(
  published: readonly ProductRow[],
  lenders: ReadonlyMap<string, EntityRow>,
  catalogue: Catalogue,
): LedgerProduct[] {
  const rows = new Map(published.map((row) => [keyOf(row.lender, row.code), row]));
  const listed = catalogue.products.map((product) => {
    const lenderRef = lenderOf(product, catalogue);
    const key = keyOf(entityIdOf(lenderRef.uscc), product.id);
    const row = rows.get(key);
    rows.delete(key);
    return row ? changed(product, lenderRef, row, catalogue) : unpublished(product, lenderRef);
  });
  const others = [...rows.values()].map((row) => uncatalogued(row, lenders.get(row.lender), catalogue));
  return [...listed, ...others];
}

function keyOf(lender: string, code: string): string {
  return `${lender} ${code}`;
}

function lenderOf(product: Product, { lenderByCode }: Catalogue): LenderRef {
  const lender = lenderByCode.get(product.lender);
  if (!lender) throw new Error(`product ${product.id}: there is no lender "${product.lender}"`);
  return lender;
}

function unpublished(product: Product, lenderRef: LenderRef): LedgerProduct {
  return { ...product, lenderRef, onChain: null, criteriaProblem: null };
}

function changed(product: Product, lenderRef: LenderRef, row: ProductRow, catalogue: Catalogue): LedgerProduct {
  return {
    ...product,
    lenderRef,
    onChain: row,
    amountFen: row.amountFen,
    tenorMonths: numbers(row.tenorMonths),
    annualRateBps: numbers(row.annualRateBps),
    collateralKinds: row.collateralKinds,
    settlement: row.settlementToken === null ? "off_chain" : "token",
    ...criteriaOf(row, catalogue),
  };
}

function uncatalogued(row: ProductRow, lender: EntityRow | undefined, catalogue: Catalogue): LedgerProduct {
  const type = catalogue.productTypes.find(({ id }) => id === row.type);
  const known = catalogue.lenders.find(({ uscc }) => uscc === lender?.uscc);
  const uscc = lender?.uscc ?? row.lender;
  const lenderRef = known ?? { code: uscc, nameEn: uscc, nameZh: uscc, uscc, kind: lender?.kind ?? "unknown" };
  const product: Product = {
    id: `chain-${row.productId}`,
    type: row.type,
    lender: lenderRef.code,
    nameEn: row.code,
    nameZh: row.code,
    amountFen: row.amountFen,
    tenorMonths: numbers(row.tenorMonths),
    annualRateBps: numbers(row.annualRateBps),
    security: type?.security ?? "none",
    collateralKinds: row.collateralKinds,
    collateralBits: 0,
    settlement: "off_chain",
    amountFormula: type?.amountFormula ?? "",
    criteria: [],
  };
  return changed(product, lenderRef, row, catalogue);
}

interface ReadCriteria {
  readonly criteria: readonly Criterion[];
  readonly criteriaProblem: string | null;
}

/** The same bytes always say the same, and most requests ask for all products. */
const read = new WeakMap<Catalogue, Map<string, ReadCriteria>>();
const MOST_READ = 10_000;

function criteriaOf({ criteria: encoded }: ProductRow, catalogue: Catalogue): ReadCriteria {
  const known = read.get(catalogue) ?? new Map<string, ReadCriteria>();
  if (known.size >= MOST_READ) known.clear();
  const criteria = known.get(encoded) ?? readCriteria(encoded, catalogue);
  read.set(catalogue, known.set(encoded, criteria));
  return criteria;
}

function readCriteria(encoded: string, catalogue: Catalogue): ReadCriteria {
  try {
    return { criteria: decodeCriteria(catalogue, encoded), criteriaProblem: null };
  } catch (error) {
    // Lenders write what they like there; the chain checks the form only.
    if (!(error instanceof RangeError)) throw error;
    return { criteria: [], criteriaProblem: error.message };
  }
}

function numbers({ min, max }: { min: bigint; max: bigint }): { min: number; max: number } {
  return { min: Number(min), max: Number(max) };
}
