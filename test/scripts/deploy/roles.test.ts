import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { agencyAdminRole, FUNCTION_ROLES, roleName, ROLES } from "../../../scripts/deploy/roles.ts";
import { catalogue } from "./chain.ts";

const source = (path: string) => readFileSync(new URL(`../../../contracts/${path}`, import.meta.url), "utf8");

describe("roles", () => {
  it("have the numbers that the contracts know them by", () => {
    const constants = [...source("access/Roles.sol").matchAll(/constant (\w+) = (\d+);/g)];
    const inContracts = Object.fromEntries(constants.map(([, name, number]) => [name!.toLowerCase(), BigInt(number!)]));
    const { agency_admin_base: base, ...offices } = inContracts;
    assert.deepEqual({ governance: 0n, ...offices }, ROLES);
    assert.equal(agencyAdminRole(2), base! + 2n);
  });

  it("open every restricted function of the contracts", () => {
    const files = {
      EntityRegistry: ["identity/EntityRegistry.sol"],
      AttestationRegistry: [
        "attestation/AttestationRegistry.sol",
        "attestation/Schemas.sol",
        "attestation/AgencySigners.sol",
      ],
    } as const;
    for (const [contract, paths] of Object.entries(files)) {
      const text = [...paths, "access/LedgerContract.sol"].map(source).join("\n");
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
