import type { Field, Human, Schema } from "../../../catalogue/index.ts";

/** Something to state for every field of a schema, codes apart: what a company without trouble would have. */
export function plainFacts({ fields }: Schema): Record<string, Human> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = plainValue(field);
      return value === null ? [] : [[field.id, value]];
    }),
  );
}

function plainValue({ type, polarity, values, min = 0n }: Field): Human | null {
  switch (type) {
    case "amount":
      return polarity === "bad" ? "0" : "120000";
    case "count":
      return (polarity === "bad" ? min : min > 3n ? min : 3n).toString();
    case "ratio":
      return "0.5";
    case "bool":
      return false;
    case "date":
      return "2015-03-01";
    case "enum":
      return values?.at(polarity === "good" ? -1 : 0)?.label ?? null;
    case "code":
      return null;
  }
}
