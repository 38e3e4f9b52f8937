/** A longer line, its end not counted, is refused and read over. */
export const MAX_LINE_BYTES = 65_536;

const [NEWLINE, CARRIAGE_RETURN] = [0x0a, 0x0d] as const;
/** What some editors put before a text in UTF-8; it is no part of it. */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** The longest line may have both besides. */
const MOST_KEPT_BYTES = BYTE_ORDER_MARK.length + MAX_LINE_BYTES + 1;

/**
 * Lines of bytes that come in pieces, without a string or an object for each: `next` moves on to a line, and `bytes`,
 * `from` and `to` say where it is until the next call. Keeps at most one line.
 */
export class LineReader {
  /** Where the line is. */
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  /** Its number, from 1. */
  number = 0;
  /** Whether it had more than `MAX_LINE_BYTES`; then nothing of it is there. */
  tooLong = false;

  #piece: Buffer = this.bytes;
  #at = 0;
  /** The beginning of a line that did not end with its piece. */
  readonly #kept = Buffer.allocUnsafe(MOST_KEPT_BYTES);
  #keptLength = 0;
  #overflown = false;

  /** Takes the next piece; all lines of the one before must have been read. */
  push(piece: Buffer): void {
    this.#piece = piece;
    this.#at = 0;
  }

  /** Moves on to the next line that has ended. @returns false when a further piece is needed */
  next(): boolean {
    const end = this.#piece.indexOf(NEWLINE, this.#at);
    if (end < 0) {
      this.#keep(this.#piece.length);
      return false;
    }
    const whole = this.#keptLength === 0 && !this.#overflown;
    if (whole) this.#point(this.#piece, this.#at, end);
    else {
      this.#keep(end);
      this.#pointToKept();
    }
    this.#at = end + 1;
    return true;
  }

  /** Moves on to a last line that has no end. @returns false when there is none */
  last(): boolean {
    if (this.#keptLength === 0 && !this.#overflown) return false;
    this.#pointToKept();
    return true;
  }

  #pointToKept(): void {
    this.#point(this.#kept, 0, this.#keptLength);
    this.tooLong ||= this.#overflown;
    this.#keptLength = 0;
    this.#overflown = false;
  }

  #keep(end: number): void {
    const length = end - this.#at;
    if (this.#overflown || this.#keptLength + length > MOST_KEPT_BYTES) {
      this.#overflown = true;
      this.#keptLength = 0;
      return;
    }
    this.#piece.copy(this.#kept, this.#keptLength, this.#at, end);
    this.#keptLength += length;
  }

  #point(bytes: Buffer, from: number, to: number): void {
    this.bytes = bytes;
    this.from = this.number === 0 && beginsWithMark(bytes, from, to) ? from + BYTE_ORDER_MARK.length : from;
    this.to = to > this.from && bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    this.number++;
    this.tooLong = this.to - this.from > MAX_LINE_BYTES;
  }
}

function beginsWithMark(bytes: Buffer, from: number, to: number): boolean {
  return to - from >= BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.every((byte, at) => bytes[from + at] === byte);
}
