/** A place in a catalogue file and the rule that it breaks. */
export interface Problem {
  /** Path of the file below the catalogue folder: `schemas/tax.json`. */
  readonly file: string;
  /** JSON pointer, empty for the whole file: `/0/fields/3/unit`. */
  readonly pointer: string;
  readonly rule: string;
}

/** The catalogue is wrong; the message has one line for each problem. */
export class CatalogueError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, pointer, rule }) => `catalogue/${file}: ${pointer || "/"}: ${rule}`).join("\n"));
    this.name = "CatalogueError";
    this.problems = problems;
  }
}
