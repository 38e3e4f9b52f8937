import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { PROXIED_NAMES, type ProxiedName, sourceOf } from "../../../scripts/chain/ledger.ts";
import { agencyAdminRole, FUNCTION_ROLES, roleName, ROLES } from "../../../scripts/deploy/roles.ts";
import { catalogue } from "./chain.ts";

const source = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** Contracts that a contract inherits, besides the one that all do. */
const PARTS: Partial<Record<ProxiedName, readonly string[]>> = {
  AttestationRegistry: ["contracts/attestation/Schemas.sol", "contracts/attestation/AgencySigners.sol"],
  LoanDesk: ["LoanBook", "Applications", "Servicing"].map((part) => `contracts/lending/${part}.sol`),
};

describe("roles", () => {
  it("have the numbers that the contracts know them by", () => {
    const constants = [...source("contracts/access/Roles.sol").matchAll(/constant (\w+) = (\d+);/g)];
    const inContracts = Object.fromEntries(constants.map(([, name, number]) => [name!.toLowerCase(), BigInt(number!)]));
    const { agency_admin_base: base, ...offices } = inContracts;
    assert.deepEqual({ governance: 0n, ...offices }, ROLES);
    assert.equal(agencyAdminRole(2), base! + 2n);
  });

  it("open every restricted function of the contracts", () => {
    for (const contract of PROXIED_NAMES) {
      const text = [...(PARTS[contract] ?? []), sourceOf(contract), "contracts/access/LedgerContract.sol"]
        .map(source)
        .join("\n");
      const restricted = [...text.matchAll(/function (\w+)\([^)]*\)[^{;]*\brestricted\b/g)].map(([, name]) =>
        name === "_authorizeUpgrade" ? "upgradeToAndCall" : name!,
      );
      const listed = FUNCTION_ROLES.filter((line) => line.contract === contract).flatMap(({ functions }) => functions);
      assert.deepEqual(listed.toSorted(), restricted.toSorted(), contract);
    }
  });

  it("have names", () => {
    assert.equal(roleName(3n), "registrar");
    assert.equal(roleName(1002n, catalogue), "admin of agency tax");
    assert.equal(roleName(77n, catalogue), "77");
  });
});
