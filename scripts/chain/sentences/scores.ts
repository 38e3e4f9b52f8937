import { decodeBytes32String } from "ethers";
import { type Sentences, when } from "./words.ts";

const STANDING = ["unknown", "current", "superseded by a newer one", "expired", "revoked"];
const WITHDRAWAL = [
  "there is none",
  "it is current",
  "it is revoked",
  "it is outdated",
  "it has expired",
  "it was withdrawn before",
];

/** A family of models as it is written; in hex when it is no text. */
function family(bytes32: string): string {
  try {
    return `"${decodeBytes32String(bytes32)}"`;
  } catch {
    return bytes32;
  }
}

const model = (of: string, version: bigint) => `version ${version} of the scorecard ${family(of)}`;

/** Why the Scorecard refuses evidence, models and ratings. */
export const SCORES: Sentences = {
  "ScorecardEvidenceUnsorted(uint256,bytes4)": (w, index: bigint, schema: string) =>
    `evidence ${index}, of ${w.schema(schema)}, is out of order: ascending by schema id, each schema once`,
  "ScorecardForeignSchema(uint256,bytes4)": (w, index: bigint, schema: string) =>
    `evidence ${index} is of ${w.schema(schema)}, which the scorecard does not read`,
  "ScorecardInEffect(bytes32,uint32,uint40)": (_w, of: string, version: bigint, from: bigint) =>
    `${model(of, version)} has counted since ${when(from)}, so it can be succeeded but not taken back`,
  "ScorecardInvalidFamily(bytes32)": () => "a family of scorecards needs a name",
  "ScorecardModelTooLarge(uint256,uint256)": (_w, size: bigint, maximum: bigint) =>
    `a scorecard has ${maximum} bytes at most, not ${size}`,
  "ScorecardNoEvidence(bytes32)": (_w, subject: string) =>
    `nothing current is known about ${subject}, so there is nothing to certify`,
  "ScorecardNotCurrent(bytes4,uint8)": (w, schema: string, standing: bigint) =>
    `the statement of ${w.schema(schema)} in the evidence is ${STANDING[Number(standing)]}`,
  "ScorecardNotInForce(bytes32,uint32,uint32)": (_w, of: string, version: bigint, inForce: bigint) =>
    inForce === 0n
      ? `${model(of, version)} is not in force, and no other version is`
      : `${model(of, version)} is not in force: version ${inForce} is`,
  "ScorecardNotNewest(bytes32,uint32,uint32)": (_w, of: string, version: bigint, newest: bigint) =>
    `${model(of, version)} is not its newest: take back version ${newest} first`,
  "ScorecardNothingToWithdraw(bytes32,bytes32,uint8)": (_w, subject: string, of: string, standing: bigint) =>
    `the rating of ${subject} by the scorecard ${family(of)} cannot be withdrawn: ${WITHDRAWAL[Number(standing)]}`,
  "ScorecardSchemaMismatch(bytes4,uint8,uint32)": (w, schema: string, fields: bigint, validity: bigint) =>
    fields === 0n
      ? `the scorecard reads ${w.schema(schema)}, which is not defined on this chain`
      : `${w.schema(schema)} has ${fields} fields and is valid for ${validity} seconds on this chain, and the scorecard says otherwise`,
  "ScorecardTooSoon(uint40,uint256)": (_w, from: bigint, earliest: bigint) =>
    `a scorecard that succeeds another can count from ${when(earliest)}, not from ${when(from)}`,
  "ScorecardUnknownModel(bytes32,uint32)": (_w, of: string, version: bigint) =>
    `${model(of, version)} was never published, or was taken back`,
  "ScorecardWithheld(bytes4,uint32)": (w, schema: string, at: bigint) =>
    `the statement of ${w.schema(schema)} of ${when(at)} is current and cannot be left out`,
  "ScorecardWrongSourceCount(uint256,uint256)": (_w, given: bigint, expected: bigint) =>
    `the scorecard reads ${expected} schemas, and values of ${given} were given`,
  "ScorecardWrongValueCount(uint256,uint256,uint256)": (_w, source: bigint, given: bigint, expected: bigint) =>
    `the schema that the scorecard reads at position ${source} has ${expected} values, and ${given} were given`,
  "ScorecardWrongVersion(bytes32,uint32,uint32)": (_w, of: string, version: bigint, next: bigint) =>
    `${model(of, version)} cannot be published: version ${next} comes next`,
  "ScoreModelCutsUnsorted(uint256,uint256,uint256)": (_w, characteristic: bigint, axis: bigint, cut: bigint) =>
    `cut ${cut} on axis ${axis} of characteristic ${characteristic} is not above the one before, so its bins overlap`,
  "ScoreModelGradesUnsorted(uint256)": (_w, grade: bigint) =>
    grade === 0n
      ? "the worst grade of a scorecard begins at 0 points"
      : `grade ${grade} of the scorecard does not begin above the one before`,
  "ScoreModelMalformed(uint256)": (_w, offset: bigint) =>
    `the scorecard is malformed at byte ${offset}: a part is cut off or breaks a limit`,
  "ScoreModelSourcesUnsorted(uint256)": (_w, source: bigint) =>
    `source ${source} of the scorecard is out of order: ascending by schema id, each schema once`,
  "ScoreModelUnknownFact(uint256,uint256,uint256)": (_w, input: bigint, source: bigint, field: bigint) =>
    `input ${input} of the scorecard reads field ${field} of source ${source}, which does not exist`,
  "ScoreModelUnknownInput(uint256,uint256)": (_w, characteristic: bigint, input: bigint) =>
    `characteristic ${characteristic} of the scorecard reads input ${input}, which does not exist`,
  "ScoreModelWeights(uint256)": (_w, sum: bigint) =>
    `the weights of a scorecard come to 10000 basis points, not to ${sum}`,
  "ScoreModelWithheldTooGood(uint256,int256,int256)": (_w, characteristic: bigint, withheld: bigint, worst: bigint) =>
    `characteristic ${characteristic} gives ${withheld} points for a figure that the company leaves out: at most ${worst}, its fewest otherwise, or leaving out would pay`,
};
