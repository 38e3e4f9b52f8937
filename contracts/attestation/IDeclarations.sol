// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {IAttestationRegistry} from "./IAttestationRegistry.sol";

/// @title What companies declare about themselves, and who else stands by it.
/// @notice A company registers an asset, a liability or a transaction as a statement of its own. That alone is `Declared`.
/// The counterparty that the statement names may countersign or reject it; an agency that the schema trusts in the matter
/// may confirm or reject it. The answer belongs to exactly that statement: a newer one starts again.
interface IDeclarations {
    enum State {
        Declared,
        Countersigned,
        Confirmed,
        Rejected
    }

    /// @notice Who may answer to statements of a schema.
    /// @param defined whether its statements are declarations
    /// @param counterpartyAt position of the counterparty's USCC, as text
    /// @param confirmers bit n: agency n may confirm
    struct Rule {
        bool defined;
        uint8 counterpartyAt;
        uint240 confirmers;
    }

    /// @param agencyId agency that confirmed or rejected; 0: the counterparty
    /// @param answeredAt unix seconds
    struct Answer {
        State state;
        uint16 agencyId;
        uint40 answeredAt;
        address wallet;
    }

    event DeclarationRuleDefined(bytes4 indexed schemaId, uint8 counterpartyAt, uint240 confirmers);
    /// @param agencyId agency that answered; 0: the counterparty
    /// @param counterparty entity that answered; 0: an agency
    event DeclarationAnswered(
        bytes27 indexed attestationId,
        bytes32 indexed subject,
        State indexed state,
        bytes4 schemaId,
        uint16 agencyId,
        bytes32 counterparty,
        address wallet,
        bytes32 reason
    );

    error DeclarationsInvalidRule(bytes4 schemaId);
    error DeclarationsRuleExists(bytes4 schemaId);
    error DeclarationsUnknownSchema(bytes4 schemaId);
    error DeclarationsNotCurrent(bytes27 attestationId);
    error DeclarationsNoCounterparty(bytes27 attestationId);
    error DeclarationsNotCounterparty(bytes27 attestationId, bytes32 counterparty, address caller);
    error DeclarationsNotConfirmer(bytes4 schemaId, uint16 agencyId, address caller);
    error DeclarationsAnswered(bytes27 attestationId, State state);

    /// @notice Says who may answer to a schema's statements. Steward only; can never be changed.
    function defineRule(bytes4 schemaId, uint8 counterpartyAt, uint240 confirmers) external;

    /// @notice Stands by a declaration. Only whoever acts for the counterparty that it names may call, once.
    function countersign(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) external;

    /// @notice Contradicts a declaration that is not countersigned. Counterparty only; final.
    function reject(bytes4 schemaId, IAttestationRegistry.Statement calldata statement, bytes32 reason) external;

    /// @notice Confirms a declaration, countersigned or not. Signers of the agencies that the schema names only.
    function confirm(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) external;

    /// @notice Contradicts a declaration, confirmed or not. Signers of the agencies that the schema names only; final.
    function rejectAsAgency(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        bytes32 reason
    ) external;

    /// @notice Who has answered to a statement; `Declared` when nobody has.
    function answerOf(bytes27 attestationId) external view returns (Answer memory);

    function ruleOf(bytes4 schemaId) external view returns (Rule memory);
}
