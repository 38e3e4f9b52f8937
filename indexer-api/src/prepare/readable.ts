import { decodeBytes32String } from "ethers";
import { formatDecimal } from "../../../catalogue/index.ts";
import { beijingTime, dateOfDay } from "../lending/beijing-day.ts";

/** One thing that a wallet is asked to sign, so that a person can read it. */
export interface Readable {
  /** As in the call: `amountFen`. */
  id: string;
  nameEn: string;
  nameZh: string;
  /** Exact: decimal text or hex. */
  value: string;
  /** For people, in the unit that they use. */
  display: string;
  /** Unit of `value`; null for ids and texts. */
  unit: string | null;
}

type Names = readonly [id: string, nameEn: string, nameZh: string];

function readable([id, nameEn, nameZh]: Names, value: string, display: string, unit: string | null): Readable {
  return { id, nameEn, nameZh, value, display, unit };
}

/** @param fen amount in 1/100 CNY */
export function money(names: Names, fen: bigint): Readable {
  return readable(names, fen.toString(), `${formatDecimal(fen, 2)} CNY`, "fen");
}

export function rate(names: Names, bps: bigint): Readable {
  return readable(names, bps.toString(), `${formatDecimal(bps, 2)} % a year 年利率`, "bps");
}

export function months(names: Names, count: bigint): Readable {
  return readable(names, count.toString(), `${count} months 个月`, "months");
}

/** @param day Beijing day */
export function day(names: Names, day: bigint): Readable {
  return readable(names, day.toString(), dateOfDay(day), "day");
}

export function moment(names: Names, unixSeconds: bigint): Readable {
  return readable(names, unixSeconds.toString(), `${beijingTime(unixSeconds)} Beijing time 北京时间`, "s");
}

/** A number or name that has no unit. */
export function plain(names: Names, value: bigint | string, display: string = value.toString()): Readable {
  return readable(names, value.toString(), display, null);
}

/** A hash, or a short text that the chain keeps as it is. */
export function reference(names: Names, bytes32: string): Readable {
  return readable(names, bytes32, textOf(bytes32) ?? bytes32, null);
}

function textOf(bytes32: string): string | null {
  try {
    const text = decodeBytes32String(bytes32);
    return /^[\x20-\x7e]+$/.test(text) ? text : null;
  } catch {
    // No text that ends with zeros: a hash.
    return null;
  }
}
