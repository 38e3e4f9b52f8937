// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {IAttestationRegistry} from "../attestation/IAttestationRegistry.sol";
import {ISchemas} from "../attestation/ISchemas.sol";
import {IScorecard} from "./IScorecard.sol";
import {Points} from "./Points.sol";
import {ScoreModel} from "./ScoreModel.sol";

/// @title Scorecard: see IScorecard for what it does.
contract Scorecard is LedgerContract, IScorecard {
    /// @notice Seconds between the publication of a family's next model and the moment from which it counts.
    uint256 public constant NOTICE = 7 days;
    /// @notice Bytes of a model at most: it becomes the code of a contract (EIP-170), behind one byte.
    uint256 public constant MAX_MODEL_BYTES = 24_575;

    uint256 private constant ID_BYTES = 27;
    /// @dev In a word of the attestation registry.
    uint256 private constant FLAG_REVOKED = 1 << 32;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAttestationRegistry public immutable ATTESTATIONS;

    /// @custom:storage-location erc7201:lingnan.storage.Scorecard
    struct ScorecardStorage {
        mapping(bytes32 family => mapping(uint32 version => ModelInfo)) models;
        mapping(bytes32 family => uint32) newestVersions;
        mapping(bytes32 subject => mapping(bytes32 family => Rating)) ratings;
        mapping(bytes32 subject => mapping(bytes32 family => bytes32)) evidenceDigests;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.Scorecard")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x3fb177feef6a4a0089141ba9141d3da81826b496565c3bed833ae5cdc9dc7500;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IAttestationRegistry attestations) {
        ATTESTATIONS = attestations;
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    // Models

    /// @inheritdoc IScorecard
    function publishModel(
        bytes32 family,
        uint32 version,
        bytes calldata model,
        uint40 effectiveFrom,
        bytes32 documentHash
    ) external restricted whenNotPaused {
        if (!_isName(family)) revert ScorecardInvalidFamily(family);
        if (model.length > MAX_MODEL_BYTES) revert ScorecardModelTooLarge(model.length, MAX_MODEL_BYTES);
        ScorecardStorage storage $ = _storage();
        uint32 next = $.newestVersions[family] + 1;
        if (version != next) revert ScorecardWrongVersion(family, version, next);
        ScoreModel.check(model);
        _checkSchemas(model);
        effectiveFrom = _effective($, family, effectiveFrom);
        $.models[family][version] = ModelInfo(effectiveFrom, SSTORE2.write(model));
        $.newestVersions[family] = version;
        emit ModelPublished(family, version, effectiveFrom, documentHash, model);
    }

    /// @inheritdoc IScorecard
    function withdrawModel(bytes32 family, uint32 version) external restricted {
        ScorecardStorage storage $ = _storage();
        uint40 effectiveFrom = _model(family, version).effectiveFrom;
        if (effectiveFrom <= block.timestamp) revert ScorecardInEffect(family, version, effectiveFrom);
        uint32 newest = _newestLeft($, family);
        if (version != newest) revert ScorecardNotNewest(family, version, newest);
        delete $.models[family][version];
        emit ModelWithdrawn(family, version);
    }

    // Scores

    /// @inheritdoc IScorecard
    function evaluate(
        bytes32 family,
        uint32 version,
        bytes32 subject,
        Evidence[] calldata evidence
    ) external view returns (Score memory score) {
        (score, , , ) = _evaluate(_partsOf(family, version), subject, evidence);
    }

    /// @inheritdoc IScorecard
    function simulate(
        bytes32 family,
        uint32 version,
        int256[][] calldata values,
        uint40 asOf
    ) external view returns (Score memory) {
        ScoreModel.Parts memory parts = _partsOf(family, version);
        if (values.length != parts.sourceCount) {
            revert ScorecardWrongSourceCount(values.length, parts.sourceCount);
        }
        uint256[] memory starts = new uint256[](parts.sourceCount);
        for (uint256 i = 0; i < starts.length; ++i) {
            int256[] calldata given = values[i];
            uint256 expected = ScoreModel.uint8At(parts.sources + i * ScoreModel.SOURCE_BYTES + 4);
            if (given.length == 0) continue;
            if (given.length != expected) revert ScorecardWrongValueCount(i, given.length, expected);
            starts[i] = _startOf(given);
        }
        return _score(Points.evaluate(parts, starts, asOf), 0);
    }

    /// @inheritdoc IScorecard
    function certify(
        bytes32 family,
        uint32 version,
        bytes32 subject,
        Evidence[] calldata evidence
    ) external whenNotPaused returns (Score memory score) {
        ScoreModel.Parts memory parts = _partsOf(family, version);
        uint32 inForce = modelInForce(family);
        if (inForce != version) revert ScorecardNotInForce(family, version, inForce);
        if (evidence.length == 0) revert ScorecardNoEvidence(subject);
        bytes memory ids;
        uint64 sources;
        uint32 takenBack;
        (score, ids, sources, takenBack) = _evaluate(parts, subject, evidence);
        ScorecardStorage storage $ = _storage();
        $.ratings[subject][family] = Rating(
            score.total,
            score.grade,
            score.coverageBps,
            version,
            uint40(block.timestamp),
            score.expiresAt,
            sources,
            false,
            takenBack
        );
        $.evidenceDigests[subject][family] = keccak256(ids);
        emit RatingCertified(
            subject,
            family,
            version,
            score.total,
            score.grade,
            score.coverageBps,
            score.expiresAt,
            sources,
            msg.sender,
            ids,
            score.points
        );
    }

    /// @inheritdoc IScorecard
    function withdrawRating(bytes32 subject, bytes32 family) external whenNotPaused {
        Rating storage rating = _storage().ratings[subject][family];
        RatingStanding standing = _standing(rating, subject, family);
        if (
            standing == RatingStanding.None ||
            standing == RatingStanding.Current ||
            standing == RatingStanding.Withdrawn
        ) revert ScorecardNothingToWithdraw(subject, family, standing);
        rating.withdrawn = true;
        emit RatingWithdrawn(subject, family, standing, msg.sender);
    }

    // Reading

    /// @inheritdoc IScorecard
    function ratingOf(
        bytes32 subject,
        bytes32 family
    ) external view returns (Rating memory rating, RatingStanding standing) {
        rating = _storage().ratings[subject][family];
        standing = _standing(rating, subject, family);
    }

    /// @inheritdoc IScorecard
    function modelInForce(bytes32 family) public view returns (uint32 version) {
        ScorecardStorage storage $ = _storage();
        for (version = $.newestVersions[family]; version > 0; --version) {
            ModelInfo memory info = $.models[family][version];
            if (info.pointer != address(0) && info.effectiveFrom <= block.timestamp) break;
        }
    }

    /// @inheritdoc IScorecard
    function newestVersion(bytes32 family) external view returns (uint32) {
        return _storage().newestVersions[family];
    }

    /// @inheritdoc IScorecard
    function modelOf(bytes32 family, uint32 version) external view returns (ModelInfo memory info, bytes memory model) {
        info = _model(family, version);
        model = SSTORE2.read(info.pointer);
    }

    // Internals

    /// @return score the points, and when the first of the evidence expires
    /// @return ids attestation ids of the evidence, without a gap
    /// @return sources bit n: source n of the model is part of the evidence
    /// @return takenBack bit n: the company has taken back what it had stated itself for source n
    function _evaluate(
        ScoreModel.Parts memory parts,
        bytes32 subject,
        Evidence[] calldata evidence
    ) private view returns (Score memory score, bytes memory ids, uint64 sources, uint32 takenBack) {
        uint256[] memory words = _newestWords(parts, subject);
        ids = _roomFor(evidence.length);
        uint256[] memory starts = new uint256[](parts.sourceCount);
        uint256 expiresAt = evidence.length == 0 ? 0 : type(uint40).max;
        uint256 next;
        for (uint256 i = 0; i < starts.length; ++i) {
            uint256 pointer = parts.sources + i * ScoreModel.SOURCE_BYTES;
            uint256 schemaId = ScoreModel.uint32At(pointer);
            uint256 word = words[i];
            uint256 end = uint256(uint32(word)) + ScoreModel.uint32At(pointer + 5);
            if (next == evidence.length || _schemaOf(evidence[next]) > schemaId) {
                if (_isCurrent(word, end)) _refuseGap(evidence, schemaId, word);
                if (_isTakenBack(word, end, schemaId)) {
                    starts[i] = Points.TAKEN_BACK;
                    takenBack |= uint32(1 << i);
                }
                continue;
            }
            Evidence calldata item = evidence[next];
            if (_schemaOf(item) != schemaId) _refuseForeign(evidence, next);
            _requireCurrent(item, subject, word, end);
            _writeId(ids, next, bytes27(bytes32(word)));
            starts[i] = _startOf(item.values);
            sources |= uint64(1 << i);
            if (end < expiresAt) expiresAt = end;
            ++next;
        }
        if (next != evidence.length) _refuseForeign(evidence, next);
        score = _score(Points.evaluate(parts, starts, block.timestamp), expiresAt);
    }

    function _schemaOf(Evidence calldata item) private pure returns (uint256) {
        return uint32(item.schemaId);
    }

    function _refuseGap(Evidence[] calldata evidence, uint256 schemaId, uint256 word) private pure {
        _requireSorted(evidence);
        revert ScorecardWithheld(bytes4(uint32(schemaId)), uint32(word));
    }

    function _refuseForeign(Evidence[] calldata evidence, uint256 index) private pure {
        _requireSorted(evidence);
        revert ScorecardForeignSchema(index, evidence[index].schemaId);
    }

    /// @dev Asked only when evidence and sources do not meet: when they do, the evidence is sorted as the sources are.
    function _requireSorted(Evidence[] calldata evidence) private pure {
        for (uint256 i = 1; i < evidence.length; ++i) {
            if (evidence[i].schemaId <= evidence[i - 1].schemaId) {
                revert ScorecardEvidenceUnsorted(i, evidence[i].schemaId);
            }
        }
    }

    /// @dev What the registry keeps for each source of a model.
    function _newestWords(ScoreModel.Parts memory parts, bytes32 subject) private view returns (uint256[] memory) {
        bytes4[] memory schemaIds = new bytes4[](parts.sourceCount);
        for (uint256 i = 0; i < schemaIds.length; ++i) {
            schemaIds[i] = bytes4(uint32(ScoreModel.uint32At(parts.sources + i * ScoreModel.SOURCE_BYTES)));
        }
        return ATTESTATIONS.newestWords(subject, schemaIds);
    }

    /// @param end last second in which a statement counts
    function _isCurrent(uint256 word, uint256 end) private view returns (bool) {
        return word != 0 && word & FLAG_REVOKED == 0 && block.timestamp <= end;
    }

    /// @dev What a company states itself it can also revoke. Until the statement would have expired, that is as good as
    /// leaving out every figure of it.
    function _isTakenBack(uint256 word, uint256 end, uint256 schemaId) private view returns (bool) {
        return word & FLAG_REVOKED != 0 && schemaId >> 16 == 0 && block.timestamp <= end;
    }

    function _requireCurrent(Evidence calldata item, bytes32 subject, uint256 word, uint256 end) private view {
        if (_idOf(item, subject) != bytes27(bytes32(word))) {
            revert ScorecardNotCurrent(
                item.schemaId,
                item.observedAt < uint32(word)
                    ? IAttestationRegistry.Standing.Superseded
                    : IAttestationRegistry.Standing.Unknown
            );
        }
        if (word & FLAG_REVOKED != 0) {
            revert ScorecardNotCurrent(item.schemaId, IAttestationRegistry.Standing.Revoked);
        }
        if (block.timestamp > end) revert ScorecardNotCurrent(item.schemaId, IAttestationRegistry.Standing.Expired);
    }

    /// @dev `Records.idOf` of the statement that the evidence stands for.
    function _idOf(Evidence calldata item, bytes32 subject) private pure returns (bytes27 id) {
        int256[] calldata values = item.values;
        uint256 count = values.length;
        bytes32 head = bytes32(item.schemaId) | bytes32((count << 32) | item.observedAt);
        bytes32 evidence = item.evidence;
        assembly ("memory-safe") {
            // Behind the free memory and not claimed: only the hash is wanted.
            let record := mload(0x40)
            let size := shl(5, count)
            mstore(record, head)
            mstore(add(record, 0x20), subject)
            mstore(add(record, 0x40), 0)
            mstore(add(record, 0x60), evidence)
            calldatacopy(add(record, 0x80), values.offset, size)
            id := shl(40, shr(40, keccak256(record, add(size, 0x80))))
        }
    }

    /// @dev Room for so many attestation ids. An id is written as a whole word, so there is a word more than it says.
    function _roomFor(uint256 count) private pure returns (bytes memory ids) {
        ids = new bytes(count * ID_BYTES + 32);
        assembly ("memory-safe") {
            mstore(ids, mul(count, ID_BYTES))
        }
    }

    /// @dev In ascending order: the five bytes behind an id are written over by the next.
    function _writeId(bytes memory ids, uint256 index, bytes27 id) private pure {
        assembly ("memory-safe") {
            mstore(add(add(ids, 0x20), mul(index, ID_BYTES)), id)
        }
    }

    /// @dev Where an array's items begin in calldata. Never 0, which stands for none.
    function _startOf(int256[] calldata values) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := values.offset
        }
    }

    function _score(Points.Result memory result, uint256 expiresAt) private pure returns (Score memory) {
        return
            Score(
                uint16(result.total),
                uint8(result.grade),
                uint16(result.coverageBps),
                uint40(expiresAt),
                result.points
            );
    }

    function _standing(Rating memory rating, bytes32 subject, bytes32 family) private view returns (RatingStanding) {
        if (rating.version == 0) return RatingStanding.None;
        if (rating.withdrawn) return RatingStanding.Withdrawn;
        ScoreModel.Parts memory parts = _partsOf(family, rating.version);
        uint256[] memory words = _newestWords(parts, subject);
        bytes memory ids = _roomFor(words.length);
        uint256 count;
        bool revoked;
        bool arrived;
        for (uint256 i = 0; i < words.length; ++i) {
            uint256 word = words[i];
            uint256 pointer = parts.sources + i * ScoreModel.SOURCE_BYTES;
            uint256 end = uint256(uint32(word)) + ScoreModel.uint32At(pointer + 5);
            if (rating.sources & (1 << i) == 0) {
                if (_isCurrent(word, end)) arrived = true;
                if (rating.takenBack & (1 << i) == 0 && _isTakenBack(word, end, ScoreModel.uint32At(pointer))) {
                    arrived = true;
                }
                continue;
            }
            if (word & FLAG_REVOKED != 0) revoked = true;
            _writeId(ids, count++, bytes27(bytes32(word)));
        }
        assembly ("memory-safe") {
            mstore(ids, mul(count, ID_BYTES))
        }
        // First, because what is revoked may be what came after the evidence.
        if (keccak256(ids) != _storage().evidenceDigests[subject][family]) return RatingStanding.Outdated;
        if (revoked) return RatingStanding.Revoked;
        if (arrived) return RatingStanding.Outdated;
        return block.timestamp > rating.expiresAt ? RatingStanding.Expired : RatingStanding.Current;
    }

    /// @dev The number of fields and the validity of a schema never change, so that they are compared once.
    function _checkSchemas(bytes memory model) private view {
        ScoreModel.Parts memory parts = ScoreModel.partsOf(model);
        for (uint256 i = 0; i < parts.sourceCount; ++i) {
            uint256 pointer = parts.sources + i * ScoreModel.SOURCE_BYTES;
            bytes4 schemaId = bytes4(uint32(ScoreModel.uint32At(pointer)));
            ISchemas.Schema memory schema = ISchemas(address(ATTESTATIONS)).schemaOf(schemaId);
            if (
                schema.mode == ISchemas.Mode.None ||
                schema.fieldCount != ScoreModel.uint8At(pointer + 4) ||
                schema.validitySeconds != ScoreModel.uint32At(pointer + 5)
            ) revert ScorecardSchemaMismatch(schemaId, schema.fieldCount, schema.validitySeconds);
        }
    }

    function _effective(
        ScorecardStorage storage $,
        bytes32 family,
        uint40 effectiveFrom
    ) private view returns (uint40) {
        uint32 newest = _newestLeft($, family);
        if (newest == 0) return effectiveFrom < block.timestamp ? uint40(block.timestamp) : effectiveFrom;
        uint256 earliest = block.timestamp + NOTICE;
        uint256 last = $.models[family][newest].effectiveFrom;
        if (last > earliest) earliest = last;
        if (effectiveFrom < earliest) revert ScorecardTooSoon(effectiveFrom, earliest);
        return effectiveFrom;
    }

    /// @dev The newest version that was not taken back; 0 when there is none.
    function _newestLeft(ScorecardStorage storage $, bytes32 family) private view returns (uint32 version) {
        for (version = $.newestVersions[family]; version > 0; --version) {
            if ($.models[family][version].pointer != address(0)) break;
        }
    }

    function _model(bytes32 family, uint32 version) private view returns (ModelInfo memory info) {
        info = _storage().models[family][version];
        if (info.pointer == address(0)) revert ScorecardUnknownModel(family, version);
    }

    function _partsOf(bytes32 family, uint32 version) private view returns (ScoreModel.Parts memory) {
        return ScoreModel.partsOf(SSTORE2.read(_model(family, version).pointer));
    }

    /// @dev Text, left-aligned, with nothing behind it: two names must not read alike.
    function _isName(bytes32 family) private pure returns (bool) {
        uint256 rest = uint256(family);
        while (rest >> 248 != 0) rest <<= 8;
        return family != 0 && rest == 0;
    }

    function _storage() private pure returns (ScorecardStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
