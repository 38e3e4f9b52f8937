import type { HardhatPlugin } from "hardhat/types/plugins";

/** Keeps the compiler's warnings about packages from filling the screen: nobody here can act on them. */
export const withoutDependencyWarnings: HardhatPlugin = {
  id: "lingnan-dependency-warnings",
  hookHandlers: { solidity: () => import("./dependency-warnings-hook.ts") },
};
