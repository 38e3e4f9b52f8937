import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import { agencyTasks } from "../agency/tasks.ts";

/** An option that takes text and may be left out. */
function text<const Name extends string>(name: Name, description: string) {
  return { name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT as const, defaultValue: undefined };
}

const record = text("record", "Deployment record (default: DEPLOYMENT_RECORD, else deployments/NETWORK.json)");
const parameters = text("parameters", "JSON5 file of who holds what (default: deployments/NETWORK.parameters.json5)");
const key = text(
  "key",
  "Who signs, if not the usual wallet: a configuration variable's name, or a Ledger account's address",
);
const company = text("company", "Unified social credit code, 18 characters");
const schema = text("schema", "Schema, such as tax.credit.v1");
const item = text(
  "item",
  "Registry number, for schemas of which a company has many statements (patents, declarations)",
);
const agency = text("agency", "Code of the agency, such as tax");
const reason = text("reason", "Up to 31 bytes of text stand on the chain as they are, of a longer one only the hash");

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

const signerTask = (id: "add" | "drop", description: string) =>
  task(["signer", id], description)
    .addOption(agency)
    .addPositionalArgument({ name: "wallet", description: "Address of the wallet" })
    .addOption(key)
    .addOption(record);

const signers = [
  emptyTask("signer", "Wallets that sign for an agency").build(),
  signerTask("add", "Let a wallet sign for an agency (its admin only)")
    .setAction(() => import("./signer-add.ts"))
    .build(),
  signerTask("drop", "Stop a wallet from signing for an agency (its admin only)")
    .setAction(() => import("./signer-drop.ts"))
    .build(),
  task(["signer", "list"], "List the wallets that sign, for one agency or for all")
    .addOption(agency)
    .addOption(record)
    .setAction(() => import("./signer-list.ts"))
    .build(),
];

const entities = [
  emptyTask("entity", "Companies and institutions").build(),
  task(["entity", "register"], "Register an entity (registrar only)")
    .addOption(company)
    .addOption({
      name: "kind",
      defaultValue: "company",
      description:
        "company, bank, small loan, financing guarantee, regional equity market, pawn shop, financial leasing, mutual credit cooperative or crowdfunding",
    })
    .addOption(text("controller", "Wallet that acts for the entity (default: none yet)"))
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-register.ts"))
    .build(),
  task(["entity", "suspend"], "Stop an entity from acting (registrar only)")
    .addOption(company)
    .addOption(reason)
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-suspend.ts"))
    .build(),
  task(["entity", "reinstate"], "Let a suspended entity act again (registrar only)")
    .addOption(company)
    .addOption(reason)
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-reinstate.ts"))
    .build(),
  task(["entity", "show"], "Show how an entity stands")
    .addOption(company)
    .addOption(record)
    .setAction(() => import("./entity-show.ts"))
    .build(),
];

/** The commands that this project adds to Hardhat. Their code is loaded when they run. */
export const tasks = [deploy, checkDeployment, attest, revoke, ...signers, ...entities, ...agencyTasks];
