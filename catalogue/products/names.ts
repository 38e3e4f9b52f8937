import type { Lender, ProductType } from "../types.ts";
import { shuffle } from "./draw.ts";

const FIRST: readonly [string, string][] = [
  ["Swift", "迅"],
  ["Bright", "明"],
  ["Steady", "稳"],
  ["Rising", "升"],
  ["Golden", "金"],
  ["Harvest", "丰"],
  ["Honest", "信"],
  ["Joint", "联"],
];

const SECOND: readonly [string, string][] = [
  ["Sail", "帆"],
  ["Bridge", "桥"],
  ["Spring", "泉"],
  ["Pine", "松"],
  ["Kite", "鸢"],
  ["Lantern", "灯"],
  ["Harbour", "港"],
  ["Anvil", "砧"],
];

/** As many brand names as one product type needs, none twice. */
export function brandsFor(type: ProductType): { nameEn: string; nameZh: string }[] {
  const brands = FIRST.flatMap(([firstEn, firstZh]) =>
    SECOND.map(([secondEn, secondZh]) => ({ nameEn: `${firstEn} ${secondEn}`, nameZh: firstZh + secondZh })),
  );
  if (type.count > brands.length)
    throw new RangeError(`${type.id}: only ${brands.length} brand names, ${type.count} needed`);
  return shuffle(`${type.id}/brand`, brands);
}

/** "Kapok Bank Swift Sail, tax-based credit loan": the lender without its mark, the brand, the type. */
export function productNames(lender: Lender, brand: { nameEn: string; nameZh: string }, type: ProductType) {
  const shortEn = lender.nameEn.replace(/ \(development data\)$/, "");
  const shortZh = lender.nameZh.replace(/（开发数据）$/, "");
  return {
    nameEn: `${shortEn} ${brand.nameEn}, ${type.nameEn}`,
    nameZh: `${shortZh}${brand.nameZh}·${type.nameZh}`,
  };
}
