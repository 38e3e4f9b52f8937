import type { z } from "zod";
import type { Catalogue, Schema } from "../../../catalogue/index.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import type { Assessment } from "../scoring/assess.ts";
import type { TimelineEvent } from "../scoring/timeline.ts";
import { findCompany } from "../use-cases/company.ts";
import { ratingsOf } from "../use-cases/ratings.ts";
import { requireScores, usableModel } from "../use-cases/score.ts";
import { scoreHistory } from "../use-cases/score-history.ts";
import type { ScoredMoment } from "../use-cases/score-history.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, agencyOf, asOfBlock } from "../wire/common.ts";
import { gradeRefView } from "../wire/grade.ts";
import { ratingView } from "../wire/rating.ts";
import { modelRefView } from "../wire/score-model.ts";
import { getScoreHistory, HISTORY_RATINGS } from "./score-history.contract.ts";

type MomentView = z.output<(typeof getScoreHistory)["response"]>["items"][number];

export function scoreHistoryEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(getScoreHistory, ({ params: { uscc }, query: { family, limit, after } }) => {
    requireScores(policy);
    return ledger.read(async (db, block) => {
      const model = await usableModel(db, family, block, services);
      const company = await findCompany(db, uscc);
      const subject = company.entityId;
      const before = after === undefined ? null : BigInt(after);
      const moments = await scoreHistory(db, subject, block, model, { before, limit: limit + 1 });
      const { items, page } = paged(moments, limit, ({ moment }) => moment.time.toString());
      const ratings = await ratingsOf(db, { subject, family, before: null, limit: HISTORY_RATINGS }, block, services);
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), company, model: modelRefView(model), page },
        items: items.map((one) => momentView(one, catalogue)),
        ratings: ratings.map((one) => ratingView(one, catalogue)),
      };
    });
  });
}

function momentView({ moment, score, before }: ScoredMoment, catalogue: Catalogue): MomentView {
  return {
    time: moment.time.toString(),
    block: moment.block?.toString() ?? null,
    total: score.score.total,
    grade: score.grade && gradeRefView(score.grade.label, catalogue),
    coverageBps: score.score.coverageBps,
    difference: before && score.score.total - before.score.total,
    events: moment.events.map((one) => eventView(one, catalogue)),
    characteristics: before ? changesBetween(before, score) : [],
  };
}

function eventView({ kind, statement }: TimelineEvent, catalogue: Catalogue): MomentView["events"][number] {
  const { name, nameEn, nameZh, agency } = catalogue.schemaById.get(statement.schemaId) as Schema;
  return { kind, attestationId: statement.id, schema: name, nameEn, nameZh, agency: agencyOf(agency, catalogue) };
}

function changesBetween(before: Assessment, after: Assessment): MomentView["characteristics"] {
  return before.compiled.card.characteristics.flatMap(({ id: code, nameEn, nameZh }, index) => {
    const pointsOf = ({ score }: Assessment) => score.characteristics[index]?.points ?? 0;
    const [then, now] = [pointsOf(before), pointsOf(after)];
    return then === now ? [] : [{ code, nameEn, nameZh, before: then, after: now }];
  });
}
