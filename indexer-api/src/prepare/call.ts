import type { ParamType, Result } from "ethers";
import type { Deployment } from "../deployment.ts";
import { CALLS } from "./contracts.ts";
import type { Plan } from "./step.ts";

/** A transaction that nobody has signed. */
export interface UnsignedCall {
  transaction: { chainId: string; to: string; value: string; data: string };
  contract: string;
  /** With the types of its arguments. */
  function: string;
  /** Decoded from `data` again, so that they cannot differ from it. */
  arguments: CallArgument[];
}

export interface CallArgument {
  name: string;
  type: string;
  /** Decimal text, hex, or the same nested. */
  value: ArgumentValue;
}

export type ArgumentValue = string | boolean | ArgumentValue[] | { [name: string]: ArgumentValue };

/** Encodes what a plan calls. */
export function encodeCall(plan: Pick<Plan, "contract" | "function" | "args">, deployment: Deployment): UnsignedCall {
  const calls = CALLS[plan.contract];
  const fragment = calls.getFunction(plan.function);
  if (fragment === null) throw new Error(`${plan.contract} has no function ${plan.function}`);
  const data = calls.encodeFunctionData(fragment, plan.args);
  const decoded = calls.decodeFunctionData(fragment, data);
  return {
    transaction: {
      chainId: deployment.chainId.toString(),
      to: deployment.contracts[plan.contract].address,
      value: "0",
      data,
    },
    contract: plan.contract,
    function: fragment.format("sighash"),
    arguments: fragment.inputs.map((input, index) => ({
      name: input.name,
      type: input.format("sighash"),
      value: plainOf(input, decoded[index]),
    })),
  };
}

/** ethers' values as JSON has them. */
function plainOf(type: ParamType, value: unknown): ArgumentValue {
  if (type.isArray()) return [...(value as Result)].map((one) => plainOf(type.arrayChildren, one));
  if (type.isTuple()) {
    return Object.fromEntries(
      type.components.map((part, index) => [part.name, plainOf(part, (value as Result)[index])]),
    );
  }
  return typeof value === "boolean" ? value : String(value);
}
