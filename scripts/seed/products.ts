import { type Signer, ZeroAddress } from "ethers";

import {
  type Catalogue,
  encodeCriteria,
  entityIdOf,
  type Lender,
  onChainTerms,
  type Product,
} from "../../catalogue/index.ts";
import type { ProductCatalogue } from "../chain/contracts.ts";

export interface PublishReport {
  published: number;
  /** Had been published already. They stay as their lender left them. */
  known: number;
  transactions: number;
  gasUsed: bigint;
}

export interface Publication {
  readonly catalogue: Catalogue;
  /** Connected to the chain for reading. */
  readonly products: ProductCatalogue;
  /** Address of the token in which products of token settlement settle. */
  readonly token: string;
  /** The wallet that acts for a lender. */
  readonly controllerOf: (lender: Lender) => Signer;
  /** Told how many products have been published so far. */
  readonly onProgress?: (published: number) => void;
}

/** More than the dearest product needs; to ask the chain for each would take as long as to publish it. */
const GAS_LIMIT = 1_000_000n;

/**
 * Publishes the catalogue's products on the chain, each by its lender's wallet and under its id in the catalogue. Lenders
 * go side by side. Safe to run again.
 * @throws what ethers throws when the chain refuses, such as for a lender that is not registered
 */
export async function publishProducts(publication: Publication): Promise<PublishReport> {
  const { catalogue, onProgress } = publication;
  const total: PublishReport = { published: 0, known: 0, transactions: 0, gasUsed: 0n };
  const byLender = Map.groupBy(catalogue.products, ({ lender }) => lender);
  await Promise.all(
    catalogue.lenders.map(async (lender) => {
      const absent = await unpublished(publication, lender, byLender.get(lender.code) ?? []);
      total.known += (byLender.get(lender.code)?.length ?? 0) - absent.length;
      for (const product of absent) {
        total.gasUsed += await publish(publication, lender, product);
        total.transactions++;
        onProgress?.(++total.published);
      }
    }),
  );
  return total;
}

async function unpublished({ products }: Publication, lender: Lender, own: readonly Product[]): Promise<Product[]> {
  const entityId = entityIdOf(lender.uscc);
  const ids = await Promise.all(own.map(({ id }) => products.productIdOf(entityId, id)));
  return own.filter((_, index) => ids[index] === 0n);
}

/** @returns the gas that it took */
async function publish(publication: Publication, lender: Lender, product: Product): Promise<bigint> {
  const { catalogue, products, token, controllerOf } = publication;
  const sent = await products
    .connect(controllerOf(lender))
    .publish(
      entityIdOf(lender.uscc),
      product.id,
      onChainTerms(product),
      product.settlement === "token" ? token : ZeroAddress,
      encodeCriteria(catalogue, product.criteria),
      { gasLimit: GAS_LIMIT },
    );
  const receipt = await sent.wait();
  return receipt?.gasUsed ?? 0n;
}
