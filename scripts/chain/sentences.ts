import { dataSlice, toUtf8String } from "ethers";

/** Turns raw arguments into the words of a sentence. */
export interface Words {
  agency(number: bigint): string;
  schema(id: string): string;
  role(id: bigint): string;
  /** A function by the selector that names it. */
  call(selector: string): string;
  /** An error inside an error. */
  reason(data: string): string;
}

// The sentence of one error. Its parameters are those of the error's signature, decoded: integers as bigint, else text.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each signature has parameters of its own
type Sentence = (words: Words, ...parameters: any[]) => string;

const when = (unixSeconds: bigint) => `${new Date(Number(unixSeconds) * 1000).toISOString().slice(0, 19)}Z`;
const item = (itemKey: string) => (/^0x0*$/.test(itemKey) ? "" : ` (item ${itemKey})`);
const uscc = (bytes18: string) => toUtf8String(dataSlice(bytes18, 0, 18)).replaceAll("\0", "");
const STATUS = ["not registered", "active", "suspended"];
const STANDING = ["unknown", "current", "superseded by a newer one", "expired", "revoked"];

/** Every error that the ledger's contracts can raise, by its signature, in plain words. */
export const SENTENCES: Readonly<Record<string, Sentence>> = {
  "AccessManagedInvalidAuthority(address)": (_w, authority: string) => `${authority} is no AccessManager`,
  "AccessManagedRequiredDelay(address,uint32)": (_w, caller: string, delay: bigint) =>
    `${caller} must schedule this first and wait ${delay} seconds`,
  "AccessManagedUnauthorized(address)": (_w, caller: string) => `${caller} does not hold the role that this needs`,
  "AccessManagerAlreadyScheduled(bytes32)": () => "this operation is scheduled already",
  "AccessManagerBadConfirmation()": () => "a wallet can renounce only its own role",
  "AccessManagerExpired(bytes32)": () => "the scheduled operation was not executed in time and has expired",
  "AccessManagerInvalidInitialAdmin(address)": () => "the AccessManager needs a first administrator",
  "AccessManagerLockedFunction(bytes4)": (w, selector: string) => `the role of ${w.call(selector)} cannot be changed`,
  "AccessManagerLockedRole(uint64)": (w, role: bigint) => `${w.role(role)} cannot be changed`,
  "AccessManagerNotReady(bytes32)": () => "the delay of the scheduled operation is not over yet",
  "AccessManagerNotScheduled(bytes32)": () => "no such operation is scheduled: schedule it first, and wait its delay",
  "AccessManagerUnauthorizedAccount(address,uint64)": (w, caller: string, role: bigint) =>
    `${caller} does not hold ${w.role(role)}`,
  "AccessManagerUnauthorizedCall(address,address,bytes4)": (w, caller: string, target: string, selector: string) =>
    `${caller} does not hold the role that ${w.call(selector)} of ${target} needs`,
  "AccessManagerUnauthorizedCancel(address,address,address,bytes4)": (w, sender: string, ...rest: string[]) =>
    `${sender} may not cancel ${w.call(rest[2]!)}: it neither scheduled it nor is it a guardian of its role`,
  "AccessManagerUnauthorizedConsume(address)": (_w, target: string) => `${target} is not executing an operation`,
  "AddressEmptyCode(address)": (_w, target: string) => `there is no contract at ${target}`,
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
  "ERC1967InvalidImplementation(address)": (_w, implementation: string) =>
    `there is no contract at the new implementation ${implementation}`,
  "ERC1967NonPayable()": () => "no money can be sent along",
  "ERC1967ProxyUninitialized()": () => "a proxy must be initialised when it is created",
  "EnforcedPause()": () => "the contract is paused: only governance can end the pause",
  "EntityRegistryAlreadyRegistered(bytes32,bytes18)": (_w, _id: string, code: string) =>
    `${uscc(code)} is registered already`,
  "EntityRegistryBatchTooLarge(uint256,uint256)": (_w, size: bigint, maximum: bigint) =>
    `a batch of ${size} entities is too large: ${maximum} at most`,
  "EntityRegistryEmptyBatch()": () => "a batch needs at least one entity",
  "EntityRegistryInvalidKind(bytes18)": (_w, code: string) => `${uscc(code)} has no kind`,
  "EntityRegistryInvalidUscc(bytes18)": (_w, code: string) =>
    `${uscc(code)} is no unified social credit code: its form or its check character is wrong`,
  "EntityRegistryNotActive(bytes32,uint8)": (_w, entity: string, status: bigint) =>
    `entity ${entity} is ${STATUS[Number(status)]}, so it cannot act`,
  "EntityRegistryNotController(bytes32,address)": (_w, entity: string, caller: string) =>
    `${caller} is not the controller of entity ${entity}`,
  "EntityRegistryNotProposed(bytes32,address,address)": (_w, entity: string, caller: string, proposed: string) =>
    /^0x0*$/.test(proposed)
      ? `nobody has offered control of entity ${entity}`
      : `control of entity ${entity} was offered to ${proposed}, not to ${caller}`,
  "EntityRegistryNotRegistered(bytes32)": (_w, entity: string) => `entity ${entity} is not registered`,
  "EntityRegistryNotSuspended(bytes32,uint8)": (_w, entity: string, status: bigint) =>
    `entity ${entity} is ${STATUS[Number(status)]}, so there is nothing to reinstate`,
  "ExpectedPause()": () => "the contract is not paused",
  "FailedCall()": () => "a call failed and gave no reason",
  "InsufficientBalance(uint256,uint256)": (_w, balance: bigint, needed: bigint) =>
    `${needed} wei are needed where ${balance} are there`,
  "InvalidInitialization()": () => "the contract is initialised already",
  "NotInitializing()": () => "this works during initialisation only",
  "ReentrancyGuardReentrantCall()": () => "the registry refuses attestations and revocations while a resolver runs",
  "SafeCastOverflowedUintDowncast(uint8,uint256)": (_w, bits: bigint, value: bigint) =>
    `${value} does not fit ${bits} bits`,
  "SchemasExists(bytes4,string)": (_w, id: string, name: string) =>
    `a schema with the id ${id} of ${name} exists already`,
  "SchemasInvalidFieldCount(uint256,uint256)": (_w, count: bigint, maximum: bigint) =>
    `a schema has 1 to ${maximum} fields, not ${count}`,
  "SchemasInvalidMode(uint8)": () => "a schema needs a mode",
  "SchemasInvalidName(string)": () => "a schema needs a name",
  "SchemasInvalidValidity(uint32)": () => "a schema's validity must be at least one second",
  "SchemasNotContract(address)": (_w, resolver: string) => `the resolver ${resolver} is no contract`,
  "SchemasUnknown(bytes4)": (w, id: string) => `${w.schema(id)} is not defined on this chain`,
  "UUPSUnauthorizedCallContext()": () => "upgrades go through the proxy, not through its implementation",
  "UUPSUnsupportedProxiableUUID(bytes32)": () => "the new implementation is not made for this kind of proxy",
};
