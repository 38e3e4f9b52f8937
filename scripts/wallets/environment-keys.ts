import type { Catalogue } from "../../catalogue/index.ts";
import type { Rpc } from "../chain/provider.ts";
import type { KeySources } from "./wallet-for.ts";

/** Keys for a program that runs without Hardhat: the environment alone. */
export function environmentKeys(provider: Rpc, catalogue: Catalogue): KeySources {
  return { provider, catalogue, variable: (name) => Promise.resolve(process.env[name]) };
}
