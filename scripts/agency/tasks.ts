import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** Commands that agencies run on their own data. Their code is loaded when they run. */
export const agencyTasks = [
  emptyTask("agency", "What agencies do with their own data").build(),
  task(["agency", "submit-invoices"], "Turn VAT invoice files into the tax agency's signed monthly statements")
    .addOption({
      name: "data",
      description: "Folder with companies*.csv, invoices_sales*.csv and invoices_purchase*.csv, or .csv.xz",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "limitCompanies",
      description: "Take the first so many companies only",
      type: ArgumentType.INT,
      defaultValue: 1_000_000,
    })
    .addFlag({ name: "skipBadRows", description: "Leave bad rows out and count them, instead of stopping" })
    .addFlag({ name: "dryRun", description: "Read, ask the chain what it holds, and say what would be sent" })
    .addFlag({ name: "relay", description: "Sign batches by EIP-712 and let the relayer's wallet send and pay" })
    .addOption({
      name: "key",
      description: "Who signs, if not LINGNAN_KEY_SIGNER_TAX: a configuration variable's name, or a Ledger account",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "record",
      description: "Deployment record (default: DEPLOYMENT_RECORD, else deployments/NETWORK.json)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(() => import("./submit-invoices-task.ts"))
    .build(),
];
