import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadCatalogue } from "../../../catalogue/index.ts";
import type { Criterion } from "../../../catalogue/index.ts";
import { explain } from "../../../indexer-api/src/engine/explain.ts";
import type { Explainable } from "../../../indexer-api/src/engine/explain.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { improve, prepareProducts } from "../../../indexer-api/src/engine/improve.ts";
import type { Change, Improvement } from "../../../indexer-api/src/engine/improve.ts";
import { CATALOGUE_REACH } from "../../../indexer-api/src/engine/improve-reach.ts";
import { monthsAfter } from "../../../indexer-api/src/engine/improve-when.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell, CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";

const NOW = secondsOf("2026-03-31");
/** Nothing is out of reach. */
const ANYTHING = { rules: {} };

function secondsOf(day: string): bigint {
  return BigInt(Date.parse(day) / 1000);
}

function productWith(criteria: readonly Criterion[], security = "none"): Explainable {
  return { criteria, amountFen: { min: 100n, max: 200n }, tenorMonths: { min: 6, max: 12 }, security };
}

function companyWith(known: Readonly<Record<string, Cell>>): CompanyValues {
  return encodeCompany(
    FEATURES,
    FEATURES.map(({ id }) => known[id] ?? null),
  );
}

function openTo(products: readonly Explainable[], values: CompanyValues, asOf: bigint): Explainable[] {
  return products.filter((product) => explain(FEATURES, product, values, asOf).result === "eligible");
}

/** A single improvement without what follows from it. */
function brief({ changes, opens, closes }: Improvement<Explainable>, products: readonly Explainable[]) {
  const places = (some: readonly Explainable[]) => some.map((one) => products.indexOf(one));
  return { changes: changes.map(short), opens: places(opens), closes: places(closes) };
}

function short({ feature, kind, from, to, distance }: Change): unknown[] {
  return [feature, kind, from, to, distance];
}

const products = fc.array(
  arbitraryCriteria.map((criteria) => productWith(criteria)),
  { maxLength: 40 },
);

describe("improvements", () => {
  it("open and close exactly the products that they name, once they are made", () => {
    fc.assert(
      fc.property(products, arbitraryCompany, AS_OF, (offered, cells, asOf) => {
        const values = encodeCompany(FEATURES, cells);
        const now = openTo(offered, values, asOf);
        const { open, single, best, ifAttested } = improve(prepareProducts(FEATURES, offered), values, asOf, ANYTHING);
        assert.equal(open, now.length);
        for (const { opens, closes, after } of [...single, ...best, ...ifAttested]) {
          const then = openTo(offered, after, asOf);
          assert.deepEqual(
            then,
            offered.filter((one) => opens.includes(one) || (now.includes(one) && !closes.includes(one))),
          );
          assert.ok(opens.every((one) => !now.includes(one)));
          assert.ok(closes.every((one) => now.includes(one)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("cannot be beaten by any other values of as many features", () => {
    const places = fc.uniqueArray(fc.nat(FEATURES.length - 1), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(products, arbitraryCompany, arbitraryCompany, places, (offered, cells, others, changed) => {
        // A set takes one change for each of its labels, nobody grows younger, and no label is unheard of.
        const free = changed.filter((place) => {
          return ["number", "label"].includes(FEATURES[place]?.kind ?? "") && others[place] !== "elsewhere";
        });
        const other = cells.map((cell, place) => (free.includes(place) ? (others[place] as Cell) : cell));
        const { open, best, ifAttested } = improve(
          prepareProducts(FEATURES, offered),
          encodeCompany(FEATURES, cells),
          NOW,
          ANYTHING,
        );
        const reached = [...best, ...ifAttested].filter(({ changes }) => changes.length <= Math.max(free.length, 1));
        const most = open + Math.max(0, ...reached.map(({ opens, closes }) => opens.length - closes.length));
        assert.ok(openTo(offered, encodeCompany(FEATURES, other), NOW).length <= Math.max(most, open));
      }),
      { numRuns: 1_000 },
    );
  });

  it("come in sets of one, two and three changes, each of which beats the smaller ones", () => {
    fc.assert(
      fc.property(products, arbitraryCompany, (offered, cells) => {
        const found = improve(prepareProducts(FEATURES, offered), encodeCompany(FEATURES, cells), NOW, ANYTHING);
        for (const sets of [found.best, found.ifAttested]) {
          const sizes = sets.map(({ changes }) => changes.length);
          assert.deepEqual(sizes, [...new Set(sizes)].sort());
          const gains = sets.map(({ opens, closes }) => opens.length - closes.length);
          assert.deepEqual(
            gains,
            [...new Set(gains)].sort((a, b) => a - b),
          );
        }
      }),
    );
  });

  it("keep what is certain apart from what is hoped for, and have one of each unknown feature", () => {
    const isHope = ({ changes }: Improvement<Explainable>) => changes.some(({ kind }) => kind === "attest");
    fc.assert(
      fc.property(products, arbitraryCompany, (offered, cells) => {
        const found = improve(prepareProducts(FEATURES, offered), encodeCompany(FEATURES, cells), NOW, ANYTHING);
        assert.ok(!found.best.some(isHope));
        assert.ok(found.ifAttested.every(isHope));
        const all = [...found.single, ...found.best, ...found.ifAttested];
        for (const one of all) {
          assert.equal(one.conditional, isHope(one));
          assert.ok(one.opens.length > one.closes.length);
          for (const { kind, assumed } of one.changes) assert.equal(assumed !== null, kind === "attest");
        }
        const hopes = found.single.filter(isHope).map(({ changes }) => changes[0]?.feature);
        assert.deepEqual(hopes, [...new Set(hopes)]);
      }),
    );
  });

  it("open all that they name with any value that is assumed", () => {
    fc.assert(
      fc.property(products, arbitraryCompany, (offered, cells) => {
        const found = improve(prepareProducts(FEATURES, offered), encodeCompany(FEATURES, cells), NOW, ANYTHING);
        for (const { changes, opens } of found.single) {
          const [{ feature, assumed } = assert.fail("nothing changes")] = changes;
          const place = FEATURES.findIndex(({ id }) => id === feature);
          if (FEATURES[place]?.kind === "age" || assumed === null || assumed.kind === "none of") continue;
          const turnsOut = assumed.kind === "range" ? [assumed.min, assumed.max] : assumed.labels;
          for (const cell of turnsOut.filter((end) => end !== null)) {
            const then = openTo(offered, encodeCompany(FEATURES, cells.with(place, cell)), NOW);
            assert.ok(opens.every((one) => then.includes(one)));
          }
        }
      }),
    );
  });

  it("do not depend on the order of the products", () => {
    fc.assert(
      fc.property(products, arbitraryCompany, (offered, cells) => {
        const said = (some: readonly Explainable[]) => {
          const { single, best } = improve(
            prepareProducts(FEATURES, some),
            encodeCompany(FEATURES, cells),
            NOW,
            ANYTHING,
          );
          return [...single, ...best].map(({ changes, opens }) => [changes, opens.length]);
        };
        assert.deepEqual(said(offered), said(offered.toReversed()));
      }),
    );
  });
});

describe("a single change", () => {
  const atLeast = (value: bigint): Criterion => ({ feature: "sales", operator: ">=", value });

  it("goes as far as a product asks, and further only for more of them", () => {
    const offered = [productWith([atLeast(10n)]), productWith([atLeast(30n)]), productWith([atLeast(20n)])];
    const { open, single, best } = improve(
      prepareProducts(FEATURES, offered),
      companyWith({ sales: 12n }),
      NOW,
      ANYTHING,
    );
    assert.equal(open, 1);
    assert.deepEqual(
      single.map((one) => brief(one, offered)),
      [
        { changes: [["sales", "raise", 12n, 30n, 18n]], opens: [1, 2], closes: [] },
        { changes: [["sales", "raise", 12n, 20n, 8n]], opens: [2], closes: [] },
      ],
    );
    assert.deepEqual(
      best.map((one) => brief(one, offered)),
      [{ changes: [["sales", "raise", 12n, 30n, 18n]], opens: [1, 2], closes: [] }],
    );
  });

  it("says what it closes, and is none where it closes as much as it opens", () => {
    const small: Criterion = { feature: "sales", operator: "<=", value: 15n };
    const offered = [productWith([small]), productWith([atLeast(20n)]), productWith([atLeast(20n)])];
    const values = companyWith({ sales: 12n });
    const { single } = improve(prepareProducts(FEATURES, offered), values, NOW, ANYTHING);
    assert.deepEqual(
      single.map((one) => brief(one, offered)),
      [{ changes: [["sales", "raise", 12n, 20n, 8n]], opens: [1, 2], closes: [0] }],
    );
    const even = improve(prepareProducts(FEATURES, offered.slice(1)), values, NOW, ANYTHING);
    assert.equal(even.single.length, 1);
    const none = improve(prepareProducts(FEATURES, offered.slice(0, 2)), values, NOW, ANYTHING);
    assert.deepEqual([none.single, none.best, none.ifAttested], [[], [], []]);
  });

  it("does no harm: directions that a rule forbids are no advice", () => {
    const offered = [
      productWith([{ feature: "sales", operator: "<=", value: 5n }]),
      productWith([{ feature: "grade", operator: "==", value: "D" }]),
      productWith([{ feature: "flags", operator: "none of", value: ["court"] }]),
    ];
    const values = companyWith({ sales: 12n, grade: "B", flags: { holds: 2, unknown: 0 } });
    const only = (direction: "up" | "down") => {
      const rule = { by: "company", only: direction } as const;
      return { rules: { sales: rule, grade: rule, flags: rule } };
    };
    const prepared = prepareProducts(FEATURES, offered);
    assert.deepEqual(improve(prepared, values, NOW, only("up")).single, []);
    assert.equal(improve(prepared, values, NOW, only("down")).single.length, 3);
  });

  it("hopes of an unknown number for what opens the most, and says from where to where that is", () => {
    const atMost = (value: bigint) => productWith([{ feature: "growth", operator: "<=", value }]);
    const offered = [
      atMost(80n),
      atMost(60n),
      atMost(70n),
      productWith([atLeast(3n), { feature: "sales", operator: "<=", value: 9n }]),
    ];
    const { single, best, ifAttested } = improve(prepareProducts(FEATURES, offered), companyWith({}), NOW, ANYTHING);
    assert.deepEqual(
      single.map(({ changes, opens }) => [changes[0]?.feature, changes[0]?.assumed, opens.length]),
      [
        ["growth", { kind: "range", min: null, max: 60n }, 3],
        ["sales", { kind: "range", min: 3n, max: 9n }, 1],
      ],
    );
    assert.deepEqual(best, []);
    assert.deepEqual(
      ifAttested.map(({ opens }) => opens.length),
      [3, 4],
    );
  });

  it("hopes of an unknown label for all that open as much", () => {
    const offered = [productWith([{ feature: "grade", operator: ">=", value: "B" }])];
    const { single } = improve(prepareProducts(FEATURES, offered), companyWith({}), NOW, ANYTHING);
    assert.deepEqual(
      single.map(({ changes }) => changes[0]?.assumed),
      [{ kind: "one of", labels: ["B", "A"] }],
    );
  });

  it("is none of what is withheld: it may be attested", () => {
    const offered = [
      productWith([{ feature: "grade", operator: ">=", value: "B" }]),
      productWith([atLeast(1n)]),
      productWith([{ feature: "flags", operator: "none of", value: ["court"] }]),
      productWith([{ feature: "awards", operator: "any of", value: ["gold"] }]),
      productWith([{ feature: "awards", operator: "any of", value: ["silver"] }]),
    ];
    const withheld = new Map([
      ["grade", -1],
      ["sales", -1],
      ["flags", 2],
      ["awards", 1],
    ]);
    const { single, ifAttested } = improve(prepareProducts(FEATURES, offered), companyWith({}), NOW, {
      rules: {},
      withheld,
    });
    assert.deepEqual(
      single.map(({ changes }) => changes.map(short)),
      [[["awards", "gain", [], "silver", null]]],
    );
    assert.deepEqual(ifAttested, []);
  });

  it("waits for an age, and says until when", () => {
    const offered = [productWith([{ feature: "age", operator: ">=", value: 3n }])];
    const values = companyWith({ age: secondsOf("2026-01-31") });
    const { single } = improve(prepareProducts(FEATURES, offered), values, NOW, ANYTHING);
    const [{ kind, from, to, at } = assert.fail("nothing is offered")] = single[0]?.changes ?? [];
    // April has no 31st: three months are whole once it is over.
    assert.deepEqual({ kind, from, to, at }, { kind: "wait", from: 2n, to: 3n, at: secondsOf("2026-05-01") });
  });

  it("is, of those that open as many, the one that passes the fewest thresholds", () => {
    const offered = [
      productWith([atLeast(20n), { feature: "region", operator: "==", value: "south" }]),
      productWith([atLeast(30n)]),
      productWith([{ feature: "growth", operator: ">=", value: 5n }]),
    ];
    const values = companyWith({ sales: 10n, growth: 1n, region: "north" });
    const [nearest] = improve(prepareProducts(FEATURES, offered), values, NOW, ANYTHING).best;
    assert.deepEqual(nearest?.changes.map(short), [["growth", "raise", 1n, 5n, 4n]]);
  });

  it("gains and loses labels, and has what is unknown attested", () => {
    const offered = [
      productWith([{ feature: "flags", operator: "none of", value: ["arrears", "court"] }]),
      productWith([{ feature: "awards", operator: "any of", value: ["silver"] }]),
    ];
    const values = companyWith({ flags: { holds: 1, unknown: 2 }, awards: { holds: 1, unknown: 0 } });
    const { single, best, ifAttested } = improve(prepareProducts(FEATURES, offered), values, NOW, ANYTHING);
    assert.deepEqual(
      best.map((one) => brief(one, offered)),
      [{ changes: [["awards", "gain", ["gold"], "silver", null]], opens: [1], closes: [] }],
    );
    assert.deepEqual(
      single.map((one) => brief(one, offered)),
      [{ changes: [["awards", "gain", ["gold"], "silver", null]], opens: [1], closes: [] }],
    );
    assert.deepEqual(brief(ifAttested.at(-1) ?? assert.fail("there is no set"), offered), {
      changes: [
        ["flags", "attest", ["arrears"], ["court"], null],
        ["flags", "lose", ["arrears"], "arrears", null],
        ["awards", "gain", ["gold"], "silver", null],
      ],
      opens: [0, 1],
      closes: [],
    });
  });

  it("counts only products that lend what is asked for", () => {
    const offered = [productWith([atLeast(20n)], "ip")];
    const prepared = prepareProducts(FEATURES, offered);
    const request = { securityOffered: ["guarantor"] };
    assert.deepEqual(improve(prepared, companyWith({ sales: 1n }), NOW, { request, rules: {} }).single, []);
  });
});

describe("the end of a wait", () => {
  it("is the first second with so many whole months", () => {
    fc.assert(
      fc.property(AS_OF, fc.bigInt(1n, 60n), (start, months) => {
        const at = monthsAfter(start, months);
        assert.ok(monthsBetween(start, at) >= months);
        assert.ok(monthsBetween(start, at - 1n) < months);
      }),
      { numRuns: 1_000 },
    );
    assert.equal(monthsAfter(secondsOf("2026-01-31"), 1n), secondsOf("2026-03-01"));
  });
});

describe("what is within reach", () => {
  const rules = {
    region: { by: "nobody" },
    sales: { by: "company", most: { shareBps: 5_000n, units: 0n } },
    age: { by: "time", most: { shareBps: 0n, units: 12n } },
    grade: { by: "score", most: { shareBps: 0n, units: 1n } },
  } as const;
  const wanting: Criterion[] = [
    { feature: "region", operator: "==", value: "south" },
    { feature: "sales", operator: ">=", value: 150n },
    { feature: "sales", operator: ">=", value: 151n },
    { feature: "age", operator: ">=", value: 36n },
    { feature: "grade", operator: ">=", value: "C" },
    { feature: "growth", operator: ">=", value: 1n },
  ];

  it("is said of each change, what is nobody's is left out, and no set is made of what is not", () => {
    const offered = wanting.map((criterion) => productWith([criterion]));
    const values = companyWith({ region: "north", sales: 100n, age: secondsOf("2025-03-31"), grade: "D" });
    const { single, best, ifAttested } = improve(prepareProducts(FEATURES, offered), values, NOW, { rules });
    const reaches = single.flatMap(({ changes }) => changes.map(({ feature, to, reach }) => [feature, to, reach]));
    assert.deepEqual(
      reaches.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
      [
        ["age", 36n, "too far"],
        ["grade", "C", "score"],
        ["growth", 1n, "attested"],
        ["sales", 150n, "company"],
        ["sales", 151n, "too far"],
      ],
    );
    assert.deepEqual(
      best.at(-1)?.changes.map(({ feature, to }) => [feature, to]),
      [
        ["sales", 150n],
        ["grade", "C"],
      ],
    );
    assert.deepEqual(
      ifAttested.at(-1)?.changes.map(({ feature, to }) => [feature, to]),
      [
        ["sales", 150n],
        ["growth", 1n],
        ["grade", "C"],
      ],
    );
  });
});

describe("the catalogue's features", () => {
  it("each have a rule of what is within reach, and there are no others", () => {
    const { features } = loadCatalogue();
    assert.deepEqual(Object.keys(CATALOGUE_REACH).sort(), features.map(({ id }) => id).sort());
  });

  it("are never made worse: nobody is told to sell less, let people go, pay less tax or borrow more", () => {
    const rules = Object.entries(CATALOGUE_REACH);
    const told = (only: "up" | "down") => rules.flatMap(([id, rule]) => (rule.only === only ? [id] : []));
    const up = ["annual_sales", "insured_employees", "annual_tax_paid", "valid_invention_patents", "export_value"];
    assert.ok(up.every((id) => told("up").includes(id)));
    assert.deepEqual(told("down"), ["tax_arrears", "debt_to_assets", "loan_balance", "lenders", "red_flags"]);
  });

  it("let its products be improved for: more months with invoices open products", () => {
    const catalogue = loadCatalogue();
    const features = featureSpecsOf(catalogue);
    const cells = features.map(({ id, kind, labels }): Cell => {
      if (id === "invoice_active_months") return 7n;
      if (id === "loan_balance" || id === "lenders" || id === "tax_arrears" || id === "debt_to_assets") return 0n;
      if (id === "region") return "440100";
      if (id === "industry") return "C";
      if (id === "size_class") return "small";
      if (kind === "age") return secondsOf("2020-01-01");
      if (kind === "set") return { holds: 0, unknown: 0 };
      return kind === "label" ? (labels.at(-1) ?? null) : 10n ** 9n;
    });
    const { single } = improve(prepareProducts(features, catalogue.products), encodeCompany(features, cells), NOW);
    const invoices = single.filter(({ changes }) => changes[0]?.feature === "invoice_active_months");
    assert.deepEqual(
      invoices.flatMap(({ changes }) => changes.map(({ to }) => to)).toSorted((a, b) => (a < b ? -1 : 1)),
      [9n, 12n, 18n],
    );
    assert.ok(invoices.every(({ opens }) => opens.length > 0));
  });
});
