import type { SolcOutput } from "@openzeppelin/upgrades-core";
import { id, keccak256, toBeHex } from "ethers";

/** The little of a syntax tree that is looked at. */
interface Node {
  readonly nodeType: string;
  readonly name?: string;
  readonly constant?: boolean;
  readonly nodes?: readonly Node[];
  readonly documentation?: { readonly text: string } | null;
  readonly value?: { readonly value?: string } | null;
}

const ANNOTATION = /@custom:storage-location\s+erc7201:(\S+)/;
const LOW_BYTE = 0xffn;

/** Where ERC-7201 puts a namespace. */
export function namespaceSlot(namespace: string): string {
  const hash = BigInt(keccak256(toBeHex(BigInt(id(namespace)) - 1n, 32)));
  return toBeHex(hash - (hash & LOW_BYTE), 32);
}

/**
 * Our own contracts whose code does not use the slot that belongs to the namespace they name: nothing else compares the
 * two, and a constant copied from another contract would let both write to the same place.
 */
export function misplacedNamespaces(output: SolcOutput): string[] {
  return Object.entries(output.sources)
    .filter(([path]) => path.startsWith("contracts/"))
    .flatMap(([path, source]) => contractsIn(source.ast as unknown as Node).flatMap((node) => misplacedIn(path, node)));
}

function contractsIn(unit: Node): readonly Node[] {
  return (unit.nodes ?? []).filter(({ nodeType }) => nodeType === "ContractDefinition");
}

function misplacedIn(path: string, contract: Node): string[] {
  const members = contract.nodes ?? [];
  const constants = members.filter(({ constant }) => constant === true).map(({ value }) => value?.value?.toLowerCase());
  return members
    .filter(({ nodeType }) => nodeType === "StructDefinition")
    .map(({ documentation }) => ANNOTATION.exec(documentation?.text ?? "")?.[1])
    .filter((namespace) => namespace !== undefined)
    .filter((namespace) => !constants.includes(namespaceSlot(namespace)))
    .map(
      (namespace) => `${path}: ${contract.name} has no constant ${namespaceSlot(namespace)}, the slot of ${namespace}`,
    );
}
