import { z } from "zod";
import { PLATFORM_FAMILY } from "../scoring/credit-grade.ts";

/** Whether there is such a family, the chain decides. */
const FAMILY = /^[a-z][a-z0-9-]{0,30}$/;

/** The family of models that a score is wanted by. */
export const family = z
  .string()
  .regex(FAMILY, "must be the name of a family: lower-case letters, digits and -")
  .default(PLATFORM_FAMILY)
  .meta({ description: `Family of scorecards; ${PLATFORM_FAMILY} unless given.`, example: PLATFORM_FAMILY });
