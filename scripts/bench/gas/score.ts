import { encodeBytes32String, ZeroHash } from "ethers";
import { compileScorecard, loadCatalogue } from "../../../catalogue/index.ts";
import type { Catalogue, CompiledScorecard, Schema } from "../../../catalogue/index.ts";
import { advance, freshChain, gasOf, VALUES } from "./chain.ts";
import { deployScoring } from "./score-setup.ts";
import type { ScoreBench } from "./score-setup.ts";

const PLATFORM = "platform";

/**
 * Gas of scores by the cards as they ship. `certify.26facts`: a whole transaction that reads one statement of each agency,
 * the first rating of a company; `again`: the same an hour later. `evaluate.largest`: what `eth_estimateGas` says of the
 * card that takes most, with every one of its sources stated. `publish.platform`: the whole transaction.
 */
export async function measureScore(): Promise<Record<string, number>> {
  const catalogue = loadCatalogue();
  const cards = newestCards(catalogue);
  const platform = cards.find(({ card }) => card.family === PLATFORM);
  if (platform === undefined) throw new Error(`the catalogue has no scorecard of the family "${PLATFORM}"`);
  const schemas = new Set(cards.flatMap(({ sources }) => sources));
  const bench = await deployScoring(await freshChain(), catalogue, [...schemas]);
  const published = new Map<CompiledScorecard, number>();
  for (const card of cards) published.set(card, await bench.publish(card));
  const certified = await measureCertify(bench, catalogue, platform);
  const evaluated: number[] = [];
  for (const card of cards) evaluated.push(await measureEvaluate(bench, card));
  return {
    ...certified,
    "evaluate.largest": Math.max(...evaluated),
    "publish.platform": published.get(platform) as number,
  };
}

/** The highest version of each family. */
function newestCards(catalogue: Catalogue): CompiledScorecard[] {
  const newest = new Map(
    [...catalogue.scorecards].sort((a, b) => a.version - b.version).map((card) => [card.family, card]),
  );
  return [...newest.values()].map((card) => compileScorecard(catalogue, card));
}

async function measureCertify(
  bench: ScoreBench,
  { agencies }: Catalogue,
  { card, sources }: CompiledScorecard,
): Promise<Record<string, number>> {
  const chosen = agencies.map(({ number, code }) => {
    const source = sources.find(({ agencyNumber }) => agencyNumber === number);
    if (source === undefined) throw new Error(`the scorecard ${card.family} reads no schema of ${code}`);
    return source;
  });
  const { subject, evidence } = await state(
    bench,
    "certified",
    sources.filter((source) => chosen.includes(source)),
  );
  const certify = async () => {
    await advance(bench.chain);
    return gasOf(bench.scorecard.certify(encodeBytes32String(card.family), card.version, subject, evidence));
  };
  const name = `certify.${evidence.length}facts`;
  const first = await certify();
  return { [name]: first, [`${name}.again`]: await certify() };
}

async function measureEvaluate(bench: ScoreBench, { card, sources }: CompiledScorecard): Promise<number> {
  const { subject, evidence } = await state(bench, `evaluated by ${card.family}`, sources);
  const family = encodeBytes32String(card.family);
  return Number(await bench.scorecard.evaluate.estimateGas(family, card.version, subject, evidence));
}

/** Makes each source state something about a new company, without an evidence hash, as everywhere in this benchmark. */
async function state({ chain, registry, register, issuerOf }: ScoreBench, name: string, sources: readonly Schema[]) {
  const subject = await register(name);
  const observedAt = await advance(chain);
  const evidence = sources.map(({ id: schemaId, fields }) => {
    const values = fields.map((_, index) => VALUES[index % VALUES.length] as bigint);
    return { schemaId, observedAt, evidence: ZeroHash, values };
  });
  for (const [index, { schemaId, ...statement }] of evidence.entries()) {
    const bySource = registry.connect(issuerOf(sources[index] as Schema));
    await bySource.attest(schemaId, { ...statement, subject, itemKey: ZeroHash });
  }
  return { subject, evidence };
}
