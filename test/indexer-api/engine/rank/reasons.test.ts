import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { historyOf } from "../../../../indexer-api/src/engine/rank/history.ts";
import { marginOf } from "../../../../indexer-api/src/engine/rank/margin.ts";
import { rankFor } from "../../../../indexer-api/src/engine/rank/rank.ts";
import { marginReasonsOf, reasonsOf } from "../../../../indexer-api/src/engine/rank/reasons.ts";
import {
  bpsText,
  grouped,
  percentText,
  roundedTogether,
  yuanText,
} from "../../../../indexer-api/src/engine/rank/text.ts";
import { all, EXAMPLE, prepared, question, someProducts, someQuestion } from "./products.ts";

const ranking = prepared(EXAMPLE);
/** What the products of the example need. */
const OFFERED = ["guarantor", "real_estate"];
const history = historyOf(ranking, [{ lender: "lingnan_first", offered: 40, declined: 40 }]);

describe("reasons", () => {
  it("say in both languages what a product costs, offers, and how likely it is", () => {
    const asked = question({
      request: { amountFen: 200_000_000n, tenorMonths: 48, securityOffered: OFFERED },
      history,
    });
    const one = rankFor(ranking, all(3), asked, 3).find(({ id }) => id === "guaranteed");
    const reasons = reasonsOf(ranking, one!, asked);
    assert.deepEqual(
      reasons.map(({ part, textEn }) => `${part}: ${textEn}`),
      [
        "place: Place 2 with 6.15 % a year: 5.74 % cost, 0.13 % misfit, 0.28 % for applying.",
        "cost: Costs about 5.74 % a year: interest 4.74 %, guarantee fee 1.00 %; 114,800 CNY a year for 2,000,000 CNY over 36 months.",
        "fit: 2,000,000 CNY is within the product's range of amounts; it lends up to: per guarantee. Lends for 36 months instead of 48. That counts as 0.13 % a year.",
        "approval: Approval is taken as 53.00 % (a design choice), by the score's default probability of 3.14 % and the lender's offers to 40 of 80 applications.",
        "applying: Applying counts as 0.28 % a year: about 1.9 applications for one loan, at that probability.",
      ],
    );
    assert.deepEqual(
      reasons.map(({ textZh }) => textZh),
      [
        "第2位，综合年化6.15%：融资成本5.74%，额度期限不匹配0.13%，申请成本0.28%。",
        "年化成本约5.74%：利率4.74%，担保费1.00%；2,000,000元、36个月，每年约114,800元。",
        "申请的2,000,000元在产品额度范围内，可贷额度按公式：per guarantee；期限36个月（申请48个月）；差额折合年化0.13%。",
        "获批概率按53.00%计（设计假设；按评分对应的违约概率3.14%及该机构既往80笔申请中40笔获批）。",
        "申请成本折合年化0.28%：按此概率平均约需1.9次同类申请才能获得一笔融资。",
      ],
    );
  });

  it("name the security that is needed and was not offered", () => {
    const ranked = rankFor(ranking, all(3), question(), 3);
    const told = ranked.map((one) => reasonsOf(ranking, one, question()).filter(({ part }) => part === "security"));
    assert.deepEqual(
      told.map(([reason]) => reason?.textEn.split(",")[0]),
      [undefined, "Needs: real estate", "Needs: guarantor"],
    );
    assert.match(told[1]?.[0]?.textZh ?? "", /^需要：不动产抵押，/);
  });

  it("do not say of a withheld score that there is none", () => {
    const asked = question({ defaultBps: null, isScoreWithheld: true });
    const reasons = reasonsOf(ranking, rankFor(ranking, all(3), asked, 1)[0]!, asked);
    const approval = reasons.find(({ part }) => part === "approval");
    assert.match(approval?.textEn ?? "", /, score withheld, reckoned as a default probability of 7\.16 %\.$/);
    assert.match(approval?.textZh ?? "", /评分未公开，按违约概率7\.16%估算/);
  });

  it("have parts that add up to the figure, and none that is 0", () => {
    fc.assert(
      fc.property(someProducts(6), someQuestion, (products, asked) => {
        const ranking_ = prepared(products);
        for (const one of rankFor(ranking_, all(products.length), asked, Infinity)) {
          const [place] = reasonsOf(ranking_, one, asked);
          const [figure, ...parts] = [...(place?.textEn ?? "").matchAll(/(\d+)\.(\d\d) %/g)].map(([, a, b]) =>
            Number(a! + b!),
          );
          assert.equal(
            parts.reduce((sum, part) => sum + part),
            figure,
          );
          assert.doesNotMatch(place?.textEn ?? "", / 0\.00 % (misfit|for)/);
        }
      }),
    );
  });

  it("say nothing of fit when nothing was asked for, and that there is no score", () => {
    const asked = question({ defaultBps: null });
    const reasons = reasonsOf(ranking, rankFor(ranking, all(3), asked, 1)[0]!, asked);
    assert.deepEqual(
      reasons.map(({ part }) => part),
      ["place", "cost", "approval", "applying"],
    );
    assert.match(reasons[2]?.textEn ?? "", /without a score, reckoned as a default probability of 7\.16 %\.$/);
    assert.match(reasons[2]?.textZh ?? "", /暂无评分，按违约概率7\.16%估算/);
  });

  it("are whole sentences for any product and question", () => {
    fc.assert(
      fc.property(someProducts(6), someQuestion, (products, asked) => {
        const prepared_ = prepared(products);
        for (const one of rankFor(prepared_, all(products.length), asked, Infinity)) {
          const margin = marginReasonsOf(marginOf(prepared_, one.slot, asked.defaultBps));
          for (const { textEn, textZh } of [...reasonsOf(prepared_, one, asked), ...margin]) {
            assert.match(textEn, /^[A-Z\d].*\.$/);
            assert.match(textZh, /^[^.]*(\d\.\d[^.]*)*。$/);
            assert.doesNotMatch(textEn + textZh, /NaN|undefined|Infinity/);
          }
        }
      }),
    );
  });

  it("say what a margin is made of, and where the table of lost customers ends", () => {
    assert.deepEqual(
      marginReasonsOf(marginOf(ranking, 0, 314)).map(({ textEn }) => textEn),
      [
        "Margin 2.07 % a year: rate 6.48 % less funding 2.00 %, expected loss 1.41 % and operations 1.00 %.",
        "At that rate 39.49 % of customers are lost in the table of 2019 (its rating B, nearest to this default probability): 1.25 % is left.",
      ],
    );
    const [, below] = marginReasonsOf(marginOf(ranking, 2, 0));
    assert.equal(below?.textEn, "The table of lost customers does not apply: rate below the table.");
    assert.equal(below?.textZh, "流失率表不适用：利率低于流失率表范围。");
  });
});

describe("figures in sentences", () => {
  it("are rounded so that they add up", () => {
    assert.deepEqual(roundedTogether([42_450, 4_850]), [425, 48]);
    assert.deepEqual(roundedTogether([42_460, 4_860]), [425, 48]);
    assert.deepEqual(roundedTogether([42_460, 4_890]), [425, 49]);
    assert.deepEqual(roundedTogether([0, 150, -50]), [0, 2, -1]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { maxLength: 6 }), (parts) => {
        const rounded = roundedTogether(parts);
        const sum = parts.reduce((total, part) => total + part, 0);
        assert.equal(
          rounded.reduce((total, part) => total + part, 0),
          Math.round(sum / 100) + 0,
        );
        for (const [place, bps] of rounded.entries()) assert.ok(Math.abs(bps - parts[place]! / 100) < 1);
      }),
    );
  });

  it("have the digits of a decimal grouped", () => {
    assert.deepEqual(["-1234567.8901", "123", "1000.00"].map(grouped), ["-1,234,567.8901", "123", "1,000.00"]);
  });

  it("have two decimals of a per cent", () => {
    assert.deepEqual([0, 49, 50, 43_549, -50, -49, 1_000_000].map(percentText), [
      "0.00",
      "0.00",
      "0.01",
      "4.35",
      "-0.01",
      "0.00",
      "100.00",
    ]);
    assert.deepEqual([0, 5, -5, 10_000].map(bpsText), ["0.00", "0.05", "-0.05", "100.00"]);
  });

  it("have their thousands apart", () => {
    const texts = [0, 1, 9_999, 10_000, 123_456_789, 100_000_000_000].map(yuanText);
    assert.deepEqual(texts, ["0.00", "0.01", "99.99", "100", "1,234,568", "1,000,000,000"]);
  });
});
