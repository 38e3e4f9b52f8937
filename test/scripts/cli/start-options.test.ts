import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { readStartOptions, START_HELP } from "../../../scripts/cli/start-options.ts";
import { UsageError } from "../../../scripts/cli/usage-error.ts";

describe("readStartOptions", () => {
  it("plays and seeds unless it is told otherwise", () => {
    const options = readStartOptions([]);
    assert.deepEqual(
      [options?.play, options?.companies, options?.data, options?.seed],
      [true, undefined, undefined, "lingnan"],
    );
  });

  it("takes --no-play, the number of companies and the seed", () => {
    const options = readStartOptions(["--no-play", "--companies", "7", "--seed", "other"]);
    assert.deepEqual([options?.play, options?.companies, options?.seed], [false, 7, "other"]);
  });

  it("gives nothing when help is asked for, and explains every option in it", () => {
    assert.equal(readStartOptions(["--help"]), undefined);
    for (const option of ["--data", "--companies", "--seed", "--no-play", "--ports", "--keep"]) {
      assert.ok(START_HELP.includes(`  ${option} `), option);
    }
  });

  it("refuses what it does not know, naming it", () => {
    const refusals: readonly (readonly [args: string[], message: RegExp])[] = [
      [["--companies", "-1"], /--companies/],
      [["--companies", "100001"], /--companies="100001" must be a whole number from 0 to 100000/],
      [["--no-play=yes"], /--no-play/],
      [["--play"], /--play/],
      [["--data", "/nowhere/at/all"], /--data="\/nowhere\/at\/all" is not a folder/],
    ];
    for (const [args, message] of refusals) {
      assert.throws(
        () => readStartOptions(args),
        (error) => error instanceof UsageError && message.test(error.message),
        args.join(" "),
      );
    }
  });
});
