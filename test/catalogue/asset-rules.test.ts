import { describe, it } from "node:test";
import { assertRefused } from "./refusal.ts";
import type { Broken } from "./refusal.ts";

const IPO = "schemas/ipo.json";
const SUBJECT = "schemas/subject.json";
/** Positions of the patent's schema in its file, and of the company's schemas in theirs. */
const PATENT = "/3";
const VALUATION = "/4";
const ASSET = "/5";

const DIGITS_AND_LETTERS = "must allow nothing but 0-9 and A-Z, written so that this can be seen";

const patterns: Broken[] = [
  "^.{5}$",
  "^\\w{5}$",
  "^[0-9a-z]{5}$",
  "^[^A-Z]{5}$",
  "^[9-A]{5}$",
  "^0-9$",
  "^[0-A]{5}$",
  "^\\d{5}|\\d{8}$",
].map((pattern) => ({
  rule: `a number's pattern can be trusted: not ${pattern}`,
  file: IPO,
  edits: [
    [`${PATENT}/item/pattern`, pattern],
    [`${PATENT}/fields/0/pattern`, pattern],
  ],
  line: `catalogue/schemas/ipo.json: /3/asset/number: the pattern ${pattern} ${DIGITS_AND_LETTERS}`,
}));

const assets: Broken[] = [
  {
    rule: "a kind has a number that fits the bits of a product's terms",
    file: "asset-kinds.json",
    edits: [["/kinds/0/number", 16]],
    line: "catalogue/asset-kinds.json: /kinds/0/number: Too big: expected number to be <=15",
  },
  {
    rule: "nobody lends more than the value",
    file: "asset-kinds.json",
    edits: [["/kinds/0/advanceBps", 10_001]],
    line: "catalogue/asset-kinds.json: /kinds/0/advanceBps: must be at most 10000 basis points: a lender may not lend more than the value",
  },
  {
    rule: "a kind's number is its own",
    file: "asset-kinds.json",
    edits: [["/kinds/1/number", 1]],
    line: 'catalogue/asset-kinds.json: /kinds/1/number: "1" is taken by entry 0',
  },
  {
    rule: "a register's code is its own",
    file: "asset-kinds.json",
    edits: [["/registers/1/code", "patent"]],
    line: 'catalogue/asset-kinds.json: /registers/1/code: "patent" is taken by entry 0',
  },
  {
    rule: "a kind is entered in a known register",
    file: "asset-kinds.json",
    edits: [["/kinds/0/register", "ledger"]],
    line: 'catalogue/asset-kinds.json: /kinds/0/register: "ledger" is not among the registers',
  },
  {
    rule: "an asset's number is that of its register",
    file: IPO,
    edits: [[`${PATENT}/asset/register`, "trademark"]],
    line: 'catalogue/schemas/ipo.json: /3/asset/register: "trademark" must be the kind of the schema\'s item, "patent"',
  },
  {
    rule: "only items are assets",
    file: IPO,
    edits: [[`${PATENT}/item`, null]],
    line: 'catalogue/schemas/ipo.json: /3/asset/register: "patent" must be the kind of the schema\'s item, null',
  },
  {
    rule: "an asset's number is stated",
    file: IPO,
    edits: [[`${PATENT}/asset/number`, "ipo.number"]],
    line: 'catalogue/schemas/ipo.json: /3/asset/number: "ipo.number" is no field of the schema',
  },
  {
    rule: "an asset's number is text",
    file: IPO,
    edits: [[`${PATENT}/asset/number`, "ipo.patent_kind"]],
    line: "catalogue/schemas/ipo.json: /3/asset/number: ipo.patent_kind must be a field of type code, not enum",
  },
  {
    rule: "an asset's number has the form of the item's",
    file: IPO,
    edits: [[`${PATENT}/fields/0/pattern`, "^\\d{13}$"]],
    line: "catalogue/schemas/ipo.json: /3/asset/number: ipo.patent_number must have the item's pattern ^(\\d{12}|\\d{8})[\\dX]$",
  },
  {
    rule: "a kind is known",
    file: IPO,
    edits: [[`${PATENT}/asset/kind/kinds/invention`, "idea"]],
    line: 'catalogue/schemas/ipo.json: /3/asset/kind/kinds/invention: "idea" is not in asset-kinds.json',
  },
  {
    rule: "a kind belongs to the register",
    file: IPO,
    edits: [[`${PATENT}/asset/kind`, "trademark"]],
    line: 'catalogue/schemas/ipo.json: /3/asset/kind: "trademark" is of register "trademark", not "patent"',
  },
  {
    rule: "each label has its kind or none",
    file: IPO,
    edits: [[`${PATENT}/asset/kind/kinds/design`, undefined]],
    line: "catalogue/schemas/ipo.json: /3/asset/kind/kinds: must name each label of ipo.patent_kind: invention, utility_model, design",
  },
  {
    rule: "the chain has room for four labels",
    file: IPO,
    edits: [[`${PATENT}/asset/kind/fact`, "ipo.patent_legal_status"]],
    line: "catalogue/schemas/ipo.json: /3/asset/kind/fact: ipo.patent_legal_status has 5 labels: the chain has room for 4",
  },
  {
    rule: "an asset is in force under a label that exists",
    file: IPO,
    edits: [[`${PATENT}/asset/status/inForce`, "alive"]],
    line: 'catalogue/schemas/ipo.json: /3/asset/status/inForce: "alive" is no label of ipo.patent_legal_status',
  },
  {
    rule: "an asset ends on a date",
    file: IPO,
    edits: [[`${PATENT}/asset/due`, "ipo.patent_pledged"]],
    line: "catalogue/schemas/ipo.json: /3/asset/due: ipo.patent_pledged must be a field of type date, not bool",
  },
  {
    rule: "a face value is in fen",
    file: "schemas/cus.json",
    edits: [["/2/asset/value", "cus.declaration_value"]],
    line: "catalogue/schemas/cus.json: /2/asset/value: cus.declaration_value must be in fen",
  },
  {
    rule: "a face value has a limit that the chain can keep",
    file: "schemas/cus.json",
    edits: [["/2/fields/7/max", undefined]],
    line: "catalogue/schemas/cus.json: /2/asset/value: cus.declaration_value_cny must have min 0 and a max of at most 72057594037927935",
  },
  {
    rule: "a valuation is about an asset",
    file: SUBJECT,
    edits: [[`${VALUATION}/item`, { from: `${ASSET}/item` }]],
    line: 'catalogue/schemas/subject.json: /4/asset: what values an asset must be about an item of kind "soft_asset"',
  },
];

const declarations: Broken[] = [
  {
    rule: "only a company declares",
    file: IPO,
    edits: [[`${PATENT}/declaration`, { counterparty: "ipo.patent_number", confirmers: ["pbc"] }]],
    line: "catalogue/schemas/ipo.json: /3/declaration: only schemas that the company states itself are declarations",
  },
  {
    rule: "a declaration is about an item",
    file: SUBJECT,
    edits: [[`${ASSET}/item`, null]],
    line: "catalogue/schemas/subject.json: /5/declaration: a declaration must be about an item: a company declares more than one",
  },
  {
    rule: "a counterparty is named by its code",
    file: SUBJECT,
    edits: [[`${ASSET}/declaration/counterparty`, "company.asset_value"]],
    line: 'catalogue/schemas/subject.json: /5/declaration/counterparty: "company.asset_value" must be a field of the schema with a code of GB 32100',
  },
  {
    rule: "a company's code has the form of one",
    file: SUBJECT,
    edits: [[`${ASSET}/fields/4/pattern`, "^.{18}$"]],
    line: "catalogue/schemas/subject.json: /5/fields/4/pattern: must be ^[0-9A-HJ-NPQRTUWXY]{18}$ for a code of GB 32100",
  },
  {
    rule: "who confirms is an agency",
    file: SUBJECT,
    edits: [[`${ASSET}/declaration/confirmers/0`, "bank"]],
    line: 'catalogue/schemas/subject.json: /5/declaration/confirmers/0: no agency has the code "bank"',
  },
  {
    rule: "the chain has room for who confirms",
    file: "agencies.json",
    edits: [["/3/number", 240]],
    line: "catalogue/schemas/subject.json: /5/declaration/confirmers/0: agency 240 cannot confirm: the chain has room for those below 240",
  },
  {
    rule: "who confirms is named once",
    file: SUBJECT,
    edits: [[`${ASSET}/declaration/confirmers/1`, "ipo"]],
    line: 'catalogue/schemas/subject.json: /5/declaration/confirmers/1: "ipo" is named twice',
  },
];

const products: Broken[] = [
  {
    rule: "a feature's number is its own",
    file: "features.json",
    edits: [["/features/1/number", 1]],
    line: 'catalogue/features.json: /features/1/number: "1" is taken by entry 0',
  },
  {
    rule: "a feature's number fits a byte",
    file: "features.json",
    edits: [["/features/1/number", 256]],
    line: "catalogue/features.json: /features/1/number: must be 1 to 255: one byte of a criterion on the chain",
  },
  {
    rule: "a criterion has a bit for each label",
    file: "features.json",
    edits: [
      [
        "/features/1/values",
        Array.from({ length: 33 }, (_, index) => ({ label: `size${index}`, nameEn: "Size", nameZh: "规模" })),
      ],
    ],
    line: "catalogue/features.json: /features/1/values: at most 32 labels: a criterion has a bit for each",
  },
  {
    rule: "a code fits six bytes",
    file: "features.json",
    edits: [
      ["/features/2/valuesFrom", undefined],
      ["/features/2/values", [{ label: "C392100", nameEn: "Telecom", nameZh: "通信" }]],
    ],
    line: "catalogue/features.json: /features/2/values/0/label: must be 1 to 6 capital letters or digits",
  },
  {
    rule: "a product type accepts kinds that exist",
    file: "product-types.json",
    edits: [["/0/collateralKinds/1", "gold"]],
    line: 'catalogue/product-types.json: /0/collateralKinds/1: "gold" is not in asset-kinds.json',
  },
  {
    rule: "no more products settle in a token than there are",
    file: "product-types.json",
    edits: [["/0/tokenSettled", 43]],
    line: "catalogue/product-types.json: /0/tokenSettled: must be at most 42, the number of products",
  },
  {
    rule: "a product accepts what its type accepts",
    file: "products.json",
    edits: [["/0/collateralKinds", []]],
    line: "catalogue/products.json: /0/collateralKinds: must be invention_patent, utility_model, trademark, copyright, software_copyright as its type says",
  },
  {
    rule: "as many products settle in a token as their type says",
    file: "products.json",
    edits: [["/0/settlement", "token"]],
    line: "catalogue/products.json: /: has 1 products of type tax_loan that settle in a token, product-types.json says 0",
  },
];

describe("what makes a soft asset", () => {
  for (const broken of [...assets, ...patterns]) it(broken.rule, () => assertRefused(broken));
});

describe("what makes a declaration", () => {
  for (const broken of declarations) it(broken.rule, () => assertRefused(broken));
});

describe("what the chain takes of products", () => {
  for (const broken of products) it(broken.rule, () => assertRefused(broken));
});
