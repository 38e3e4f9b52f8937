// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {LedgerContract} from "../access/LedgerContract.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {IAgencySigners} from "./IAgencySigners.sol";
import {IAttestationRegistry} from "./IAttestationRegistry.sol";
import {IDeclarations} from "./IDeclarations.sol";
import {ISchemas} from "./ISchemas.sol";
import {Records} from "./Records.sol";

/// @title Declarations: see IDeclarations for what it does.
contract Declarations is LedgerContract, IDeclarations {
    /// @dev Bits of an 18-character code.
    uint256 private constant USCC_BITS = 144;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAttestationRegistry public immutable ATTESTATIONS;

    /// @custom:storage-location erc7201:lingnan.storage.Declarations
    struct DeclarationsStorage {
        mapping(bytes4 schemaId => Rule) rules;
        mapping(bytes27 attestationId => Answer) answers;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.Declarations")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xe37eed0dd5573435a57e842a14794812aacb2701f4a4a0fe36289c0a033ee800;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities, IAttestationRegistry attestations) {
        ENTITIES = entities;
        ATTESTATIONS = attestations;
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    /// @inheritdoc IDeclarations
    function defineRule(bytes4 schemaId, uint8 counterpartyAt, uint240 confirmers) external restricted whenNotPaused {
        DeclarationsStorage storage $ = _storage();
        if ($.rules[schemaId].defined) revert DeclarationsRuleExists(schemaId);
        // Only what a subject states itself is a declaration, and bit 0 stands for no agency.
        bool sound = uint32(schemaId) >> 16 == 0 && confirmers & 1 == 0;
        if (!sound || counterpartyAt >= ISchemas(address(ATTESTATIONS)).schemaOf(schemaId).fieldCount) {
            revert DeclarationsInvalidRule(schemaId);
        }
        $.rules[schemaId] = Rule(true, counterpartyAt, confirmers);
        emit DeclarationRuleDefined(schemaId, counterpartyAt, confirmers);
    }

    /// @inheritdoc IDeclarations
    function countersign(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) external whenNotPaused {
        _answerAsCounterparty(schemaId, statement, State.Countersigned, 0);
    }

    /// @inheritdoc IDeclarations
    function reject(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        bytes32 reason
    ) external whenNotPaused {
        _answerAsCounterparty(schemaId, statement, State.Rejected, reason);
    }

    /// @inheritdoc IDeclarations
    function confirm(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) external whenNotPaused {
        _answerAsAgency(schemaId, statement, State.Confirmed, 0);
    }

    /// @inheritdoc IDeclarations
    function rejectAsAgency(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        bytes32 reason
    ) external whenNotPaused {
        _answerAsAgency(schemaId, statement, State.Rejected, reason);
    }

    /// @inheritdoc IDeclarations
    function answerOf(bytes27 attestationId) external view returns (Answer memory) {
        return _storage().answers[attestationId];
    }

    /// @inheritdoc IDeclarations
    function ruleOf(bytes4 schemaId) external view returns (Rule memory) {
        return _storage().rules[schemaId];
    }

    function _answerAsCounterparty(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        State state,
        bytes32 reason
    ) private {
        (bytes27 attestationId, Rule memory rule) = _open(schemaId, statement);
        State current = _storage().answers[attestationId].state;
        if (current != State.Declared) revert DeclarationsAnswered(attestationId, current);
        bytes32 counterparty = _entityOf(uint256(statement.values[rule.counterpartyAt]));
        // A company cannot be its own witness.
        if (counterparty == 0 || counterparty == statement.subject) revert DeclarationsNoCounterparty(attestationId);
        if (!ENTITIES.isActingController(counterparty, msg.sender)) {
            revert DeclarationsNotCounterparty(attestationId, counterparty, msg.sender);
        }
        _write(attestationId, schemaId, statement.subject, state, 0, counterparty, reason);
    }

    function _answerAsAgency(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        State state,
        bytes32 reason
    ) private {
        (bytes27 attestationId, Rule memory rule) = _open(schemaId, statement);
        (uint16 agencyId, ) = IAgencySigners(address(ATTESTATIONS)).signerOf(msg.sender);
        if (agencyId == 0 || agencyId >= 240 || (rule.confirmers >> agencyId) & 1 == 0) {
            revert DeclarationsNotConfirmer(schemaId, agencyId, msg.sender);
        }
        State current = _storage().answers[attestationId].state;
        if (current == State.Rejected || current == state) revert DeclarationsAnswered(attestationId, current);
        _write(attestationId, schemaId, statement.subject, state, agencyId, 0, reason);
    }

    /// @dev The id of a statement that is a declaration and current, and the rule of its schema.
    function _open(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement
    ) private view returns (bytes27 attestationId, Rule memory rule) {
        rule = _storage().rules[schemaId];
        if (!rule.defined) revert DeclarationsUnknownSchema(schemaId);
        attestationId = Records.idOf(schemaId, statement);
        if (!ATTESTATIONS.isCurrent(schemaId, statement)) revert DeclarationsNotCurrent(attestationId);
    }

    function _write(
        bytes27 attestationId,
        bytes4 schemaId,
        bytes32 subject,
        State state,
        uint16 agencyId,
        bytes32 counterparty,
        bytes32 reason
    ) private {
        _storage().answers[attestationId] = Answer(state, agencyId, uint40(block.timestamp), msg.sender);
        emit DeclarationAnswered(attestationId, subject, state, schemaId, agencyId, counterparty, msg.sender, reason);
    }

    /// @dev The entity whose USCC is the text: 18 ASCII bytes as one big-endian integer. Zero for any other length, and
    /// for what is not stated.
    function _entityOf(uint256 text) private pure returns (bytes32 entityId) {
        if (text >> (USCC_BITS - 8) == 0 || text >> USCC_BITS != 0) return 0;
        assembly ("memory-safe") {
            mstore(0, shl(sub(256, USCC_BITS), text))
            entityId := keccak256(0, 18)
        }
    }

    function _storage() private pure returns (DeclarationsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
