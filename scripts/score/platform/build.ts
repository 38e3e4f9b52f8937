import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { buildCatalogue } from "../../../catalogue/build.ts";
import { checkCatalogue } from "../../../catalogue/checks/index.ts";
import { CatalogueError } from "../../../catalogue/index.ts";
import { readCatalogueFiles } from "../../../catalogue/files.ts";
import { CATALOGUE_DIR } from "../../../catalogue/load.ts";
import { scorecardFile } from "../../../catalogue/scorecard/shape.ts";
import { FAMILY, platformCard, VERSION } from "./card.ts";

const HELP = `Writes the platform's scorecard: the expert points of scripts/score/platform/expert with the financial and
conduct cards of the catalogue, as far as it has them. The same files always give the same card.

  npx node scripts/score/platform/build.ts            write the file
  node scripts/score/platform/build.ts --check    say whether the file is what would be written; exit code 1 if not
`;

const NAME = `${FAMILY}-v${VERSION}`;

/**
 * The text of the platform's scorecard that belongs to the other files in `dir`.
 * @throws CatalogueError when the catalogue would refuse it.
 */
export async function platformText(dir: string): Promise<string> {
  const files = readCatalogueFiles(dir);
  const card = scorecardFile.parse(platformCard(buildCatalogue(files)));
  const problems = checkCatalogue({ ...files, scorecards: new Map([...files.scorecards, [NAME, card]]) });
  if (problems.length > 0) throw new CatalogueError(problems);
  return format(JSON.stringify(card), { ...(await resolveConfig(join(CATALOGUE_DIR, "x.json"))), parser: "json" });
}

async function main(): Promise<void> {
  const options = { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const path = join(CATALOGUE_DIR, "scorecards", `${NAME}.json`);
  const text = await platformText(CATALOGUE_DIR);
  if (!values.check) {
    writeFileSync(path, text);
    console.log(`wrote catalogue/scorecards/${NAME}.json`);
  } else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(
      `catalogue/scorecards/${NAME}.json is not what build.ts makes: run npx node scripts/score/platform/build.ts`,
    );
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
