import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { dataSlice, encodeBytes32String, toNumber, ZeroHash } from "ethers";
import type { Scorecard as ScorecardContract } from "../../../build/typechain/index.ts";
import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import type { Characteristic, CompiledScorecard, Schema, Scorecard, ScoreInput } from "../../../catalogue/index.ts";
import { deployLedger, ROLE, VALIDITY } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { Statement } from "./statements.ts";

export const FAMILY = encodeBytes32String("test");
export const DAY = 86_400;
/** Seconds of notice that a successor needs. */
export const NOTICE = 7 * DAY;

/** `IScorecard.RatingStanding`. */
export const RATING = { none: 0n, current: 1n, revoked: 2n, outdated: 3n, expired: 4n, withdrawn: 5n } as const;

/** A source of the test card, by the ledger's name for its schema. */
export type SourceName = keyof Ledger["schemas"];

/** The sources in the order of their schema ids: that of evidence, and of what is asked with `simulate`. */
export const SOURCES = ["subject", "tax", "customs"] as const satisfies readonly SourceName[];

/** Facts of the fixture's schemas, three each, as the test card calls them. */
export const FACTS: Readonly<Record<SourceName, readonly string[]>> = {
  tax: ["tax.sales", "tax.purchases", "tax.invoices"],
  customs: ["cus.since", "cus.exports", "cus.fines"],
  subject: ["subject.revenue", "subject.assets", "subject.staff"],
};

const named = (id: string) => ({ id, nameEn: id, nameZh: "测试" });

const input = (
  id: string,
  operation: ScoreInput["operation"],
  numerator: readonly (readonly [fact: string, sign: 1 | -1])[],
  denominator: readonly string[] = [],
): ScoreInput => ({
  ...named(id),
  operation,
  numerator: numerator.map(([fact, sign]) => ({ fact, sign })),
  denominator: denominator.map((fact) => ({ fact, sign: 1 })),
  multiplier: operation === "ratio" ? 10_000 : 1,
});

const characteristic = (
  id: string,
  rest: Pick<Characteristic, "weightBps" | "axes" | "unknownPoints" | "withheldPoints" | "cells">,
): Characteristic => ({
  ...named(id),
  ...{ part: "administrative", basis: "expert judgement", adviceEn: "none", adviceZh: "无" },
  ...rest,
});

/**
 * A small card with one of everything: a ratio, a date, a value, a table, facts of two agencies and of the company, and a
 * characteristic over facts of the company and of an agency.
 */
export const CARD: Scorecard = {
  family: "test",
  version: 1,
  ...{ nameEn: "Test", nameZh: "测试", description: "for tests" },
  scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
  basePoints: 500,
  minimumCoverageBps: 3_000,
  sources: SOURCES,
  inputs: [
    input(
      "margin",
      "ratio",
      [
        ["tax.sales", 1],
        ["tax.purchases", -1],
      ],
      ["tax.sales"],
    ),
    input("age", "days since", [["cus.since", 1]]),
    input("invoices", "value", [["tax.invoices", 1]]),
    input("fines", "value", [["cus.fines", 1]]),
    input("declared", "ratio", [["subject.revenue", 1]], ["tax.sales"]),
    input("staff", "value", [["subject.staff", 1]]),
  ],
  characteristics: [
    characteristic("margin", {
      weightBps: 3_000,
      axes: [{ input: "margin", cuts: [0, 1_000, 3_000] }],
      ...{ unknownPoints: -5, withheldPoints: -30, cells: [-20, -40, 0, 20, 40] },
    }),
    characteristic("trade", {
      weightBps: 2_500,
      axes: [
        { input: "invoices", cuts: [10, 100] },
        { input: "age", cuts: [365] },
      ],
      ...{ unknownPoints: 0, withheldPoints: -12, cells: [-9, -8, -7, -6, -5, -4, 10, 20, 30, 40, 50, 60] },
    }),
    characteristic("fines", {
      weightBps: 2_000,
      axes: [{ input: "fines", cuts: [1] }],
      ...{ unknownPoints: 3, withheldPoints: -1, cells: [0, 25, -700] },
    }),
    characteristic("declared", {
      weightBps: 1_500,
      axes: [{ input: "declared", cuts: [9_000, 11_000] }],
      ...{ unknownPoints: -10, withheldPoints: -35, cells: [-35, -30, 15, -20] },
    }),
    characteristic("staff", {
      weightBps: 1_000,
      axes: [{ input: "staff", cuts: [5, 50] }],
      ...{ unknownPoints: -2, withheldPoints: -8, cells: [-8, -8, 8, 16] },
    }),
  ],
  grades: [0, 400, 500, 600].map((fromPoints, index) => ({
    label: ["D", "C", "B", "A"][index] as string,
    fromPoints,
    ...{ defaultRateBps: 0, defaultRateLowBps: 0, defaultRateHighBps: 0, companies: 0, defaults: 0 },
  })),
  provenance: {},
};

/** A card compiled against the fixture's schemas, or against others with the same names. */
export function compileCard({ schemas }: Pick<Ledger, "schemas">, card: Scorecard = CARD): CompiledScorecard {
  const known = SOURCES.map((name) => schemaOf(name, schemas[name], FACTS[name]));
  return compileScorecard({ schemaByName: new Map(known.map((schema) => [schema.name, schema])) }, card);
}

/** The bytes of the smallest card over one schema: a characteristic of its first fact. */
export function smallestModel(schema: Schema): string {
  const [input] = CARD.inputs.filter(({ id }) => id === "staff");
  const [characteristic] = CARD.characteristics.filter(({ id }) => id === "staff");
  const card: Scorecard = {
    ...CARD,
    sources: [schema.name],
    inputs: [{ ...input!, numerator: [{ fact: schema.fields[0]!.id, sign: 1 }] }],
    characteristics: [{ ...characteristic!, weightBps: 10_000 }],
  };
  return encodeScorecard(compileScorecard({ schemaByName: new Map([[schema.name, schema]]) }, card));
}

/** The bytes of a card over the fixture's schemas. */
export const modelOf = (ledger: Pick<Ledger, "schemas">, card: Scorecard = CARD): string =>
  encodeScorecard(compileCard(ledger, card));

/** What compiling needs of a schema. */
export function schemaOf(name: string, id: string, facts: readonly string[], validitySeconds = VALIDITY): Schema {
  return { name, id, validitySeconds, fields: facts.map((fact) => ({ id: fact })) } as unknown as Schema;
}

/**
 * A Scorecard without models. Governance acts at once here, because who may do what after which delay is the matter of
 * `test/contracts/access`.
 */
export async function deployScorecard(
  { ethers }: NetworkConnection,
  { registry, wallets }: Ledger,
): Promise<ScorecardContract> {
  const manager = (await ethers.deployContract("AccessManager", [wallets.governance])).connect(wallets.governance);
  const implementation = await ethers.deployContract("Scorecard", [await registry.getAddress()]);
  const initialize = implementation.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
  const proxy = await ethers.deployContract("ERC1967Proxy", [await implementation.getAddress(), initialize]);
  const scorecard = await ethers.getContractAt("Scorecard", await proxy.getAddress());
  await manager.setTargetFunctionRole(scorecard, [scorecard.interface.getFunction("pause").selector], ROLE.guardian);
  await manager.grantRole(ROLE.guardian, wallets.guardian, 0);
  return scorecard.connect(wallets.stranger);
}

/** What `publishModel` is called with: family, version, model, effectiveFrom, documentHash. */
export type PublishModel = [string, number, string, number, string];

/** Publishes a model as governance; from now on unless told otherwise. */
export function publish(
  scorecard: ScorecardContract,
  { wallets }: Pick<Ledger, "wallets">,
  model: string,
  { family = FAMILY, version = 1, effectiveFrom = 0, documentHash = ZeroHash } = {},
) {
  return scorecard.connect(wallets.governance).publishModel(family, version, model, effectiveFrom, documentHash);
}

/** A statement of a source about the fixture's company. */
export function statementOf(
  { schemas, company }: Pick<Ledger, "schemas" | "company">,
  source: SourceName,
  observedAt: number,
  values: readonly bigint[],
): Statement {
  const head = { schemaId: schemas[source], subject: company, itemKey: ZeroHash, evidence: ZeroHash };
  return { ...head, observedAt, values: [...values] };
}

/** Whoever attests and revokes what a source says. */
export function issuerOf({ wallets }: Pick<Ledger, "wallets">, source: SourceName): HardhatEthersSigner {
  return { tax: wallets.taxSigner, customs: wallets.customsSigner, subject: wallets.controller }[source];
}

/** Attests a statement of a source about the fixture's company. */
export async function attest(
  ledger: Ledger,
  source: SourceName,
  observedAt: number,
  values: readonly bigint[],
): Promise<Statement> {
  const statement = statementOf(ledger, source, observedAt, values);
  await ledger.registry.connect(issuerOf(ledger, source)).attest(statement.schemaId, statement);
  return statement;
}

/** What `evaluate` and `certify` take of a statement. */
export const evidenceOf = ({ schemaId, observedAt, evidence, values }: Statement) => ({
  ...{ schemaId, observedAt, evidence, values },
});

/** The points of each characteristic, from two bytes each. */
export function pointsOf(packed: string): number[] {
  const count = (packed.length - 2) / 4;
  return Array.from({ length: count }, (_, index) => {
    const points = toNumber(dataSlice(packed, index * 2, index * 2 + 2));
    return points < 0x8000 ? points : points - 0x1_0000;
  });
}

/** Values with which every characteristic of the test card is known: 628 points, the best grade. */
const KNOWN = (now: number): Readonly<Record<SourceName, readonly bigint[]>> => ({
  tax: [1_000_000n, 800_000n, 150n],
  customs: [BigInt(now - 400 * DAY), 0n, 0n],
  subject: [1_000_000n, 0n, 20n],
});

/** How long before `now` the sources of a company were observed: the customs' statement expires first. */
export const AGE: Readonly<Record<SourceName, number>> = { tax: 10 * DAY, customs: 20 * DAY, subject: 5 * DAY };

/** A ledger with the test card in force, and a company about which every source has stated something. */
export async function deployScored(connection: NetworkConnection) {
  const ledger = await deployLedger(connection);
  const scorecard = await deployScorecard(connection, ledger);
  await publish(scorecard, ledger, modelOf(ledger));
  const now = await connection.networkHelpers.time.latest();
  const state = (source: SourceName) => attest(ledger, source, now - AGE[source], KNOWN(now)[source]);
  const statements = { subject: await state("subject"), tax: await state("tax"), customs: await state("customs") };
  return {
    ...ledger,
    ledger,
    scorecard,
    now,
    statements,
    evidence: SOURCES.map((name) => evidenceOf(statements[name])),
  };
}

export type Scored = Awaited<ReturnType<typeof deployScored>>;

/** Revokes the newest statement of a source. */
export function revoke({ registry, ...ledger }: Ledger, source: SourceName, { observedAt }: Statement) {
  const { schemas, company } = ledger;
  return registry
    .connect(issuerOf(ledger, source))
    .revoke(schemas[source], company, ZeroHash, observedAt, encodeBytes32String("wrong"));
}
