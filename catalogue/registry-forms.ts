import { parseUscc } from "./uscc.ts";

/** How numbers of one kind are brought into their one written form. */
export interface RegistryForm {
  /** Drops what may stand around the number. Takes it compact: see `compact`. */
  readonly shape: (compact: string) => string;
  /** What is wrong with a number that has the right shape, or null. */
  readonly fault?: (number: string) => string | null;
  /** Why a number of another shape is refused, where the shape alone does not say it. */
  readonly hint?: (compact: string) => string | null;
}

/** The kind of item whose number is the id of an asset: it is the key already. */
export const ASSET_ID_KIND = "soft_asset";

/**
 * What any number is spared: full-width characters become ASCII, letters capital; white space, dashes, dots, slashes,
 * underscores and invisible characters go.
 */
export function compact(written: string): string {
  return written
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}\p{Cf}\u2212./\\_·•・。]/gu, "");
}

/** By kind of item. */
export const REGISTRY_FORMS: Readonly<Record<string, RegistryForm>> = {
  // ZL (granted) and CN (country) may stand before the same application number.
  patent: { shape: (text) => text.replace(/^(ZL|CN)/, ""), fault: patentFault },
  // Data bases fill the number up with zeros, certificates do not.
  trademark: { shape: (text) => withoutOrdinal(text).replace(/^(G?)0+(?=\d)/, "$1") },
  copyright: { shape: workNumber, fault: workFault },
  software_copyright: { shape: softwareNumber, hint: softwareHint },
  customs_declaration: { shape: (text) => text },
  vat_invoice: { shape: (text) => text.replaceAll(/发票代码|发票号码|NO|[:,;]/g, "") },
  warehouse_receipt: { shape: (text) => text, fault: warehouseFault },
  [ASSET_ID_KIND]: { shape: (text) => text.toLowerCase() },
  own_record: { shape: (text) => text },
};

/** 国 (the national centre) and the provinces by their short names, as GB/T 2260 numbers them. */
const PROVINCES: Readonly<Record<string, string>> = {
  国: "00",
  ...{ 京: "11", 津: "12", 冀: "13", 晋: "14", 蒙: "15", 辽: "21", 吉: "22", 黑: "23", 沪: "31", 苏: "32", 浙: "33" },
  ...{ 皖: "34", 闽: "35", 赣: "36", 鲁: "37", 豫: "41", 鄂: "42", 湘: "43", 粤: "44", 桂: "45", 琼: "46", 渝: "50" },
  ...{ 川: "51", 黔: "52", 贵: "52", 滇: "53", 云: "53", 藏: "54", 陕: "61", 甘: "62", 青: "63", 宁: "64", 新: "65" },
};

/** 第12345678号 is 12345678. */
function withoutOrdinal(text: string): string {
  return text.replace(/^第(.*)号$/, "$1");
}

/** 粤作登字-2020-F-00012345 is 442020F00012345. */
function workNumber(text: string): string {
  return text.replace(/^(.)作登字/u, (whole, province: string) => PROVINCES[province] ?? whole);
}

function workFault(number: string): string | null {
  const province = number.slice(0, 2);
  return Object.values(PROVINCES).includes(province)
    ? null
    : `${province} is the number of no province, nor 00 for the national centre`;
}

/** 软著登字第2020SR0123456号 is 2020SR0123456; six digits are filled up to seven. */
function softwareNumber(text: string): string {
  return withoutOrdinal(text.replace(/^软著登字/, "")).replace(/^(\d{4}SR)(\d{6})$/, "$10$2");
}

/** A certificate has a number of its own, from which none leads to the registration's: one program would have two. */
function softwareHint(text: string): string | null {
  return /^(软著登字)?(第\d+号|\d+)$/.test(text)
    ? "that is the number of the certificate (证书号): give the registration number (登记号), such as 2020SR0123456"
    : null;
}

/** ZC 0006-2003: the digits times 2 to 9 and again from 2, summed modulo 11; 10 is written X. */
function patentFault(number: string): string | null {
  const sum = [...number.slice(0, -1)].reduce((total, digit, at) => total + Number(digit) * ((at % 8) + 2), 0);
  const expected = "0123456789X".charAt(sum % 11);
  return number.endsWith(expected) ? null : `ends with check character ${number.slice(-1)}: ${expected} expected`;
}

function warehouseFault(number: string): string | null {
  try {
    parseUscc(number.slice(0, 18));
    return null;
  } catch (error) {
    return `must begin with the warehouse operator's code: ${(error as Error).message}`;
  }
}
