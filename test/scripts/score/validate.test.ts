import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAM = new URL("../../../scripts/score/validate.ts", import.meta.url).pathname;
const ATTRIBUTES = Array.from({ length: 64 }, (_, index) => `Attr${index + 1}`);

interface Row {
  readonly values: Readonly<Record<string, string>>;
  readonly bankrupt: string;
}

/** A sound company and one in distress, in five sizes each. */
function rows(): Row[] {
  return [0, 1, 2, 3, 4].flatMap((step) =>
    (
      [
        ["0", { Attr1: 0.1, Attr2: 0.3, Attr6: 0.3, Attr10: 0.7, Attr18: 0.12, Attr27: 8, Attr39: 0.1, Attr46: 2 }],
        [
          "1",
          { Attr1: -0.4, Attr2: 1.4, Attr6: -0.6, Attr10: -0.4, Attr18: -0.4, Attr27: -9, Attr39: -0.4, Attr46: 0.2 },
        ],
      ] as const
    ).map(([bankrupt, given]) => {
      const values = { ...Object.fromEntries(ATTRIBUTES.map((name) => [name, 1])), ...given, Attr21: 1 + step / 100 };
      return {
        bankrupt,
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}`])),
      };
    }),
  );
}

function csv(of: readonly Row[], columns: readonly string[]): string {
  const lines = of.map(({ values, bankrupt }) =>
    columns.map((column) => (column === "bankrupt" ? bankrupt : (values[column] ?? ""))).join(),
  );
  return `${[columns.join(), ...lines].join("\n")}\n`;
}

const COLUMNS = [...ATTRIBUTES, "bankrupt"];

async function refused(args: readonly string[], sentence: RegExp): Promise<void> {
  await assert.rejects(run("node", [PROGRAM, ...args]), (error: Error & { code: number; stderr: string }) => {
    assert.equal(error.code, 1);
    assert.match(error.stderr, sentence);
    assert.doesNotMatch(error.stderr, / {4}at /, "a plain sentence, no stack");
    return true;
  });
}

interface Figures {
  family: string;
  rows: number;
  bad: number;
  auc: number | null;
  ks: number | null;
  brier: number;
  note?: string;
  calibration: { companies: number; defaults: number }[];
}

describe("score:validate", () => {
  let folder = "";
  const place = (name: string) => join(folder, name);
  const years = async (text: string) => {
    for (const year of [1, 3, 5]) await writeFile(place(`year${year}.csv`), text);
  };
  const json = async (...args: string[]) =>
    JSON.parse((await run("node", [PROGRAM, "--data", folder, "--json", ...args])).stdout) as Record<string, Figures>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "score-validate-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("scores each year with the family of its horizon, and tells sound from distressed", async () => {
    await years(csv(rows(), COLUMNS));
    const results = await json();
    assert.deepEqual(Object.keys(results), ["year1", "year3", "year5"]);
    assert.deepEqual(
      Object.values(results).map(({ family, rows, bad, auc, ks }) => [family, rows, bad, auc, ks]),
      [
        ["financial-5y", 10, 5, 1, 1],
        ["financial-3y", 10, 5, 1, 1],
        ["financial-1y", 10, 5, 1, 1],
      ],
    );
    const bands = results["year5"]?.calibration ?? [];
    assert.equal(
      bands.reduce((sum, { companies }) => sum + companies, 0),
      10,
    );
  });

  it("finds columns by name, ignores others, and looks in the folder polish", async () => {
    await years(csv(rows(), COLUMNS));
    const before = await json("--years", "5");
    await rm(place("year5.csv"));
    await mkdir(place("polish"));
    const shuffled = csv(rows(), ["bankrupt", "note", ...ATTRIBUTES.toReversed()]);
    await writeFile(place("polish/year5.csv"), `\uFEFF${shuffled}`);
    assert.deepEqual(await json("--years", "5"), before);
    await rm(place("polish"), { recursive: true });
  });

  it("has no AUC for one class, and says so", async () => {
    await years(
      csv(
        rows().filter(({ bankrupt }) => bankrupt === "0"),
        COLUMNS,
      ),
    );
    const { year5 } = await json("--years", "5");
    assert.equal(year5?.auc, null);
    assert.equal(year5?.ks, null);
    assert.match(year5?.note ?? "", /one class/);
  });

  it("prints a table without --json", async () => {
    await years(csv(rows(), COLUMNS));
    const { stdout } = await run("node", [PROGRAM, "--data", folder, "--years", "5"]);
    assert.match(stdout, /year5: financial-1y version \d+, 10 companies, 5 bankrupt\nAUC 1\.0000/);
    assert.match(stdout, /\nin training, on companies not seen: AUC 0\.9\d{3}, deviation over folds 0\.0\d{3}\n/);
  });

  it("names what is wrong with a file", async () => {
    await years(csv(rows(), COLUMNS));
    await rm(place("year3.csv"));
    const args = ["--data", folder];
    await refused(args, /^year3\.csv\.xz or year3\.csv is neither in the folder \/.*score-validate-\S+ nor .*--years/);
    await writeFile(
      place("year1.csv"),
      csv(
        rows(),
        COLUMNS.filter((name) => name !== "Attr21"),
      ),
    );
    await refused(args, /^year1\.csv line 1: the header lacks the column Attr21\n$/);
    await writeFile(place("year1.csv"), csv(rows(), ATTRIBUTES));
    await refused(args, /^year1\.csv line 1: the header lacks the column bankrupt\n$/);
    const [first, ...rest] = rows() as [Row, ...Row[]];
    const wrong = { ...first, values: { ...first.values, Attr18: "1,5".replace(",", ";") } };
    await writeFile(place("year1.csv"), csv([...rest, wrong], COLUMNS));
    await refused(args, /^year1\.csv line 11, column Attr18: "1;5" must be a number or empty\n$/);
    await writeFile(place("year1.csv"), csv([{ ...first, bankrupt: "yes" }], COLUMNS));
    await refused(args, /^year1\.csv line 2, column bankrupt: "yes" must be 0 or 1\n$/);
    await writeFile(place("year1.csv"), `${csv(rows(), COLUMNS)}1,2\n`);
    await refused(args, /^year1\.csv line 12: has 2 cells where the header has 65\n$/);
    await writeFile(place("year1.csv"), "");
    await refused(args, /^year1\.csv is empty: a header is needed\n$/);
    await writeFile(place("year1.csv"), `${COLUMNS.join()}\n`);
    await refused(args, /^year1\.csv has a header and no rows\n$/);
    await writeFile(place("year1.csv.xz"), "no xz");
    await refused(args, /^year1\.csv\.xz cannot be unpacked: it is damaged, or was not packed by xz \(/);
    await writeFile(place("year1.csv.xz"), "");
    await refused(args, /^year1\.csv\.xz is empty: a header is needed\n$/);
  });

  it("names what is wrong with an option", async () => {
    await refused([], /^--data is missing/);
    await refused(["--data", folder, "--years", "2"], /^--years: "2" must be one of 1, 3, 5\n$/);
    await refused(["--wat"], /--wat/);
  });
});
