import { concat, Signature, toBeHex } from "ethers";
import type { Signer, TypedDataDomain } from "ethers";
import type { AttestationRegistry } from "../../../build/typechain/index.ts";
import type { Statement } from "./statements.ts";

const STATEMENT = [
  { name: "subject", type: "bytes32" },
  { name: "itemKey", type: "bytes32" },
  { name: "observedAt", type: "uint32" },
  { name: "evidence", type: "bytes32" },
  { name: "values", type: "int256[]" },
];

/** EIP-712 types of one relayed statement and of a relayed batch. */
export const ATTESTATION = {
  Attestation: [
    { name: "schemaId", type: "bytes4" },
    { name: "statement", type: "Statement" },
    { name: "deadline", type: "uint64" },
  ],
  Statement: STATEMENT,
};
export const BATCH = {
  AttestationBatch: [
    { name: "schemaId", type: "bytes4" },
    { name: "statements", type: "Statement[]" },
    { name: "deadline", type: "uint64" },
  ],
  Statement: STATEMENT,
};

/** The EIP-712 domain of the registry on the development chain. */
export async function domainOf(registry: AttestationRegistry): Promise<TypedDataDomain> {
  return {
    name: "Lingnan AttestationRegistry",
    version: "1",
    chainId: 31337,
    verifyingContract: await registry.getAddress(),
  };
}

/** The 65-byte signature of `statement`; `domain` differs in what a test wants to be wrong. */
export async function signStatement(
  signer: Signer,
  registry: AttestationRegistry,
  statement: Statement,
  deadline: number,
  domain: TypedDataDomain = {},
): Promise<string> {
  const message = { schemaId: statement.schemaId, statement, deadline };
  return signer.signTypedData({ ...(await domainOf(registry)), ...domain }, ATTESTATION, message);
}

/** The 65-byte signature of a batch. */
export async function signBatch(
  signer: Signer,
  registry: AttestationRegistry,
  schemaId: string,
  statements: readonly Statement[],
  deadline: number,
): Promise<string> {
  return signer.signTypedData(await domainOf(registry), BATCH, { schemaId, statements, deadline });
}

/** The 64-byte form of ERC-2098. */
export const compact = (signature: string): string => Signature.from(signature).compactSerialized;

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The other signature that the curve allows for the same message: s mirrored, v flipped. */
export function malleated(signature: string): string {
  const { r, s, v } = Signature.from(signature);
  return concat([r, toBeHex(CURVE_ORDER - BigInt(s), 32), toBeHex(v === 27 ? 28 : 27, 1)]);
}
