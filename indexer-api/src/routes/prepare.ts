import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Step } from "../prepare/step.ts";
import { stepsOf } from "../prepare/steps.ts";
import { prepareStep } from "../use-cases/prepare.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { preparedView } from "../wire/prepared.ts";
import { prepareContract } from "./prepare.contract.ts";

/** One address for each step of the table. */
export function prepareEndpoints(services: Services): Endpoint[] {
  return stepsOf(services.catalogue).map((step) => prepareEndpoint(step, services));
}

function prepareEndpoint(step: Step, { ledger, ...services }: Services): Endpoint {
  const { name, nameEn, nameZh } = step;
  return endpoint(prepareContract(step), ({ body }) =>
    ledger.read(async (db, block) => ({
      asOf: asOfBlock(block),
      access: accessOf(services.policy),
      ...{ step: name, nameEn, nameZh },
      prepared: preparedView(await prepareStep(step, body, { db, block, ...services })),
    })),
  );
}
