import type { Statement } from "../../../catalogue/index.ts";
import type { Deployment } from "../deployment.ts";
import type { TypedData } from "./step.ts";

const DOMAIN_TYPE = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
];

/** EIP-712 types of what `AttestationRegistry.attestBySignature` takes. */
export const ATTESTATION_TYPES = {
  Attestation: [
    { name: "schemaId", type: "bytes4" },
    { name: "statement", type: "Statement" },
    { name: "deadline", type: "uint64" },
  ],
  Statement: [
    { name: "subject", type: "bytes32" },
    { name: "itemKey", type: "bytes32" },
    { name: "observedAt", type: "uint32" },
    { name: "evidence", type: "bytes32" },
    { name: "values", type: "int256[]" },
  ],
};

/**
 * What a wallet signs by `eth_signTypedData_v4`, which wants the domain's type among the others, so that anybody can bring the statement to the chain.
 * @param deadline unix seconds: the last block time at which the signature counts
 */
export function attestationTypedData(
  { schemaId, values, observedAt, ...rest }: Statement,
  deadline: bigint,
  { chainId, contracts }: Deployment,
): TypedData {
  return {
    domain: {
      name: "Lingnan AttestationRegistry",
      version: "1",
      chainId: chainId.toString(),
      verifyingContract: contracts.AttestationRegistry.address,
    },
    types: { EIP712Domain: DOMAIN_TYPE, ...ATTESTATION_TYPES },
    primaryType: "Attestation",
    message: {
      schemaId,
      statement: {
        ...rest,
        observedAt: observedAt.toString(),
        values: values.map(String),
      },
      deadline: deadline.toString(),
    },
  };
}
