/**
 * How made-up companies are spread. Where a number has a source it is named; all others are design choices: they make a
 * picture that a credit officer would find believable, and claim nothing about real firms.
 */

export type Size = "micro" | "small" | "medium" | "large";

/**
 * Companies by size. The fourth national economic census (end of 2018) counted 85.3 % micro, 13.2 % small, 1.3 % medium
 * and 0.2 % large firms; those that look for credit are larger, so small and medium ones are drawn more often.
 */
export const SIZES: Readonly<Record<Size, number>> = { micro: 58, small: 33, medium: 8, large: 1 };

/** Yearly sales in CNY: medians within the size limits of 工信部联企业〔2011〕300号, spread of the logarithm 0.6. */
export const SALES_MEDIAN: Readonly<Record<Size, number>> = {
  micro: 1_800_000,
  small: 12_000_000,
  medium: 120_000_000,
  large: 700_000_000,
};
export const SALES_SPREAD = 0.6;

/** Companies by city, the order of Guangdong's business registers: Shenzhen and Guangzhou have about half of all. */
export const CITIES: Readonly<Record<string, number>> = {
  "440300": 28,
  "440100": 24,
  "441900": 11,
  "440600": 10,
  "442000": 4,
  "441300": 4,
  "440700": 3,
  "440400": 3,
  "440500": 2,
  "440800": 2,
  "441200": 1.5,
  "440900": 1.2,
  "445200": 1.2,
  "441800": 1,
  "440200": 0.8,
  "441400": 0.8,
  "441600": 0.7,
  "441500": 0.5,
  "441700": 0.5,
  "445100": 0.6,
  "445300": 0.4,
};

/** An industry: how common, which GB/T 4754 codes, and what is typical of its firms. */
export interface Industry {
  readonly weight: number;
  readonly codes: readonly string[];
  /** CNY of sales per employee and year. */
  readonly salesPerHead: number;
  /** Probability that a firm exports, and the part of sales that an exporter sends abroad at most. */
  readonly exporters: number;
  readonly exportShare: number;
  /** How far innovation shows in patents: 0 not at all. */
  readonly patents: number;
  /** kWh per 1,000 CNY of sales. */
  readonly power: number;
  /** Purchases as a part of sales. */
  readonly purchases: number;
}

/** By section of GB/T 4754. Manufacturing leads, because that is where Guangdong's SMEs borrow. */
export const INDUSTRIES = {
  A: industry({ weight: 4, codes: ["A01", "A03", "A04"], salesPerHead: 350_000, power: 25, purchases: 0.55 }),
  C: industry({
    weight: 42,
    codes: ["C3921", "C3360", "C2110", "C2929", "C1811", "C3484", "C26", "C38"],
    salesPerHead: 900_000,
    exporters: 0.38,
    exportShare: 0.8,
    patents: 1,
    power: 60,
    purchases: 0.72,
  }),
  E: industry({ weight: 9, codes: ["E47", "E48", "E49", "E50"], salesPerHead: 800_000, power: 6, purchases: 0.7 }),
  F: industry({
    weight: 22,
    codes: ["F51", "F52"],
    salesPerHead: 2_200_000,
    exporters: 0.2,
    exportShare: 0.9,
    power: 4,
    purchases: 0.87,
  }),
  G: industry({ weight: 6, codes: ["G54", "G58", "G59"], salesPerHead: 700_000, power: 10, purchases: 0.6 }),
  H: industry({ weight: 3, codes: ["H61", "H62"], salesPerHead: 250_000, power: 45, purchases: 0.45 }),
  I: industry({
    weight: 8,
    codes: ["I64", "I65"],
    salesPerHead: 650_000,
    exporters: 0.08,
    exportShare: 0.4,
    patents: 0.8,
    power: 5,
    purchases: 0.4,
  }),
  M: industry({
    weight: 6,
    codes: ["M73", "M74", "M75"],
    salesPerHead: 500_000,
    patents: 0.7,
    power: 7,
    purchases: 0.4,
  }),
} as const;

export type Section = keyof typeof INDUSTRIES;

/** Health is a standard normal; below this a firm is in distress (4.5 % of them), and red flags become likely. */
export const DISTRESS_BELOW = -1.7;

/**
 * Tax credit grades, good to bad, by the part of firms that reach them: 9 % A, 46 % B, 38 % M (new firms all), 3 % C, 4 % D.
 * The yearly counts of the tax administration put A and B together near half.
 */
export const TAX_GRADES: readonly (readonly [grade: string, upTo: number])[] = [
  ["D", 0.04],
  ["C", 0.07],
  ["M", 0.45],
  ["B", 0.91],
  ["A", 1],
];

/** Red flags: the probability in distress, and otherwise. */
export const RED_FLAGS = {
  dishonestDebtor: [0.25, 0.002],
  enforcement: [0.5, 0.01],
  taxViolation: [0.06, 0.001],
  wageArrears: [0.15, 0.002],
  severeDishonesty: [0.1, 0.001],
  economicCrime: [0.03, 0.0005],
  illegalFundraising: [0.02, 0.0003],
  procurementBan: [0.08, 0.002],
  bankruptcy: [0.06, 0],
  abnormalList: [0.3, 0.02],
  pastDue: [0.6, 0.03],
} as const satisfies Record<string, readonly [number, number]>;

/** CNY per USD, for trade figures. */
export const CNY_PER_USD = 7;

function industry(
  parts: Partial<Industry> & Pick<Industry, "weight" | "codes" | "salesPerHead" | "power" | "purchases">,
) {
  return { exporters: 0.02, exportShare: 0.2, patents: 0, ...parts } satisfies Industry;
}
