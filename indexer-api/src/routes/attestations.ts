import { Interface } from "ethers";
import { applyPolicy } from "../access/policy.ts";
import type { VisibleStatement } from "../access/policy.ts";
import { statementById } from "../data/statements.ts";
import type { Deployment } from "../deployment.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { Problem } from "../http/problem.ts";
import { readStatement } from "../ledger/statement.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { statementView } from "../wire/statement.ts";
import { getAttestation } from "./attestations.contract.ts";

const IS_CURRENT =
  "function isCurrent(bytes4 schemaId, tuple(bytes32 subject, bytes32 itemKey, uint32 observedAt, bytes32 evidence, " +
  "int256[] values) statement) view returns (bool)";
const registryInterface = new Interface([IS_CURRENT]);

export function attestationEndpoint({ catalogue, ledger, policy, deployment }: Services): Endpoint {
  return endpoint(getAttestation, ({ params: { id } }) =>
    ledger.read(async (db, block) => {
      const row = await statementById(db, id);
      if (row === null) throw new Problem("attestation-unknown", `The ledger has no attestation ${id}.`);
      const visible = applyPolicy(policy, readStatement(row, catalogue, block.time));
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        subject: row.subject,
        attestation: statementView(visible, catalogue),
        verification: visible.withheld ? null : verificationOf(visible, deployment),
      };
    }),
  );
}

function verificationOf({ statement, row }: VisibleStatement, { chainId, contracts }: Deployment) {
  const { schemaId, ...struct } = statement;
  const registry = contracts.AttestationRegistry.address;
  return {
    chainId,
    registry,
    schemaId,
    statement: { ...struct, values: struct.values.map(String) },
    record: row.record,
    call: {
      function: "isCurrent(bytes4,(bytes32,bytes32,uint32,bytes32,int256[]))",
      to: registry,
      data: registryInterface.encodeFunctionData("isCurrent", [schemaId, struct]),
    },
  };
}
