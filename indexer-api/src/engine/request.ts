/** What a company asks for; what is absent is not judged. */
export interface LoanRequest {
  readonly amountFen?: bigint | undefined;
  readonly tenorMonths?: number | undefined;
  /** Labels of what it could give. A product that needs none takes any. */
  readonly securityOffered?: readonly string[] | undefined;
}

/** What a product lends: closed ranges, and the security that it needs. */
export interface LoanTerms {
  readonly amountFen: { readonly min: bigint; readonly max: bigint };
  readonly tenorMonths: { readonly min: number; readonly max: number };
  readonly security: string;
}

const NO_SECURITY = "none";
const WORD_BITS = 32;
/** From here on a double may stand for another number. */
const FIRST_WIDE = 2n ** 53n;

/** What products lend, by slot, in arrays that a request is held against in one pass. */
export class RequestFits {
  readonly #terms: (LoanTerms | undefined)[] = [];
  #least = new Float64Array(WORD_BITS);
  #most = new Float64Array(WORD_BITS);
  #shortest = new Float64Array(WORD_BITS);
  #longest = new Float64Array(WORD_BITS);
  #security = new Uint16Array(WORD_BITS);
  readonly #securities = new Map<string, number>([[NO_SECURITY, 0]]);

  set(slot: number, terms: LoanTerms): void {
    this.#reserve(slot + 1);
    this.#terms[slot] = terms;
    this.#least[slot] = bound(terms.amountFen.min);
    this.#most[slot] = bound(terms.amountFen.max);
    this.#shortest[slot] = terms.tenorMonths.min;
    this.#longest[slot] = terms.tenorMonths.max;
    this.#security[slot] = this.#codeOf(terms.security);
  }

  remove(slot: number): void {
    this.#terms[slot] = undefined;
  }

  /** Bits of the products that lend what is asked for; those of free slots are 0. @param into overwritten, and returned */
  fits({ amountFen, tenorMonths, securityOffered }: LoanRequest, into: Uint32Array): Uint32Array {
    const taken = this.#taken(securityOffered);
    const amount = amountFen === undefined ? null : amountFen;
    const isWide = amount !== null && (amount >= FIRST_WIDE || amount <= -FIRST_WIDE);
    const narrow = amount === null || isWide ? null : Number(amount);
    into.fill(0);
    for (let slot = 0; slot < this.#terms.length; slot++) {
      const fits =
        this.#terms[slot] !== undefined &&
        (narrow === null || (narrow >= (this.#least[slot] as number) && narrow <= (this.#most[slot] as number))) &&
        (!isWide || this.#lendsExactly(slot, amount)) &&
        (tenorMonths === undefined ||
          (tenorMonths >= (this.#shortest[slot] as number) && tenorMonths <= (this.#longest[slot] as number))) &&
        (taken === null || taken[this.#security[slot] as number] === 1);
      if (fits) into[slot >>> 5] = (into[slot >>> 5] as number) | (1 << (slot & 31));
    }
    return into;
  }

  #lendsExactly(slot: number, amount: bigint): boolean {
    const { min, max } = (this.#terms[slot] as LoanTerms).amountFen;
    return amount >= min && amount <= max;
  }

  /** By code of a security, 1 where it is offered or none is needed. */
  #taken(offered: readonly string[] | undefined): Uint8Array | null {
    if (offered === undefined) return null;
    const taken = new Uint8Array(this.#securities.size);
    taken[0] = 1;
    for (const label of offered) {
      const code = this.#securities.get(label);
      if (code !== undefined) taken[code] = 1;
    }
    return taken;
  }

  #codeOf(security: string): number {
    const code = this.#securities.get(security) ?? this.#securities.size;
    this.#securities.set(security, code);
    return code;
  }

  #reserve(slots: number): void {
    if (slots <= this.#least.length) return;
    const room = 2 * slots;
    this.#least = larger(this.#least, new Float64Array(room));
    this.#most = larger(this.#most, new Float64Array(room));
    this.#shortest = larger(this.#shortest, new Float64Array(room));
    this.#longest = larger(this.#longest, new Float64Array(room));
    this.#security = larger(this.#security, new Uint16Array(room));
  }
}

/** The double that any amount within doubles compares with as it does with the bound. */
function bound(fen: bigint): number {
  if (fen >= FIRST_WIDE) return Infinity;
  return fen <= -FIRST_WIDE ? -Infinity : Number(fen);
}

function larger<A extends Float64Array | Uint16Array>(old: A, room: A): A {
  room.set(old);
  return room;
}
