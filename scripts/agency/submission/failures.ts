import type { Catalogue } from "../../../catalogue/index.ts";
import { failuresByReason, type Unsent } from "./report.ts";

const NAMED_PER_REASON = 5;

/**
 * Lines for a clerk: each reason with the number of statements that it kept back, and the first of them by name.
 * @param usccBySubject the codes of the companies that were stated about, by their id on the chain
 */
export function describeFailures(
  failed: readonly Unsent[],
  { schemaById }: Pick<Catalogue, "schemaById">,
  usccBySubject: ReadonlyMap<string, string>,
): string[] {
  return failuresByReason(failed).flatMap(([reason, count]) => {
    const named = failed.filter((unsent) => unsent.reason === reason).slice(0, NAMED_PER_REASON);
    const lines = named.map(({ statement: { schemaId, subject, observedAt } }) => {
      const day = new Date(observedAt * 1000).toISOString().slice(0, 10);
      return `  ${schemaById.get(schemaId)?.name ?? schemaId} of ${usccBySubject.get(subject) ?? subject}, observed ${day}`;
    });
    const rest = count - named.length;
    return [`Not sent (${count}): ${reason}`, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])];
  });
}
