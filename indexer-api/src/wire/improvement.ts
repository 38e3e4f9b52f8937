import { z } from "zod";
import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import type { Change, Improvement } from "../engine/improve.ts";
import { names } from "./common.ts";
import { quantity, quantityView } from "./feature.ts";
import type { QuantityView } from "./feature.ts";

const change = z
  .strictObject({
    feature: z.string(),
    ...names,
    kind: z.enum(["raise", "lower", "wait", "become", "gain", "lose", "attest"]),
    from: quantity.nullable().meta({ description: "Null while unknown." }),
    to: quantity,
    distance: quantity.nullable(),
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
    opens: z.array(z.string()).meta({ description: "Ids of products that are open then and not now." }),
    closes: z.array(z.string()).meta({ description: "Ids of products that are open now and not then." }),
    textEn: z.string(),
    textZh: z.string(),
  })
  .meta({ id: "Improvement" });

/** The start of an age, unix seconds; undefined where it is unknown. */
export type StartOf = (feature: string) => bigint | undefined;

export function improvementView(
  { changes, opens, closes }: Improvement<{ readonly id: string }>,
  catalogue: Catalogue,
  startOf: StartOf,
): z.output<typeof improvement> {
  const views = changes.map((one) => changeView(one, catalogue, startOf));
  const more = opens.length - closes.length;
  return {
    changes: views,
    opens: opens.map(({ id }) => id),
    closes: closes.map(({ id }) => id),
    textEn: `${views.map(({ textEn }) => textEn).join("; ")}: ${more} more`,
    textZh: `${views.map(({ textZh }) => textZh).join("；")}：多${more}个产品`,
  };
}

function changeView(of: Change, { featureById }: Catalogue, startOf: StartOf): z.output<typeof change> {
  const feature = featureById.get(of.feature);
  if (!feature) throw new Error(`there is no feature "${of.feature}"`);
  const { id, nameEn, nameZh } = feature;
  const [from, to] = [of.from === null ? null : quantityView(of.from, feature), quantityView(of.to, feature)];
  const scale = { scale: feature.type === "number" ? feature.scale : 0 };
  const start = of.kind === "wait" ? startOf(id) : undefined;
  const day = start === undefined ? null : dayAfter(start, of.to as bigint);
  const [textEn, textZh] = sentences(of, feature, { from, to, day });
  return {
    ...{ feature: id, nameEn, nameZh, kind: of.kind, from, to, reach: of.reach, day, textEn, textZh },
    distance: of.distance === null ? null : quantityView(of.distance, scale),
  };
}

function sentences(
  { kind, to: target }: Change,
  feature: Feature,
  { from, to, day }: { from: QuantityView | null; to: QuantityView; day: string | null },
): [string, string] {
  const unit = feature.displayUnit === null ? "" : ` ${feature.displayUnit}`;
  const shown = [to.display].flat();
  const [labelEn, labelZh] = [
    namesIn(target, feature, "nameEn").join(", "),
    namesIn(target, feature, "nameZh").join("、"),
  ];
  const before = from === null ? "" : ` from ${[from.display].flat().join(", ")}`;
  const beforeZh = from === null ? "" : `由${[from.display].flat().join("、")}`;
  switch (kind) {
    case "raise":
    case "lower": {
      const verb = kind === "raise" ? ["Raise", "提高"] : ["Lower", "降低"];
      return [
        `${verb[0]} ${feature.nameEn}${before} to ${labelEn || shown.join(", ")}${labelEn ? "" : unit}`,
        `将${feature.nameZh}${beforeZh}${verb[1]}到${labelZh || shown.join("、")}${labelZh ? "" : unit}`,
      ];
    }
    case "wait":
      return day === null
        ? [
            `Wait until ${feature.nameEn} is ${shown.join(", ")}${unit}`,
            `等到${feature.nameZh}达到${shown.join("、")}${unit}`,
          ]
        : [
            `Wait until ${day}: ${feature.nameEn} is ${shown.join(", ")}${unit} then`,
            `等到${day}：届时${feature.nameZh}为${shown.join("、")}${unit}`,
          ];
    case "become":
      return [`${feature.nameEn} becomes ${labelEn}`, `${feature.nameZh}变为${labelZh}`];
    case "gain":
      return [`Gain ${labelEn} (${feature.nameEn})`, `取得${labelZh}（${feature.nameZh}）`];
    case "lose":
      return [`Be rid of ${labelEn} (${feature.nameEn})`, `消除${labelZh}（${feature.nameZh}）`];
    case "attest":
      return [`Have ${feature.nameEn} attested`, `完成${feature.nameZh}的可信登记`];
  }
}

function namesIn(target: Change["to"], { values }: Feature, name: "nameEn" | "nameZh"): string[] {
  if (typeof target === "bigint") return [];
  const labels: readonly string[] = typeof target === "string" ? [target] : target;
  return labels.map((label) => values?.find((known) => known.label === label)?.[name] ?? label);
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
