import { hexlify, toUtf8Bytes, ZeroHash } from "ethers";
import {
  compileScorecard,
  developmentUscc,
  encodeValues,
  entityIdOf,
  type Facts,
  NO_ITEM,
  type Scorecard,
  type Statement,
} from "../../../catalogue/index.ts";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { freshChain, mined } from "../deploy/chain.ts";
import { catalogueWith, sampleCard } from "../deploy/scorecards.ts";

const COMPANY_KIND = 1;

/** A chain on which the sample scorecard is in force as family `platform`, and one company is registered. */
export async function scoredChain(...more: readonly Scorecard[]) {
  const [card] = [sampleCard("platform", 1)];
  const chain = await freshChain();
  const meant = catalogueWith(card, ...more);
  const { catalogue } = meant;
  const { contracts, record } = await deployForDevelopment({ provider: chain.provider, ...meant });
  const uscc = developmentUscc("scored company");
  const [entityId, controller] = [entityIdOf(uscc), developmentWallet("admin:31").connect(chain.provider)];
  const registrar = contracts.EntityRegistry.connect(chain.wallet("registrar"));
  await mined(registrar.register(hexlify(toUtf8Bytes(uscc)), COMPANY_KIND, controller.address));
  const timeNow = async () => (await chain.provider.getBlock("latest"))!.timestamp;

  /** A statement of what the facts say, made so many seconds ago. */
  async function statement(schemaName: string, facts: Facts, { subject = entityId, age = 0 } = {}): Promise<Statement> {
    const schema = catalogue.schemaByName.get(schemaName)!;
    const values = encodeValues(schema, facts);
    const observedAt = (await timeNow()) - age;
    return { schemaId: schema.id, subject, itemKey: NO_ITEM, observedAt, evidence: ZeroHash, values };
  }

  function issuerOf(schemaId: string) {
    const number = catalogue.schemaById.get(schemaId)!.agencyNumber;
    return number === 0 ? controller : chain.wallet(`signer:${number}`);
  }

  /** Statements of one schema in one transaction. */
  async function attest(...statements: readonly Statement[]): Promise<void> {
    const [{ schemaId }] = statements as [Statement];
    const signer = issuerOf(schemaId);
    const batch = statements.map((each) => ({ ...each, values: [...each.values] }));
    await mined(contracts.AttestationRegistry.connect(signer).attestBatch(schemaId, batch));
  }

  /** Revokes a statement, in the name of whoever made it. */
  async function revoke({ schemaId, subject, itemKey, observedAt }: Statement): Promise<void> {
    const registry = contracts.AttestationRegistry.connect(issuerOf(schemaId));
    await mined(registry.revoke(schemaId, subject, itemKey, observedAt, ZeroHash));
  }

  return {
    ...chain,
    ...meant,
    ...{ contracts, record, uscc, entityId, timeNow, statement, attest, revoke },
    scorecard: compileScorecard(
      catalogue,
      catalogue.scorecards.find(({ family }) => family === "platform")!,
    ),
  };
}

export type ScoredChain = Awaited<ReturnType<typeof scoredChain>>;

/** A balance sheet of the two figures that the sample scorecard reads. */
export function balanceSheet(liabilities: string | null, assets: string | null): Facts {
  const names = ["current_assets", "inventory", "receivables", "cash", "fixed_assets", "current_liabilities"].concat([
    ...["borrowings", "book_equity", "retained_earnings", "long_term_liabilities", "share_capital"],
  ]);
  return {
    ...Object.fromEntries(names.map((name) => [`company.${name}`, null])),
    "company.balance_sheet_date": "2026-09-30",
    "company.total_liabilities": liabilities,
    "company.total_assets": assets,
  };
}
