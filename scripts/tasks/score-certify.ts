import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { certify, type Certified, nextBlockTime, NoEvidence } from "../chain/certify.ts";
import { PLATFORM, scorecardInForce } from "../chain/scorecards.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import { command, printTable } from "./command.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";
import { findCompany } from "./score.ts";
import { standingLines } from "./score-lines.ts";

export interface CertifyOptions {
  uscc: string;
  family: string | undefined;
  key: string | undefined;
  record: string | undefined;
}

/** Has the chain score a company by the model in force and keep the rating. */
export async function certifyScore(options: CertifyOptions, hre: HardhatRuntimeEnvironment): Promise<Certified> {
  return certifyCompany(await openLedger(hre, options), options);
}

/** @throws Error in a plain sentence when the code is malformed, there is no model, or the chain refuses. */
export async function certifyCompany(
  ledger: OpenLedger,
  { uscc, family = PLATFORM, key }: Omit<CertifyOptions, "record">,
): Promise<Certified> {
  const company = findCompany(uscc);
  const { contracts, catalogue, provider, record } = ledger;
  const scorecard = await scorecardInForce(contracts, catalogue, family);
  const wallet = await walletFor("relayer", ledger.keys, key);
  const question = { contracts, scorecard, now: await nextBlockTime(provider), fromBlock: record.startBlock };
  const certified = await certify(question, company.entityId, wallet).catch((cause: unknown) => {
    const reason = cause instanceof NoEvidence ? `the ledger has ${cause.message}` : refusal(cause, ledger, company);
    throw new Error(`${company.uscc} not certified: ${reason}`, { cause });
  });
  const { card } = scorecard;
  console.log(`${card.nameEn} ${card.nameZh} (${family} v${card.version}) certified on ${ledger.network}:`);
  printTable([
    ["company 企业", company.uscc],
    ["total 总分", `${certified.total} of 1000`],
    ...standingLines(catalogue, card, certified),
    ["signed by 签名账户", await wallet.getAddress()],
    ["transaction 交易", certified.transaction],
    ["gas 燃料", String(certified.gasUsed)],
  ]);
  return certified;
}

export default command(certifyScore);
