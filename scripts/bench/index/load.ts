import { id, ZeroAddress, ZeroHash } from "ethers";

import { attestationIdOf, loadCatalogue, schemaIdOf, type Statement } from "../../../catalogue/index.ts";
import { ledgerContracts } from "../../chain/contracts.ts";
import { connect } from "../../chain/provider.ts";
import type { DeploymentRecord } from "../../deploy/record.ts";
import { developmentWallet } from "../../wallets/development.ts";

export const BATCH_SIZE = 200;
export const VALUES_EACH = 8;

const AGENCY = "tax";
const SCHEMA_NAME = "tax.benchmark.v1";
const ONE_DAY_SECONDS = 86_400;
const STREAM_MODE = 1;

/** Enough for a batch of 200 new statements with 8 values, which use about 6 million. */
const BATCH_GAS = 9_000_000n;
const SINGLE_GAS = 200_000n;

/** Puts statements on the chain as an agency would, only without asking first what is there already. */
export interface Load {
  /** Mines `count` batches of new statements and resolves when the last of them is in a block. */
  mineBatches(count: number): Promise<void>;
  /** Mines one statement. @returns its attestation id. */
  mineOne(): Promise<string>;
  close(): void;
}

/** Defines a schema with eight fields, which the catalogue happens not to have, and connects the agency's signer. */
export async function openLoad(chainUrl: string, record: DeploymentRecord): Promise<Load> {
  const provider = await connect(chainUrl);
  const agencyNumber = loadCatalogue().agencyByCode.get(AGENCY)!.number;
  const registryOf = async (holder: "steward" | `signer:${number}`) =>
    (await ledgerContracts(record.contracts, developmentWallet(holder).connect(provider))).AttestationRegistry;

  const fields = Array.from({ length: VALUES_EACH }, (_, index) => `tax.benchmark_${index}`);
  const steward = await registryOf("steward");
  const defining = steward.defineSchema(SCHEMA_NAME, agencyNumber, fields, STREAM_MODE, ONE_DAY_SECONDS, ZeroAddress);
  await (await defining).wait();

  const schemaId = schemaIdOf(SCHEMA_NAME, agencyNumber);
  const registry = await registryOf(`signer:${agencyNumber}`);
  const observedAt = (await provider.getBlock("latest"))!.timestamp;
  let serial = 0;
  const next = (): Statement => statementOf(schemaId, observedAt, serial++);

  return {
    async mineBatches(count) {
      for (let batch = 0; batch < count; batch++) {
        const statements = Array.from({ length: BATCH_SIZE }, next);
        await registry.attestBatch(schemaId, statements as never, { gasLimit: BATCH_GAS });
      }
    },
    async mineOne() {
      const statement = next();
      await registry.attest(schemaId, statement as never, { gasLimit: SINGLE_GAS });
      return attestationIdOf(statement);
    },
    close: () => provider.destroy(),
  };
}

/** The serial-th statement: about a company of its own, with amounts as large as real ones. */
function statementOf(schemaId: string, observedAt: number, serial: number): Statement {
  const values = Array.from({ length: VALUES_EACH }, (_, field) => BigInt(serial * 7_919 + field * 104_729) * 99_991n);
  return {
    schemaId,
    subject: id(`company ${serial}`),
    itemKey: ZeroHash,
    observedAt,
    evidence: id(`${serial}`),
    values,
  };
}
