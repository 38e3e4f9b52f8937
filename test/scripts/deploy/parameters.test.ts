import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { ZeroAddress } from "ethers";
import { parseParameters, readParameters } from "../../../scripts/deploy/parameters.ts";
import { catalogue, parameters, temporaryFolder } from "./chain.ts";

const wrong = (change: object) => () => parseParameters({ ...parameters, ...change }, catalogue, "test");

describe("deployment parameters", () => {
  it("are read from JSON5, with two days of delay unless they say otherwise", () => {
    const path = join(temporaryFolder(), "net.json5");
    const withoutDelay = { ...parameters, executionDelaySeconds: undefined };
    writeFileSync(path, `// who holds what\n${JSON.stringify(withoutDelay)}`);
    assert.deepEqual(readParameters(path, catalogue), parameters);
  });

  it("include an example that is in order", () => {
    const path = fileURLToPath(new URL("../../../deployments/example.parameters.json5", import.meta.url));
    assert.ok(Object.keys(readParameters(path, catalogue).agencyAdmins).includes("tax"));
  });

  it("name the place of each mistake", () => {
    assert.throws(wrong({ governance: "0x12" }), /parameters test:\n {2}governance: must be an address/);
    assert.throws(wrong({ guardians: [] }), /guardians: /);
    assert.throws(wrong({ stewards: undefined }), /stewards: /);
    assert.throws(wrong({ executionDelaySeconds: 0 }), /executionDelaySeconds: /);
    assert.throws(wrong({ owner: parameters.governance }), /owner/);
    assert.throws(wrong({ agencyAdmins: { tax: ["me"] } }), /agencyAdmins\.tax\.0: must be an address/);
    assert.throws(wrong({ agencyAdmins: { moon: [parameters.governance] } }), /agencyAdmins\.moon: no agency/);
  });

  it("refuse the zero address, to which an office would be lost for ever", () => {
    assert.throws(wrong({ governance: ZeroAddress }), /governance: must not be the zero address/);
    assert.throws(
      wrong({ agencyAdmins: { tax: [ZeroAddress] } }),
      /agencyAdmins\.tax\.0: must not be the zero address/,
    );
  });

  it("refuse an address with a wrong checksum", () => {
    const mistyped = parameters.governance.replace(/[a-f]/, (letter) => letter.toUpperCase());
    assert.throws(wrong({ governance: mistyped }), /governance: .*checksum/);
  });
});
