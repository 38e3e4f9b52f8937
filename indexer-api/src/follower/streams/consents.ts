import { z } from "zod";
import { hash, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const asset = z.object({ id: hash });
const loan = z.object({ loanId: int8 });

const junior = z.object({ asset, seniorLoan: loan, juniorLoanId: int8, maxSecuredFen: int8 });

/** How far a lienholder lets a later loan be secured behind it. */
export const juniorConsents = defineStream({
  name: "juniorConsents",
  select: "asset { id } seniorLoan { loanId } juniorLoanId maxSecuredFen",
  shape: junior,
  store: storeIn<z.output<typeof junior> & { cursor: bigint }>(
    "junior_consents",
    ["asset_id", "senior_loan_id", "junior_loan_id"],
    {
      asset_id: { type: "bytea", of: (row) => row.asset.id },
      senior_loan_id: { type: "bigint", of: ({ seniorLoan }) => seniorLoan.loanId },
      junior_loan_id: { type: "bigint", of: ({ juniorLoanId }) => juniorLoanId },
      max_secured_fen: { type: "bigint", of: ({ maxSecuredFen }) => maxSecuredFen },
    },
  ),
});

const enforcement = z.object({ asset, loan, enforcingLoanId: int8, buyer: hash.nullable() });

/** To whom a lienholder lets another lienholder sell. */
export const enforcementConsents = defineStream({
  name: "enforcementConsents",
  select: "asset { id } loan { loanId } enforcingLoanId buyer",
  shape: enforcement,
  store: storeIn<z.output<typeof enforcement> & { cursor: bigint }>(
    "enforcement_consents",
    ["asset_id", "loan_id", "enforcing_loan_id"],
    {
      asset_id: { type: "bytea", of: (row) => row.asset.id },
      loan_id: { type: "bigint", of: (row) => row.loan.loanId },
      enforcing_loan_id: { type: "bigint", of: ({ enforcingLoanId }) => enforcingLoanId },
      buyer: { type: "bytea", of: ({ buyer }) => buyer },
    },
  ),
});

const rate = z.object({ kind: label, advanceBps: int8 });

/** What share of an asset's value may be secured. */
export const advanceRates = defineStream({
  name: "advanceRates",
  select: "kind advanceBps",
  shape: rate,
  store: storeIn<z.output<typeof rate> & { cursor: bigint }>("advance_rates", ["kind"], {
    kind: { type: "text", of: ({ kind }) => kind },
    advance_bps: { type: "bigint", of: ({ advanceBps }) => advanceBps },
  }),
});
