import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";

import { attestationIdOf, unpackRecords } from "../../../catalogue/index.ts";
import { exampleDeployment } from "../../../scripts/subgraph/example.ts";
import { type Fixture, manifestSignature, readFixture } from "../../../scripts/subgraph/fixture.ts";
import { SUBGRAPH } from "../../../scripts/subgraph/layout.ts";
import { renderManifest } from "../../../scripts/subgraph/manifest.ts";

const fixtures = globSync(join(SUBGRAPH, "tests", "*.json"))
  .toSorted()
  .map((path) => ({ name: basename(path), fixture: readFixture(path) }));
const eventsOf = ({ blocks }: Fixture) => blocks.flatMap(({ events }) => events ?? []);

describe("the mappings' tests", () => {
  it("assert something, each of them", () => {
    for (const { name, fixture } of fixtures) assert.ok(fixture.assertions.length > 0, name);
  });

  it("cover every event of the manifest, and speak of no other", () => {
    const manifest = renderManifest(exampleDeployment(), "x");
    const handled = [...manifest.matchAll(/- event: (.+)/g)].map(([, event]) => event as string);
    const tested = new Set(
      fixtures.flatMap(({ fixture }) => eventsOf(fixture)).map(({ event }) => manifestSignature(event)),
    );
    assert.deepEqual([...tested].toSorted(), handled.toSorted());
  });

  it("read every field that a mapping stores", () => {
    const queries = fixtures.flatMap(({ fixture }) => fixture.assertions.map(({ query }) => query)).join("\n");
    const schema = readFileSync(join(SUBGRAPH, "schema.graphql"), "utf8").replaceAll(/"""[^]*?"""|"[^"\n]*"/g, "");
    const fields = [...schema.matchAll(/^ {2}(\w+): /gm)].map(([, field]) => field as string);
    assert.ok(fields.length > 60);
    assert.deepEqual(
      fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(queries)),
      [],
    );
  });

  it("expect the attestation ids that the catalogue computes", () => {
    let checked = 0;
    for (const { name, fixture } of fixtures) {
      const expected = JSON.stringify(fixture.assertions);
      for (const { params } of eventsOf(fixture).filter(({ event }) => event.startsWith("Attested("))) {
        for (const statement of unpackRecords(params["records"] as string)) {
          assert.ok(expected.includes(attestationIdOf(statement)), `${name}: ${attestationIdOf(statement)}`);
          checked++;
        }
      }
    }
    assert.ok(checked >= 10);
  });
});
