import { getStorageUpgradeReport, withValidationDefaults } from "@openzeppelin/upgrades-core";
import type { StorageLayout } from "@openzeppelin/upgrades-core";
import type { Inspection } from "./layouts.ts";

/** Layouts by contract: what is committed. */
export type Snapshot = Readonly<Record<string, StorageLayout>>;

export interface Comparison {
  /** What would shift or lose state, and what is unsafe behind a proxy, in words; empty when an upgrade is safe. */
  readonly problems: readonly string[];
  /** Contracts that are new, or have members that the snapshot does not know yet. */
  readonly grown: readonly string[];
}

/** Compares what the sources say with the snapshot. Nothing but an append is compatible. */
export function compare(snapshot: Snapshot, inspections: Readonly<Record<string, Inspection>>): Comparison {
  const problems: string[] = [];
  const grown: string[] = [];
  for (const [name, { layout, problems: unsafe }] of Object.entries(inspections)) {
    problems.push(...unsafe.map((problem) => `${name}: ${problem}`));
    const committed = snapshot[name];
    if (committed !== undefined) problems.push(...shifted(name, committed, layout));
    if (committed === undefined || places(committed).join() !== places(layout).join()) grown.push(name);
  }
  const gone = Object.keys(snapshot).filter((name) => !(name in inspections));
  return {
    problems: [...problems, ...gone.map((name) => `${name}: is in the snapshot, but no longer checked`)],
    grown,
  };
}

/** A layout as the snapshot keeps it: without lines of source, which change with every edit. */
export function forSnapshot(layout: StorageLayout): StorageLayout {
  return JSON.parse(JSON.stringify(layout, (key, value: unknown) => (key === "src" ? "" : value))) as StorageLayout;
}

function shifted(name: string, committed: StorageLayout, layout: StorageLayout): string[] {
  const report = getStorageUpgradeReport(committed, layout, withValidationDefaults({ kind: "uups" }));
  return report.ok ? [] : [`${name}: ${report.explain(false)}`];
}

/** One line for each namespace's members and each struct's, with place and type; the compiler's node numbers left out. */
function places({ namespaces = {}, types }: StorageLayout): string[] {
  const structs = Object.values(types).map(({ label, members }) => [label, members] as const);
  return [...Object.entries(namespaces), ...structs]
    .map(([owner, members]) => `${owner} ${JSON.stringify(members?.map(describe) ?? [])}`)
    .toSorted();
}

function describe(member: string | { label: string; type: string; slot?: string; offset?: number }): string {
  if (typeof member === "string") return member;
  const { label, type, slot, offset } = member;
  return `${slot}+${offset} ${label}: ${type.replace(/\)\d+_?/g, ")")}`;
}
