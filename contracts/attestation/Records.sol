// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {IAttestationRegistry} from "./IAttestationRegistry.sol";

/// @title Records: how a statement is packed, identified and hashed for signing.
library Records {
    /// @dev Words of a record before the values.
    uint256 private constant HEAD_BYTES = 128;

    bytes32 private constant STATEMENT_TYPEHASH = keccak256(
        "Statement(bytes32 subject,bytes32 itemKey,uint32 observedAt,bytes32 evidence,int256[] values)"
    );
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "Attestation(bytes4 schemaId,Statement statement,uint64 deadline)Statement(bytes32 subject,bytes32 itemKey,uint32 observedAt,bytes32 evidence,int256[] values)"
    );
    bytes32 private constant BATCH_TYPEHASH = keccak256(
        "AttestationBatch(bytes4 schemaId,Statement[] statements,uint64 deadline)Statement(bytes32 subject,bytes32 itemKey,uint32 observedAt,bytes32 evidence,int256[] values)"
    );

    /// @notice Bytes of a record with `count` values.
    function size(uint256 count) internal pure returns (uint256) {
        return HEAD_BYTES + count * 32;
    }

    /// @notice Number of values in a record of `recordSize` bytes.
    function fieldCount(uint256 recordSize) internal pure returns (uint256) {
        return (recordSize - HEAD_BYTES) / 32;
    }

    /// @notice Writes the record of `statement` to memory at `pointer` and returns its attestation id. The caller has
    /// reserved `size(values.length)` bytes there.
    /// @param values `statement.values`, which the caller has at hand: each look-up checks its bounds again
    function write(
        uint256 pointer,
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        int256[] calldata values
    ) internal pure returns (bytes27 attestationId) {
        bytes32 head = bytes32(schemaId) | bytes32((values.length << 32) | statement.observedAt);
        assembly ("memory-safe") {
            let valuesBytes := shl(5, values.length)
            mstore(pointer, head)
            // subject and itemKey are neighbours in calldata
            calldatacopy(add(pointer, 0x20), statement, 0x40)
            mstore(add(pointer, 0x60), calldataload(add(statement, 0x60)))
            calldatacopy(add(pointer, HEAD_BYTES), values.offset, valuesBytes)
            // A bytes27 lives in the high bytes of its word: clear the low five.
            attestationId := shl(40, shr(40, keccak256(pointer, add(HEAD_BYTES, valuesBytes))))
        }
    }

    /// @notice The attestation id of `statement`.
    function idOf(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) internal pure returns (bytes27) {
        uint256 pointer;
        assembly ("memory-safe") {
            // Behind the free memory and not claimed: only the hash is wanted.
            pointer := mload(0x40)
        }
        return write(pointer, schemaId, statement, statement.values);
    }

    /// @notice EIP-712 struct hash of an `Attestation`.
    function hashAttestation(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ATTESTATION_TYPEHASH, schemaId, _hash(statement), deadline));
    }

    /// @notice EIP-712 struct hash of an `AttestationBatch`.
    function hashBatch(
        bytes4 schemaId,
        IAttestationRegistry.Statement[] calldata statements,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](statements.length);
        for (uint256 i = 0; i < statements.length; ++i) {
            hashes[i] = _hash(statements[i]);
        }
        return keccak256(abi.encode(BATCH_TYPEHASH, schemaId, keccak256(abi.encodePacked(hashes)), deadline));
    }

    /// @dev Works in the memory behind the free pointer without claiming it, so that a batch does not pay for ever more
    /// memory.
    function _hash(IAttestationRegistry.Statement calldata statement) private pure returns (bytes32 result) {
        bytes32 typeHash = STATEMENT_TYPEHASH;
        uint32 observedAt = statement.observedAt;
        int256[] calldata values = statement.values;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, values.offset, shl(5, values.length))
            let valuesHash := keccak256(free, shl(5, values.length))
            mstore(free, typeHash)
            mstore(add(free, 0x20), calldataload(statement))
            mstore(add(free, 0x40), calldataload(add(statement, 0x20)))
            mstore(add(free, 0x60), observedAt)
            mstore(add(free, 0x80), calldataload(add(statement, 0x60)))
            mstore(add(free, 0xa0), valuesHash)
            result := keccak256(free, 0xc0)
        }
    }
}
