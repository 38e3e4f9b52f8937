import { decodeBytes32String, keccak256 } from "ethers";
import type { Catalogue, Scorecard } from "../../catalogue/index.ts";
import { modelOf } from "../chain/scorecards.ts";
import type { Inspection } from "./check.ts";
import { documentHashOf, titleOf } from "./scorecards.ts";

/** A model as it was published. */
interface Published {
  readonly family: string;
  readonly version: number;
  readonly model: string;
  readonly documentHash: string;
  readonly takenBack: boolean;
}

/** What differs between the catalogue's scorecards and the models that the chain has. */
export async function scorecardDifferences(inspection: Inspection): Promise<string[]> {
  const { scorecards } = inspection.catalogue;
  const published = await publishedModels(inspection);
  const isOf = (card: Scorecard) => (model: Published) => titleOf(model) === titleOf(card);
  return [
    ...scorecards.flatMap((card) => oneScorecard(inspection, card, published.find(isOf(card)))),
    ...published
      .filter((model) => !model.takenBack && !scorecards.some((card) => isOf(card)(model)))
      .map((model) => `The chain has ${titleOf(model)}, but the catalogue has no such scorecard.`),
  ];
}

/** Every model that was ever published; the contract alone decides what a version's bytes are, once and for ever. */
async function publishedModels({ contracts, record }: Inspection): Promise<Published[]> {
  const chain = contracts.Scorecard;
  const [published, withdrawn] = await Promise.all([
    chain.queryFilter(chain.filters.ModelPublished(), record.startBlock),
    chain.queryFilter(chain.filters.ModelWithdrawn(), record.startBlock),
  ]);
  return published.map(({ args: { family, version, model, documentHash } }) => ({
    family: decodeBytes32String(family),
    version: Number(version),
    ...{ model, documentHash },
    takenBack: withdrawn.some(({ args }) => args.family === family && args.version === version),
  }));
}

function oneScorecard(
  { catalogue, catalogueDir }: Inspection,
  card: Scorecard,
  published: Published | undefined,
): string[] {
  const subject = titleOf(card).replace(/^v/, "V");
  if (!published) return [`${subject} is not published.`];
  // A version that was taken back stays in the catalogue once it has a successor, because numbers have no gaps.
  if (published.takenBack) {
    return isNewest(catalogue, card) ? [`${subject} was taken back, but the catalogue has no later one.`] : [];
  }
  const [wanted, wantedHash] = [modelOf(catalogue, card), documentHashOf(card, catalogueDir)];
  const differences: (string | false)[] = [
    published.model !== wanted &&
      `${subject} is a model of hash ${keccak256(published.model)}, but the catalogue's has ${keccak256(wanted)}: they differ ${whereDiffer(published.model, wanted)}.`,
    published.documentHash !== wantedHash &&
      `${subject} was published with the document ${published.documentHash}, but the catalogue's file has the hash ${wantedHash}.`,
  ];
  return differences.filter((difference) => difference !== false);
}

function isNewest({ scorecards }: Catalogue, { family, version }: Scorecard): boolean {
  return !scorecards.some((other) => other.family === family && other.version > version);
}

/** Two models in hex, of which not even their lengths need agree. */
function whereDiffer(live: string, wanted: string): string {
  const bytes = (hex: string) => Buffer.from(hex.slice(2), "hex");
  const [one, other] = [bytes(live), bytes(wanted)];
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return `from byte ${at === -1 ? one.length : at} on`;
}
