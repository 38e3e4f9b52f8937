import { encodeBytes32String, hexlify, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import type { Signer } from "ethers";
import { developmentUscc, encodeScorecard, entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue, CompiledScorecard, Schema } from "../../../catalogue/index.ts";
import type { AttestationRegistry, EntityRegistry, Scorecard } from "../../../build/typechain/index.ts";
import { behindProxy, gasOf } from "./chain.ts";
import type { Chain } from "./chain.ts";

const STREAM = 1;
const COMPANY = 1;
/** Roles of the AccessManager that administer an agency's signers begin here. */
const FIRST_AGENCY_ROLE = 1_000;

/** A ledger with the catalogue's agencies, and what scores by their facts. */
export interface ScoreBench {
  readonly chain: Chain;
  readonly registry: AttestationRegistry;
  readonly scorecard: Scorecard;
  /** Registers a company whose own wallet is the deployer's, and returns its entity id. */
  readonly register: (name: string) => Promise<string>;
  /** Publishes a model, in force from now on, and returns what the transaction took. */
  readonly publish: (compiled: CompiledScorecard) => Promise<number>;
  /** Who may state what a schema says: its agency's signer, or the company's own wallet. */
  readonly issuerOf: (schema: Schema) => Signer;
}

/** Deploys with everything in one wallet's hands but the agencies' signing, and defines the schemas. */
export async function deployScoring(
  chain: Chain,
  { agencies }: Pick<Catalogue, "agencies">,
  schemas: readonly Schema[],
): Promise<ScoreBench> {
  const signers = await chain.getSigners();
  const deployer = signers[0] as Signer;
  const access = await chain.deployContract("AccessManager", [await deployer.getAddress()]);
  const entities = await behindProxy<EntityRegistry>(chain, "EntityRegistry", [], access);
  const registry = await behindProxy<AttestationRegistry>(chain, "AttestationRegistry", [entities], access);
  const scorecard = await behindProxy<Scorecard>(chain, "Scorecard", [registry], access);
  for (const { number, code, nameEn, nameZh } of agencies) {
    await registry.defineAgency(number, code, nameEn, nameZh);
    await access.getFunction("grantRole").send(FIRST_AGENCY_ROLE + number, deployer, 0);
    await registry.addSigner(number, signers[number] as Signer);
  }
  for (const { name, agencyNumber, fields, validitySeconds } of schemas) {
    const facts = fields.map(({ id }) => id);
    await registry.defineSchema(name, agencyNumber, facts, STREAM, validitySeconds, ZeroAddress);
  }
  return {
    ...{ chain, registry, scorecard },
    register: async (name) => {
      const uscc = developmentUscc(name);
      await entities.register(hexlify(toUtf8Bytes(uscc)), COMPANY, deployer);
      return entityIdOf(uscc);
    },
    publish: (compiled) => {
      const { family, version } = compiled.card;
      return gasOf(
        scorecard.publishModel(encodeBytes32String(family), version, encodeScorecard(compiled), 0, ZeroHash),
      );
    },
    issuerOf: ({ agencyNumber }) => signers[agencyNumber] as Signer,
  };
}
