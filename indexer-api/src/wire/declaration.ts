import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import { ANSWER_STATES } from "../data/declarations.ts";
import type { AnswerRow } from "../data/declarations.ts";
import type { EntityRow } from "../data/entities.ts";
import { DECLARATION_STATES } from "../use-cases/declarations.ts";
import type { Declaration } from "../use-cases/declarations.ts";
import { entityRef, entityRefView } from "./asset.ts";
import { agencyRef, hexData, time } from "./common.ts";
import { statement, statementView } from "./statement.ts";

const answer = z
  .strictObject({
    state: z.enum(ANSWER_STATES),
    agency: agencyRef.nullable().meta({ description: "Null when the counterparty answered." }),
    counterparty: entityRef.nullable().meta({ description: "Null when an agency answered." }),
    wallet: hexData,
    reason: hexData.nullable(),
    transaction: hexData,
    at: time,
  })
  .meta({ id: "DeclarationAnswer" });

export const declaration = z
  .strictObject({
    state: z.enum(DECLARATION_STATES),
    counterparty: entityRef
      .nullable()
      .meta({ description: "Whom it names as the other side; null when nobody, or withheld." }),
    confirmers: z.array(agencyRef).meta({ description: "The agencies that may confirm or reject it." }),
    answers: z.array(answer).meta({ description: "In the order of the chain; the last one made the state." }),
    statement,
  })
  .meta({ id: "Declaration" });

export function declarationView(
  found: Declaration,
  catalogue: Catalogue,
  entities: ReadonlyMap<string, EntityRow>,
): z.output<typeof declaration> {
  const { state, counterparty, counterpartyUscc, schema, answers, visible } = found;
  return {
    state,
    counterparty: counterparty === null ? null : { ...entityRefView(counterparty, entities), uscc: counterpartyUscc },
    confirmers: schema.declaration.confirmers.flatMap((code) => agencyView(code, catalogue) ?? []),
    answers: answers.map((one) => answerView(one, catalogue, entities)),
    statement: statementView(visible, catalogue),
  };
}

function answerView(
  { state, agencyNumber, counterparty, wallet, reason, transaction, at }: AnswerRow,
  catalogue: Catalogue,
  entities: ReadonlyMap<string, EntityRow>,
): z.output<typeof answer> {
  const code = catalogue.agencies.find(({ number }) => number === agencyNumber)?.code;
  return {
    ...{ state, wallet, reason, transaction, at: at.toString() },
    agency: code === undefined ? null : agencyView(code, catalogue),
    counterparty: counterparty === null ? null : entityRefView(counterparty, entities),
  };
}

function agencyView(code: string, { agencyByCode }: Catalogue): z.output<typeof agencyRef> | null {
  const agency = agencyByCode.get(code);
  return agency ? { number: agency.number, code, nameEn: agency.nameEn, nameZh: agency.nameZh } : null;
}
