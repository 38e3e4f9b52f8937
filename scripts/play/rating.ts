import { percent as percentOf } from "../chain/sentences/words.ts";
import { scoreOf } from "../chain/score.ts";
import { familyId, gradeName, PLATFORM, RATING_STANDINGS, scorecardInForce } from "../chain/scorecards.ts";
import type { Member, Player } from "./cast.ts";
import type { Stage } from "./stage.ts";
import type { Story } from "./story.ts";

/** Somebody has the chain score a company from what is attested of it, and keep the rating. */
export async function certifyScore(stage: Stage, story: Story, by: Player, company: Member): Promise<void> {
  const { contracts, catalogue, clock } = stage;
  const scorecard = await scorecardInForce(contracts, catalogue, PLATFORM);
  const { card } = scorecard;
  const now = await clock.now();
  const score = await scoreOf({ contracts, scorecard, now, fromBlock: 0 }, company.entityId);
  const known = `${percentOf(BigInt(score.coverageBps))} of the picture is known, ${gradeName(catalogue, card, score.grade)}`;
  const what = `certifies the score of ${company.nameEn}: ${score.total} points, ${known}`;
  await story.act(by, what, (wallet) =>
    contracts.Scorecard.connect(wallet).certify(familyId(PLATFORM), card.version, company.entityId, score.evidence),
  );
}

/**
 * Somebody records that the certified rating of a company no longer stands.
 * @throws Error when it stands
 */
export async function withdrawRating(stage: Stage, story: Story, by: Player, company: Member): Promise<void> {
  const { Scorecard } = stage.contracts;
  const [, standing] = await Scorecard.ratingOf(company.entityId, familyId(PLATFORM));
  const word = RATING_STANDINGS[Number(standing)]!;
  await story.act(by, `records that the rating of ${company.nameEn} is ${word}`, (wallet) =>
    Scorecard.connect(wallet).withdrawRating(company.entityId, familyId(PLATFORM)),
  );
}
