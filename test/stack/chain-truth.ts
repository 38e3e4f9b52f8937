import type { AttestationRegistry } from "../../scripts/chain/contracts.ts";
import { attestationIdOf, type Statement, unpackRecords } from "../../catalogue/index.ts";

/** A statement as a reader of the chain alone, without any index, finds it. */
export interface ChainStatement extends Statement {
  attestationId: string;
  signer: string;
  transaction: string;
  block: number;
}

/** Every statement that was ever attested, oldest first, straight from the chain's logs. */
export async function statementsOnChain(registry: AttestationRegistry): Promise<ChainStatement[]> {
  const events = await registry.queryFilter(registry.filters.Attested(), 0);
  return events.flatMap(({ args, transactionHash: transaction, blockNumber: block }) =>
    unpackRecords(args.records).map((statement) => ({
      ...statement,
      attestationId: attestationIdOf(statement),
      ...{ signer: args.signer, transaction, block },
    })),
  );
}

/** The newest of each schema and item: what stands now. Later statements of a key are newer, or the chain refuses them. */
export function standingOf(statements: readonly ChainStatement[]): ChainStatement[] {
  const byKey = new Map(statements.map((statement) => [`${statement.schemaId} ${statement.itemKey}`, statement]));
  return [...byKey.values()];
}
