import type { Signer } from "ethers";

import type { Statement } from "../../../catalogue/index.ts";
import type { AttestationRegistry } from "../../chain/contracts.ts";
import { attestationDomain, signBatch } from "../typed-data.ts";

/** Gas limit and nonce of a transaction. */
export interface Limits {
  readonly gasLimit: bigint;
  readonly nonce?: number;
}

/** One batch on its way to the chain: the same call to estimate and to send. */
export interface Call {
  estimate(limits: Limits): Promise<bigint>;
  /** @returns the transaction's hash */
  send(limits: Limits): Promise<string>;
}

/** How batches reach the chain: sent by the signer, or signed and then sent by a relayer. */
export interface Route {
  /** Who sends, and pays for, the transactions. */
  readonly sender: Signer;
  call(schemaId: string, batch: readonly Statement[]): Promise<Call>;
}

/** How long a signature counts after the newest block, in seconds of chain time. */
const SIGNATURE_LIFE = 3600;

/** The signer sends the batches. */
export function directRoute(registry: AttestationRegistry, signer: Signer): Route {
  const { attestBatch } = registry.connect(signer);
  return {
    sender: signer,
    call: (schemaId, batch) => {
      const statements = batch.map(toStruct);
      return Promise.resolve({
        estimate: (limits) => attestBatch.estimateGas(schemaId, statements, limits),
        send: async (limits) => (await attestBatch(schemaId, statements, limits)).hash,
      });
    },
  };
}

/** The signer signs each batch by EIP-712, and the relayer sends it. */
export function relayedRoute(registry: AttestationRegistry, signer: Signer, relayer: Signer): Route {
  const { attestBatchBySignature } = registry.connect(relayer);
  return {
    sender: relayer,
    async call(schemaId, batch) {
      const { provider } = relayer;
      const [network, block] = await Promise.all([provider?.getNetwork(), provider?.getBlock("latest")]);
      if (!network || !block) throw new Error("the relayer's wallet must be connected to the chain");
      const deadline = block.timestamp + SIGNATURE_LIFE;
      const domain = attestationDomain(network.chainId, await registry.getAddress());
      const signature = await signBatch(signer, domain, schemaId, batch, deadline);
      const args = [schemaId, batch.map(toStruct), await signer.getAddress(), deadline, signature] as const;
      return {
        estimate: (limits) => attestBatchBySignature.estimateGas(...args, limits),
        send: async (limits) => (await attestBatchBySignature(...args, limits)).hash,
      };
    },
  };
}

function toStruct({ subject, itemKey, observedAt, evidence, values }: Statement) {
  return { subject, itemKey, observedAt, evidence, values: [...values] };
}
