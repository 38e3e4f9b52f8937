/** States of a case of the LoanDesk, in the order of the contract's numbers. */
export const LOAN_STATES = [
  "unknown",
  "applied for",
  "offered",
  "accepted",
  "disbursed",
  "active",
  "in default",
  "settled",
  "withdrawn",
  "declined",
  "expired",
  "cancelled",
  "written off",
  "lapsed",
] as const;

export type LoanState = (typeof LOAN_STATES)[number];

/** States of a company's declaration, in the order of the contract's numbers. */
export const DECLARATION_STATES = ["declared", "countersigned", "confirmed", "rejected"] as const;
