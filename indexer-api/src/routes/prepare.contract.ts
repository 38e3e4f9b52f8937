import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING } from "../http/parameters.ts";
import type { Step } from "../prepare/step.ts";
import { access, asOf, names } from "../wire/common.ts";
import { prepared } from "../wire/prepared.ts";

/** The contract of one step of the table. */
export function prepareContract({ name, nameEn, nameZh, description, body }: Step) {
  const title = name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    operationId: `prepare${title}`,
    method: "post",
    path: `/v1/prepare/${name}`,
    tag: "Prepare",
    summary: `${nameEn} ${nameZh}`,
    description: `${description} Answers an unsigned transaction; nothing is sent and nothing changes.`,
    params: NOTHING,
    query: NOTHING,
    body: body.meta({ id: `Prepare${title}` }),
    response: z.strictObject({ asOf, access, step: z.string(), ...names, prepared }),
    responseDescription: "What the wallet has to sign.",
    problems: [
      "application-unknown",
      "product-unknown",
      "attestation-unknown",
      "step-impossible",
      "body-too-large",
      "media-type-unsupported",
      "index-not-ready",
      "database-gone",
    ],
  } as const satisfies Contract;
}
