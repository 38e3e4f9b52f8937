// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {IAttestationRegistry} from "../attestation/IAttestationRegistry.sol";

/// @title A credit score that anybody can recompute from attested facts.
/// @notice Models are additive scorecards (see ScoreModel). Each belongs to a family such as `platform`, whose versions
/// count from 1; the newest that has taken effect is in force. Governance publishes them behind its delay; a successor
/// takes effect after a notice besides. Old versions stay and can be evaluated for ever.
///
/// A score rests on every current statement of the model's schemas about the company: evidence must be current, and a
/// schema may only be left out when the registry has nothing current for it. So nobody can leave out a bad fact. What is
/// then missing is missing to the whole ledger, and has points of its own. A statement that a company has made about itself
/// and revoked counts, until it would have expired, as one that leaves out every figure.
interface IScorecard {
    /// @notice A current statement about the company, without what is the same for all of them: the subject, and the
    /// itemKey, which is 0. See IAttestationRegistry.Statement.
    struct Evidence {
        bytes4 schemaId;
        uint32 observedAt;
        bytes32 evidence;
        int256[] values;
    }

    /// @param total 0 to 1000 points
    /// @param grade 1 for the worst; 0 when less than the model's minimum coverage is known
    /// @param coverageBps weight of the characteristics whose facts are known, of 10000
    /// @param expiresAt when the first of the evidence expires, unix seconds; 0 without evidence
    /// @param points int16 for each characteristic in the model's order, two bytes each
    struct Score {
        uint16 total;
        uint8 grade;
        uint16 coverageBps;
        uint40 expiresAt;
        bytes points;
    }

    /// @param sources bit n stands for source n of the model: it was part of the evidence
    /// @param withdrawn somebody showed that it no longer stands
    /// @param takenBack bit n: the company had taken back what it had stated itself for source n
    struct Rating {
        uint16 total;
        uint8 grade;
        uint16 coverageBps;
        uint32 version;
        uint40 certifiedAt;
        uint40 expiresAt;
        uint64 sources;
        bool withdrawn;
        uint32 takenBack;
    }

    /// @notice How a rating stands. Only `Current` may be relied on.
    /// @dev None: there is none. Revoked: part of its evidence was revoked, and none was replaced. Outdated: a fact was
    /// replaced, or one is current that was not known, or the company has stated one and taken it back since. Expired: part of its evidence expired. Withdrawn: one of these was
    /// recorded. What arrived can be revoked or expire, and with it what it made outdated: the rating then rests on the same
    /// facts as before, and is current again unless it was withdrawn.
    enum RatingStanding {
        None,
        Current,
        Revoked,
        Outdated,
        Expired,
        Withdrawn
    }

    /// @param effectiveFrom unix seconds
    /// @param pointer the contract whose code, behind its first byte, is the model; zero when there is none
    struct ModelInfo {
        uint40 effectiveFrom;
        address pointer;
    }

    /// @param effectiveFrom unix seconds
    /// @param documentHash keccak256 of the catalogue's document that says what the numbers mean and where they come from
    event ModelPublished(
        bytes32 indexed family,
        uint32 indexed version,
        uint40 effectiveFrom,
        bytes32 documentHash,
        bytes model
    );
    event ModelWithdrawn(bytes32 indexed family, uint32 indexed version);
    /// @param evidence attestation ids, 27 bytes each, in the order of the model's sources
    /// @param points as in Score
    event RatingCertified(
        bytes32 indexed subject,
        bytes32 indexed family,
        uint32 indexed version,
        uint16 total,
        uint8 grade,
        uint16 coverageBps,
        uint40 expiresAt,
        uint64 sources,
        address certifier,
        bytes evidence,
        bytes points
    );
    event RatingWithdrawn(bytes32 indexed subject, bytes32 indexed family, RatingStanding standing, address reporter);

    error ScorecardUnknownModel(bytes32 family, uint32 version);
    /// @param next the version that would come next
    error ScorecardWrongVersion(bytes32 family, uint32 version, uint32 next);
    error ScorecardInvalidFamily(bytes32 family);
    /// @param earliest unix seconds: after the notice, and not before the model that is published already
    error ScorecardTooSoon(uint40 effectiveFrom, uint256 earliest);
    error ScorecardInEffect(bytes32 family, uint32 version, uint40 effectiveFrom);
    /// @param newest version of the family that was published last
    error ScorecardNotNewest(bytes32 family, uint32 version, uint32 newest);
    /// @param inForce version of the family that is in force; 0 when there is none
    error ScorecardNotInForce(bytes32 family, uint32 version, uint32 inForce);
    /// @notice The registry has another number of fields, or another validity, for a schema of the model, or no such
    /// schema (all zero).
    error ScorecardSchemaMismatch(bytes4 schemaId, uint8 fieldCount, uint32 validitySeconds);
    error ScorecardModelTooLarge(uint256 size, uint256 maximum);
    /// @notice Evidence must be ascending by schema id, each schema once.
    error ScorecardEvidenceUnsorted(uint256 index, bytes4 schemaId);
    error ScorecardForeignSchema(uint256 index, bytes4 schemaId);
    error ScorecardNotCurrent(bytes4 schemaId, IAttestationRegistry.Standing standing);
    /// @notice A current statement was left out.
    error ScorecardWithheld(bytes4 schemaId, uint32 observedAt);
    error ScorecardNoEvidence(bytes32 subject);
    error ScorecardWrongSourceCount(uint256 given, uint256 expected);
    error ScorecardWrongValueCount(uint256 source, uint256 given, uint256 expected);
    error ScorecardNothingToWithdraw(bytes32 subject, bytes32 family, RatingStanding standing);

    /// @notice Publishes a model. Governance only, behind its delay. The first of a family may take effect at once, a
    /// successor after `NOTICE`, and not before one that is published already.
    /// @param family short name as text, left-aligned, zeros behind
    /// @param version the family's next
    /// @param model see ScoreModel
    /// @param effectiveFrom unix seconds; a time in the past means now, for the first of a family
    function publishModel(
        bytes32 family,
        uint32 version,
        bytes calldata model,
        uint40 effectiveFrom,
        bytes32 documentHash
    ) external;

    /// @notice Takes back the newest model of a family before it takes effect; its version is not used again. Governance
    /// only.
    function withdrawModel(bytes32 family, uint32 version) external;

    /// @notice The score of a company by a model, in force or not, at the time of the block.
    /// @param evidence every current statement of the model's schemas, ascending by schema id
    function evaluate(
        bytes32 family,
        uint32 version,
        bytes32 subject,
        Evidence[] calldata evidence
    ) external view returns (Score memory);

    /// @notice What a model makes of values, whoever states them: for questions of the kind "what if".
    /// @param values for each source of the model the values of its schema's fields, or none
    /// @param asOf the time asked about, unix seconds
    function simulate(
        bytes32 family,
        uint32 version,
        int256[][] calldata values,
        uint40 asOf
    ) external view returns (Score memory);

    /// @notice Scores a company by the model in force and keeps the rating. Anybody may; the result is the same for all.
    /// @param version the one in force: a rating by another one is not what the caller has seen
    function certify(
        bytes32 family,
        uint32 version,
        bytes32 subject,
        Evidence[] calldata evidence
    ) external returns (Score memory);

    /// @notice Records that a rating no longer stands, for those who listen to events. Anybody may; nobody needs to,
    /// because `ratingOf` finds out by itself.
    function withdrawRating(bytes32 subject, bytes32 family) external;

    /// @notice The last rating of a company by a family of models, and whether it may be relied on now. A rating does not
    /// end with its model: whoever wants one by the model in force compares its version.
    function ratingOf(
        bytes32 subject,
        bytes32 family
    ) external view returns (Rating memory rating, RatingStanding standing);

    /// @notice The version in force; 0 when there is none.
    function modelInForce(bytes32 family) external view returns (uint32 version);

    /// @notice The version published last, in force or not, taken back or not; 0 when there is none.
    function newestVersion(bytes32 family) external view returns (uint32 version);

    /// @notice A model, old or new. Reverts for one that was never published or was taken back.
    function modelOf(bytes32 family, uint32 version) external view returns (ModelInfo memory info, bytes memory model);
}
