import { execFileSync } from "node:child_process";

import { UsageError } from "../cli/usage-error.ts";

/**
 * Whom PostgreSQL runs as: nobody special, that is this user, or when this user is root (as whom it refuses to run) the
 * user `nobody`, whom every Linux has. Creating an account for it would outlive the stack.
 */
export function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return { uid: idOfNobody("-u"), gid: idOfNobody("-g") };
  } catch {
    throw new UsageError(
      "PostgreSQL refuses to run as root and there is no user `nobody` here; run this as another user",
    );
  }
}

function idOfNobody(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}
