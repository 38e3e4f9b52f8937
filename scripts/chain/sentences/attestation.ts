import { isZero, type Sentences, when } from "./words.ts";

const item = (itemKey: string) => (isZero(itemKey) ? "" : ` (item ${itemKey})`);
const STANDING = ["unknown", "current", "superseded by a newer one", "expired", "revoked"];

/** Why the AttestationRegistry, with its agencies and schemas, refuses. */
export const ATTESTATION: Sentences = {
  "AgencySignersAgencyExists(uint16)": (w, agency: bigint) => `${w.agency(agency)} is defined already`,
  "AgencySignersInvalidAgency(uint16)": () => "agencies are numbered from 1",
  "AgencySignersInvalidWallet()": () => "the zero address cannot sign",
  "AgencySignersNotAdmin(uint16,address)": (w, agency: bigint, caller: string) =>
    `${caller} does not administer ${w.agency(agency)}, so it cannot add or drop its signers`,
  "AgencySignersNotSigner(uint16,address)": (w, agency: bigint, wallet: string) =>
    `${wallet} does not sign for ${w.agency(agency)}`,
  "AgencySignersUnknownAgency(uint16)": (w, agency: bigint) => `${w.agency(agency)} is not defined on this chain`,
  "AgencySignersWalletTaken(address,uint16)": (w, wallet: string, agency: bigint) =>
    `${wallet} signs for ${w.agency(agency)} already, and a wallet signs for one agency at most`,
  "AttestationRegistryAlreadyRevoked(bytes32,bytes32,uint32)": (_w, subject: string, key: string, at: bigint) =>
    `the statement about ${subject}${item(key)} of ${when(at)} is revoked already`,
  "AttestationRegistryBatchTooLarge(uint256,uint256)": (_w, size: bigint, maximum: bigint) =>
    `a batch of ${size} statements is too large: ${maximum} at most`,
  "AttestationRegistryDeadlinePassed(uint64,uint256)": (_w, deadline: bigint, now: bigint) =>
    `the signature counted until ${when(deadline)}, and it is ${when(now)} on the chain`,
  "AttestationRegistryEmptyBatch()": () => "a batch needs at least one statement",
  "AttestationRegistryInFuture(bytes32,uint32,uint256)": (_w, subject: string, at: bigint, now: bigint) =>
    `the statement about ${subject} was observed at ${when(at)}, but it is only ${when(now)} on the chain`,
  "AttestationRegistryInvalidSignature(address)": (_w, signer: string) =>
    `the signature is not that of ${signer} over this statement, on this chain, for this registry`,
  "AttestationRegistryNotController(bytes32,address)": (_w, subject: string, signer: string) =>
    `${signer} is not the controller of ${subject}, or the entity is not registered and active`,
  "AttestationRegistryNotCurrent(bytes4,bytes32,bytes32,uint8)": (w, schema: string, subject: string, ...rest) =>
    `the statement of ${w.schema(schema)} about ${subject}${item(rest[0] as string)} is ${STANDING[Number(rest[1])]}`,
  "AttestationRegistryNothingToRevoke(bytes32,bytes32,uint32,uint32)": (_w, subject: string, key: string, ...times) =>
    times[1] === 0n
      ? `there is no statement about ${subject}${item(key)} to revoke`
      : `the statement about ${subject}${item(key)} that stands is of ${when(times[1] as bigint)}, not of ${when(times[0] as bigint)}`,
  "AttestationRegistryResolverRejected(address,bytes)": (w, resolver: string, reason: string) =>
    `the schema's resolver ${resolver} refused the statement: ${w.reason(reason)}`,
  "AttestationRegistryStale(bytes32,bytes32,uint32,uint32)": (_w, subject: string, key: string, ...times) =>
    `the statement about ${subject}${item(key)} that stands is of ${when(times[1] as bigint)}: only a newer observation can replace it, and this one is of ${when(times[0] as bigint)}`,
  "AttestationRegistryTooLittleGas(uint256,uint256)": (_w, available: bigint, required: bigint) =>
    `${available} gas is left where telling the resolver needs ${required}: send with a higher gas limit`,
  "AttestationRegistryWrongValueCount(bytes4,uint256,uint256)": (w, schema: string, given: bigint, expected: bigint) =>
    `${w.schema(schema)} has ${expected} values in a statement, and ${given} were given`,
  "SchemasExists(bytes4,string)": (_w, id: string, name: string) =>
    `a schema with the id ${id} of ${name} exists already`,
  "SchemasInvalidFieldCount(uint256,uint256)": (_w, count: bigint, maximum: bigint) =>
    `a schema has 1 to ${maximum} fields, not ${count}`,
  "SchemasInvalidMode(uint8)": () => "a schema needs a mode",
  "SchemasInvalidName(string)": () => "a schema needs a name",
  "SchemasInvalidValidity(uint32)": () => "a schema's validity must be at least one second",
  "SchemasNotContract(address)": (_w, resolver: string) => `the resolver ${resolver} is no contract`,
  "SchemasUnknown(bytes4)": (w, id: string) => `${w.schema(id)} is not defined on this chain`,
};
