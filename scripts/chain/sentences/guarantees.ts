import { isZero, money, type Sentences } from "./words.ts";

/** Why the GuaranteeRegistry refuses. */
export const GUARANTEES: Sentences = {
  "GuaranteeRegistryAboveLimit(bytes32,uint256,uint256)": (_w, guarantor: string, fen: bigint, available: bigint) =>
    `entity ${guarantor} may guarantee ${money(available)} more, not ${money(fen)}: its regulator sets the limit`,
  "GuaranteeRegistryAlreadyConnected(address)": (_w, desk: string) =>
    `the GuaranteeRegistry obeys the LoanDesk ${desk} already, and can never obey another`,
  "GuaranteeRegistryAlreadyPromised(uint64,bytes32,uint56)": (_w, loan: bigint, guarantor: string, fen: bigint) =>
    `entity ${guarantor} has promised ${money(fen)} for loan ${loan} already: it must take that back first`,
  "GuaranteeRegistryGiven(uint64,bytes32)": (_w, loan: bigint, guarantor: string) =>
    `the promise of entity ${guarantor} has become the guarantee of loan ${loan}, which only the lender can release`,
  "GuaranteeRegistryNotActive(bytes32)": (_w, guarantor: string) =>
    `entity ${guarantor}, which promised to guarantee, is suspended or has another wallet: its promise does not count, and must be given anew`,
  "GuaranteeRegistryNotContract(address)": (_w, desk: string) =>
    `${desk} is no contract: the GuaranteeRegistry obeys a LoanDesk`,
  "GuaranteeRegistryNotController(bytes32,address)": (_w, entity: string, caller: string) =>
    `${caller} does not act for entity ${entity}`,
  "GuaranteeRegistryNotDesk(address)": (_w, caller: string) =>
    `${caller} is not the LoanDesk, which alone turns promises into guarantees and ends them`,
  "GuaranteeRegistryNotGuarantor(bytes32)": (_w, entity: string) =>
    `entity ${entity} is no financing guarantee company, and only such a company guarantees loans`,
  "GuaranteeRegistryNotPromised(uint64,bytes32,bytes32,uint56)": (
    _w,
    loan: bigint,
    guarantor: string,
    _offer: string,
    fen: bigint,
  ) => `entity ${guarantor} has not promised ${money(fen)} for this offer on loan ${loan}`,
  "GuaranteeRegistryNothing(uint64,bytes32)": (_w, loan: bigint, guarantor: string) =>
    isZero(guarantor)
      ? `nobody guarantees loan ${loan}, or something must be guaranteed`
      : `entity ${guarantor} guarantees and promises nothing for loan ${loan}`,
};
