import { z } from "zod";
import { parseUscc } from "../../../catalogue/index.ts";
import { mayShowScores } from "../access/policy.ts";
import type { LoanRequest, MatchEngine } from "../engine/engine.ts";
import { roomForBits, slotsOf } from "../engine/match-one.ts";
import type { ProductBits } from "../engine/match-one.ts";
import type { ChunkWriter } from "../http/chunk-writer.ts";
import { shown } from "../http/input.ts";
import { MAX_LINE_BYTES } from "../http/line-reader.ts";
import type { LineReader } from "../http/line-reader.ts";
import { loanRequestShape } from "../http/loan-request.ts";
import { MAX_ID_CHARACTERS } from "../routes/match-batch.contract.ts";
import { base64Length, writeBase64 } from "../wire/base64-bits.ts";
import { matchingView } from "../wire/matching.ts";
import type { OwnFacts, WrongFact } from "../wire/own-facts.ts";
import type { LedgerProduct } from "./products.ts";
import type { Services } from "./services.ts";

/** A line that is wrong; the others go on. */
class LineError extends Error {}

const USCC_CHARACTERS = 18;
const [PLAIN_HEAD, PLAIN_TAIL] = [Buffer.from('{"uscc":'), Buffer.from("}")];
const PLAIN_LENGTH = PLAIN_HEAD.length + 1 + USCC_CHARACTERS + 1 + PLAIN_TAIL.length;
const [ELIGIBLE, UNKNOWN, END] = [',"eligible":"', '","unknown":"', '"}\n'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
];

/**
 * One batch: takes lines, writes lines. A line that is nothing but a code, as most are, is answered from its bytes into the
 * bytes of the answer; every other one is parsed.
 */
export class MatchBatch {
  readonly #services: Services;
  readonly #own: OwnFacts;
  readonly #out: ChunkWriter;
  readonly #format: "bits" | "ids";
  readonly #request: z.ZodType<LoanRequest>;
  readonly #mayNameCompanies: boolean;
  #products: readonly LedgerProduct[] | null = null;
  #asOf: bigint | null = null;
  #bits: ProductBits = roomForBits(0);
  #fits: Uint32Array = new Uint32Array(0);
  #matched = 0;
  #errors = 0;

  constructor(services: Services, own: OwnFacts, out: ChunkWriter, format: "bits" | "ids") {
    this.#services = services;
    this.#own = own;
    this.#out = out;
    this.#format = format;
    this.#request = z.strictObject(loanRequestShape(services.catalogue));
    this.#mayNameCompanies = mayShowScores(services.policy);
  }

  /** Before lines that are taken without a pause: says what the bits mean, unless that was said. */
  begin(): void {
    const { engine } = this.#services.matching;
    const { products, asOf } = engine;
    if (asOf === this.#asOf && this.#products !== null && areSame(products, this.#products)) return;
    [this.#products, this.#asOf] = [products, asOf];
    const bySlot: (string | null)[] = [];
    for (const { id } of products) bySlot[engine.slotOf(id) as number] = id;
    this.#write({
      products: Array.from(bySlot, (id) => id ?? null),
      asOf: asOf.toString(),
      matching: matchingView(this.#services.matching),
    });
  }

  /** Answers the reader's line. */
  take(line: LineReader): void {
    if (line.from === line.to && !line.tooLong) return;
    try {
      if (line.tooLong) throw new LineError(`the line has more than ${MAX_LINE_BYTES} bytes`);
      if (!this.#takePlain(line)) this.#takeParsed(line);
      this.#matched++;
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      this.#errors++;
      this.#write({ line: line.number, error: error.message });
    }
  }

  end(lines: number): void {
    const counts = { lines, matched: this.#matched, errors: this.#errors };
    this.#write({ done: true, ...counts, matching: matchingView(this.#services.matching) });
  }

  /** @returns false when it is no plain line, or of no company that is there */
  #takePlain({ bytes, from, to }: LineReader): boolean {
    if (!this.#mayNameCompanies || this.#format !== "bits" || !isPlain(bytes, from, to)) return false;
    const start = from + PLAIN_HEAD.length + 1;
    const { matching } = this.#services;
    const row = matching.rowOfUscc(bytes.toString("latin1", start, start + USCC_CHARACTERS));
    if (row === undefined) return false;
    this.#bits = matching.engine.matchRow(row, this.#bits);
    this.#keepUnknown();
    this.#out.reserve(PLAIN_LENGTH + this.#bitsLength());
    // As it came, but for the bracket that closed it.
    this.#copy(bytes, from, to - PLAIN_TAIL.length);
    this.#writeBits();
    return true;
  }

  #takeParsed(line: LineReader): void {
    const { uscc, id, features, request, ...rest } = objectIn(line);
    for (const key in rest) throw new LineError(`${key}: is not known here`);
    if ((uscc === undefined) === (features === undefined)) {
      throw new LineError('the line must have either "uscc", or "id" and "features"');
    }
    const { engine } = this.#services.matching;
    if (uscc !== undefined) {
      if (id !== undefined) throw new LineError("id: is not known beside uscc");
      const code = this.#usccIn(uscc);
      this.#bits = engine.matchRow(this.#rowOf(code), this.#bits);
      this.#answer("uscc", code, request, engine);
    } else {
      const name = idIn(id);
      this.#bits = engine.match(this.#factsIn(features, engine.asOf), this.#bits);
      this.#answer("id", name, request, engine);
    }
  }

  #usccIn(given: unknown): string {
    if (typeof given !== "string") throw new LineError("uscc: must be text");
    try {
      return parseUscc(given);
    } catch (error) {
      throw new LineError(`uscc: ${(error as Error).message}`);
    }
  }

  #rowOf(uscc: string): number {
    if (!this.#mayNameCompanies) {
      throw new LineError(`uscc: ${uscc} may be matched only by who has its consent; bring facts of your own`);
    }
    const { matching } = this.#services;
    const row = matching.rowOfUscc(uscc);
    if (row !== undefined) return row;
    const { phase, loaded, total } = matching.progress;
    const reason = phase === "ready" ? "is not in the register; bring facts of your own" : "is not loaded yet";
    const progress = phase === "ready" ? "" : `: ${loaded} companies of ${total ?? "many"} are`;
    throw new LineError(`uscc: ${uscc} ${reason}${progress}`);
  }

  #factsIn(given: unknown, asOf: bigint) {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      throw new LineError("features: must be a JSON object");
    }
    const wrong: WrongFact[] = [];
    const values = this.#own.read(given as Record<string, unknown>, asOf, wrong);
    if (wrong.length === 0) return values;
    throw new LineError(
      wrong.map((one) => `features.${one.feature}: ${one.rule}; it is ${inText(one.value)}`).join("; "),
    );
  }

  #answer(kind: "uscc" | "id", name: string, request: unknown, engine: MatchEngine<LedgerProduct>): void {
    this.#keepUnknown();
    if (request !== undefined) this.#keepFitting(request, engine);
    if (this.#format === "ids") {
      const ids = (bits: Uint32Array) => slotsOf(bits).map((slot) => engine.productAt(slot).id);
      this.#write({ [kind]: name, eligible: ids(this.#bits.eligible), unknown: ids(this.#bits.open) });
      return;
    }
    this.#out.write(`{"${kind}":${JSON.stringify(name)}`);
    this.#out.reserve(this.#bitsLength());
    this.#writeBits();
  }

  /** Of what is open, what is not eligible. */
  #keepUnknown(): void {
    const { eligible, open } = this.#bits;
    for (let word = 0; word < open.length; word++) open[word] = (open[word] as number) & ~(eligible[word] as number);
  }

  #keepFitting(given: unknown, engine: MatchEngine<LedgerProduct>): void {
    const request = this.#request.safeParse(given);
    if (!request.success) {
      const rules = request.error.issues.map(({ path, message }) => `${["request", ...path].join(".")}: ${message}`);
      throw new LineError(rules.join("; "));
    }
    const fits = (this.#fits = engine.fits(request.data, this.#fits));
    for (const bits of [this.#bits.eligible, this.#bits.open]) {
      for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (fits[word] as number);
    }
  }

  #bitsLength(): number {
    return ELIGIBLE.length + UNKNOWN.length + END.length + 2 * base64Length(this.#bits.open.length);
  }

  #writeBits(): void {
    const out = this.#out;
    this.#copy(ELIGIBLE, 0, ELIGIBLE.length);
    out.length = writeBase64(this.#bits.eligible, out.bytes, out.length);
    this.#copy(UNKNOWN, 0, UNKNOWN.length);
    out.length = writeBase64(this.#bits.open, out.bytes, out.length);
    this.#copy(END, 0, END.length);
  }

  /** Byte by byte, which for so few is quicker than a call. */
  #copy(bytes: Buffer, from: number, to: number): void {
    const { bytes: into, length } = this.#out;
    for (let byte = from; byte < to; byte++) into[length + byte - from] = bytes[byte] as number;
    this.#out.length = length + to - from;
  }

  #write(line: object): void {
    this.#out.write(`${JSON.stringify(line)}\n`);
  }
}

/** Whether a line is `{"uscc":"…"}` with as many characters as a code has, and nothing else. */
function isPlain(bytes: Buffer, from: number, to: number): boolean {
  if (to - from !== PLAIN_LENGTH) return false;
  for (let byte = 0; byte < PLAIN_HEAD.length; byte++) if (bytes[from + byte] !== PLAIN_HEAD[byte]) return false;
  return bytes[to - 1] === PLAIN_TAIL[0];
}

function objectIn({ bytes, from, to }: LineReader): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString("utf8", from, to));
  } catch (error) {
    throw new LineError(`the line is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new LineError("the line must be a JSON object");
  }
  return parsed as Record<string, unknown>;
}

function idIn(given: unknown): string {
  if (typeof given === "string" && given.length > 0 && given.length <= MAX_ID_CHARACTERS) return given;
  throw new LineError(`id: must be text of 1 to ${MAX_ID_CHARACTERS} characters; it is ${inText(given)}`);
}

function inText(value: unknown): string {
  return JSON.stringify(shown(value)) ?? "absent";
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
