import type { Signer, TypedDataDomain, TypedDataField } from "ethers";

import type { Statement } from "../../catalogue/index.ts";

const STATEMENT_FIELDS: TypedDataField[] = [
  { name: "subject", type: "bytes32" },
  { name: "itemKey", type: "bytes32" },
  { name: "observedAt", type: "uint32" },
  { name: "evidence", type: "bytes32" },
  { name: "values", type: "int256[]" },
];

/** EIP-712 types of what `attestBySignature` takes. */
export const ATTESTATION_TYPES: Record<string, TypedDataField[]> = {
  Attestation: [
    { name: "schemaId", type: "bytes4" },
    { name: "statement", type: "Statement" },
    { name: "deadline", type: "uint64" },
  ],
  Statement: STATEMENT_FIELDS,
};

/** EIP-712 types of what `attestBatchBySignature` takes. */
export const BATCH_TYPES: Record<string, TypedDataField[]> = {
  AttestationBatch: [
    { name: "schemaId", type: "bytes4" },
    { name: "statements", type: "Statement[]" },
    { name: "deadline", type: "uint64" },
  ],
  Statement: STATEMENT_FIELDS,
};

/** The registry's signing domain: a signature counts on this chain and for this contract only. */
export function attestationDomain(chainId: bigint, registry: string): TypedDataDomain {
  return { name: "Lingnan AttestationRegistry", version: "1", chainId, verifyingContract: registry };
}

/**
 * Signs a batch of one schema for a relayer to send.
 * @param deadline unix seconds of chain time; the last at which the signature counts
 */
export function signBatch(
  signer: Signer,
  domain: TypedDataDomain,
  schemaId: string,
  statements: readonly Statement[],
  deadline: number,
): Promise<string> {
  return signer.signTypedData(domain, BATCH_TYPES, { schemaId, statements, deadline });
}
