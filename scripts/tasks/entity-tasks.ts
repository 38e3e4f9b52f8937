import { emptyTask, task } from "hardhat/config";
import { company, key, reason, record, text } from "./options.ts";

/** Commands about companies and institutions. */
export const entityTasks = [
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
    .setAction(() => import("./entity-standing.ts").then(({ suspend }) => suspend))
    .build(),
  task(["entity", "reinstate"], "Let a suspended entity act again (registrar only)")
    .addOption(company)
    .addOption(reason)
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-standing.ts").then(({ reinstate }) => reinstate))
    .build(),
  task(["entity", "propose-controller"], "Offer control of an entity to a wallet (its controller, or the registrar)")
    .addOption(company)
    .addOption(text("controller", "Wallet that is to act for the entity, once it has accepted"))
    .addFlag({ name: "asRegistrar", description: "Sign as the registrar: the entity has no wallet, or lost it" })
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-controller.ts").then(({ propose }) => propose))
    .build(),
  task(["entity", "accept-controller"], "Take over control of an entity that was offered to a wallet")
    .addOption(company)
    .addOption(key)
    .addOption(record)
    .setAction(() => import("./entity-controller.ts").then(({ accept }) => accept))
    .build(),
  task(["entity", "show"], "Show how an entity stands")
    .addOption(company)
    .addOption(record)
    .setAction(() => import("./entity-show.ts"))
    .build(),
];
