import type { Sentences } from "./words.ts";

/** Why the AccessManager refuses, and what every contract of the ledger shares: proxies, pauses and guards. */
export const ADMINISTRATION: Sentences = {
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
  "ERC1967InvalidImplementation(address)": (_w, implementation: string) =>
    `there is no contract at the new implementation ${implementation}`,
  "ERC1967NonPayable()": () => "no money can be sent along",
  "ERC1967ProxyUninitialized()": () => "a proxy must be initialised when it is created",
  "EnforcedPause()": () => "the contract is paused: only governance can end the pause",
  "ExpectedPause()": () => "the contract is not paused",
  "FailedCall()": () => "a call failed and gave no reason",
  "InsufficientBalance(uint256,uint256)": (_w, balance: bigint, needed: bigint) =>
    `${needed} wei are needed where ${balance} are there`,
  "InvalidInitialization()": () => "the contract is initialised already",
  "NotInitializing()": () => "this works during initialisation only",
  "ReentrancyGuardReentrantCall()": () => "the contract refuses a further call while it calls another contract itself",
  "SafeCastOverflowedUintDowncast(uint8,uint256)": (_w, bits: bigint, value: bigint) =>
    `${value} does not fit ${bits} bits`,
  "UUPSUnauthorizedCallContext()": () => "upgrades go through the proxy, not through its implementation",
  "UUPSUnsupportedProxiableUUID(bytes32)": () => "the new implementation is not made for this kind of proxy",
  "StringsInsufficientHexLength(uint256,uint256)": (_w, value: bigint, length: bigint) =>
    `${value} does not fit ${length} bytes in hex`,
};
