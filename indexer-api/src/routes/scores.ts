import { countGrades, countQueued, listScores as readScores } from "../data/scores.ts";
import type { StoredScore } from "../data/scores.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { Problem } from "../http/problem.ts";
import { requireScores } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { gradeRefView } from "../wire/grade.ts";
import { listScores, NO_GRADE, summariseScores } from "./scores.contract.ts";

export function scoresEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(listScores(catalogue), ({ query: { family, grade, minTotal, maxTotal, region, limit, after } }) => {
    requireScores(policy);
    const labels = gradesOf(family, services);
    const filter = {
      family,
      grade: grade === undefined ? null : grade === NO_GRADE ? 0 : labels.indexOf(grade) + 1,
      ...{ minTotal: minTotal ?? null, maxTotal: maxTotal ?? null, region: region ?? null },
    };
    return ledger.read(async (db, block) => {
      const rows = await readScores(db, filter, after ?? null, limit + 1);
      const { items, page } = paged(rows, limit, ({ subject }) => subject);
      const view = (row: StoredScore) => {
        const label = labels[row.grade - 1];
        return {
          ...{ entityId: row.subject, uscc: row.uscc, region: row.region, version: row.version, total: row.total },
          grade: label === undefined ? null : gradeRefView(label, catalogue),
          ...{ coverageBps: row.coverageBps, lowest: row.lowest, highest: row.highest },
          expiresAt: row.expiresAt?.toString() ?? null,
          computed: { block: row.blockNumber.toString(), time: row.blockTime.toString() },
        };
      };
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), family, page },
        pending: (await countQueued(db)).toString(),
        items: items.map(view),
      };
    });
  });
}

export function scoresSummaryEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(summariseScores(catalogue), ({ query: { family, region } }) => {
    requireScores(policy);
    const labels = gradesOf(family, services);
    const filter = { family, grade: null, minTotal: null, maxTotal: null, region: region ?? null };
    return ledger.read(async (db, block) => {
      const counts = await countGrades(db, filter);
      const grades = labels.map((label, index) => ({
        ...gradeRefView(label, catalogue),
        companies: (counts.get(index + 1) ?? 0n).toString(),
      }));
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), family },
        pending: (await countQueued(db)).toString(),
        companies: [...counts.values()].reduce((sum, count) => sum + count, 0n).toString(),
        ungraded: (counts.get(0) ?? 0n).toString(),
        grades: grades.toReversed(),
      };
    });
  });
}

/** Labels of a family's grades, the worst first; the same in all of its versions. @throws Problem scorecard-unknown */
function gradesOf(family: string, { models }: Services): string[] {
  const model = models.findLast(({ card }) => card.family === family);
  if (model) return model.card.grades.map(({ label }) => label);
  const families = [...new Set(models.map(({ card }) => card.family))];
  throw new Problem("scorecard-unknown", `There is no scorecard ${family}; there are ${families.join(", ")}.`);
}
