import { emptyTask, task } from "hardhat/config";
import { agency, key, record } from "./options.ts";

const signerTask = (id: "add" | "drop", description: string) =>
  task(["signer", id], description)
    .addOption(agency)
    .addPositionalArgument({ name: "wallet", description: "Address of the wallet" })
    .addOption(key)
    .addOption(record);

/** Commands about the wallets that sign for agencies. */
export const signerTasks = [
  emptyTask("signer", "Wallets that sign for an agency").build(),
  signerTask("add", "Let a wallet sign for an agency (its admin only)")
    .setAction(() => import("./signer-change.ts").then(({ add }) => add))
    .build(),
  signerTask("drop", "Stop a wallet from signing for an agency (its admin only)")
    .setAction(() => import("./signer-change.ts").then(({ drop }) => drop))
    .build(),
  task(["signer", "list"], "List the wallets that sign, for one agency or for all")
    .addOption(agency)
    .addOption(record)
    .setAction(() => import("./signer-list.ts"))
    .build(),
];
