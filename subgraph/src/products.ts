import { Address, Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import {
  ProductChanged,
  ProductPublished,
  ProductRetired,
  SettlementTokenChanged,
} from "../generated/ProductCatalogue/ProductCatalogue";
import { Product, ProductVersion, SettlementToken } from "../generated/schema";
import { cursorOf, productIdOf, productVersionIdOf } from "./ids";
import { ASSET_KINDS } from "./kinds";
import { orNull } from "./nullable";

const FIRST_VERSION: i32 = 1;

export function handleSettlementTokenChanged(event: SettlementTokenChanged): void {
  const token = new SettlementToken(event.params.token);
  token.approved = event.params.approved;
  token.regulator = event.params.regulator;
  token.cursor = cursorOf(event);
  token.save();
}

export function handleProductPublished(event: ProductPublished): void {
  const params = event.params;
  const product = new Product(productIdOf(params.productId));
  product.productId = params.productId.toI32();
  product.lender = params.lender;
  product.code = params.code;
  product.type = typeOf(params.code);
  product.version = FIRST_VERSION;
  product.current = productVersionIdOf(product.id, FIRST_VERSION);
  product.retired = false;
  product.publishedAt = event.block.timestamp.toI64();
  product.cursor = cursorOf(event);
  product.save();
  saveVersion(event, product.id, FIRST_VERSION, params.terms, params.settlementToken, params.criteria);
}

export function handleProductChanged(event: ProductChanged): void {
  const params = event.params;
  const productId = productIdOf(params.productId);
  const product = loadForChange(event, productId);
  if (product !== null) {
    product.version = params.version;
    product.current = productVersionIdOf(productId, params.version);
    product.save();
  }
  saveVersion(event, productId, params.version, params.terms, params.settlementToken, params.criteria);
}

export function handleProductRetired(event: ProductRetired): void {
  const product = loadForChange(event, productIdOf(event.params.productId));
  if (product === null) return;
  product.retired = true;
  product.save();
}

/** Product type: the catalogue's codes are `type-number`. */
function typeOf(code: string): string {
  const hyphen = code.indexOf("-");
  return hyphen < 0 ? code : code.substring(0, hyphen);
}

/** @param terms the struct `IProductCatalogue.Terms`, for which each event has a class of its own. */
function saveVersion(
  event: ethereum.Event,
  productId: Bytes,
  number: i32,
  terms: ethereum.Tuple,
  settlementToken: Address,
  criteria: Bytes,
): void {
  const version = new ProductVersion(productVersionIdOf(productId, number));
  version.product = productId;
  version.version = number;
  version.minAmountFen = terms[0].toBigInt();
  version.maxAmountFen = terms[1].toBigInt();
  version.minTenorMonths = terms[2].toI32();
  version.maxTenorMonths = terms[3].toI32();
  version.minRateBps = terms[4].toI32();
  version.maxRateBps = terms[5].toI32();
  version.collateralKinds = kindsOf(terms[6].toI32());
  version.settlementToken = orNull(settlementToken);
  version.criteria = criteria;
  version.blockNumber = event.block.number.toI64();
  version.timestamp = event.block.timestamp.toI64();
  version.transaction = event.transaction.hash;
  version.cursor = cursorOf(event);
  version.save();
}

/** Names of the kinds whose bits are set: bit n is the chain's kind n. */
function kindsOf(bits: i32): string[] {
  const kinds: string[] = [];
  for (let i = 0; i < ASSET_KINDS.length; i++) {
    if ((bits >> (i + 1)) & 1) kinds.push(ASSET_KINDS[i]);
  }
  return kinds;
}

/** The product with its cursor moved on; null, and an error in the log, when its publication was not indexed. */
function loadForChange(event: ethereum.Event, productId: Bytes): Product | null {
  const product = Product.load(productId);
  if (product === null) {
    log.error("Product {} was never published in the indexed blocks: the start block is too late", [
      productId.toHexString(),
    ]);
    return null;
  }
  product.cursor = cursorOf(event);
  return product;
}
