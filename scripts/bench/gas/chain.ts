import { network } from "hardhat";
import type { BaseContract, ContractTransactionResponse } from "ethers";

/**
 * A fresh in-process chain whose first block has a fixed time, so that every run pays for the same calldata. Without the
 * cap on a transaction's gas (EIP-7825), which fifty statements of EAS would pass.
 */
export async function freshChain() {
  const { ethers } = await network.create({
    override: { initialDate: "2026-01-01T00:00:00Z", transactionGasCap: false },
  });
  return ethers;
}

/** The ethers of a fresh chain: provider, signers and contract factories. */
export type Chain = Awaited<ReturnType<typeof freshChain>>;

const HOUR_SECONDS = 3_600;

/**
 * Moves the clock to the next full hour and returns it, unix seconds: a repeat within the same second could write the
 * same word, which costs less than a real one. A full hour, because between two steps the chain's clock runs with ours,
 * and times that differ from run to run have other zero bytes to pay for in signatures and calldata.
 */
export async function advance(chain: Chain): Promise<number> {
  const latest = await chain.provider.getBlock("latest");
  const next = (Math.floor(latest!.timestamp / HOUR_SECONDS) + 1) * HOUR_SECONDS;
  await chain.provider.send("evm_setNextBlockTimestamp", [next]);
  await chain.provider.send("evm_mine", []);
  return next;
}

/** One of the ledger's contracts behind its proxy, as on a network. */
export async function behindProxy<T>(
  chain: Chain,
  name: string,
  constructorArguments: unknown[],
  access: BaseContract,
): Promise<T> {
  const implementation = await chain.deployContract(name, constructorArguments);
  const initialize = implementation.interface.encodeFunctionData("initialize", [await access.getAddress()]);
  const proxy = await chain.deployContract("ERC1967Proxy", [await implementation.getAddress(), initialize]);
  return (await chain.getContractAt(name, await proxy.getAddress())) as unknown as T;
}

/** `receipt.gasUsed` of a transaction. */
export async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  return Number(receipt!.gasUsed);
}

/** The payload of every measured statement: eight small integers as a tax office would report them. */
export const VALUES = [123_456_789n, 98_765n, 12n, 3n, 4_500n, 1_767_225_600n, 1n, 250n] as const;
