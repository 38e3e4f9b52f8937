const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const [FIRST, SECOND] = [0, 1].map((place) =>
  Uint8Array.from({ length: 4096 }, (_, bits) => ALPHABET.charCodeAt(place === 0 ? bits >> 6 : bits & 63)),
) as [Uint8Array, Uint8Array];
const PADDING = "=".charCodeAt(0);

/** How many characters the base64 of so many words has. */
export function base64Length(words: number): number {
  return Math.ceil((words * 4) / 3) * 4;
}

/**
 * Writes bits as base64 (RFC 4648, padded): bit n is bit `n % 8`, counted from the lowest, of byte `n / 8`. Twelve bits at
 * a time by a table: `Buffer` would need an object for each company.
 * @param bytes has room for `base64Length` characters from `at` on
 * @returns the place behind what was written
 */
export function writeBase64(words: Uint32Array, bytes: Uint8Array, at: number): number {
  const from = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const whole = from.length - (from.length % 3);
  for (let byte = 0; byte < whole; byte += 3) {
    at = writeThree(((from[byte] as number) << 16) | ((from[byte + 1] as number) << 8) | (from[byte + 2] as number));
  }
  const left = from.length - whole;
  if (left === 0) return at;
  at = writeThree(((from[whole] as number) << 16) | (left === 2 ? (from[whole + 1] as number) << 8 : 0));
  bytes.fill(PADDING, at - (3 - left), at);
  return at;

  function writeThree(bits: number): number {
    const [upper, lower] = [bits >>> 12, bits & 4095];
    bytes[at] = FIRST[upper] as number;
    bytes[at + 1] = SECOND[upper] as number;
    bytes[at + 2] = FIRST[lower] as number;
    bytes[at + 3] = SECOND[lower] as number;
    return at + 4;
  }
}
