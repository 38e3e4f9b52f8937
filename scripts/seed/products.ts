import { type BaseWallet, type FeeData, ZeroAddress } from "ethers";

import {
  type Catalogue,
  encodeCriteria,
  entityIdOf,
  type Lender,
  onChainTerms,
  type Product,
} from "../../catalogue/index.ts";
import type { ProductCatalogue } from "../chain/contracts.ts";
import { explainRevert } from "../chain/errors.ts";
import type { Rpc } from "../chain/provider.ts";

export interface PublishReport {
  /** One transaction each. */
  published: number;
  /** Had been published already. They stay as their lender left them. */
  known: number;
  gasUsed: bigint;
}

export interface Publication {
  readonly provider: Rpc;
  readonly catalogue: Catalogue;
  /** Connected to the chain for reading. */
  readonly products: ProductCatalogue;
  /** Address of the token in which products of token settlement settle. */
  readonly token: string;
  /** The wallet that acts for a lender. */
  readonly controllerOf: (lender: Lender) => BaseWallet;
  /** Told how many products have been published so far. */
  readonly onProgress?: (published: number) => void;
}

/** Five times what the dearest product takes; to ask the chain for each would take as long as to publish it. */
const GAS_LIMIT = 1_000_000n;

/**
 * Publishes the catalogue's products on the chain, each by its lender's wallet and under its id in the catalogue. Lenders
 * go side by side. Safe to run again.
 * @throws Error naming the product that the chain refuses, and why; what was published before stays
 */
export async function publishProducts(publication: Publication): Promise<PublishReport> {
  const { catalogue, provider, onProgress } = publication;
  const total: PublishReport = { published: 0, known: 0, gasUsed: 0n };
  const byLender = Map.groupBy(catalogue.products, ({ lender }) => lender);
  const fees = await provider.getFeeData();
  await Promise.all(
    catalogue.lenders.map(async (lender) => {
      const own = byLender.get(lender.code) ?? [];
      const absent = await unpublished(publication, lender, own);
      total.known += own.length - absent.length;
      const hashes = await publishAll(publication, lender, absent, fees, () => onProgress?.(++total.published));
      total.gasUsed += await gasOf(provider, hashes);
    }),
  );
  return total;
}

async function unpublished({ products }: Publication, lender: Lender, own: readonly Product[]): Promise<Product[]> {
  const entityId = entityIdOf(lender.uscc);
  const ids = await Promise.all(own.map(({ id }) => products.productIdOf(entityId, id)));
  return own.filter((_, index) => ids[index] === 0n);
}

/** Signs and sends without what ethers asks besides, which would take three times as long. @returns the hashes */
async function publishAll(
  publication: Publication,
  lender: Lender,
  absent: readonly Product[],
  fees: FeeData,
  onSent: () => void,
): Promise<string[]> {
  const { provider, products } = publication;
  const wallet = publication.controllerOf(lender);
  const [{ chainId }, to, first] = await Promise.all([
    provider.getNetwork(),
    products.getAddress(),
    provider.getTransactionCount(wallet.address),
  ]);
  const hashes: string[] = [];
  for (const [index, product] of absent.entries()) {
    const { maxFeePerGas, maxPriorityFeePerGas } = fees;
    const transaction = { type: 2, chainId, to, data: publicationOf(publication, lender, product) };
    const spending = { nonce: first + index, gasLimit: GAS_LIMIT, maxFeePerGas, maxPriorityFeePerGas };
    const signed = await wallet.signTransaction({ ...transaction, ...spending });
    const sent = provider.send("eth_sendRawTransaction", [signed]);
    hashes.push((await sent.catch((error: unknown) => refuse(publication, product, error))) as string);
    onSent();
  }
  return hashes;
}

/** The calldata that publishes a product. */
function publicationOf({ catalogue, products, token }: Publication, lender: Lender, product: Product): string {
  return products.interface.encodeFunctionData("publish", [
    entityIdOf(lender.uscc),
    product.id,
    onChainTerms(product),
    product.settlement === "token" ? token : ZeroAddress,
    encodeCriteria(catalogue, product.criteria),
  ]);
}

function refuse({ catalogue }: Publication, { id, lender }: Product, cause: unknown): never {
  throw new Error(`product ${id} of ${lender} cannot be published: ${explainRevert(cause, catalogue)}`, { cause });
}

/** Waits for the blocks of the transactions, none of which may have failed. */
async function gasOf(provider: Rpc, hashes: readonly string[]): Promise<bigint> {
  const receipts = await Promise.all(hashes.map((hash) => provider.waitForTransaction(hash)));
  const failed = receipts.find((receipt) => receipt?.status !== 1);
  if (failed !== undefined) throw new Error(`transaction ${failed?.hash}, which publishes a product, has failed`);
  return receipts.reduce((sum, receipt) => sum + (receipt?.gasUsed ?? 0n), 0n);
}
