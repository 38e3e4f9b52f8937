import { z } from "zod";
import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import type { Assumed, Change, Improvement } from "../engine/improve.ts";
import { names } from "./common.ts";
import { quantity, quantityView } from "./feature.ts";
import { changeText } from "./improvement-text.ts";

const change = z
  .strictObject({
    feature: z.string(),
    ...names,
    kind: z.enum(["raise", "lower", "wait", "become", "gain", "lose", "attest"]),
    from: quantity.nullable().meta({ description: "Null while unknown." }),
    to: quantity,
    distance: quantity.nullable(),
    assumed: z
      .strictObject({
        min: quantity.nullable(),
        max: quantity.nullable(),
        oneOf: quantity.nullable(),
        noneOf: quantity.nullable(),
      })
      .nullable()
      .meta({
        description:
          "Of `attest`, what the unknown fact has to turn out to be: from `min` to `max`, one of some labels, or none of some. " +
          "Null for all other kinds.",
      }),
    reach: z.enum(["company", "attested", "time", "score", "nobody", "too far"]).meta({
      description:
        "Who can bring it about: the company by what it does; anybody by having stated what is so; time; the score, which " +
        "follows from other facts; nobody; or it lies further than a year's work.",
    }),
    day: z
      .string()
      .nullable()
      .meta({ description: "When time alone brings it, YYYY-MM-DD; null otherwise, and when the start is unknown." }),
    textEn: z.string(),
    textZh: z.string(),
  })
  .meta({ id: "Change" });

export const improvement = z
  .strictObject({
    changes: z.array(change),
    conditional: z.boolean().meta({
      description: "Whether it rests on what an unknown fact is hoped to be; no company can bring that about.",
    }),
    opens: z.array(z.string()).meta({ description: "Ids of products that are open then and not now." }),
    closes: z.array(z.string()).meta({ description: "Ids of products that are open now and not then." }),
    textEn: z.string(),
    textZh: z.string(),
  })
  .meta({ id: "Improvement" });

/** The start of an age, unix seconds; undefined where it is unknown. */
export type StartOf = (feature: string) => bigint | undefined;

export function improvementView(
  { changes, conditional, opens, closes }: Improvement<{ readonly id: string }>,
  catalogue: Catalogue,
  startOf: StartOf,
): z.output<typeof improvement> {
  const views = changes.map((one) => changeView(one, catalogue, startOf));
  const more = opens.length - closes.length;
  return {
    changes: views,
    conditional,
    opens: opens.map(({ id }) => id),
    closes: closes.map(({ id }) => id),
    textEn: `${views.map(({ textEn }) => textEn).join("; ")}: ${more} more`,
    textZh: `${views.map(({ textZh }) => textZh).join("；")}：多${more}个产品`,
  };
}

function changeView(of: Change, catalogue: Catalogue, startOf: StartOf): z.output<typeof change> {
  const feature = catalogue.featureById.get(of.feature);
  if (!feature) throw new Error(`there is no feature "${of.feature}"`);
  const { id, nameEn, nameZh } = feature;
  const [from, to] = [of.from === null ? null : quantityView(of.from, feature), quantityView(of.to, feature)];
  const scale = { scale: feature.type === "number" ? feature.scale : 0 };
  const start = of.kind === "wait" ? startOf(id) : undefined;
  const day = start === undefined ? null : dayAfter(start, of.to as bigint);
  const [textEn, textZh] = changeText(of, feature, catalogue, day);
  return {
    ...{ feature: id, nameEn, nameZh, kind: of.kind, from, to, reach: of.reach, day, textEn, textZh },
    distance: of.distance === null ? null : quantityView(of.distance, scale),
    assumed: of.assumed === null ? null : assumedView(of.assumed, feature),
  };
}

function assumedView(assumed: Assumed, feature: Feature) {
  const nothing = { min: null, max: null, oneOf: null, noneOf: null };
  if (assumed.kind !== "range") {
    return { ...nothing, [assumed.kind === "one of" ? "oneOf" : "noneOf"]: quantityView(assumed.labels, feature) };
  }
  const endOf = (end: bigint | null) => (end === null ? null : quantityView(end, feature));
  return { ...nothing, min: endOf(assumed.min), max: endOf(assumed.max) };
}

/** The day on which so many whole months have passed; a month that lacks the day is over before it is whole. */
function dayAfter(start: bigint, months: bigint): string {
  const from = new Date(Number(start) * 1000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + Number(months)];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const isShort = from.getUTCDate() > daysInMonth;
  const day = isShort ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, from.getUTCDate());
  return new Date(day).toISOString().slice(0, 10);
}
