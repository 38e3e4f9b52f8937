// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {IAttestationResolver} from "../../../contracts/attestation/IAttestationResolver.sol";

/// @title A resolver that does what a test tells it to: accept, refuse, burn all gas, answer with a bomb, call back.
contract TestResolver is IAttestationResolver {
    enum Behaviour {
        Accept,
        Refuse,
        BurnGas,
        Bomb
    }

    error Refused(bytes32 subject);

    event HeardOfAttestation(bytes4 schemaId, bytes32 subject, bytes32 itemKey, int256[] values, address signer);
    event HeardOfRevocation(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt);
    event CalledBack(bool success, bytes answer);

    Behaviour public behaviour;
    address public callTarget;
    bytes public callData;

    function behave(Behaviour next) external {
        behaviour = next;
    }

    /// @notice Makes both hooks call `target` and report the outcome instead of failing with it.
    function callBack(address target, bytes calldata data) external {
        callTarget = target;
        callData = data;
    }

    function onAttested(bytes4 schemaId, IAttestationRegistry.Statement calldata statement, address signer) external {
        _act(statement.subject);
        emit HeardOfAttestation(schemaId, statement.subject, statement.itemKey, statement.values, signer);
    }

    function onRevoked(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt) external {
        _act(subject);
        emit HeardOfRevocation(schemaId, subject, itemKey, observedAt);
    }

    function _act(bytes32 subject) private {
        if (behaviour == Behaviour.Refuse) revert Refused(subject);
        if (behaviour == Behaviour.BurnGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (behaviour == Behaviour.Bomb) {
            assembly ("memory-safe") {
                revert(0, 400000)
            }
        }
        if (callTarget != address(0)) {
            (bool success, bytes memory answer) = callTarget.call(callData);
            emit CalledBack(success, answer);
        }
    }
}
