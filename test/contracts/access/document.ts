import { INTERNAL, OPEN, RESTRICTED } from "./table.ts";

const HEAD = `# Who may call what

Every function of the ledger's contracts that changes anything stands in one of the three tables below.
\`test/contracts/access\` holds the same tables, calls every restricted function from every office, and fails when a
contract has a function that is in no table or when this page says something else
(\`UPDATE_DOCS=1 npx hardhat test mocha test/contracts/access/access.ts\` writes it).

Governance acts through the AccessManager only: it schedules a call, waits out its execution delay (two days unless the
deployment's parameters say otherwise) and executes it. Until then a guardian may cancel it, except the dismissal of a
holder of an office. The other offices act at once. \`agency admin\` is one office for each agency, and heard for that
agency alone.
`;

const FOOT = `
Reading is open to everybody, during a pause too.
`;

/** `docs/access.md`, made from the tables. */
export function accessDocument(): string {
  return [
    HEAD,
    "## Functions of one office\n",
    table(
      ["Contract", "Function", "Office", "Why"],
      RESTRICTED.map(({ contract, name, office, why }) => [contract, `\`${name}\``, office, why]),
    ),
    "\n## Functions open to everybody\n",
    table(
      ["Contract", "Function", "Why nobody need be kept from it"],
      OPEN.map(({ contract, name, why }) => [contract, `\`${name}\``, why]),
    ),
    "\n## Functions of one contract\n",
    table(
      ["Contract", "Function", "Caller", "Why"],
      INTERNAL.map(({ contract, name, caller, why }) => [contract, `\`${name}\``, caller, why]),
    ),
    FOOT,
  ].join("\n");
}

/** Padded as the formatter pads it. */
function table(head: string[], rows: string[][]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const render = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [render(head), rule, ...rows.map(render)].join("\n");
}
