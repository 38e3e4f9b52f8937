import { isZero, type Sentences, uscc } from "./words.ts";

const STATUS = ["not registered", "active", "suspended"];

/** Why the EntityRegistry refuses. */
export const IDENTITY: Sentences = {
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
    isZero(proposed)
      ? `nobody has offered control of entity ${entity}`
      : `control of entity ${entity} was offered to ${proposed}, not to ${caller}`,
  "EntityRegistryNotRegistered(bytes32)": (_w, entity: string) => `entity ${entity} is not registered`,
  "EntityRegistryNotSuspended(bytes32,uint8)": (_w, entity: string, status: bigint) =>
    `entity ${entity} is ${STATUS[Number(status)]}, so there is nothing to reinstate`,
};
