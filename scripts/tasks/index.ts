import { task } from "hardhat/config";
import { agencyTasks } from "../agency/tasks.ts";
import { entityTasks } from "./entity-tasks.ts";
import { lendingTasks } from "./lending-tasks.ts";
import { company, item, key, parameters, reason, record, schema, text } from "./options.ts";
import { scoreTasks } from "./score-tasks.ts";
import { signerTasks } from "./signer-tasks.ts";

const deploy = task("deploy", "Deploy the ledger, or add what a new catalogue has")
  .addOption(parameters)
  .addOption(record)
  .setAction(() => import("./deploy.ts"))
  .build();

const checkDeployment = task("check-deployment", "Compare a network with what was meant; exit code 1 if it differs")
  .addOption(parameters)
  .addOption(record)
  .setAction(() => import("./check-deployment.ts"))
  .build();

const attest = task(
  "attest",
  "Attest one statement: hardhat attest --network live --schema tax.credit.v1 --company USCC credit_grade=A",
)
  .addOption(schema)
  .addOption(company)
  .addOption(item)
  .addOption(
    text(
      "observedAt",
      "When it was observed: 2026-11-01 (00:00 UTC), or 2026-11-01T08:30:00Z (default: the chain's clock)",
    ),
  )
  .addOption(text("evidence", "The agency's own record: a file, whose keccak256 is taken, or that hash"))
  .addOption(key)
  .addOption(record)
  .addFlag({
    name: "dryRun",
    description: "Show what would be signed, ask the chain whether it would accept it, and send nothing",
  })
  .addVariadicArgument({
    name: "facts",
    description:
      "FIELD=VALUE for each field of the schema; an amount in CNY, a label in English or Chinese, yes or no, or unknown",
    defaultValue: [],
  })
  .setAction(() => import("./attest.ts"))
  .build();

const revoke = task(
  "revoke",
  "Revoke the statement that stands: hardhat revoke --schema tax.credit.v1 --company USCC --reason error",
)
  .addOption(schema)
  .addOption(company)
  .addOption(item)
  .addOption(reason)
  .addOption(key)
  .addOption(record)
  .addFlag({ name: "dryRun", description: "Show what would be revoked and send nothing" })
  .setAction(() => import("./revoke.ts"))
  .build();

/** The commands that this project adds to Hardhat. Their code is loaded when they run. */
export const tasks = [
  ...[deploy, checkDeployment, attest, revoke],
  ...signerTasks,
  ...entityTasks,
  ...lendingTasks,
  ...scoreTasks,
  ...agencyTasks,
];
