/** Companies of a block; see `Rows`. */
export const BLOCK = 4096;
const WITHIN_BLOCK = BLOCK - 1;

/**
 * The ids of all companies, a byte for each column, in memory that threads share. Companies lie in blocks of `BLOCK`,
 * within a block column after column: a block of all columns fits the fastest cache when all of them are wanted, and
 * one product reads its own columns alone.
 */
export class Rows {
  readonly width: number;
  readonly capacity: number;
  readonly bytes: Uint8Array<SharedArrayBuffer>;

  constructor(width: number, capacity: number, bytes?: Uint8Array<SharedArrayBuffer>) {
    this.width = width;
    this.capacity = Math.ceil(capacity / BLOCK) * BLOCK;
    this.bytes = bytes ?? new Uint8Array(new SharedArrayBuffer(this.capacity * width));
  }

  /** Place of a company's first id; each further one lies `BLOCK` behind. */
  placeOf(row: number): number {
    const within = row & WITHIN_BLOCK;
    return (row - within) * this.width + within;
  }

  get(row: number, into: Uint8Array): Uint8Array {
    const { bytes, width } = this;
    for (let column = 0, at = this.placeOf(row); column < width; column++, at += BLOCK)
      into[column] = bytes[at] as number;
    return into;
  }

  set(row: number, ids: Uint8Array): void {
    const { bytes, width } = this;
    for (let column = 0, at = this.placeOf(row); column < width; column++, at += BLOCK)
      bytes[at] = ids[column] as number;
  }

  /** Copies companies from their rows to the first ones of `into`. */
  gather(rows: Uint32Array, into: Rows): void {
    const [from, to, places] = [this.bytes, into.bytes, this.#placesOf(rows)];
    for (let column = 0, shift = 0; column < this.width; column++, shift += BLOCK) {
      for (let at = 0; at < places.length; at++) to[shift + at] = from[(places[at] as number) + shift] as number;
    }
  }

  /** Copies the first companies of `from`, at most `BLOCK`, to their rows. */
  scatter(rows: Uint32Array, { bytes: from }: Rows): void {
    const [to, places] = [this.bytes, this.#placesOf(rows)];
    for (let column = 0, shift = 0; column < this.width; column++, shift += BLOCK) {
      for (let at = 0; at < places.length; at++) to[(places[at] as number) + shift] = from[shift + at] as number;
    }
  }

  #placesOf(rows: Uint32Array): Float64Array {
    const places = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) places[at] = this.placeOf(rows[at] as number);
    return places;
  }

  /** The same with room for more. */
  grown(capacity: number): Rows {
    const rows = new Rows(this.width, capacity);
    rows.bytes.set(this.bytes);
    return rows;
  }
}
