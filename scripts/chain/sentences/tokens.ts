import type { Sentences } from "./words.ts";

/** Why a token refuses: that of an asset (ERC-721), or one in which a loan is settled (ERC-20). */
export const TOKENS: Sentences = {
  "ERC20InsufficientAllowance(address,uint256,uint256)": (_w, spender: string, allowance: bigint, needed: bigint) =>
    `${spender} may take ${allowance} units of the token, and ${needed} are needed: approve them first`,
  "ERC20InsufficientBalance(address,uint256,uint256)": (_w, sender: string, balance: bigint, needed: bigint) =>
    `${sender} has ${balance} units of the token, and ${needed} are needed`,
  "ERC20InvalidApprover(address)": (_w, approver: string) => `${approver} cannot approve payments in the token`,
  "ERC20InvalidReceiver(address)": (_w, receiver: string) => `${receiver} cannot receive the token`,
  "ERC20InvalidSender(address)": (_w, sender: string) => `${sender} cannot send the token`,
  "ERC20InvalidSpender(address)": (_w, spender: string) => `${spender} cannot be approved to take the token`,
  "AccountBalanceOverflow()": () => "a wallet cannot hold so many tokens",
  "BalanceQueryForZeroAddress()": () => "the zero address holds no tokens, so it has no balance",
  "NotOwnerNorApproved()": () => "the caller neither holds the token nor is approved to move it",
  "TokenAlreadyExists()": () => "the token of this asset exists already",
  "TokenDoesNotExist()": () =>
    "the asset has no token: it does not exist, or nobody has called follow since its entity got a controller",
  "TransferFromIncorrectOwner()": () => "the token is not held by the wallet from which it was to move",
  "TransferToNonERC721ReceiverImplementer()": () => "the receiving contract does not know what to do with a token",
  "TransferToZeroAddress()": () => "a token cannot be sent to the zero address",
  "OwnableInvalidOwner(address)": (_w, owner: string) => `${owner} cannot own the token contract`,
  "OwnableUnauthorizedAccount(address)": (_w, caller: string) => `${caller} does not own the token contract`,
  "SafeERC20FailedOperation(address)": (_w, token: string) =>
    `the token ${token} did not move the money and gave no reason`,
};
