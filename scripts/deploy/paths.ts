import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Chains that come and go: what is written about them is not committed. */
const SHORT_LIVED = ["default", "development"];

/** Files of one network. The journal is Ignition's, which `hardhat ignition` finds by the network's name. */
export interface NetworkFiles {
  readonly record: string;
  readonly journal: string;
  readonly parameters: string;
}

/** Where the files of a network are, unless the command or, for the record, `DEPLOYMENT_RECORD` says otherwise. */
export function networkFiles(
  network: string,
  given: { record?: string | undefined; parameters?: string | undefined } = {},
): NetworkFiles {
  const folder = join(ROOT, SHORT_LIVED.includes(network) ? "cache/deployments" : "deployments");
  return {
    record: given.record ?? process.env.DEPLOYMENT_RECORD ?? join(folder, `${network}.json`),
    journal: join(folder, network),
    parameters: given.parameters ?? join(ROOT, "deployments", `${network}.parameters.json5`),
  };
}

/** A path as people want to read it. */
export function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}
