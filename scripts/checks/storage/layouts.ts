import {
  getContractVersion,
  getErrors,
  getStorageLayout,
  makeNamespacedInput,
  solcInputOutputDecoder,
  validate,
} from "@openzeppelin/upgrades-core";
import type { StorageLayout } from "@openzeppelin/upgrades-core";
import { compile, compileInput } from "./compile.ts";
import type { Sources } from "./compile.ts";
import { misplacedNamespaces } from "./namespaces.ts";

/** Version of the compiler that the contracts are built with. */
const SOLC_VERSION = "0.8.37";

/** What is known of one upgradeable contract. */
export interface Inspection {
  /** Every namespace and its members, with slots and types. */
  readonly layout: StorageLayout;
  /** What makes it unsafe behind a proxy, in words; empty when nothing does. */
  readonly problems: readonly string[];
}

/**
 * Inspects contracts as OpenZeppelin's upgrade plugins do: a second compilation, in which each namespace's struct is a
 * state variable, tells slots and offsets.
 * @param contracts names of the contracts that stand behind proxies
 * @throws Error with the compiler's messages, or naming a contract that is not in the sources.
 */
export function inspect(sources: Sources, contracts: readonly string[]): Record<string, Inspection> {
  const { input, output } = compile(sources);
  const namespaced = compileInput(makeNamespacedInput(input, output, SOLC_VERSION));
  const run = validate(output, solcInputOutputDecoder(input, output), SOLC_VERSION, input, namespaced);
  const data = { version: "3.4" as const, log: [run] };
  const misplaced = misplacedNamespaces(output);
  return Object.fromEntries(
    contracts.map((name) => {
      const version = getContractVersion(run, name);
      const problems = getErrors(data, version, { kind: "uups" }).map(inWords);
      return [name, { layout: getStorageLayout(data, version), problems: [...problems, ...misplaced] }];
    }),
  );
}

function inWords(error: ReturnType<typeof getErrors>[number]): string {
  const subject = "name" in error ? ` of ${error.name}` : "";
  return `${error.src}: ${error.kind}${subject} is unsafe behind a proxy`;
}
