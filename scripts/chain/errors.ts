import { AbiCoder, dataSlice, id, type ParamType, Interface } from "ethers";
import type { Catalogue } from "../../catalogue/index.ts";
import { roleName } from "../deploy/roles.ts";
import { SENTENCES, type Words } from "./sentences.ts";

const ERRORS = new Interface(Object.keys(SENTENCES).map((signature) => `error ${signature}`));

/** `Error(string)` and `Panic(uint256)`, which Solidity itself raises. */
const STRING_SELECTOR = dataSlice(id("Error(string)"), 0, 4);
const PANIC_SELECTOR = dataSlice(id("Panic(uint256)"), 0, 4);

/** Functions whose names appear in errors, by selector. */
const FUNCTIONS = new Map(
  [
    ...["pause()", "unpause()", "upgradeToAndCall(address,bytes)", "setAuthority(address)", "connect(address)"],
    ...["defineAgency(uint16,string,string,string)", "setResolver(bytes4,address)"],
    "defineSchema(string,uint16,string[],uint8,uint32,address)",
    ...["register(bytes18,uint8,address)", "registerBatch((bytes18,uint8,address)[])"],
    ...["suspend(bytes32,bytes32)", "reinstate(bytes32,bytes32)", "proposeControllerAsRegistrar(bytes32,address)"],
    "defineAssetSchema(bytes4,(uint8,uint8,uint8,uint8,uint8,uint8,uint8,uint8,uint32,bytes4))",
    ...["setAppraiser(bytes32,bool)", "setAdvanceRate(uint8,uint16)", "setLimit(bytes32,uint128)"],
    ...["setSettlementToken(address,bool)", "defineRule(bytes4,uint8,uint240)"],
    ...["publishModel(bytes32,uint32,bytes,uint40,bytes32)", "withdrawModel(bytes32,uint32)"],
    ...["grantRole(uint64,address,uint32)", "revokeRole(uint64,address)", "labelRole(uint64,string)"],
    ...["setRoleAdmin(uint64,uint64)", "setRoleGuardian(uint64,uint64)", "setGrantDelay(uint64,uint32)"],
    ...["setTargetFunctionRole(address,bytes4[],uint64)", "setTargetClosed(address,bool)"],
    ...["setTargetAdminDelay(address,uint32)", "updateAuthority(address,address)"],
  ].map((signature) => [dataSlice(id(signature), 0, 4), signature.slice(0, signature.indexOf("("))]),
);

/**
 * Why the chain refused a call or a transaction, in a plain sentence without a full stop.
 * @param error whatever ethers or Hardhat threw
 * @param catalogue names agencies and schemas; without it their numbers and ids stand alone
 */
export function explainRevert(error: unknown, catalogue?: Catalogue): string {
  const data = revertData(error);
  if (data !== undefined) return explainData(data, catalogue);
  return innermostMessage(error);
}

/** The bytes with which a contract refused, wherever in the error they hide; undefined when no contract did. */
export function revertData(error: unknown): string | undefined {
  for (const layer of layers(error)) {
    const { data } = layer as { data?: unknown };
    if (typeof data === "string" && /^0x([0-9a-f]{2})+$/i.test(data)) return data;
  }
  return undefined;
}

function explainData(data: string, catalogue: Catalogue | undefined): string {
  const selector = dataSlice(data, 0, Math.min(4, (data.length - 2) / 2));
  if (selector === STRING_SELECTOR) return decode(["string"], data)[0] as string;
  if (selector === PANIC_SELECTOR) return `the contract failed with panic code ${String(decode(["uint256"], data)[0])}`;
  const fragment = ERRORS.getError(selector);
  const sentence = fragment && SENTENCES[fragment.format("sighash")];
  if (!sentence) return `the contract refused with an error that is not known here: ${data}`;
  return sentence(wordsOf(catalogue), ...decode(fragment.inputs, data));
}

function decode(types: readonly (string | ParamType)[], data: string): unknown[] {
  return AbiCoder.defaultAbiCoder().decode(types, dataSlice(data, 4)).toArray();
}

function wordsOf(catalogue: Catalogue | undefined): Words {
  return {
    agency(number) {
      const known = catalogue?.agencies.find((agency) => BigInt(agency.number) === number);
      return known ? `agency "${known.code}" (${known.nameEn})` : `agency ${number}`;
    },
    schema: (schemaId) => `schema ${catalogue?.schemaById.get(schemaId)?.name ?? schemaId}`,
    assetKind: (number) => catalogue?.assetKindByNumber.get(Number(number))?.nameEn ?? `kind ${number}`,
    role: (role) => `role ${roleName(role, catalogue)}`,
    call: (selector) => FUNCTIONS.get(selector) ?? selector,
    reason: (data) => (data === "0x" ? "without a reason" : explainData(data, catalogue)),
  };
}

/** The error and what it was made from, outermost first. */
function* layers(error: unknown): Generator<object> {
  const seen = new Set<unknown>();
  const waiting = [error];
  while (waiting.length > 0) {
    const next = waiting.shift();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    yield next;
    const { cause, error: inner, info, data } = next as Record<string, unknown>;
    waiting.push(cause, inner, info, data);
  }
}

function innermostMessage(error: unknown): string {
  const { shortMessage, message } = (error ?? {}) as { shortMessage?: unknown; message?: unknown };
  return String(shortMessage ?? message ?? error);
}
