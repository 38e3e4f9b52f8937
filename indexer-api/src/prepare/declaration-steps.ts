import { ZeroHash } from "ethers";
import { z } from "zod";
import {
  CodecError,
  decodeField,
  encodeValues,
  entityIdOf,
  itemKeyOf,
  NO_ITEM,
  NOT_STATED,
} from "../../../catalogue/index.ts";
import type { Catalogue, Human, Schema, Statement } from "../../../catalogue/index.ts";
import { latestObservation } from "../data/statements.ts";
import { Problem } from "../http/problem.ts";
import type { FieldError } from "../http/problem.ts";
import { attestationId } from "../http/parameters.ts";
import { loadDeclaration } from "../use-cases/declarations.ts";
import type { Declaration } from "../use-cases/declarations.ts";
import * as input from "./input.ts";
import { moment, plain, reference } from "./readable.ts";
import type { Readable } from "./readable.ts";
import { defineStep, refusal } from "./step.ts";
import type { Plan, Sender, Step, Warning } from "./step.ts";
import { attestationTypedData } from "./typed-data.ts";

const DAY_SECONDS = 86_400n;
const MAX_FACTS = 100;

/** What companies state about themselves, by the schemas of the catalogue. */
function declare({ schemas, schemaByName }: Catalogue): Step {
  const own = schemas.filter(({ agency }) => agency === "subject").map(({ name }) => name) as [string, ...string[]];
  return defineStep({
    name: "declare",
    nameEn: "State something about oneself",
    nameZh: "自行申报",
    description:
      "A statement of the company's own: an asset, a liability, a transaction, its balance sheet; of an appraiser: a " +
      "valuation. Either the controller sends the transaction, or it signs `typedData` and anybody sends the signature " +
      "with `attestBySignature`.",
    body: z.strictObject({
      company: input.entity,
      schema: z.enum(own).meta({ example: "company.transaction.v1" }),
      itemNumber: z.string().max(100, "must have 100 characters at most").optional().meta({
        description: "Of a schema that is about items: the company's number for it, or the asset id of a valuation.",
      }),
      facts: z
        .record(z.string(), z.union([z.string(), z.boolean(), z.null()]))
        .refine((facts) => Object.keys(facts).length <= MAX_FACTS, `must have ${MAX_FACTS} facts at most`)
        .meta({ description: "By fact id, as people write them: see /v1/schemas." }),
      observedAt: input.unixSeconds.optional(),
      evidence: input.reference.optional(),
      deadline: input.unixSeconds.optional(),
    }),
    plan: async ({ company, schema: name, ...given }, { db, block, deployment }) => {
      const schema = schemaByName.get(name) as Schema;
      const statement: Statement = {
        schemaId: schema.id,
        subject: entityIdOf(company),
        itemKey: keyOf(schema, given.itemNumber),
        observedAt: Number(given.observedAt ?? block.time),
        evidence: given.evidence ?? ZeroHash,
        values: valuesOf(schema, given.facts),
      };
      const deadline = given.deadline ?? block.time + DAY_SECONDS;
      const latest = await latestObservation(db, statement);
      return {
        contract: "AttestationRegistry",
        function: "attest",
        args: [statement.schemaId, statement],
        sender: { party: "company", entityId: statement.subject },
        fields: statementFields(schema, statement, company),
        warnings: witnessWarnings(schema, statement),
        refusals: timeRefusals(BigInt(statement.observedAt), latest, block.time),
        typedData: attestationTypedData(statement, deadline, deployment),
      };
    },
  });
}

/** A declaration that names no other side stays the company's own word, unless an agency confirms it. */
function witnessWarnings({ declaration }: Schema, { values }: Statement): Warning[] {
  if (declaration === null || values[declaration.counterpartyAt] !== NOT_STATED) return [];
  return [
    {
      code: "no_counterparty",
      en: "It names no counterparty, so that nobody but an agency can stand by it.",
      zh: "未载明交易对手，除机关外无人可为其作证。",
    },
  ];
}

function keyOf(schema: Schema, itemNumber: string | undefined): string {
  if (schema.item === null) {
    if (itemNumber === undefined) return NO_ITEM;
    throw invalid("itemNumber", itemNumber, `must be left out: of ${schema.name} a company has one statement`);
  }
  if (itemNumber === undefined) throw invalid("itemNumber", "", `must be given: ${schema.name} is about items`);
  try {
    return itemKeyOf(schema, itemNumber);
  } catch (error) {
    throw invalid("itemNumber", itemNumber, (error as Error).message);
  }
}

function valuesOf(schema: Schema, facts: Readonly<Record<string, Human | null>>): bigint[] {
  try {
    return encodeValues(schema, facts);
  } catch (error) {
    if (error instanceof CodecError) throw invalid(`facts.${error.field}`, error.value, error.rule);
    throw error;
  }
}

function invalid(field: string, value: string, rule: string): Problem {
  return new Problem("invalid-input", `body.${field}: ${rule}`, { errors: [refusal(field, value, rule)] });
}

function timeRefusals(observedAt: bigint, latest: bigint | null, now: bigint): FieldError[] {
  if (observedAt > now) return [refusal("observedAt", observedAt, `must not be after the newest block (${now})`)];
  if (latest !== null && observedAt <= latest) {
    return [refusal("observedAt", observedAt, `must be after the statement that it replaces (${latest})`)];
  }
  return [];
}

function statementFields(schema: Schema, { values, observedAt, itemKey }: Statement, company: string): Readable[] {
  return [
    plain(["company", "Company", "企业"], company),
    plain(["schema", "Statement", "申报事项"], schema.name, `${schema.nameEn} ${schema.nameZh}`),
    ...(itemKey === NO_ITEM ? [] : [plain(["itemKey", "Key of the item", "事项编号哈希"], itemKey)]),
    moment(["observedAt", "As of", "截至"], BigInt(observedAt)),
    ...schema.fields.flatMap((field, index): Readable[] => {
      const value = values[index] as bigint;
      const human = decodeField(field, value);
      if (human === null) return [];
      const { id, nameEn, nameZh, unit, displayUnit } = field;
      return [
        { ...{ id, nameEn, nameZh, unit }, value: value.toString(), display: `${human} ${displayUnit ?? ""}`.trim() },
      ];
    }),
  ];
}

interface AnswerRow {
  name: string;
  nameEn: string;
  nameZh: string;
  description: string;
  function: "countersign" | "reject" | "confirm" | "rejectAsAgency";
  by: "counterparty" | "agency";
  /** Whether a reason has to be given. */
  reasoned: boolean;
}

const ANSWERS: readonly AnswerRow[] = [
  {
    name: "countersign",
    nameEn: "Countersign a declaration",
    nameZh: "会签申报",
    description: "The counterparty that the declaration names stands by it.",
    function: "countersign",
    by: "counterparty",
    reasoned: false,
  },
  {
    name: "reject-declaration",
    nameEn: "Reject a declaration",
    nameZh: "否认申报",
    description: "The counterparty that the declaration names contradicts it; final.",
    function: "reject",
    by: "counterparty",
    reasoned: true,
  },
  {
    name: "confirm-declaration",
    nameEn: "Confirm a declaration as an agency",
    nameZh: "机关确认申报",
    description: "A signer of an agency that the schema trusts in the matter stands by it.",
    function: "confirm",
    by: "agency",
    reasoned: false,
  },
  {
    name: "reject-declaration-as-agency",
    nameEn: "Reject a declaration as an agency",
    nameZh: "机关否认申报",
    description: "A signer of an agency that the schema trusts in the matter contradicts it; final.",
    function: "rejectAsAgency",
    by: "agency",
    reasoned: true,
  },
];

function answerStep(row: AnswerRow): Step {
  const { name, nameEn, nameZh, description, by, reasoned } = row;
  return defineStep({
    ...{ name, nameEn, nameZh, description },
    body: z.strictObject({ attestationId, ...(reasoned && { reason: input.reference }) }),
    plan: async (body, view): Promise<Plan> => {
      const { attestationId: id, reason = ZeroHash } = body as { attestationId: string; reason?: string };
      const found = await loadDeclaration(view, id);
      const { schemaId, ...statement } = found.visible.statement;
      return {
        contract: "Declarations",
        function: row.function,
        args: [schemaId, statement, ...(reasoned ? [reason] : [])],
        sender: senderOf(found, by),
        fields: [
          ...statementFields(found.schema, found.visible.statement, found.subjectUscc ?? statement.subject),
          plain(["state", "State of the declaration", "申报状态"], found.state),
          ...(reasoned ? [reference(["reason", "Reason", "理由"], reason)] : []),
        ],
        warnings: [],
        refusals: answerRefusals(found, row),
      };
    },
  });
}

function senderOf({ counterparty, schema }: Declaration, by: AnswerRow["by"]): Sender {
  if (by === "counterparty") return { party: "counterparty", entityId: counterparty };
  return { party: "agency", entityId: null, agencies: schema.declaration.confirmers };
}

function answerRefusals(found: Declaration, { by, function: called }: AnswerRow): FieldError[] {
  const { visible, state, counterparty } = found;
  const refuse = (rule: string) => [refusal("attestationId", visible.id, rule)];
  if (visible.standing !== "current") return refuse(`the statement is ${visible.standing}`);
  if (by === "counterparty") {
    if (counterparty === null || counterparty === visible.row.subject) return refuse("it names no other company");
    return state === "declared" ? [] : refuse(`it is ${state} already`);
  }
  const again = state === "rejected" || (called === "confirm" && state === "confirmed");
  return again ? refuse(`it is ${state} already`) : [];
}

/** What companies declare, and how others answer. */
export function declarationSteps(catalogue: Catalogue): Step[] {
  return [declare(catalogue), ...ANSWERS.map(answerStep)];
}
