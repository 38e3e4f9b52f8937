import { graphql } from "../../scripts/stack/graphql.ts";

/** What the tests read of the index about assets, loans and declarations. */
export interface LendingInIndex {
  loans: {
    loanId: string;
    state: string;
    repaidFen: string;
    pledges: number;
    liens: { rank: number; state: string }[];
  }[];
  products: { code: string; lender: { id: string }; settles: { settlementToken: string | null } }[];
  declarations: { state: string; subject: { id: string } }[];
  daily: { type: string; applications: string; offers: string; disbursements: string; disbursedFen: string }[];
}

const QUERY = `{
  loans(orderBy: loanId) { loanId state repaidFen pledges liens { rank state } }
  products(first: 1000) { code lender { id } settles: current { settlementToken } }
  declarations { state subject { id } }
  daily: lendingStats_collection(interval: day, first: 1000) {
    type applications offers disbursements disbursedFen
  }
}`;

export function lendingInIndex(graphqlUrl: string): Promise<LendingInIndex> {
  return graphql<LendingInIndex>(graphqlUrl, QUERY);
}

/** Who has an asset, by the index. */
export async function holderInIndex(
  graphqlUrl: string,
  assetId: bigint,
): Promise<{ holder: string; liveLiens: number }> {
  const id = `0x${assetId.toString(16).padStart(64, "0")}`;
  const { asset } = await graphql<{ asset: { holder: string; liveLiens: number } }>(
    graphqlUrl,
    `{ asset(id: "${id}") { holder liveLiens } }`,
  );
  return asset;
}
