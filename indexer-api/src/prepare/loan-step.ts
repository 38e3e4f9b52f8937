import { z } from "zod";
import type { FieldError } from "../http/problem.ts";
import type { Party } from "../lending/expectations.ts";
import { LOAN_STATES } from "../lending/states.ts";
import type { LoanState } from "../lending/states.ts";
import { entityOfParty, loadCase } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import type { CalledContract } from "./contracts.ts";
import { loanId } from "./input.ts";
import { plain } from "./readable.ts";
import type { Readable } from "./readable.ts";
import { defineStep, refusal } from "./step.ts";
import type { Step, View, Warning } from "./step.ts";

/** What a row of the tables of loan steps says of a call. */
export interface LoanCall {
  args: readonly unknown[];
  /** Entity id of who has to send it, where the case does not tell. */
  sender?: string;
  /** Beside the number and the state of the case. */
  fields?: readonly Readable[];
  warnings?: readonly Warning[];
  refusals?: readonly FieldError[];
}

/** A step that is taken on one case. */
export interface LoanStep<Shape extends z.ZodRawShape> {
  name: string;
  nameEn: string;
  nameZh: string;
  description: string;
  /** States in which the chain allows it. */
  states: readonly LoanState[];
  by: Party | ((of: Case) => Party);
  /** Contract and function that are called; the LoanDesk unless given. */
  contract?: CalledContract;
  function: string;
  /** What the body has beside `loanId`. */
  body: Shape;
  call: (of: Case, input: z.output<z.ZodObject<Shape>>, view: View) => LoanCall | Promise<LoanCall>;
}

/** Makes a step of a row: finds the case, and refuses what its state does not allow. */
export function loanStep<Shape extends z.ZodRawShape>(row: LoanStep<Shape>): Step {
  const { name, nameEn, nameZh, description, states, by, contract = "LoanDesk" } = row;
  return defineStep({
    ...{ name, nameEn, nameZh, description },
    body: z.strictObject({ loanId, ...row.body }),
    plan: async (input, view) => {
      const found = await loadCase(view, (input as { loanId: bigint }).loanId);
      const call = await row.call(found, input as z.output<z.ZodObject<Shape>>, view);
      const party = typeof by === "function" ? by(found) : by;
      return {
        ...{ contract, function: row.function, args: call.args },
        sender: { party, entityId: call.sender ?? entityOfParty(party, found.loan) },
        fields: [...about(found), ...(call.fields ?? [])],
        warnings: call.warnings ?? [],
        refusals: [...wrongState(found, states), ...(call.refusals ?? [])],
      };
    },
  });
}

function about({ loan: { loanId: id, state } }: Case): Readable[] {
  const { nameEn, nameZh } = LOAN_STATES[state];
  return [
    plain(["loanId", "Case", "案件"], id),
    plain(["state", "State of the case", "案件状态"], state, `${nameEn} ${nameZh}`),
  ];
}

function wrongState({ loan }: Case, states: readonly LoanState[]): FieldError[] {
  if (states.includes(loan.state)) return [];
  const allowed = states.map((state) => `"${state}"`).join(" or ");
  return [refusal("loanId", loan.loanId, `the case is "${loan.state}"; this step needs ${allowed}`)];
}
