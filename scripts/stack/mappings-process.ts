/**
 * Compiles the subgraph's mappings as a process of its own, because the compiler starts others: stopping the group stops
 * them all. Asked to end, it waits for them (they are asked too) and removes what is half done.
 */
import { compileMappings } from "../subgraph/mappings.ts";

process.on("SIGINT", () => undefined);
await compileMappings();
