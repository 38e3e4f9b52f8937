import Table from "cli-table3";

/** By JSON key; null for what could not be measured. */
export type Figures = Record<string, number | string | null>;

interface Goal {
  readonly key: string;
  readonly unit: string;
  /** Of 11 million companies and 319 products, two cores. */
  readonly most?: number;
  readonly least?: number;
}

/** The goals, in its order, and what stands beside them. */
const ROWS: readonly Goal[] = [
  { key: "rowsSeconds", unit: "s", most: 0.8 },
  { key: "rawSeconds", unit: "s", most: 2.5 },
  { key: "products1080Seconds", unit: "s", most: 2.5 },
  { key: "oneProductMs", unit: "ms", most: 40 },
  { key: "onePercentMs", unit: "ms", most: 300 },
  { key: "singleMatchUs", unit: "µs", most: 2 },
  { key: "singleFullUs", unit: "µs", most: 6 },
  { key: "rssMb", unit: "MiB", most: 1_500 },
  { key: "peakRssMb", unit: "MiB" },
  { key: "duckdbSeconds", unit: "s" },
  { key: "duckdbRatioRows", unit: "×", least: 80 },
  { key: "duckdbRatioRaw", unit: "×", least: 20 },
  { key: "zenRatio", unit: "×", least: 5_000 },
  { key: "jsonRulesRatio", unit: "×" },
  { key: "naiveRatio", unit: "×" },
  { key: "httpPerSecond", unit: "/s", least: 2_500 },
  { key: "httpRatio", unit: "×", least: 50 },
  { key: "batchPerSecond", unit: "/s", least: 200_000 },
  { key: "ownFactsPerSecond", unit: "/s" },
];

/** A table of the figures beside the goals for 11 million companies. */
export function tableOf(figures: Figures): string {
  const table = new Table({
    head: ["figure", "measured", "goal at 11,000,000 × 319"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  const named = new Set(ROWS.map(({ key }) => key));
  for (const { key, unit, most, least } of ROWS) {
    const goal = most === undefined ? (least === undefined ? "" : `≥ ${count(least)}`) : `≤ ${count(most)}`;
    table.push([key, `${shown(figures[key])} ${unit}`, goal]);
  }
  for (const [key, value] of Object.entries(figures)) if (!named.has(key)) table.push([key, shown(value), ""]);
  return table.toString();
}

function shown(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "not measured";
  return typeof value === "string" ? value : count(value);
}

/** Three digits that count, or all of a whole number. */
function count(value: number): string {
  return (value >= 100 ? Math.round(value) : Number(value.toPrecision(3))).toLocaleString("en", {
    maximumFractionDigits: 6,
  });
}
