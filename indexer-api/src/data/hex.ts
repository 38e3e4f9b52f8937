/** `0x` hex of bytes as PostgreSQL's driver gives them. */
export function hexOf(bytes: Buffer): string {
  return `0x${bytes.toString("hex")}`;
}

/** The same for a column that may be null. */
export function hexOrNull(bytes: Buffer | null): string | null {
  return bytes === null ? null : hexOf(bytes);
}

/** Bytes of `0x` hex, for a query parameter. */
export function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
