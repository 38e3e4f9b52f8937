import { z } from "zod";

/** Parts of graph-node's answers. */
export const hex = z.string().regex(/^0x[0-9a-f]*$/, "must be lower-case hex");
export const hash = hex.length(66);
/** Int8 and BigInt come as decimal text. */
export const int8 = z.union([z.string().regex(/^-?\d+$/), z.int()]).transform((value) => BigInt(value));
export const cursorText = int8;
/** A value of one of the subgraph's enums, as this service writes it. */
export const label = z.string().transform((text) => text.toLowerCase());
