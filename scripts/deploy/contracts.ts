import { access, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorDeploymentResultToExceptionMessage } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  DeploymentResultType,
  type EIP1193Provider,
  listTransactions,
  TransactionStatus,
} from "@nomicfoundation/ignition-core";
import type { Signer } from "ethers";
import { artifactResolver } from "../chain/artifacts.ts";
import type { LedgerContractName } from "../chain/contracts.ts";
import { eachProxied } from "../chain/ledger.ts";
import type { Rpc } from "../chain/provider.ts";
import { DEVELOPMENT_CHAIN_ID } from "../wallets/development.ts";
import { settleLostTransaction } from "./lost-transaction.ts";
import { contractsModule, proxyId } from "./module.ts";

/** A contract's address, and the transaction and block that created it. */
export interface Creation {
  readonly address: string;
  readonly transaction: string;
  readonly block: number;
}

export type Creations = Readonly<Record<LedgerContractName, Creation>>;

/** Ignition's ids of the contracts that others call. */
const FUTURES: Readonly<Record<LedgerContractName, string>> = {
  AccessManager: "Ledger#AccessManager",
  ...eachProxied((name) => `Ledger#${proxyId(name)}`),
};

const DEVELOPMENT_POLL_MS = 20;

/**
 * Creates the contracts, or takes up where an interrupted run with the same journal stopped; a finished journal sends
 * nothing and needs no deployer.
 * @param journalFolder where Ignition notes what it sent; belongs to one network
 * @throws Error in Ignition's words when the journal and the chain or the code disagree, or a transaction failed.
 */
export async function createContracts(
  provider: Rpc,
  deployer: Signer | undefined,
  journalFolder: string,
): Promise<Creations> {
  const { chainId } = await provider.getNetwork();
  if (chainId === DEVELOPMENT_CHAIN_ID) await forgetEarlierChain(provider, journalFolder);
  const addresses = await createdEarlier(journalFolder);
  if (!Object.values(FUTURES).every((future) => addresses[future] !== undefined)) {
    if (!deployer) throw new Error("this needs the key of a deployer: a wallet that holds no office in the parameters");
    await runIgnition(provider, deployer, journalFolder, chainId);
  }
  return findCreations(provider, journalFolder, await createdEarlier(journalFolder));
}

async function runIgnition(provider: Rpc, deployer: Signer, journalFolder: string, chainId: bigint): Promise<void> {
  const account = await deployer.getAddress();
  const signing = signingProvider(provider, deployer);
  await settleLostTransaction(provider, signing, account, journalFolder);
  const result = await deploy({
    artifactResolver,
    provider: signing,
    deploymentDir: journalFolder,
    ignitionModule: contractsModule,
    deploymentParameters: {},
    accounts: [account],
    config: chainId === DEVELOPMENT_CHAIN_ID ? { blockPollingInterval: DEVELOPMENT_POLL_MS } : {},
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new Error(errorDeploymentResultToExceptionMessage(result));
  }
}

/** The addresses that Ignition noted, by future. */
async function createdEarlier(journalFolder: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(journalFolder, "deployed_addresses.json"), "utf8").catch(() => "{}");
  return JSON.parse(text) as Record<string, string>;
}

/** The development chain begins anew each time it starts; a journal of an earlier one describes nothing. */
async function forgetEarlierChain(provider: Rpc, journalFolder: string): Promise<void> {
  const started = await access(join(journalFolder, "journal.jsonl")).then(
    () => true,
    () => false,
  );
  if (!started) return;
  const sent = await listTransactions(journalFolder, artifactResolver);
  const known = await Promise.all(sent.map(({ txHash }) => provider.getTransaction(txHash)));
  if (known.some((transaction) => transaction === null)) await rm(journalFolder, { recursive: true });
}

async function findCreations(
  provider: Rpc,
  journalFolder: string,
  addresses: Readonly<Record<string, string>>,
): Promise<Creations> {
  const sent = await listTransactions(journalFolder, artifactResolver);
  const creation = async (futureId: string): Promise<Creation> => {
    const address = addresses[futureId];
    const transaction = sent.find(
      (info) => info.status === TransactionStatus.SUCCESS && info.address === address,
    )?.txHash;
    const receipt = transaction === undefined ? null : await provider.getTransactionReceipt(transaction);
    if (address === undefined || receipt === null) {
      throw new Error(
        `${futureId}: the chain does not know the transaction that created it (journal ${journalFolder})`,
      );
    }
    return { address, transaction: receipt.hash, block: receipt.blockNumber };
  };
  const created = Object.entries(FUTURES).map(async ([name, future]) => [name, await creation(future)] as const);
  return Object.fromEntries(await Promise.all(created)) as Creations;
}

/** Ignition leaves signing to its provider; ours may be a key from the keystore or a Ledger. */
function signingProvider(provider: Rpc, signer: Signer): EIP1193Provider {
  return {
    async request({ method, params }) {
      if (method !== "eth_sendTransaction") return provider.send(method, (params ?? []) as unknown[]);
      const [{ gas, nonce, ...rest }] = params as [Record<string, string>];
      const sent = await signer.sendTransaction({ ...rest, gasLimit: gas!, nonce: Number(nonce) });
      return sent.hash;
    },
  };
}
