import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

type Action<Arguments> = (taskArguments: Arguments, hre: HardhatRuntimeEnvironment) => Promise<unknown>;

/** Mistakes in this program; everything else that is thrown was written to be read by a person. */
const BUGS = [TypeError, ReferenceError, SyntaxError];

/**
 * A task's action that shows an error as one message instead of a stack trace, and ends with exit code 1.
 */
export function command<Arguments>(action: Action<Arguments>): Action<Arguments> {
  return async (taskArguments, hre) => {
    try {
      return await action(taskArguments, hre);
    } catch (error) {
      if (!(error instanceof Error) || BUGS.some((Bug) => error instanceof Bug)) throw error;
      console.error(`Error: ${error.message}`);
      process.exitCode = 1;
      return undefined;
    }
  };
}

/** The value of an option that the command cannot do without. */
export function need(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === "") throw new Error(`--${option} is missing`);
  return value.trim();
}

/** Prints lines of a name and a value, the values below each other. */
export function printTable(lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([name]) => columns(name)));
  for (const [name, value] of lines) console.log(`  ${name}${" ".repeat(width - columns(name))}  ${value}`);
}

/** Columns that a text takes on a terminal, where Chinese characters are twice as wide. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[⺀-鿿＀-￯]/u.test(character) ? 2 : 1), 0);
}
