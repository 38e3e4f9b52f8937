import { type BaseContract, Contract } from "ethers";

import type { DevelopmentCny } from "../../build/typechain/index.ts";
import type { Catalogue } from "../../catalogue/index.ts";
import { readArtifact } from "../chain/artifacts.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import { revertData } from "../chain/errors.ts";
import type { DevelopmentLedger } from "../seed/development-ledger.ts";
import { Cast } from "./cast.ts";
import { Clock } from "./clock.ts";

/** What every story plays on. */
export interface Stage {
  readonly catalogue: Catalogue;
  /** Connected to the chain for reading. */
  readonly contracts: LedgerContracts;
  /** The digital yuan in which some products settle; for reading. */
  readonly token: DevelopmentCny;
  readonly clock: Clock;
  readonly cast: Cast;
  /** The name of the custom error with which a contract of the ledger refused; undefined for any other. */
  readonly errorName: (error: unknown) => string | undefined;
}

/** @param token address of the digital yuan */
export async function buildStage({ provider, contracts, catalogue }: DevelopmentLedger, token: string): Promise<Stage> {
  const { abi } = await readArtifact("DevelopmentCny");
  return {
    catalogue,
    contracts,
    token: new Contract(token, abi as never, provider) as unknown as DevelopmentCny,
    clock: new Clock(provider),
    cast: new Cast(provider, catalogue),
    errorName: (error) => nameOfError(contracts, revertData(error)),
  };
}

/** An error may come from any contract that the called one asks, and the attestation registry wraps a resolver's. */
function nameOfError(contracts: LedgerContracts, data: string | undefined): string | undefined {
  if (data === undefined) return undefined;
  const known = Object.values(contracts).map(({ interface: abi }: BaseContract) => abi.parseError(data));
  const error = known.find((found) => found !== null);
  if (error?.name !== "AttestationRegistryResolverRejected") return error?.name;
  return nameOfError(contracts, error.args["reason"] as string);
}
