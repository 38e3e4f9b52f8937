import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { encodeCall } from "../prepare/call.ts";
import { certificateArguments, pointsBytes } from "../scoring/certificate.ts";
import { dueAt } from "../scoring/due.ts";
import { findCompany } from "../use-cases/company.ts";
import { requireScores, scoreOf, usableModel } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { evidenceView } from "../wire/score.ts";
import { modelRefView } from "../wire/score-model.ts";
import { getScoreCertificate } from "./score-certificate.contract.ts";

const ENDS_EARLIER = {
  endsEarlierEn:
    "The chain refuses it as soon as a statement of it is replaced, revoked or expired, or another statement of the model's " +
    "schemas arrives; certify also once another version of the model is in force. What the company takes back of its own " +
    "while it is not part of the evidence, or what it has taken back when that would have expired, changes the number. Then " +
    "ask for a new one.",
  endsEarlierZh:
    "其中任一声明被更新、撤销或到期，或评分所用的其他声明到达后，链上即拒绝本证明；评分卡新版本生效后亦不能再凭本证明认证。" +
    "企业撤回自己的声明、或所撤回的声明原定到期时，分数会改变。届时请重新索取证明。",
};

export function scoreCertificateEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy, deployment } = services;
  return endpoint(getScoreCertificate, ({ params: { uscc }, query: { family } }) => {
    requireScores(policy);
    return ledger.read(async (db, block) => {
      const model = await usableModel(db, family, block, services);
      const company = await findCompany(db, uscc);
      const found = await scoreOf(db, company.entityId, block, model);
      const args = certificateArguments(found, company.entityId);
      const call = (name: string) => encodeCall({ contract: "Scorecard", function: name, args }, deployment);
      const [evaluate, certify] = [call("evaluate"), call("certify")];
      const { score, grade, expiresAt } = found;
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), company, model: modelRefView(model) },
        expected: {
          ...{ total: score.total, gradeNumber: score.grade, grade: grade?.label ?? null },
          coverageBps: score.coverageBps,
          expiresAt: (expiresAt ?? 0n).toString(),
          points: pointsBytes(found),
        },
        validity: {
          until: expiresAt?.toString() ?? null,
          changesAt: dueAt(found, block.time)?.toString() ?? null,
          ...ENDS_EARLIER,
        },
        evaluate: {
          ...{ to: evaluate.transaction.to, data: evaluate.transaction.data },
          ...{ function: evaluate.function, arguments: evaluate.arguments },
        },
        certify: expiresAt === null ? null : { transaction: certify.transaction, function: certify.function },
        evidence: found.sources.flatMap((source) => evidenceView(source, catalogue)),
      };
    });
  });
}
