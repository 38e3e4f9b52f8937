import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The script behind a command that an installed package brings, to be run by Node. */
export function packageCommand(name: string): string {
  return join(ROOT, "node_modules", ".bin", name);
}
