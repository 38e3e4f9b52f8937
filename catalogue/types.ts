import type { Pricing } from "./pricing.ts";
import type { Scorecard } from "./scorecard/types.ts";

/**
 * What the catalogue holds once it is loaded. Everything here is deeply readonly: the loader freezes it.
 *
 * Integers that also live on the chain (amounts, limits, thresholds) are `bigint`; turn them into decimal strings when
 * they go into JSON. Counts of months and basis points of a product are plain numbers.
 */

/** Who sends statements of a schema: an agency's code, or the company itself. */
export type Issuer = "subject" | (string & {});

export interface Agency {
  /** 1 to 65535, stable for ever: the number that the chain knows the agency by. 0 stands for the subject itself. */
  readonly number: number;
  /** Short lower-case code, also the prefix of its schemas and facts: `tax`. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly kind: "government" | "court" | "central bank" | "public institution" | "utility";
  /** The class of the national sharing plan (国办发〔2021〕52号) that covers it; empty when none was found. */
  readonly basis: string;
}

export type FieldType = "amount" | "count" | "ratio" | "bool" | "enum" | "date" | "code";

/** `public`: anyone may see it; `consent`: needs the company's consent; `restricted`: supervisors and the named use. */
export type Access = "public" | "consent" | "restricted";

/** `good`: higher is better; `bad`: higher is worse; `gate`: must hold; `context`: neither. */
export type Polarity = "good" | "bad" | "gate" | "context";

/** How often the agency publishes a new value. */
export type Update = "realtime" | "daily" | "weekly" | "monthly" | "quarterly" | "annual" | "event";

/** One permitted label of an enum; its chain integer is its position in the list. */
export interface Label {
  readonly label: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

/** A unit of a chain integer and how people write it. */
export interface Unit {
  /** What one chain integer step is: `fen`. */
  readonly unit: string;
  /** What people write: `CNY`. */
  readonly displayUnit: string;
  /** Power of ten between the two: 2, because 1 CNY = 10^2 fen. */
  readonly scale: number;
  readonly type: "amount" | "count" | "ratio" | "date";
  readonly nameEn: string;
  readonly nameZh: string;
}

export interface Field {
  /** The fact id: `tax.invoiced_sales_12m`. It keeps its meaning, type and unit in every version of its schema. */
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly meaning?: string;
  readonly type: FieldType;
  /** Unit of the chain integer: `fen`, `bps`, `months`; null for bool, enum and code. */
  readonly unit: string | null;
  /** Unit of the human value: `CNY`, `ratio`; null for bool, enum and code. */
  readonly displayUnit: string | null;
  /** Power of ten between the display unit and the chain integer. */
  readonly scale: number;
  readonly access: Access;
  readonly polarity: Polarity;
  /** Labels of an enum in their fixed order; the chain integer is the index. */
  readonly values?: readonly Label[];
  /** Smallest chain integer allowed. */
  readonly min?: bigint;
  /** Largest chain integer allowed. */
  readonly max?: bigint;
  /** For a code: the standard that defines it, and the regular expression that its text must match. */
  readonly codeSystem?: string;
  readonly pattern?: string;
}

/** A public register whose numbers name soft assets: one number, one asset, whatever its kind, issuer or schema. */
export interface Register extends Omit<Label, "label"> {
  /** 1 to 255, stable for ever: `Register` in contracts/assets/AssetKind.sol. */
  readonly number: number;
  readonly code: string;
}

/** What a soft asset can be. */
export interface AssetKind extends Omit<Label, "label"> {
  /** 1 to 15, stable for ever: `AssetKind` in contracts/assets/AssetKind.sol; its bit in a product's accepted kinds. */
  readonly number: number;
  readonly code: string;
  /** Code and number of the register that it is entered in. */
  readonly register: string;
  readonly registerNumber: number;
  /** Part of the value, in basis points, up to which liens may secure, when the ledger starts; the regulator sets it. */
  readonly advanceBps: number;
  /** Why this rate. */
  readonly basis: string;
}

/**
 * What statements of a schema do in SoftAssets, field by field as its `AssetSchema`. Positions count the schema's fields
 * from 0; `ABSENT_POSITION` where there is none.
 */
export interface SchemaAsset {
  /** `registers`: makes a soft asset; `values`: says what one is worth. */
  readonly effect: "registers" | "values";
  /** Code of the register, null for a valuation. */
  readonly register: string | null;
  /** 0 for a valuation. */
  readonly registerNumber: number;
  readonly numberAt: number;
  readonly kindAt: number;
  readonly statusAt: number;
  /** Position of the status label under which the asset can be pledged. */
  readonly inForce: number;
  /** Position of the due date or end of term. */
  readonly dueAt: number;
  /** Position of the face value or the appraised value in fen. */
  readonly valueAt: number;
  /** Kind of each label of the kind's field, null: no asset; one kind alone when there is no such field. */
  readonly kinds: readonly (string | null)[];
  /** The same as the chain takes it: four bytes, a kind's number each, zeros behind. */
  readonly kindsBytes: string;
}

/** Who may answer to what a company declares, as the chain's `Declarations.Rule`. */
export interface SchemaDeclaration {
  /** Position of the counterparty's unified social credit code. */
  readonly counterpartyAt: number;
  /** Codes of the agencies that may confirm or reject. */
  readonly confirmers: readonly string[];
  /** Bit n: agency number n may. */
  readonly confirmersBits: bigint;
}

/** What one statement of an item schema is about: a patent, a customs declaration. */
export interface Item {
  /** Which normalising rule applies: see `registry-number.ts`. */
  readonly kind: string;
  readonly nameEn: string;
  readonly nameZh: string;
  /** In words: which number, and how it is written before it is hashed. */
  readonly rule: string;
  /** The regular expression that the normalised number must match. */
  readonly pattern: string;
}

export interface Schema {
  /** `tax.filing.v1`: issuer, subject matter, version. */
  readonly name: string;
  /** The agency's number, then 2 bytes of the name's hash; `0x` and 8 hex digits: see `schemaIdOf`. */
  readonly id: string;
  readonly version: number;
  /** Code of the issuing agency, or `subject`. */
  readonly agency: Issuer;
  /** Number of the issuing agency on the chain; 0 when the company itself issues. */
  readonly agencyNumber: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly description: string;
  readonly mode: "stream";
  /** null: a company has one such statement and its itemKey is 0. */
  readonly item: Item | null;
  /** What its statements do in SoftAssets; null: nothing. */
  readonly asset: SchemaAsset | null;
  /** Who may answer to its statements; null: they are not declarations. */
  readonly declaration: SchemaDeclaration | null;
  /** The contract that gives its statements effect. */
  readonly resolver: "SoftAssets" | null;
  /** Days after observedAt in which the statement counts as current. */
  readonly validityDays: number;
  readonly validitySeconds: number;
  readonly update: Update;
  readonly access: Access;
  readonly confidential: false;
  readonly fields: readonly Field[];
}

/** Where a fact is found: the newest schema version that carries it, and its position in that schema's values. */
export interface FactLocation {
  readonly schema: Schema;
  readonly field: Field;
  readonly index: number;
}

export type Operator = ">=" | "<=" | "between" | "==" | "in" | "not in" | "any of" | "none of";

/**
 * `number`: chain integer; `enum`: one label; `ordered`: one label, the list runs from worst to best; `code`: one of the
 * listed codes; `set`: the company has some of the labels; `flagset`: labels that a company should not have.
 */
export type FeatureType = "number" | "enum" | "ordered" | "set" | "code" | "flagset";

/** When a company has a label of a set or flagset: a test on one fact, its value written as people write it. */
export interface LabelTest {
  readonly fact: string;
  readonly operator: "==" | ">=" | "in";
  readonly value: boolean | string | readonly string[];
}

export interface FeatureValue extends Label {
  /** Only for `set` and `flagset`. The label is unknown while its fact is unknown. */
  readonly holdsWhen?: LabelTest;
}

export interface Feature {
  /** 1 to 255, stable for ever: what criteria on the chain call it by. */
  readonly number: number;
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly type: FeatureType;
  /** Unit of the chain integer of a `number`; null otherwise. */
  readonly unit: string | null;
  readonly displayUnit: string | null;
  readonly scale: number;
  readonly operators: readonly Operator[];
  /** Fact ids. Empty: the feature comes from something other than facts (the credit grade from the score). */
  readonly fromFacts: readonly string[];
  /** Name of the derivation, the handle for the code that computes it. */
  readonly derivation: string;
  /** How it is computed, and when it is unknown. */
  readonly computation: string;
  readonly values?: readonly FeatureValue[];
  /** Values that products use, as in a criterion. */
  readonly typicalValues: readonly CriterionValue[];
  readonly note?: string;
}

/** A threshold or closed interval in the chain unit, a label, or labels. */
export type CriterionValue = bigint | readonly [bigint, bigint] | string | readonly string[];

/**
 * One condition of a product. `>=` `<=` `==` carry a bigint (number) or a label (ordered, enum); `between` carries a
 * pair of bigints, both ends included; `in`, `not in`, `any of`, `none of` carry labels or codes.
 */
export interface Criterion {
  readonly feature: string;
  readonly operator: Operator;
  readonly value: CriterionValue;
}

export interface RequestProperty {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly values?: readonly Label[];
  readonly note?: string;
}

export type Verification = "verified" | "partly verified" | "from general knowledge, unverified" | "design choice";

export interface ProductType {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  /** How many products of this type the generator makes. */
  readonly count: number;
  /** Label of the request property `security_offered`. */
  readonly security: string;
  /** Codes of the asset kinds that lenders accept, as the security or besides it. */
  readonly collateralKinds: readonly string[];
  /** How many of the type's products settle in a token on the chain. */
  readonly tokenSettled: number;
  readonly amountFen: { readonly min: bigint; readonly max: bigint };
  readonly tenorMonths: { readonly min: number; readonly max: number };
  readonly annualRateBps: { readonly min: number; readonly max: number };
  readonly typicalEligibility: readonly Criterion[];
  /** Whether products of this type also exclude companies with red flags. */
  readonly excludesRedFlags: boolean;
  readonly amountFormula: string;
  /** Kinds of lender that offer it. */
  readonly lenderKinds: readonly LenderKind[];
  readonly verification: Verification;
  readonly source: string;
}

export type LenderKind =
  | "bank"
  | "small_loan_company"
  | "financing_guarantee_company"
  | "regional_equity_market"
  | "pawn_shop"
  | "financial_leasing_company"
  | "farmers_cooperative_mutual_credit"
  | "social_crowdfunding_institution";

export interface Lender {
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly kind: LenderKind;
  /** A development code made by `developmentUscc`: it belongs to nobody. */
  readonly uscc: string;
  /** Cities that a local lender lends in (division codes); empty: the whole province. */
  readonly cities: readonly string[];
}

/** A product as it is kept in products.json. */
export interface ProductRow {
  /** Also its `code` on the chain, where the lender's entity and this code together name the product. */
  readonly id: string;
  /** Id of the product type. */
  readonly type: string;
  /** Code of the lender. */
  readonly lender: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly amountFen: { readonly min: bigint; readonly max: bigint };
  readonly tenorMonths: { readonly min: number; readonly max: number };
  readonly annualRateBps: { readonly min: number; readonly max: number };
  readonly security: string;
  /** Codes of the asset kinds that the lender accepts. */
  readonly collateralKinds: readonly string[];
  /** `token`: disbursed and repaid in a token, atomically; `off_chain`: money moves elsewhere, both sides confirm. */
  readonly settlement: "off_chain" | "token";
  readonly amountFormula: string;
  /** All must hold. A missing fact makes a criterion unknown, which is not the same as failed. */
  readonly criteria: readonly Criterion[];
}

export interface Product extends ProductRow {
  /** Bit n: assets of kind number n are accepted. */
  readonly collateralBits: number;
}

/** A prefecture-level city of Guangdong, GB/T 2260. */
export interface Division {
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

/** A section of GB/T 4754, one letter, with the two-digit divisions that it covers. */
export interface IndustrySection {
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly firstDivision: number;
  readonly lastDivision: number;
}

/** Where a part of the catalogue comes from and how far that could be checked. */
export interface Source {
  readonly claim: string;
  readonly source: string;
  readonly verification: Verification;
}

export interface Catalogue {
  readonly version: string;
  readonly asOf: string;
  readonly sources: readonly Source[];
  readonly units: readonly Unit[];
  readonly agencies: readonly Agency[];
  readonly registers: readonly Register[];
  readonly assetKinds: readonly AssetKind[];
  readonly schemas: readonly Schema[];
  readonly features: readonly Feature[];
  readonly requestProperties: readonly RequestProperty[];
  readonly productTypes: readonly ProductType[];
  readonly products: readonly Product[];
  readonly lenders: readonly Lender[];
  /** What products are ranked by besides their terms. */
  readonly pricing: Pricing;
  /** By family, each family's versions ascending. */
  readonly scorecards: readonly Scorecard[];
  readonly divisions: readonly Division[];
  readonly industrySections: readonly IndustrySection[];
  readonly agencyByCode: ReadonlyMap<string, Agency>;
  readonly assetKindByCode: ReadonlyMap<string, AssetKind>;
  readonly assetKindByNumber: ReadonlyMap<number, AssetKind>;
  readonly schemaByName: ReadonlyMap<string, Schema>;
  /** Keyed by the schema id, `0x` and 8 lower-case hex digits. */
  readonly schemaById: ReadonlyMap<string, Schema>;
  readonly factById: ReadonlyMap<string, FactLocation>;
  readonly featureById: ReadonlyMap<string, Feature>;
  readonly featureByNumber: ReadonlyMap<number, Feature>;
  readonly productById: ReadonlyMap<string, Product>;
  readonly lenderByCode: ReadonlyMap<string, Lender>;
}

/** A field's value as people write it: see `codec.ts`. */
export type Human = string | boolean;
