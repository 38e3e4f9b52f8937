import { emptyTask, task } from "hardhat/config";
import { company, key, record } from "./options.ts";

const appraiserTask = (id: "approve" | "drop", description: string) =>
  task(["appraiser", id], description).addOption(company).addOption(key).addOption(record);

/** Commands about assets, loans, and what lending rests on. */
export const lendingTasks = [
  emptyTask("asset", "Patents, marks, declarations, invoices and receipts as assets").build(),
  task(["asset", "show"], "Show how an asset stands: hardhat asset show patent 202010123451X")
    .addVariadicArgument({ name: "asset", description: "A register and a number in it, or the asset's id" })
    .addOption(record)
    .setAction(() => import("./asset-show.ts"))
    .build(),
  emptyTask("loan", "Loans from application to their end").build(),
  task(["loan", "show"], "Show how a loan stands, what is owed today, and what is expected next from whom")
    .addPositionalArgument({ name: "loan", description: "Number of the loan" })
    .addOption(record)
    .setAction(() => import("./loan-show.ts"))
    .build(),
  emptyTask("appraiser", "Entities whose appraisals of assets count").build(),
  appraiserTask("approve", "Let an entity's appraisals count (registrar only)")
    .setAction(() => import("./appraiser.ts").then(({ approve }) => approve))
    .build(),
  appraiserTask("drop", "Let no further appraisal of an entity count (registrar only)")
    .setAction(() => import("./appraiser.ts").then(({ drop }) => drop))
    .build(),
  emptyTask("advance-rate", "What share of an asset's value may be secured").build(),
  task(
    ["advance-rate", "set"],
    "Set it for a kind of asset: hardhat advance-rate set invention_patent 30 (regulator only)",
  )
    .addPositionalArgument({ name: "kind", description: "Code of the kind, such as invention_patent" })
    .addPositionalArgument({ name: "percent", description: "Whole percent of the value, 0 to 100" })
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./advance-rate-set.ts"))
    .build(),
];
