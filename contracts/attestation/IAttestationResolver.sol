// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {IAttestationRegistry} from "./IAttestationRegistry.sol";

/// @title Gives the statements of a schema an effect, such as minting a soft asset.
/// @dev Called by the attestation registry only; an implementation must check `msg.sender`. The registry refuses every
/// attestation and revocation while a resolver runs.
interface IAttestationResolver {
    /// @notice A statement was attested. A revert undoes the attestation, and its whole batch.
    function onAttested(bytes4 schemaId, IAttestationRegistry.Statement calldata statement, address signer) external;

    /// @notice A statement was revoked. Runs with at most `REVOCATION_GAS`; a failure is reported by an event but does
    /// not stop the revocation, because nothing may force an agency to leave a false fact standing.
    function onRevoked(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt) external;
}
