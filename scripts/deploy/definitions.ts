import { ZeroAddress } from "ethers";
import type { Catalogue } from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";

/** The chain's number for each mode of a schema; 0 stands for none. */
export const MODES = { stream: 1n } as const;

/**
 * The calls of a steward that define what the catalogue has and the chain has not: agencies first, because schemas need
 * them. They go through the AccessManager, so that many fit into one transaction.
 */
export async function missingDefinitions(contracts: LedgerContracts, catalogue: Catalogue): Promise<Call[]> {
  const registry = contracts.AttestationRegistry;
  const [agencies, schemas] = await Promise.all([
    Promise.all(catalogue.agencies.map(({ number }) => registry.agencyExists(number))),
    Promise.all(catalogue.schemas.map(({ id }) => registry.schemaOf(id))),
  ]);
  const target = await registry.getAddress();
  const execute = (description: string, data: string): Call => ({
    description,
    data: contracts.AccessManager.interface.encodeFunctionData("execute", [target, data]),
  });
  const missingAgencies = catalogue.agencies
    .filter((_, index) => !agencies[index])
    .map(({ number, code, nameEn, nameZh }) =>
      execute(
        `define agency ${code}`,
        registry.interface.encodeFunctionData("defineAgency", [number, code, nameEn, nameZh]),
      ),
    );
  const missingSchemas = catalogue.schemas
    .filter((_, index) => schemas[index]?.mode === 0n)
    .map(({ name, agencyNumber, fields, mode, validitySeconds }) => {
      const fieldIds = fields.map((field) => field.id);
      const parameters = [name, agencyNumber, fieldIds, MODES[mode], validitySeconds, ZeroAddress] as const;
      return execute(`define schema ${name}`, registry.interface.encodeFunctionData("defineSchema", [...parameters]));
    });
  return [...missingAgencies, ...missingSchemas];
}
