import { emptyTask, task } from "hardhat/config";
import { key, record, text } from "./options.ts";

const uscc = { name: "uscc", description: "Unified social credit code of the company, 18 characters" } as const;
const family = text("family", "Family of scorecards: platform, financial-1y, conduct … (default: platform)");

/** Commands about scores and the models behind them. */
export const scoreTasks = [
  emptyTask("score", "Credit scores of companies, and the models behind them").build(),
  task(
    ["score", "show"],
    "Show a company's score, what costs it points, and what is not known: hardhat score show USCC",
  )
    .addPositionalArgument(uscc)
    .addOption(family)
    .addOption(record)
    .setAction(() => import("./score-show.ts"))
    .build(),
  task(
    ["score", "certify"],
    "Have the chain score a company and keep the rating; any wallet may: hardhat score certify USCC",
  )
    .addPositionalArgument(uscc)
    .addOption(family)
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./score-certify.ts"))
    .build(),
  task(
    ["score", "publish"],
    "Schedule the publication of a scorecard and, run again after the delay, execute it (governance only)",
  )
    .addOption(text("family", "Family of scorecards, such as platform"))
    .addOption(text("modelVersion", "Version in the catalogue (default: the one after the chain's newest)"))
    .addOption(
      text(
        "effectiveFrom",
        "From when it is in force: 2026-11-01 (00:00 UTC), or 2026-11-01T08:30:00Z (default: as soon as is safe)",
      ),
    )
    .addOption(key)
    .addOption(record)
    .addFlag({
      name: "dryRun",
      description: "Send nothing; print what governance calls, for a multi-signature wallet",
    })
    .setAction(() => import("./score-publish.ts"))
    .build(),
];
