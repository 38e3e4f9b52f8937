import { ASSETS } from "./assets.ts";
import { BUSINESS } from "./business.ts";
import { COURTS } from "./courts.ts";
import { CREDIT } from "./credit.ts";
import type { ExpertCharacteristic } from "./form.ts";
import { PEOPLE } from "./people.ts";
import { REGISTER } from "./register.ts";
import { TAX } from "./tax.ts";

/** The expert points for what the 26 agencies attest, in the order in which the scorecard has them. */
export const EXPERT: readonly ExpertCharacteristic[] = [
  ...REGISTER,
  ...TAX,
  ...COURTS,
  ...CREDIT,
  ...PEOPLE,
  ...BUSINESS,
  ...ASSETS,
];
