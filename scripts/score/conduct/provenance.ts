import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";

import { findDataFiles } from "../../agency/invoices/folder.ts";

export const CITATION =
  "Problem C of the China Undergraduate Mathematical Contest in Modelling 2020 (CUMCM 2020C): VAT invoices of 425 masked small firms, as stored in the public repository Giyn/CUMCM2020C at commit 25e2f8bf. No licence stated: figures computed from it only.";

/** Name and SHA-256 of each file that training reads. */
export async function fileHashes(folder: string): Promise<{ name: string; sha256: string }[]> {
  const { companies, invoices } = await findDataFiles(folder);
  const paths = [...companies, ...invoices.map(({ path }) => path)];
  return Promise.all(
    paths.map(async (path) => {
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      return { name: basename(path), sha256: hash.digest("hex") };
    }),
  );
}
