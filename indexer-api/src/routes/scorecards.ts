import { modelBytes } from "../data/score-models.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { Problem } from "../http/problem.ts";
import { ledgerScorecards } from "../use-cases/scorecards.ts";
import type { Services } from "../use-cases/services.ts";
import { asOfBlock } from "../wire/common.ts";
import { bytesView, scorecardSummaryView, scorecardView } from "../wire/scorecard.ts";
import { getScorecard, listScorecards } from "./scorecards.contract.ts";

export function scorecardsEndpoint(services: Services): Endpoint {
  return endpoint(listScorecards, () =>
    services.ledger.read(async (db, block) => ({
      asOf: asOfBlock(block),
      items: (await ledgerScorecards(db, block, services)).map(scorecardSummaryView),
    })),
  );
}

export function scorecardEndpoint(services: Services): Endpoint {
  return endpoint(getScorecard, ({ params: { family, version } }) =>
    services.ledger.read(async (db, block) => {
      const scorecards = (await ledgerScorecards(db, block, services)).map((one) => ({
        one,
        summary: scorecardSummaryView(one),
      }));
      const found = scorecards.find(({ summary }) => summary.family === family && summary.version === version);
      if (!found) {
        const detail = `There is no version ${version} of a scorecard ${family}; /v1/scorecards lists them.`;
        throw new Problem("scorecard-unknown", detail);
      }
      const bytes = (await modelBytes(db, family, version)) ?? found.one.known?.bytes ?? "0x";
      return {
        asOf: asOfBlock(block),
        summary: found.summary,
        ...bytesView(bytes),
        scorecard: scorecardView(found.one, services.catalogue),
      };
    }),
  );
}
