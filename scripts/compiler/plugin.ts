import type { HardhatPlugin } from "hardhat/types/plugins";

/** How the contracts are compiled: on every processor, and without the compiler's remarks about packages. */
export const compilerPlugin: HardhatPlugin = {
  id: "lingnan-compiler",
  hookHandlers: { solidity: () => import("./hooks.ts") },
};
