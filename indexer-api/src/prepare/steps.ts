import type { Catalogue } from "../../../catalogue/index.ts";
import { APPLICATION_STEPS } from "./application-steps.ts";
import { declarationSteps } from "./declaration-steps.ts";
import { MONEY_STEPS } from "./money-steps.ts";
import { OPEN_LOAN_STEPS } from "./open-loan-steps.ts";
import type { Step } from "./step.ts";
import { THIRD_PARTY_STEPS } from "./third-party-steps.ts";

/** Everything that can be prepared. The catalogue decides what companies may declare. */
export function stepsOf(catalogue: Catalogue): Step[] {
  return [
    ...APPLICATION_STEPS,
    ...MONEY_STEPS,
    ...OPEN_LOAN_STEPS,
    ...THIRD_PARTY_STEPS,
    ...declarationSteps(catalogue),
  ];
}
