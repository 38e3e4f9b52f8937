import { ZeroHash } from "ethers";

import {
  type Catalogue,
  encodeValues,
  itemStatementOf,
  NO_ITEM,
  type Schema,
  type Statement,
} from "../../catalogue/index.ts";
import type { Author, Authors, Draft } from "./authors/author.ts";
import { COMPANY } from "./authors/company.ts";
import { COURTS } from "./authors/courts.ts";
import { CREDIT } from "./authors/credit.ts";
import { INDUSTRY } from "./authors/industry.ts";
import { PROPERTY } from "./authors/property.ts";
import { REGISTERS } from "./authors/registers.ts";
import { STAFF } from "./authors/staff.ts";
import { TAX } from "./authors/tax.ts";
import { TRADE } from "./authors/trade.ts";
import type { Population } from "./population.ts";
import { Random } from "./random.ts";
import { drawTraits, type Traits } from "./traits.ts";

/** Who writes the statements of each schema. */
export const AUTHORS: Authors = {
  ...REGISTERS,
  ...TAX,
  ...STAFF,
  ...COURTS,
  ...CREDIT,
  ...PROPERTY,
  ...TRADE,
  ...INDUSTRY,
  ...COMPANY,
};

export interface SyntheticOptions {
  readonly count: number;
  readonly seed: string;
  /** Unix seconds. Statements are observed by the day, so that a second run on the same day repeats the first. */
  readonly chainTime: number;
}

const DAY = 86_400;

/** Days within which an agency's newest statement was observed; well within the schema's validity. */
const OBSERVED_WITHIN: Readonly<Record<Schema["update"], number>> = {
  realtime: 2,
  daily: 2,
  weekly: 7,
  monthly: 25,
  quarterly: 80,
  annual: 300,
  event: 300,
};

/** Made-up companies and all that the agencies and they themselves state of them; the same for the same options. */
export function synthetic(catalogue: Catalogue, { count, seed, chainTime }: SyntheticOptions): Population {
  const today = chainTime - (chainTime % DAY);
  const root = new Random(seed);
  const companies = Array.from({ length: count }, (_, index) =>
    drawTraits(root.fork(`company ${index}`), `synthetic/${seed}/${index}`),
  );
  const authors = newestVersions(catalogue).map((schema) => [schema, authorOf(schema)] as const);
  const statements = companies.flatMap((company) =>
    authors.flatMap(([schema, author]) => statementsOf(company, schema, author, today)),
  );
  return { companies, statements };
}

/** Nobody states facts under a schema that has a successor. */
function newestVersions({ schemas }: Catalogue): Schema[] {
  const newest = new Map(schemas.toSorted((a, b) => a.version - b.version).map((schema) => [stemOf(schema), schema]));
  return schemas.filter((schema) => newest.get(stemOf(schema)) === schema);
}

/** A schema's name without its version. */
function stemOf({ name }: Schema): string {
  return name.slice(0, name.lastIndexOf(".v"));
}

function authorOf({ name }: Schema): Author {
  const author = AUTHORS[name];
  if (author === undefined) throw new Error(`nobody writes ${name} for made-up companies: add an author`);
  return author;
}

function statementsOf(company: Traits, schema: Schema, author: Author, today: number): Statement[] {
  const random = company.random.fork(schema.name);
  const written = author(company, random, today);
  if (written === undefined) return [];
  const drafts: readonly Draft[] = Array.isArray(written)
    ? (written as Draft[])
    : [{ values: written as Draft["values"] }];
  return drafts.map(({ values, item, observedAt }) => {
    const { itemKey, facts } =
      item === undefined ? { itemKey: NO_ITEM, facts: values } : itemStatementOf(schema, item, values);
    return {
      schemaId: schema.id,
      subject: company.entityId,
      itemKey,
      observedAt: observedAt ?? today - random.integer(0, OBSERVED_WITHIN[schema.update]) * DAY,
      evidence: ZeroHash,
      values: encodeValues(schema, facts),
    };
  });
}
