import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { parseUscc } from "../../../catalogue/index.ts";
import { mayShowScores } from "../access/policy.ts";
import type { LoanRequest, MatchEngine } from "../engine/engine.ts";
import { roomForBits, slotsOf } from "../engine/match-one.ts";
import type { ProductBits } from "../engine/match-one.ts";
import type { CompanyValues } from "../engine/values.ts";
import type { ChunkWriter } from "../http/chunk-writer.ts";
import { readInput, shown } from "../http/input.ts";
import { MAX_LINE_BYTES } from "../http/line-reader.ts";
import type { LineReader } from "../http/line-reader.ts";
import { loanRequestShape } from "../http/loan-request.ts";
import { MAX_ID_CHARACTERS, MAX_WRONG_LINES } from "../routes/match-batch.contract.ts";
import { base64Length, writeBase64 } from "../wire/base64-bits.ts";
import { matchingView } from "../wire/matching.ts";
import type { OwnFacts, WrongFact } from "../wire/own-facts.ts";
import type { LedgerProduct } from "./products.ts";
import type { Services } from "./services.ts";

/** What is wrong with a line; the others go on. No Error: the stack of one takes longer than the line. */
class Wrong {
  readonly rule: string;

  constructor(rule: string) {
    this.rule = rule;
  }
}

const USCC_CHARACTERS = 18;
const [PLAIN_HEAD, PLAIN_TAIL] = [Buffer.from('{"uscc":"'), Buffer.from('"}')];
const PLAIN_LENGTH = PLAIN_HEAD.length + USCC_CHARACTERS + PLAIN_TAIL.length;
/** By byte, whether a code may have it. */
const IN_CODES = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/[0-9A-HJ-NPQRTUWXY]/.test(String.fromCharCode(byte))),
);
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
    const wrong = this.#takePlain(line) ? null : this.#takeParsed(line);
    if (wrong === null) {
      this.#matched++;
      return;
    }
    this.#errors++;
    this.#write({ line: line.number, error: wrong.rule });
  }

  /** Whether so much was wrong that it makes no sense to go on. */
  get isHopeless(): boolean {
    return this.#errors >= MAX_WRONG_LINES;
  }

  /** Says that nothing is answered behind this line. */
  breakOff(line: number): void {
    const reason = this.isHopeless ? `${this.#errors} lines were wrong` : "the service stops";
    this.#write({ line, error: `${reason}; the batch ends here, and no line behind this one was read` });
  }

  end(lines: number): void {
    const counts = { lines, matched: this.#matched, errors: this.#errors };
    this.#write({ done: true, ...counts, matching: matchingView(this.#services.matching) });
  }

  /** @returns false when it is no plain line, or of no company that is there */
  #takePlain({ bytes, from, to }: LineReader): boolean {
    if (!this.#mayNameCompanies || this.#format !== "bits" || !isPlain(bytes, from, to)) return false;
    const start = from + PLAIN_HEAD.length;
    const { matching } = this.#services;
    const row = matching.rowOfUscc(bytes.toString("latin1", start, start + USCC_CHARACTERS));
    if (row === undefined) return false;
    this.#bits = matching.engine.matchRow(row, this.#bits);
    this.#keepUnknown();
    this.#out.reserve(PLAIN_LENGTH + this.#bitsLength());
    // As it came, but for the bracket that closed it.
    this.#copy(bytes, from, to - 1);
    this.#writeBits();
    return true;
  }

  #takeParsed(line: LineReader): Wrong | null {
    if (line.tooLong) return new Wrong(`the line has more than ${MAX_LINE_BYTES} bytes`);
    const parsed = objectIn(line);
    if (parsed instanceof Wrong) return parsed;
    const { uscc, id, features, request, ...rest } = parsed;
    for (const key in rest) return new Wrong(`${shownKey(key)}: is not known here`);
    if ((uscc === undefined) === (features === undefined)) {
      return new Wrong('the line must have either "uscc", or "id" and "features"');
    }
    const { engine } = this.#services.matching;
    const name = uscc === undefined ? this.#matchFacts(id, features, engine) : this.#matchCompany(uscc, id, engine);
    if (name instanceof Wrong) return name;
    this.#keepUnknown();
    const wrong = request === undefined ? null : this.#keepFitting(request, engine);
    if (wrong === null) this.#answer(uscc === undefined ? "id" : "uscc", name, engine);
    return wrong;
  }

  /** @returns its code */
  #matchCompany(given: unknown, id: unknown, engine: MatchEngine<LedgerProduct>): string | Wrong {
    if (id !== undefined) return new Wrong("id: is not known beside uscc");
    const uscc = usccIn(given);
    if (uscc instanceof Wrong) return uscc;
    const row = this.#rowOf(uscc);
    if (row instanceof Wrong) return row;
    this.#bits = engine.matchRow(row, this.#bits);
    return uscc;
  }

  /** @returns its name */
  #matchFacts(id: unknown, features: unknown, engine: MatchEngine<LedgerProduct>): string | Wrong {
    const name = idIn(id);
    if (name instanceof Wrong) return name;
    const values = this.#factsIn(features, engine.asOf);
    if (values instanceof Wrong) return values;
    this.#bits = engine.match(values, this.#bits);
    return name;
  }

  #rowOf(uscc: string): number | Wrong {
    if (!this.#mayNameCompanies) {
      return new Wrong(`uscc: ${uscc} may be matched only by who has its consent; bring facts of your own`);
    }
    const { matching } = this.#services;
    const row = matching.rowOfUscc(uscc);
    if (row !== undefined) return row;
    const { phase, loaded, total } = matching.progress;
    const reason = phase === "ready" ? "is not in the register; bring facts of your own" : "is not loaded yet";
    const progress = phase === "ready" ? "" : `: ${loaded} companies of ${total ?? "many"} are`;
    return new Wrong(`uscc: ${uscc} ${reason}${progress}`);
  }

  #factsIn(given: unknown, asOf: bigint): CompanyValues | Wrong {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      return new Wrong("features: must be a JSON object");
    }
    const wrong: WrongFact[] = [];
    const values = this.#own.read(given as Record<string, unknown>, asOf, wrong);
    if (wrong.length === 0) return values;
    return new Wrong(
      wrong.map((one) => `features.${shownKey(one.feature)}: ${one.rule}; it is ${inText(one.value)}`).join("; "),
    );
  }

  #answer(kind: "uscc" | "id", name: string, engine: MatchEngine<LedgerProduct>): void {
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

  #keepFitting(given: unknown, engine: MatchEngine<LedgerProduct>): Wrong | null {
    const { data, errors } = withoutStack(() => readInput("request", this.#request, given));
    if (errors !== undefined) return new Wrong(errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "));
    const fits = (this.#fits = engine.fits(data, this.#fits));
    for (const bits of [this.#bits.eligible, this.#bits.open]) {
      for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (fits[word] as number);
    }
    return null;
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

/** Whether a line is `{"uscc":"…"}` with as many characters of codes as a code has, and nothing else. */
function isPlain(bytes: Buffer, from: number, to: number): boolean {
  if (to - from !== PLAIN_LENGTH) return false;
  for (let byte = 0; byte < PLAIN_HEAD.length; byte++) if (bytes[from + byte] !== PLAIN_HEAD[byte]) return false;
  const tail = to - PLAIN_TAIL.length;
  for (let byte = from + PLAIN_HEAD.length; byte < tail; byte++)
    if (IN_CODES[bytes[byte] as number] === 0) return false;
  return bytes[tail] === PLAIN_TAIL[0] && bytes[tail + 1] === PLAIN_TAIL[1];
}

function objectIn({ bytes, from, to }: LineReader): Record<string, unknown> | Wrong {
  const line = bytes.subarray(from, to);
  // Read as text, what is no UTF-8 would become another name than the one that was sent.
  if (!isUtf8(line)) return new Wrong("the line is not UTF-8");
  const parsed = attempt((): unknown => JSON.parse(line.toString()), "the line is not JSON");
  if (parsed instanceof Wrong) return parsed;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return new Wrong("the line must be a JSON object");
  }
  return parsed as Record<string, unknown>;
}

function usccIn(given: unknown): string | Wrong {
  return typeof given === "string" ? attempt(() => parseUscc(given), "uscc") : new Wrong("uscc: must be text");
}

function idIn(given: unknown): string | Wrong {
  if (typeof given === "string" && given.length > 0 && given.length <= MAX_ID_CHARACTERS) return given;
  return new Wrong(`id: must be text of 1 to ${MAX_ID_CHARACTERS} characters; it is ${inText(given)}`);
}

/** @returns what it gives, or what is wrong when it throws */
function attempt<T>(run: () => T, what: string): T | Wrong {
  try {
    return withoutStack(run);
  } catch (error) {
    return new Wrong(`${what}: ${(error as Error).message}`);
  }
}

/** Errors in here come without a stack, for those of which only the message is wanted. */
function withoutStack<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function shownKey(key: string): string {
  return shown(key) as string;
}

function inText(value: unknown): string {
  return JSON.stringify(shown(value)) ?? "absent";
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
