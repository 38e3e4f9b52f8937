import { toBeHex, ZeroHash } from "ethers";

import {
  assetIdOf,
  type Catalogue,
  encodeValues,
  type Facts,
  itemStatementOf,
  NO_ITEM,
  normaliseRegistryNumber,
  type Schema,
  type Statement,
} from "../../catalogue/index.ts";
import { dateOf } from "../seed/human.ts";
import type { Member, Player } from "./cast.ts";
import type { Stage } from "./stage.ts";
import type { Story } from "./story.ts";
import { amountText, cny } from "./words.ts";

/** What somebody attests: one statement. */
export interface Paper {
  /** Name of the schema. */
  readonly schema: string;
  readonly subject: Member;
  /** Registry number of the item, as people write it; only for schemas of items. */
  readonly number?: string;
  readonly facts: Facts;
}

/** What a call of the attestation registry takes. */
export interface PaperStatement extends Omit<Statement, "values"> {
  readonly values: bigint[];
}

/** The statement of a paper, observed now. */
async function statementOf({ catalogue, clock }: Stage, paper: Paper): Promise<PaperStatement> {
  const schema = schemaNamed(catalogue, paper.schema);
  const { number } = paper;
  const { itemKey, facts } =
    number === undefined ? { itemKey: NO_ITEM, facts: paper.facts } : itemStatementOf(schema, number, paper.facts);
  return {
    schemaId: schema.id,
    subject: paper.subject.entityId,
    itemKey,
    observedAt: await clock.now(),
    evidence: ZeroHash,
    values: encodeValues(schema, facts),
  };
}

/** Somebody attests a paper; @returns what was said */
export async function attest(
  stage: Stage,
  story: Story,
  by: Player,
  paper: Paper,
  what: string,
): Promise<PaperStatement> {
  const statement = await statementOf(stage, paper);
  const { AttestationRegistry } = stage.contracts;
  await story.act(by, what, (wallet) => AttestationRegistry.connect(wallet).attest(statement.schemaId, statement));
  return statement;
}

/** Somebody tries to attest what the ledger must refuse. */
export async function attestInVain(
  stage: Stage,
  story: Story,
  by: Player,
  paper: Paper,
  tried: { readonly what: string; readonly errorName: string },
): Promise<void> {
  const statement = await statementOf(stage, paper);
  const { AttestationRegistry } = stage.contracts;
  await story.refused(by, tried.what, tried.errorName, (wallet) =>
    AttestationRegistry.connect(wallet).attest.staticCall(statement.schemaId, statement),
  );
}

/** The id of the soft asset that a paper makes. */
export function assetOf({ catalogue }: Stage, { schema: name, number = "" }: Pick<Paper, "schema" | "number">): bigint {
  const schema = schemaNamed(catalogue, name);
  if (schema.asset === null) throw new RangeError(`${name} makes no soft assets`);
  return BigInt(assetIdOf(schema.asset.registerNumber, normaliseRegistryNumber(schema, number)));
}

/** An appraiser says what an asset is worth today. */
export async function appraise(
  stage: Stage,
  story: Story,
  appraiser: Member,
  { assetId, valueFen, called }: { readonly assetId: bigint; readonly valueFen: bigint; readonly called: string },
): Promise<void> {
  const facts = {
    "company.valuation_value": amountText(valueFen),
    "company.valuation_method": "income",
    "company.valuation_date": dateOf(await stage.clock.now()),
  };
  const paper = { schema: "company.valuation.v1", subject: appraiser, number: toBeHex(assetId, 32), facts };
  await attest(stage, story, appraiser, paper, `values the ${called} at ${cny(valueFen)}`);
}

function schemaNamed({ schemaByName }: Catalogue, name: string): Schema {
  const schema = schemaByName.get(name);
  if (schema === undefined) throw new RangeError(`schema "${name}": the catalogue has none of that name`);
  return schema;
}
