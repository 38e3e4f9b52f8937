import { asset, type Sentences, when } from "./words.ts";

/** A registry number as far as it can be read: its bytes that are printable ASCII, the others as \xNN. */
function written(text: bigint): string {
  const hex = text.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return [...bytes]
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`))
    .join("");
}

/** Why SoftAssets refuses. */
export const ASSETS: Sentences = {
  "SoftAssetsAlreadyConnected(address)": (_w, pledges: string) =>
    `SoftAssets obeys the PledgeRegistry ${pledges} already, and can never obey another`,
  "SoftAssetsEncumbered(uint256)": (_w, id: bigint) =>
    `a lien is on ${asset(id)}: it stays where it is until the lien is released or enforced`,
  "SoftAssetsExpired(uint256,uint256,uint256)": (_w, id: bigint, dueAt: bigint, now: bigint) =>
    dueAt === 0n
      ? `${asset(id)} has no due date or end of term, so it cannot be pledged`
      : `${asset(id)} was due or ended at ${when(dueAt)}, and it is ${when(now)} on the chain`,
  "SoftAssetsHeldByAnother(uint256,bytes32,bytes32)": (_w, id: bigint, holder: string, subject: string) =>
    `this registry number is ${asset(id)}, which belongs to entity ${holder}: entity ${subject} cannot have it as well`,
  "SoftAssetsInvalidKind(bytes4,int256)": (w, schema: string, label: bigint) =>
    `${w.schema(schema)} tells the kind of an asset by a label from 0 to 3, not by ${label}`,
  "SoftAssetsInvalidSchema(bytes4)": (w, schema: string) =>
    `${w.schema(schema)} cannot register or value assets so: all positions must be fields of the schema, kinds known, and the validity that of the schema and of its register`,
  "SoftAssetsInvalidValue(bytes4,uint256,int256)": (w, schema: string, position: bigint, value: bigint) =>
    `value ${position} of ${w.schema(schema)} is an amount in fen that is not negative and fits the chain, not ${value}`,
  "SoftAssetsNoController(bytes32)": (_w, entity: string) =>
    `entity ${entity} is not active or has no controller, so no wallet can hold the token for it`,
  "SoftAssetsNoValue(uint256)": (_w, id: bigint) =>
    `nobody knows what ${asset(id)} is worth: it needs a face value or an appraisal that is still valid`,
  "SoftAssetsNotAppraiser(bytes32)": (_w, entity: string) =>
    `entity ${entity} is no appraiser: the registrar approves appraisers`,
  "SoftAssetsNotAttestations(address)": (_w, caller: string) =>
    `${caller} is not the AttestationRegistry, which alone may tell SoftAssets of statements`,
  "SoftAssetsNotCanonical(uint256)": (_w, number: bigint) =>
    `the registry number "${written(number)}" is not in its written form: 1 to 31 characters, only 0 to 9 and A to Z`,
  "SoftAssetsNotContract(address)": (_w, pledges: string) =>
    `${pledges} is no contract: SoftAssets obeys a PledgeRegistry`,
  "SoftAssetsNotController(bytes32,address)": (_w, entity: string, wallet: string) =>
    `${wallet} does not act for entity ${entity}`,
  "SoftAssetsNotHolder(uint256,bytes32,address)": (_w, id: bigint, entity: string, wallet: string) =>
    `${asset(id)} belongs to entity ${entity}, for which ${wallet} does not act`,
  "SoftAssetsNotInForce(uint256)": (_w, id: bigint) => `${asset(id)} is not in force, so it cannot be pledged`,
  "SoftAssetsNotPledges(address)": (_w, caller: string) =>
    `${caller} is not the PledgeRegistry, which alone may lock, free or seize assets`,
  "SoftAssetsNotPledgor(uint256,bytes32,bytes32)": (_w, id: bigint, holder: string, pledgor: string) =>
    `${asset(id)} belongs to entity ${holder}, so entity ${pledgor} cannot pledge it`,
  "SoftAssetsNotReceiver(address)": (_w, wallet: string) =>
    `${wallet} takes no assets: it must first say for which entity, and act for it`,
  "SoftAssetsOutdated(uint256,uint32,uint256)": (_w, id: bigint, knownUntil: bigint, now: bigint) =>
    `the statement about ${asset(id)} counted until ${when(knownUntil)}, and it is ${when(now)} on the chain: a newer one is needed`,
  "SoftAssetsOwnAppraisal(uint256,bytes32)": (_w, id: bigint, entity: string) =>
    `${asset(id)} belongs to the appraiser ${entity} itself, who cannot appraise it`,
  "SoftAssetsPaid(uint256)": (_w, value: bigint) =>
    `moving an asset or approving a wallet takes no money: ${value} wei were sent along`,
  "SoftAssetsRevoked(uint256)": (_w, id: bigint) =>
    `the statement that ${asset(id)} rests on was revoked, so it cannot be pledged`,
  "SoftAssetsSchemaExists(bytes4)": (w, schema: string) =>
    `what ${w.schema(schema)} does to assets is defined already and can never be changed`,
  "SoftAssetsStale(uint256,uint32,uint32)": (_w, id: bigint, until: bigint, current: bigint) =>
    `${asset(id)} rests on a statement that counts until ${when(current)}: only a newer one can replace it, and this one counts until ${when(until)}`,
  "SoftAssetsUnknownAsset(uint256)": (_w, id: bigint) => `${asset(id)} does not exist`,
  "SoftAssetsUnknownSchema(bytes4)": (w, schema: string) =>
    `${w.schema(schema)} names SoftAssets as its resolver, but what it does there is not defined`,
  "SoftAssetsWrongItemKey(bytes32,bytes32)": (_w, itemKey: string, expected: string) =>
    `the item of the statement is ${itemKey}, but that of the registry number in it is ${expected}`,
};
