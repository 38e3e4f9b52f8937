import { asset, money, percent, type Sentences } from "./words.ts";

/** Why the PledgeRegistry refuses. */
export const PLEDGES: Sentences = {
  "PledgeRegistryAboveAdvanceValue(uint256,uint256,uint256)": (_w, id: bigint, secured: bigint, available: bigint) =>
    `${asset(id)} can secure ${money(available)} more, not ${money(secured)}: its value times the advance rate of its kind, less the liens that stand`,
  "PledgeRegistryAlreadyConnected(address)": (_w, desk: string) =>
    `the PledgeRegistry obeys the LoanDesk ${desk} already, and can never obey another`,
  "PledgeRegistryAlreadyPledged(uint256,uint64)": (_w, id: bigint, loan: bigint) =>
    `${asset(id)} secures loan ${loan} already`,
  "PledgeRegistryBelowValue(uint256,uint56,uint256)": (_w, id: bigint, proceeds: bigint, value: bigint) =>
    `a lender that takes ${asset(id)} itself takes it at its value of ${money(value)} at least, not at ${money(proceeds)}`,
  "PledgeRegistryInvalidAdvanceRate(uint8,uint16)": (w, kind: bigint, bps: bigint) =>
    kind === 0n
      ? "an advance rate belongs to a kind of asset, and none was named"
      : `the advance rate of ${w.assetKind(kind)} must be from 0 to 100 %, in whole percent, not ${percent(bps)}`,
  "PledgeRegistryNoConsent(uint256,uint64,uint64,uint56)": (
    _w,
    id: bigint,
    senior: bigint,
    junior: bigint,
    most: bigint,
  ) =>
    most === 0n
      ? `the lender of loan ${senior}, whose lien on ${asset(id)} ranks before, has not consented to loan ${junior} behind it`
      : `the lender of loan ${senior}, whose lien on ${asset(id)} ranks before, has consented to ${money(most)} at most for loan ${junior}`,
  "PledgeRegistryNoEnforcementConsent(uint256,uint64,uint64)": (_w, id: bigint, loan: bigint, enforcing: bigint) =>
    `loan ${enforcing} does not hold the first lien on ${asset(id)}, and the lender of loan ${loan} has not consented to this sale to this buyer`,
  "PledgeRegistryNoLien(uint256,uint64)": (_w, id: bigint, loan: bigint) => `${asset(id)} does not secure loan ${loan}`,
  "PledgeRegistryNotAccepted(uint256,uint8)": (w, id: bigint, kind: bigint) =>
    `${asset(id)} is of a kind (${w.assetKind(kind)}) for which no advance rate is set, so it cannot be pledged`,
  "PledgeRegistryNotContract(address)": (_w, desk: string) =>
    `${desk} is no contract: the PledgeRegistry obeys a LoanDesk`,
  "PledgeRegistryNotDesk(address)": (_w, caller: string) =>
    `${caller} is not the LoanDesk, which alone may pledge, release and enforce`,
  "PledgeRegistryNotLienholder(uint256,uint64,address)": (_w, id: bigint, loan: bigint, caller: string) =>
    `${caller} does not act for the lender of loan ${loan}, whose lien is on ${asset(id)}`,
  "PledgeRegistryNotReduced(uint256,uint64,uint56,uint56)": (_w, id: bigint, loan: bigint, ...fen: bigint[]) =>
    `the lien of loan ${loan} on ${asset(id)} secures ${money(fen[1]!)}: it can be lowered to something above zero, not set to ${money(fen[0]!)}`,
  "PledgeRegistryNothingSecured(uint256)": (_w, id: bigint) => `a lien on ${asset(id)} must secure something`,
  "PledgeRegistryTooManyLiens(uint256,uint256)": (_w, id: bigint, maximum: bigint) =>
    `${asset(id)} has ${maximum} liens already, and no asset can have more`,
};
