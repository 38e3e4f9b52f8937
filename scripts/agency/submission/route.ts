import type { Signer } from "ethers";

import type { Statement } from "../../../catalogue/index.ts";
import type { AttestationRegistry } from "../../chain/contracts.ts";
import { attestationDomain, signBatch } from "../typed-data.ts";

/** The call that carries a batch. Encoded once, because half a megabyte of calldata takes its time. */
export interface Call {
  readonly to: string;
  readonly data: string;
}

/** How batches reach the chain: sent by the signer, or signed and then sent by a relayer. */
export interface Route {
  /** Who sends, and pays for, the transactions. */
  readonly sender: Signer;
  callOf(schemaId: string, batch: readonly Statement[]): Promise<Call>;
}

/** How long a signature counts after the newest block, in seconds of chain time. */
const SIGNATURE_LIFE = 3600;

/** The signer sends the batches. */
export function directRoute(registry: AttestationRegistry, signer: Signer): Route {
  return {
    sender: signer,
    async callOf(schemaId, batch) {
      const data = registry.interface.encodeFunctionData("attestBatch", [schemaId, batch.map(toStruct)]);
      return { to: await registry.getAddress(), data };
    },
  };
}

/** The signer signs each batch by EIP-712, and the relayer sends it. */
export function relayedRoute(registry: AttestationRegistry, signer: Signer, relayer: Signer): Route {
  return {
    sender: relayer,
    async callOf(schemaId, batch) {
      const { provider } = relayer;
      const [network, block] = await Promise.all([provider?.getNetwork(), provider?.getBlock("latest")]);
      if (!network || !block) throw new Error("the relayer's wallet must be connected to the chain");
      const to = await registry.getAddress();
      const deadline = block.timestamp + SIGNATURE_LIFE;
      const signature = await signBatch(signer, attestationDomain(network.chainId, to), schemaId, batch, deadline);
      const args = [schemaId, batch.map(toStruct), await signer.getAddress(), deadline, signature] as const;
      return { to, data: registry.interface.encodeFunctionData("attestBatchBySignature", [...args]) };
    },
  };
}

function toStruct({ subject, itemKey, observedAt, evidence, values }: Statement) {
  return { subject, itemKey, observedAt, evidence, values: [...values] };
}
