import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeBytes32String, ZeroHash } from "ethers";

import { developmentUscc, encodeField, entityIdOf } from "../../../catalogue/index.ts";
import type { Human, Scorecard, Schema } from "../../../catalogue/index.ts";
import type { Service as Api } from "../../../indexer-api/src/service.ts";
import { getCompanyFeatures } from "../../../indexer-api/src/routes/company-features.contract.ts";
import { matchCompany } from "../../../indexer-api/src/routes/match.contract.ts";
import { listRatings } from "../../../indexer-api/src/routes/ratings.contract.ts";
import { getScore, simulateScore } from "../../../indexer-api/src/routes/score.contract.ts";
import { getScoreCertificate } from "../../../indexer-api/src/routes/score-certificate.contract.ts";
import { getScoreHistory } from "../../../indexer-api/src/routes/score-history.contract.ts";
import { getScorecard, listScorecards } from "../../../indexer-api/src/routes/scorecards.contract.ts";
import { listScores, summariseScores } from "../../../indexer-api/src/routes/scores.contract.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { bytesOf } from "../../../indexer-api/src/data/hex.ts";
import { catalogue } from "../stated.ts";
import { ask, readyz, refusal } from "./ask.ts";
import { Author } from "./author.ts";
import { startParts, until } from "./parts.ts";
import type { Parts } from "./parts.ts";
import { plainFacts } from "./plain-facts.ts";

const DAY = 86_400;
const COMPANY = developmentUscc("API score test: a company");
const STRANGER = developmentUscc("API score test: never registered");
const NOBODY = developmentUscc("API score test: nothing known");
const FAMILY = encodeBytes32String("platform");
const ARREARS = "tax.arrears.v1";
const STANDINGS = ["none", "current", "revoked", "outdated", "expired", "withdrawn"];

const bulk = listScores(catalogue);
const summary = summariseScores(catalogue);

/** The tests run in order: each goes on where the one before ended. Numbers are the contract's, never written down. */
describe("scores over a real chain, graph-node and PostgreSQL", () => {
  let parts: Parts;
  let author: Author;
  /** Shows everything, and follows. */
  let open: Api;
  /** Shows what anyone may see. */
  let closed: Api;
  let observedAt: number;
  const card: Scorecard =
    catalogue.scorecards.find(({ family }) => family === "platform") ?? assert.fail("there is no platform scorecard");
  const sources = card.sources.map((name) => catalogue.schemaByName.get(name) as Schema);
  const path = { uscc: COMPANY };
  /** A district of Shenzhen. */
  const divisionOf = ({ name }: Schema) => (name === "amr.registration.v1" ? { "amr.division_code": "440305" } : {});

  before(async () => {
    parts = await startParts();
    author = new Author(parts);
    open = await parts.startApi({ ACCESS_POLICY: "development" });
    await until("the first block", async () => (await readyz(open.url)).status === 200);
    closed = await parts.startApi({ ACCESS_POLICY: "public" });
    observedAt = (await author.now()) - 2 * DAY;
    await author.register(COMPANY, "company", developmentWallet("relayer").address);
    for (const schema of sources.filter(({ agencyNumber }) => agencyNumber > 0)) await state(schema);
    await arrears("120000", observedAt + 30);
    await indexed();
  });
  after(() => parts?.stop());

  const state = (schema: Schema) =>
    author.attest(schema.name, { ...plainFacts(schema), ...divisionOf(schema) }, { uscc: COMPANY, observedAt });

  const arrears = (amount: string, at: number) =>
    author.attest(ARREARS, { "tax.arrears_amount": amount }, { uscc: COMPANY, observedAt: at });

  /** Waits until the index has the chain's newest block, and every score is computed as of it. */
  async function indexed(): Promise<void> {
    const head = await parts.provider.getBlockNumber();
    await until(`block ${head}`, async () => {
      const { status, body } = await readyz(open.url);
      return status === 200 && Number(body.blocks.index) >= head;
    });
    await until("no score pending", async () => (await ask(open.url, bulk)).pending === "0");
  }

  const score = (uscc = COMPANY) => ask(open.url, getScore, { path: { uscc } });
  const certificate = () => ask(open.url, getScoreCertificate, { path });
  const ratings = (url = open.url) => ask(url, listRatings, { path });
  const row = async (uscc = COMPANY) => {
    const { items } = await ask(open.url, bulk, { query: { limit: "200" } });
    return items.find(({ entityId }) => entityId === entityIdOf(uscc));
  };
  const contract = async () => (await author.contracts("relayer")).Scorecard;
  const ratingOnChain = async () => {
    const { standing } = await (await contract()).ratingOf(entityIdOf(COMPANY), FAMILY);
    return STANDINGS[Number(standing)];
  };
  const certify = async () => {
    await indexed();
    const { certify: call } = await certificate();
    const { transaction } = call ?? assert.fail("there is evidence");
    const wallet = developmentWallet("relayer").connect(parts.provider);
    await (await wallet.sendTransaction(transaction)).wait();
    await indexed();
  };

  describe("GET /v1/companies/{uscc}/score", () => {
    it("is the number that the contract computes, characteristic by characteristic", async () => {
      const [{ score: found, asOf, model }, { evaluate, expected }] = [await score(), await certificate()];
      const answer = await parts.provider.call({ ...evaluate, blockTag: Number(asOf.block) });
      const [onChain] = (await contract()).interface.decodeFunctionResult("evaluate", answer);
      assert.ok(Array.isArray(onChain));
      const [total, grade, coverageBps, expiresAt, points] = onChain as unknown[] as (bigint | string)[];
      assert.deepEqual([total, grade, coverageBps], [found.total, expected.gradeNumber, found.coverageBps].map(BigInt));
      assert.deepEqual([expiresAt, points], [BigInt(found.expiresAt ?? 0), expected.points]);
      const bytes = Buffer.from(String(points).slice(2), "hex");
      assert.deepEqual(
        found.characteristics.map((one) => one.points),
        found.characteristics.map((_, index) => bytes.readInt16BE(index * 2)),
      );
      assert.deepEqual([model.family, model.version, expected.total], ["platform", card.version, found.total]);
    });

    it("adds up, and names what cost points from the costliest on", async () => {
      const { score: found } = await score();
      const sum = found.characteristics.reduce((total, { points }) => total + points, found.basePoints);
      assert.equal(found.total, Math.max(0, Math.min(1000, sum)));
      const lost = found.reasons.map(({ pointsLost }) => pointsLost);
      assert.deepEqual(
        lost,
        lost.toSorted((a, b) => b - a),
      );
      const losing = found.characteristics.filter(({ pointsLost, state: on }) => pointsLost > 0 && on !== "unknown");
      assert.deepEqual(found.reasons.map(({ code }) => code).toSorted(), losing.map(({ code }) => code).toSorted());
      assert.ok(found.reasons.every(({ adviceZh }) => /\p{Script=Han}/u.test(adviceZh)));
      assert.ok(found.range.lowest.total <= found.total && found.total <= found.range.highest.total);
    });

    it("names the evidence and when the first of it expires", async () => {
      const { score: found } = await score();
      const stated = sources.filter(({ agencyNumber }) => agencyNumber > 0);
      assert.deepEqual(
        found.evidence.map(({ schema }) => schema.name).toSorted(),
        stated.map(({ name }) => name).toSorted(),
      );
      const shortest = Math.min(...stated.map(({ validitySeconds }) => validitySeconds));
      assert.ok(
        Number(found.expiresAt) >= observedAt + shortest && Number(found.expiresAt) <= observedAt + 30 + shortest,
      );
    });

    it("404 for a company that nobody knows, and for a scorecard that nobody has", async () => {
      const company = await refusal(`${open.url}/v1/companies/${NOBODY}/score`);
      assert.equal(company.problem.type, "urn:lingnan:problem:company-unknown");
      const family = await refusal(`${open.url}/v1/companies/${COMPANY}/score?family=astrology`);
      assert.equal(family.problem.type, "urn:lingnan:problem:scorecard-unknown");
      const nonsense = await refusal(`${open.url}/v1/companies/${COMPANY}/score?family=PLATFORM`);
      assert.equal(nonsense.response.status, 400);
    });
  });

  describe("POST /v1/companies/{uscc}/score/simulate", () => {
    const simulate = (body: object) => ask(open.url, simulateScore, { path, body });
    const refused = async (body: object) => {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const { response, problem } = await refusal(`${open.url}/v1/companies/${COMPANY}/score/simulate`, init);
      assert.equal(response.status, 400);
      return problem.errors?.[0] ?? assert.fail("no field is named");
    };
    /** What the contract makes of the same values. */
    const onChain = async (fact: string, value: Human | null) => {
      const { evaluate, asOf } = await certificate();
      const [, , , evidence] = (await contract()).interface.decodeFunctionData(
        "evaluate",
        evaluate.data,
      ) as unknown as [string, bigint, string, [schemaId: string, at: bigint, evidence: string, values: bigint[]][]];
      const values = [...sources]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, fields }) => {
          const values = evidence.find(([schemaId]) => schemaId === id)?.[3] ?? [];
          return [...values].map((stated, index) =>
            fields[index]?.id === fact ? encodeField(fields[index], value) : stated,
          );
        });
      return (await contract()).simulate(FAMILY, card.version, values, asOf.time);
    };

    for (const amount of ["0", "98000000", null]) {
      it(`tax arrears of ${amount ?? "an amount that is not stated"}: what the contract says too`, async () => {
        const { now, then, difference, characteristics, withoutEffect } = await simulate({
          changes: [{ fact: "tax.arrears_amount", value: amount }],
        });
        const expected = await onChain("tax.arrears_amount", amount);
        assert.equal(then.total, Number(expected.total));
        assert.equal(then.coverageBps, Number(expected.coverageBps));
        assert.equal(now.total, (await score()).score.total);
        assert.equal(difference, then.total - now.total);
        assert.ok(characteristics.every(({ now: before, then: later, ...one }) => one.difference === later - before));
        assert.deepEqual(withoutEffect, []);
      });
    }

    it("loses a statement, and makes one of a changed fact where there is none", async () => {
      const lost = await simulate({ statementsLost: [ARREARS] });
      assert.ok(lost.characteristics.every(({ stateThen }) => stateThen === "unknown"));
      assert.ok(lost.then.coverageBps < lost.now.coverageBps);
      const again = await simulate({
        statementsLost: [ARREARS],
        changes: [{ fact: "tax.arrears_amount", value: "120000" }],
      });
      assert.deepEqual([again.difference, again.characteristics], [0, []]);
    });

    it("names what has no effect, and refuses what it does not know with the nearest name", async () => {
      const { withoutEffect, difference } = await simulate({
        changes: [{ fact: "ipo.patent_kind", value: "design" }],
        statementsLost: ["tax.invoice_month.v1"],
      });
      assert.deepEqual(withoutEffect.map(({ name }) => name).toSorted(), ["ipo.patent_kind", "tax.invoice_month.v1"]);
      assert.equal(difference, 0);
      const mistyped = await refused({ changes: [{ fact: "tax.arrear_amount", value: "0" }] });
      assert.equal(mistyped.field, "body.changes.0.fact");
      assert.match(mistyped.rule, /the nearest is tax\.arrears_amount/);
      const wrong = await refused({ changes: [{ fact: "tax.arrears_amount", value: "a lot" }] });
      assert.equal(wrong.field, "body.changes.0.value");
      assert.match((await refused({ changes: [{ fact: "tax.arrears_amount", value: 5 }] })).rule, /must be text/);
    });
  });

  describe("GET /v1/scores", () => {
    it("has the company as GET score has it, and says at which block", async () => {
      await indexed();
      const [{ score: found }, stored] = [await score(), (await row()) ?? assert.fail("it has no row")];
      assert.equal(stored.uscc, COMPANY);
      assert.deepEqual([stored.total, stored.coverageBps], [found.total, found.coverageBps]);
      assert.deepEqual([stored.lowest, stored.highest], [found.range.lowest.total, found.range.highest.total]);
      assert.equal(stored.grade?.label, found.grade?.label);
      assert.equal(stored.expiresAt, found.expiresAt);
      const block = await parts.provider.getBlock(Number(stored.computed.block));
      assert.equal(stored.computed.time, String(block?.timestamp));
    });

    it("follows a new fact", async () => {
      const before = (await row()) ?? assert.fail("it has no row");
      await arrears("0", observedAt + 60);
      await indexed();
      const after = (await row()) ?? assert.fail("it has no row");
      assert.notEqual(after.total, before.total);
      assert.equal(after.total, (await score()).score.total);
      assert.ok(BigInt(after.computed.block) > BigInt(before.computed.block));
    });

    it("filters and counts", async () => {
      await author.attest("mee.rating.v1", { "mee.rating": "red" }, { uscc: STRANGER, observedAt });
      await indexed();
      const { total, grade } = (await row()) ?? assert.fail("it has no row");
      const ids = async (query: Record<string, string>) =>
        (await ask(open.url, bulk, { query })).items.map(({ entityId }) => entityId);
      const both = [COMPANY, STRANGER].map(entityIdOf).toSorted();
      assert.deepEqual(await ids({}), both);
      assert.deepEqual(await ids({ minTotal: String(total), maxTotal: String(total), grade: grade?.label ?? "none" }), [
        entityIdOf(COMPANY),
      ]);
      assert.deepEqual(await ids({ grade: "none" }), [entityIdOf(STRANGER)]);
      assert.deepEqual(await ids({ region: "440300" }), [entityIdOf(COMPANY)]);
      assert.deepEqual(await ids({ region: "440100" }), []);
      const first = await ask(open.url, bulk, { query: { limit: "1" } });
      assert.deepEqual([first.items[0]?.entityId, first.page.next], [both[0], both[0]]);
      assert.deepEqual(await ids({ after: first.page.next ?? "" }), both.slice(1));
      const counts = await ask(open.url, summary);
      assert.deepEqual([counts.companies, counts.ungraded], ["2", "1"]);
      assert.equal(counts.grades.find(({ label }) => label === grade?.label)?.companies, "1");
      assert.equal((await refusal(`${open.url}/v1/scores?minTotal=2000`)).response.status, 400);
      const upsideDown = await refusal(`${open.url}/v1/scores?minTotal=700&maxTotal=600`);
      assert.equal(upsideDown.response.status, 400);
      assert.deepEqual(
        upsideDown.problem.errors?.map(({ field, value }) => [field, value]),
        [
          ["query.minTotal", "700"],
          ["query.maxTotal", "600"],
        ],
      );
      assert.equal((await refusal(`${open.url}/v1/scores?family=astrology`)).response.status, 404);
    });

    it("is not lost when the instance that follows goes: what came meanwhile is scored by the next", async () => {
      await open.stop();
      await arrears("7000", observedAt + 90);
      open = await parts.startApi({ ACCESS_POLICY: "development" });
      await indexed();
      const [{ score: found }, stored] = [await score(), (await row()) ?? assert.fail("it has no row")];
      assert.equal(stored.total, found.total);
      const owed = found.characteristics.flatMap(({ inputs }) => inputs).flatMap(({ facts }) => facts);
      assert.equal(owed.find(({ fact }) => fact === "tax.arrears_amount")?.value, "7000.00");
    });

    it("leaves out a company whose score cannot be computed, says so, and goes on with the others", async () => {
      const damage = async (expression: string) => {
        const subjects = [STRANGER, COMPANY].map((uscc) => bytesOf(entityIdOf(uscc)));
        await parts.sql(`UPDATE attestations SET record = ${expression} WHERE subject = $1`, [subjects[0]]);
        await parts.sql("INSERT INTO score_queue SELECT unnest($1::bytea[]) ON CONFLICT DO NOTHING", [subjects]);
        await parts.provider.send("evm_mine", []);
        await indexed();
      };
      const before = (await row()) ?? assert.fail("it has no row");
      await damage("record || '\\x00'");
      assert.equal(await row(STRANGER), undefined);
      assert.ok(BigInt((await row())?.computed.block ?? 0) > BigInt(before.computed.block));
      // One of the two follows, and either may.
      const counts = await Promise.all(
        [open, closed].map(async ({ url }) => {
          const metrics = await (await fetch(`${url}/metrics`)).text();
          return Number(/^lingnan_unscorable_total (\d+)$/m.exec(metrics)?.[1]);
        }),
      );
      assert.ok(Math.max(...counts) > 0);
      await damage("substring(record FROM 1 FOR length(record) - 1)");
      assert.ok(await row(STRANGER));
    });

    it("forgets what a reorganisation undid", async () => {
      const snapshot: unknown = await parts.provider.send("evm_snapshot", []);
      await author.attest("mee.rating.v1", { "mee.rating": "green" }, { uscc: NOBODY, observedAt });
      await indexed();
      assert.ok(await row(NOBODY));
      await parts.provider.send("evm_revert", [snapshot]);
      await parts.provider.send("hardhat_mine", ["0x5"]);
      await until("forgotten", async () => (await row(NOBODY)) === undefined);
      await indexed();
      assert.equal((await row())?.total, (await score()).score.total);
    });
  });

  describe("the feature credit_grade", () => {
    const grade = async (url: string, uscc = COMPANY) =>
      (await ask(url, getCompanyFeatures, { path: { uscc } })).features.find(({ id }) => id === "credit_grade");

    it("is the grade of the score, and decides products", async () => {
      const [feature, { score: found }] = [await grade(open.url), await score()];
      assert.equal(feature?.value?.value, found.grade?.label);
      assert.equal(feature?.evidence.length, found.evidence.length);
      const matching = matchCompany(catalogue);
      const { unknown } = await ask(open.url, matching, { path, body: {} });
      const open_ = unknown.flatMap((product) => product.unknown).filter((one) => one.feature === "credit_grade");
      assert.deepEqual(open_, []);
    });

    it("is unknown while too little is known, and names facts that would do", async () => {
      const feature = await grade(open.url, STRANGER);
      assert.equal(feature?.state, "unknown");
      assert.ok(feature.missing.length > 0);
      assert.ok(feature.missing.every(({ reason }) => reason === "not attested"));
    });

    it("is withheld where nobody consented", async () => {
      const feature = await grade(closed.url);
      assert.deepEqual([feature?.state, feature?.missing[0]?.reason], ["unknown", "withheld"]);
    });
  });

  describe("certified ratings", () => {
    it("the certificate's transaction certifies what was promised", async () => {
      const { expected } = await certificate();
      await certify();
      const { items } = await ratings();
      assert.equal(items.length, 1);
      const [rating] = items;
      assert.deepEqual([rating?.total, rating?.coverageBps], [expected.total, expected.coverageBps]);
      assert.deepEqual([rating?.standing, await ratingOnChain()], ["current", "current"]);
      assert.equal(rating?.grade?.label, expected.grade);
      assert.equal(rating?.expiresAt, expected.expiresAt);
      const { score: found } = await score();
      assert.deepEqual(
        rating?.evidenceIds,
        found.evidence.map(({ attestationId }) => attestationId),
      );
      assert.deepEqual(
        rating?.points,
        found.characteristics.map(({ code, points }) => ({ code, points })),
      );
    });

    it("are outdated when a fact arrived, and the old certificate is refused", async () => {
      const { evaluate } = await certificate();
      await arrears("500", observedAt + 120);
      await indexed();
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["outdated", "outdated"]);
      await assert.rejects(parts.provider.call(evaluate));
      await certify();
      const standings = (await ratings()).items.map(({ standing }) => standing);
      assert.deepEqual(standings, ["current", "replaced"]);
    });

    it("are revoked with their evidence, and withdrawn when somebody says so", async () => {
      await author.revoke(ARREARS, observedAt + 120, COMPANY);
      await indexed();
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["revoked", "revoked"]);
      const { missing } = (await score()).score;
      const reasons = missing.flatMap(({ facts }) => facts).filter(({ fact }) => fact === "tax.arrears_amount");
      assert.ok(
        reasons.length > 0 && reasons.every(({ reason, agency }) => reason === "revoked" && agency.code === "tax"),
      );
      await (await (await contract()).withdrawRating(entityIdOf(COMPANY), FAMILY)).wait();
      await indexed();
      const [rating] = (await ratings()).items;
      assert.deepEqual([rating?.standing, await ratingOnChain()], ["withdrawn", "withdrawn"]);
      assert.equal(rating?.withdrawal?.reason, "revoked");
    });

    it("come page by page, and are public", async () => {
      const query = { limit: "1" };
      const first = await ask(closed.url, listRatings, { path, query });
      const next = first.page.next ?? assert.fail("there is a second page");
      const second = await ask(closed.url, listRatings, { path, query: { ...query, after: next } });
      assert.deepEqual([...first.items, ...second.items], (await ratings()).items);
      assert.deepEqual((await ask(open.url, listRatings, { path, query: { family: "conduct" } })).items, []);
    });
  });

  describe("GET /v1/companies/{uscc}/score/history", () => {
    const history = (query: Record<string, string> = {}) => ask(open.url, getScoreHistory, { path, query });

    it("ends with the score of now, and begins with the first statement", async () => {
      const { items, ratings: certified } = await history({ limit: "200" });
      const [last] = items;
      assert.equal(last?.total, (await score()).score.total);
      assert.deepEqual(
        last?.events.map(({ kind, schema }) => [kind, schema]),
        [["revoked", ARREARS]],
      );
      assert.equal(items.at(-1)?.difference, null);
      const kinds = items.flatMap(({ events }) => events).map(({ kind }) => kind);
      const attested = sources.filter(({ agencyNumber }) => agencyNumber > 0).length + 4;
      assert.equal(kinds.filter((kind) => kind === "attested").length, attested);
      for (const [index, { total, difference }] of items.entries()) {
        const before = items[index + 1];
        if (before) assert.equal(difference, total - before.total);
      }
      assert.deepEqual(
        certified.map(({ standing }) => standing),
        ["withdrawn", "replaced"],
      );
    });

    it("agrees with what was certified at the time", async () => {
      const { items } = await history({ limit: "200" });
      let compared = 0;
      for (const { certifiedAt, block, total } of (await ratings()).items) {
        const then = items.find(({ time }) => BigInt(time) <= BigInt(certifiedAt));
        // A moment is the end of its second: what came later in the second of a certification is in it.
        if (BigInt(then?.block ?? 0) > BigInt(block)) continue;
        assert.equal(then?.total, total);
        compared++;
      }
      assert.ok(compared > 0);
    });

    it("comes page by page", async () => {
      const all = (await history({ limit: "200" })).items;
      const first = await history({ limit: "2" });
      const second = await history({ limit: "2", after: first.page.next ?? assert.fail("there is more") });
      assert.deepEqual([...first.items, ...second.items], all.slice(0, 4));
    });
  });

  describe("what a company states itself and takes back", () => {
    const OWN = "company.balance_sheet.v2";
    const ownAt = () => observedAt + 200;

    it("counts as left out: the score is still the contract's, and says until when", async () => {
      await certify();
      const values = { ...plainFacts(catalogue.schemaByName.get(OWN) as Schema) };
      await author.attest(OWN, values, { uscc: COMPANY, observedAt: ownAt(), as: "relayer" });
      await indexed();
      assert.equal((await ratings()).items[0]?.standing, "outdated");
      const stated = await score();
      await author.revoke(OWN, ownAt(), COMPANY, "relayer");
      await indexed();
      const [{ score: found, asOf }, { evaluate, expected }] = [await score(), await certificate()];
      const answer = await parts.provider.call({ ...evaluate, blockTag: Number(asOf.block) });
      const [onChain] = (await contract()).interface.decodeFunctionResult("evaluate", answer);
      assert.deepEqual(
        [...(onChain as unknown[])].slice(0, 3),
        [found.total, expected.gradeNumber, found.coverageBps].map(BigInt),
      );
      const withheld = found.missing.filter(({ state: on, noteEn }) => on === "withheld" && noteEn !== null);
      assert.ok(withheld.length > 0);
      assert.ok(withheld.every(({ noteEn, noteZh }) => /took its own/.test(noteEn ?? "") && /撤回/.test(noteZh ?? "")));
      assert.ok(found.coverageBps < stated.score.coverageBps);
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["outdated", "outdated"]);
    });

    it("is certified so, and stays so when the company states and takes back again", async () => {
      const { expected } = await certificate();
      await certify();
      const [rating] = (await ratings()).items;
      assert.deepEqual(
        [rating?.total, rating?.standing, await ratingOnChain()],
        [expected.total, "current", "current"],
      );
      const again = ownAt() + 1;
      await author.attest(
        OWN,
        { ...plainFacts(catalogue.schemaByName.get(OWN) as Schema) },
        { uscc: COMPANY, observedAt: again, as: "relayer" },
      );
      await indexed();
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["outdated", "outdated"]);
      await author.revoke(OWN, again, COMPANY, "relayer");
      await indexed();
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["current", "current"]);
    });

    it("would count if it were stated anew", async () => {
      const changes = Object.entries(plainFacts(catalogue.schemaByName.get(OWN) as Schema)).map(([fact, value]) => ({
        fact,
        value,
      }));
      const { now, then } = await ask(open.url, simulateScore, { path, body: { changes } });
      assert.ok(then.coverageBps > now.coverageBps);
      const { items } = await ask(open.url, getScoreHistory, { path, query: { limit: "1" } });
      assert.equal(items[0]?.total, now.total);
      // Blocks of one second are one moment: the statement may have been made in the same.
      assert.ok(items[0]?.events.some(({ kind, schema }) => kind === "revoked" && schema === OWN));
    });
  });

  describe("scorecards", () => {
    it("are shown with what the chain has of them", async () => {
      const { items } = await ask(closed.url, listScorecards);
      assert.deepEqual(
        items.map(({ family, version, state: on, agree, documentAgrees }) => [
          family,
          version,
          on,
          agree,
          documentAgrees,
        ]),
        catalogue.scorecards.map(({ family, version }) => [family, version, "in force", true, true]),
      );
    });

    it("come whole, with the bytes of the chain", async () => {
      const version = String(card.version);
      const found = await ask(closed.url, getScorecard, { path: { family: "platform", version } });
      const { model } = await (await contract()).modelOf(FAMILY, card.version);
      assert.equal(found.bytes, model);
      assert.deepEqual(
        found.scorecard?.characteristics.map(({ code, cells }) => [code, cells.map(({ points }) => points)]),
        card.characteristics.map(({ id, cells }) => [id, [...cells]]),
      );
      assert.equal((await refusal(`${open.url}/v1/scorecards/platform/99`)).response.status, 404);
      assert.equal((await refusal(`${open.url}/v1/scorecards/platform/0`)).response.status, 400);
    });
  });

  describe("the policy public", () => {
    for (const address of ["score", "score/certificate", "score/history"]) {
      it(`refuses ${address}`, async () => {
        const { response, problem } = await refusal(`${closed.url}/v1/companies/${COMPANY}/${address}`);
        assert.deepEqual([response.status, problem.type], [403, "urn:lingnan:problem:consent-needed"]);
      });
    }
    it("refuses simulations and scores in bulk", async () => {
      const simulation = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
      const address = `${closed.url}/v1/companies/${COMPANY}/score/simulate`;
      assert.equal((await refusal(address, simulation)).response.status, 403);
      assert.equal((await refusal(`${closed.url}/v1/scores`)).response.status, 403);
      assert.equal((await refusal(`${closed.url}/v1/scores/summary`)).response.status, 403);
    });
  });

  describe("as time passes", () => {
    /** Lets the chain's clock run on. */
    async function pass(seconds: number): Promise<void> {
      await parts.provider.send("evm_increaseTime", [seconds]);
      await parts.provider.send("evm_mine", []);
      await indexed();
    }

    it("a statement expires: the row, the score, the rating and the history say so", async () => {
      await arrears("0", await author.now());
      await certify();
      const { expiresAt } = (await row()) ?? assert.fail("it has no row");
      const before = await score();
      await pass(Number(expiresAt) - (await author.now()) + 1);
      const [after, stored] = [await score(), await row()];
      assert.ok(after.score.coverageBps < before.score.coverageBps);
      assert.ok(after.score.missing.some(({ facts }) => facts.some(({ reason }) => reason === "expired")));
      assert.deepEqual([stored?.total, stored?.coverageBps], [after.score.total, after.score.coverageBps]);
      assert.deepEqual([(await ratings()).items[0]?.standing, await ratingOnChain()], ["expired", "expired"]);
      const { items } = await ask(open.url, getScoreHistory, { path });
      assert.deepEqual([items[0]?.block, items[0]?.events[0]?.kind], [null, "expired"]);
      assert.equal(items[0]?.time, String(BigInt(expiresAt ?? 0) + 1n));
    });

    it("another model comes into force that this service does not have: nothing is scored", async () => {
      const { AccessManager, Scorecard: chain } = await author.contracts("governance");
      const { model } = await chain.modelOf(FAMILY, card.version);
      // Two bytes of base points behind the form: one point more.
      const other = `${model.slice(0, 4)}${(card.basePoints + 1).toString(16).padStart(4, "0")}${model.slice(8)}`;
      const effectiveFrom = (await author.now()) + 12 * DAY;
      const call = [FAMILY, card.version + 1, other, effectiveFrom, ZeroHash] as const;
      const data = chain.interface.encodeFunctionData("publishModel", [...call]);
      const target = await chain.getAddress();
      await (await AccessManager.schedule(target, data, 0)).wait();
      await parts.provider.send("evm_increaseTime", [3 * DAY]);
      await (await AccessManager.execute(target, data)).wait();
      await indexed();
      const states = async () =>
        (await ask(open.url, listScorecards)).items.filter(({ family }) => family === "platform");
      assert.deepEqual(
        (await states()).map(({ state: on, inCatalogue }) => [on, inCatalogue]),
        [
          ["in force", true],
          ["not yet in force", false],
        ],
      );
      const { items } = await ask(open.url, bulk);
      assert.equal(items.length, 2);
      await pass(10 * DAY);
      const { response, problem } = await refusal(`${open.url}/v1/companies/${COMPANY}/score`);
      assert.deepEqual([response.status, problem.type], [409, "urn:lingnan:problem:model-unknown"]);
      assert.deepEqual((await ask(open.url, bulk)).items, []);
      const { features } = await ask(open.url, getCompanyFeatures, { path });
      assert.equal(features.find(({ id }) => id === "credit_grade")?.missing[0]?.reason, "not computable");
    });
  });
});
