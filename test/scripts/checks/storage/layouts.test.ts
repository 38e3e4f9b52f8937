import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { compare, forSnapshot } from "../../../../scripts/checks/storage/compare.ts";
import { collectSources } from "../../../../scripts/checks/storage/compile.ts";
import { inspect } from "../../../../scripts/checks/storage/layouts.ts";
import { namespaceSlot } from "../../../../scripts/checks/storage/namespaces.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FILE = "contracts/identity/EntityRegistry.sol";
const INTERFACE = "contracts/identity/IEntityRegistry.sol";
const NAME = "EntityRegistry";

const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");

const inspectWith = (edits: Record<string, string> = {}) => inspect(collectSources(ROOT, [FILE], edits), [NAME]);

const inspected = inspectWith();
const SNAPSHOT = { [NAME]: forSnapshot(inspected[NAME]!.layout) };

/**
 * What the check says about a copy of the contract in which `before` became `replacement`.
 * @param path the file that is changed
 * @param adapt what else must change in the contract's own file for the copy to compile
 */
function after(before: string, replacement: string, path = FILE, adapt = (source: string) => source) {
  const source = read(path);
  assert.ok(source.includes(before), `${path} no longer holds: ${before}`);
  const edits = { [FILE]: adapt(read(FILE)), [path]: source.replace(before, replacement) };
  return compare(SNAPSHOT, inspectWith(edits));
}

const ENTITIES = "mapping(bytes32 entityId => Entity) entities;";
const PROPOSED = "mapping(bytes32 entityId => address) proposed;";

describe("storage layout", () => {
  it("passes what has not changed, whatever lines were added above", () => {
    assert.deepEqual(compare(SNAPSHOT, inspected), { problems: [], grown: [] });
    assert.deepEqual(after("contract EntityRegistry", "\n\n\ncontract EntityRegistry"), { problems: [], grown: [] });
  });

  it("passes an appended member, and says that the snapshot lacks it", () => {
    const appended = after(PROPOSED, `${PROPOSED}\n uint256 count;`);
    assert.deepEqual(appended, { problems: [], grown: [NAME] });
  });

  it("fails for members in another order, and names what moved", () => {
    const { problems } = after(`${ENTITIES}\n        ${PROPOSED}`, `${PROPOSED}\n        ${ENTITIES}`);
    assert.match(problems.join("\n"), /`entities`/);
  });

  it("fails for a deleted member, and names it", () => {
    const source = read(FILE)
      .replace(ENTITIES, "")
      .replaceAll("_storage().entities[entityId]", "_entity(entityId)")
      .replaceAll("$.entities[entityId]", "_entity(entityId)")
      .replace("_entity(entityId) = Entity(", "Entity memory fresh = Entity(")
      .replace(
        "// Reading",
        "Entity private kept;\n function _entity(bytes32) private view returns (Entity storage) { return kept; }",
      );
    const { problems } = compare(SNAPSHOT, inspectWith({ [FILE]: source }));
    assert.match(problems.join("\n"), /`entities`/);
  });

  it("fails for a member of another type, and names it", () => {
    const { problems } = after("uint48 registeredAt;\n    }", "uint40 registeredAt;\n    }", INTERFACE, (source) =>
      source.replace("uint48(block.timestamp)", "uint40(block.timestamp)"),
    );
    assert.match(problems.join("\n"), /registeredAt/);
  });

  it("fails for a member put before others in a struct that a mapping holds", () => {
    const members = "        address controller;\n        Kind kind;\n        Status status;";
    const { problems } = after(members, `        bool frozen;\n${members}`, INTERFACE, (source) =>
      source.replace("= Entity(controller", "= Entity(false, controller"),
    );
    assert.match(problems.join("\n"), /frozen/);
  });

  it("fails for an enum member that is not last", () => {
    assert.match(
      after("        Company,\n        Bank,", "        Bank,\n        Company,", INTERFACE).problems.join("\n"),
      /enum/,
    );
  });

  it("fails for a renamed namespace, of which all state would be lost", () => {
    const { problems } = after("erc7201:lingnan.storage.EntityRegistry", "erc7201:lingnan.storage.Entities");
    assert.match(problems.join("\n"), /lingnan\.storage\.EntityRegistry/);
    assert.match(problems.join("\n"), /has no constant/);
  });

  it("fails for a slot that is not its namespace's", () => {
    const slot = namespaceSlot("lingnan.storage.EntityRegistry");
    const { problems } = after(slot, namespaceSlot("lingnan.storage.Schemas"));
    assert.deepEqual(problems, [
      `${NAME}: ${FILE}: ${NAME} has no constant ${slot}, the slot of lingnan.storage.EntityRegistry`,
    ]);
  });

  for (const [what, code, kind] of [
    ["state set by a constructor", "uint256 public started = 1;", "state-variable-assignment"],
    ["an immutable without permission", "uint256 public immutable STARTED = 1;", "state-variable-immutable"],
    ["a self-destruct", "function end() external { selfdestruct(payable(msg.sender)); }", "selfdestruct"],
    ["a delegate call", "function run(address to) external { (bool ok,) = to.delegatecall(''); ok; }", "delegatecall"],
  ] as const) {
    it(`fails for ${what}`, () => {
      const { problems } = after("    // Reading", `    ${code}\n    // Reading`);
      assert.match(problems.join("\n"), new RegExp(`${kind}.* unsafe behind a proxy`));
    });
  }

  it("fails for a contract that is in the snapshot and is no longer checked", () => {
    const { problems } = compare({ ...SNAPSHOT, Gone: SNAPSHOT[NAME] }, inspected);
    assert.deepEqual(problems, ["Gone: is in the snapshot, but no longer checked"]);
  });

  it("says what does not compile, and which file is missing", () => {
    assert.throws(() => after("contract EntityRegistry", "contract EntityRegistry is Nothing,"), /Nothing/);
    assert.throws(
      () => collectSources(ROOT, ["contracts/Nowhere.sol"]),
      /contracts\/Nowhere\.sol: no such Solidity file/,
    );
  });
});

describe("namespaceSlot", () => {
  it("is what ERC-7201 gives as its example", () => {
    assert.equal(namespaceSlot("example.main"), "0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500");
  });
});
