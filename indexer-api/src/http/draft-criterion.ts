import { z } from "zod";
import type { Catalogue, Criterion } from "../../../catalogue/index.ts";

const OPERATORS = [">=", "<=", "between", "==", "in", "not in", "any of", "none of"] as const;
const WHOLE = /^-?\d{1,78}$/;
const text = z.string("must be text").max(100, "must have 100 characters at most");
const shown = z.union([text, z.array(text)]);
/** What /v1/products says of a criterion besides, for people. */
const forPeople = { nameEn: text, nameZh: text, unit: text.nullable(), displayUnit: text.nullable() };

/** A criterion in the form in which /v1/products shows it; what is there for people may be left out, and is not read. */
export function draftCriterion({ featureById }: Pick<Catalogue, "featureById">) {
  return z
    .strictObject({
      feature: text,
      operator: z.enum(OPERATORS),
      threshold: z.strictObject({
        value: z.union([text, z.array(text)], "must be text, or a list of texts"),
        display: shown.optional(),
      }),
      ...z.strictObject(forPeople).partial().shape,
    })
    .transform(({ feature, operator, threshold: { value } }, context): Criterion => {
      const { type } = featureById.get(feature) ?? {};
      if (type !== "number") return { feature, operator, value };
      const numbers = [value].flat();
      if (numbers.every((one) => WHOLE.test(one))) {
        return { feature, operator, value: Array.isArray(value) ? numbers.map(BigInt) : BigInt(value) } as Criterion;
      }
      const path = ["threshold", "value"];
      context.addIssue({ code: "custom", path, message: `must be whole numbers in the unit of ${feature}, as text` });
      return z.NEVER;
    });
}
