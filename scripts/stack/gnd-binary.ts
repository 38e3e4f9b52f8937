import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { UsageError } from "../cli/usage-error.ts";

/**
 * Where graph-node's development binary is: the npm package for this machine, else a `gnd` on the PATH.
 * @throws UsageError when there is neither.
 */
export function findGnd(): string {
  const name = `@graphprotocol/gnd-${platform()}-${arch()}`;
  const found = [packagedBinary(name), ...onPath()].find((path) => path !== undefined && isExecutable(path));
  if (found === undefined) {
    throw new UsageError(
      `graph-node: no package ${name} is installed and no \`gnd\` is on the PATH; ` +
        "get it from the releases of github.com/graphprotocol/graph-node",
    );
  }
  return found;
}

function packagedBinary(name: string): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "bin", "gnd");
  } catch {
    return undefined;
  }
}

function onPath(): string[] {
  return (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "gnd"));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
