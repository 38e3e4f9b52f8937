import { Interface, ZeroAddress } from "ethers";
import type { FunctionFragment, ParamType } from "ethers";

/** Calldata of a function with the emptiest arguments that it takes: for calls that are refused whatever they say. */
export function anyCall(fragment: FunctionFragment): string {
  return new Interface([fragment]).encodeFunctionData(fragment, fragment.inputs.map(empty));
}

function empty({ type, baseType, components }: ParamType): unknown {
  if (baseType === "tuple") return components!.map(empty);
  if (baseType === "array") return [];
  if (type === "string") return "";
  if (type === "bytes") return "0x";
  if (type === "bool") return false;
  if (type === "address") return ZeroAddress;
  return type.startsWith("bytes") ? `0x${"00".repeat(Number(type.slice(5)))}` : 0n;
}
