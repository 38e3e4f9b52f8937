import type { Catalogue, CompiledScorecard } from "../../catalogue/index.ts";
import type { SourceStatements } from "../chain/score-evidence.ts";
import { attestersOf, type Loss, withholdersOf } from "./score.ts";
import { signed } from "./score-lines.ts";

/** Characteristics of a list that are printed with all their words; the others are summed up. */
const SHOWN = 5;
const INDENT = " ".repeat(9);

/** What is known and costs points, with what the owner can do. */
export function printLosses(losses: readonly Loss[]): void {
  if (losses.length === 0) return console.log("Nothing that is known costs points. 已知信息无失分。");
  console.log(`What costs the most points, against the best of each 失分最多的项目 (${losses.length}):`);
  for (const { characteristic, lostPoints } of losses.slice(0, SHOWN)) {
    const { nameEn, nameZh, adviceEn, adviceZh } = characteristic;
    const lost = String(-lostPoints).padStart(5);
    console.log(`  ${lost}  ${nameEn} ${nameZh}\n${INDENT}${adviceEn}\n${INDENT}${adviceZh}`);
  }
  const others = losses.slice(SHOWN);
  if (others.length === 0) return;
  const together = others.reduce((sum, { lostPoints }) => sum - lostPoints, 0);
  console.log(`${INDENT}and ${others.length} more, together ${together} 其余${others.length}项共${together}分`);
}

/** What statements leave out, and who. */
export function printWithheld(
  catalogue: Catalogue,
  scorecard: CompiledScorecard,
  withheld: readonly Loss[],
  statements: SourceStatements,
): void {
  if (withheld.length === 0) return;
  console.log(`What is left out or taken back 未披露或已撤销 (${withheld.length}), the points that it counts for now,`);
  console.log("and what stating it could add at best and cost at worst 现计分数及最好、最差变化:");
  for (const loss of withheld.slice(0, SHOWN)) {
    const { nameEn, nameZh } = loss.characteristic;
    const who = withholdersOf(catalogue, scorecard, loss.characteristic, statements);
    console.log(`  ${signed(loss.points).padStart(5)}  ${nameEn} ${nameZh}: ${outlookOf(loss)}\n${INDENT}${who}`);
  }
  printOthers(withheld.slice(SHOWN));
  if (!statements.includes("taken back")) return;
  console.log(
    `${INDENT}What the company revoked of its own counts as left out until it would have expired, or it attests it again.`,
  );
  console.log(`${INDENT}企业自行撤销的声明，在原有效期届满前或重新声明前，按未披露计分。`);
}

/** What the ledger does not know, and who would attest it. */
export function printUnknown(catalogue: Catalogue, scorecard: CompiledScorecard, unknown: readonly Loss[]): void {
  if (unknown.length === 0) return console.log("There is a statement of everything that the scorecard reads.");
  console.log(`What the ledger does not know 未知 (${unknown.length}), the points that it counts for now,`);
  console.log("and what knowing it could add at best and cost at worst 现计分数及最好、最差变化:");
  for (const loss of unknown.slice(0, SHOWN)) {
    const { nameEn, nameZh } = loss.characteristic;
    const who = attestersOf(catalogue, scorecard, loss.characteristic);
    console.log(`  ${signed(loss.points).padStart(5)}  ${nameEn} ${nameZh}: ${outlookOf(loss)}\n${INDENT}${who}`);
  }
  printOthers(unknown.slice(SHOWN));
}

function printOthers(others: readonly Loss[]): void {
  if (others.length === 0) return;
  const best = others.reduce((sum, { lostPoints }) => sum + lostPoints, 0);
  const worst = others.reduce((sum, { worsePoints }) => sum + worsePoints, 0);
  const now = others.reduce((sum, { points }) => sum + points, 0);
  const range = outlookOf({ lostPoints: best, worsePoints: worst });
  console.log(
    `${INDENT}and ${others.length} more, together ${signed(now)}, ${range} 其余${others.length}项: ${namesOf(others)}`,
  );
}

function outlookOf({ lostPoints, worsePoints }: Pick<Loss, "lostPoints" | "worsePoints">): string {
  return `best 最好 ${signed(lostPoints)}, worst 最差 ${signed(-worsePoints)}`;
}

function namesOf(losses: readonly Loss[]): string {
  return losses.map(({ characteristic: { nameEn, nameZh } }) => `${nameEn} ${nameZh}`).join(", ");
}
