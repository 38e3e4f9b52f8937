// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {Records} from "../../../contracts/attestation/Records.sol";

/// @notice The hand-written packing and hashing beside what plain Solidity says.
contract RecordsTest {
    bytes32 private constant STATEMENT_TYPE = keccak256(
        "Statement(bytes32 subject,bytes32 itemKey,uint32 observedAt,bytes32 evidence,int256[] values)"
    );
    string private constant STATEMENT =
        "Statement(bytes32 subject,bytes32 itemKey,uint32 observedAt,bytes32 evidence,int256[] values)";

    /// hardhat-config: fuzz.runs = 256
    function testFuzz_WritesTheRecord(bytes4 schemaId, IAttestationRegistry.Statement calldata statement) public pure {
        bytes memory packed = _packed(schemaId, statement);
        (bytes memory record, bytes27 id) = _write(schemaId, statement);
        require(keccak256(record) == keccak256(packed), "record");
        require(id == bytes27(keccak256(packed)), "id");
        require(Records.idOf(schemaId, statement) == id, "idOf");
        require(Records.size(statement.values.length) == packed.length, "size");
        require(Records.fieldCount(packed.length) == statement.values.length, "fieldCount");
    }

    /// @notice What is stored (id, flags, time) comes apart again into what went in.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_WordComesApartAgain(bytes27 id, uint32 observedAt, uint8 flags) public pure {
        uint256 word = uint256(bytes32(id)) | (uint256(flags) << 32) | observedAt;
        require(bytes27(bytes32(word)) == id, "id");
        require(uint32(word) == observedAt, "observedAt");
        require(uint8(word >> 32) == flags, "flags");
    }

    /// hardhat-config: fuzz.runs = 256
    function testFuzz_HashesAnAttestation(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        uint64 deadline
    ) public pure {
        bytes32 typeHash = keccak256(
            abi.encodePacked("Attestation(bytes4 schemaId,Statement statement,uint64 deadline)", STATEMENT)
        );
        bytes32 expected = keccak256(abi.encode(typeHash, schemaId, _hash(statement), deadline));
        require(Records.hashAttestation(schemaId, statement, deadline) == expected, "attestation");
    }

    /// hardhat-config: fuzz.runs = 128
    function testFuzz_HashesABatch(
        bytes4 schemaId,
        IAttestationRegistry.Statement[] calldata statements,
        uint64 deadline
    ) public pure {
        bytes memory hashes;
        for (uint256 i = 0; i < statements.length; ++i) {
            hashes = abi.encodePacked(hashes, _hash(statements[i]));
        }
        bytes32 typeHash = keccak256(
            abi.encodePacked("AttestationBatch(bytes4 schemaId,Statement[] statements,uint64 deadline)", STATEMENT)
        );
        bytes32 expected = keccak256(abi.encode(typeHash, schemaId, keccak256(hashes), deadline));
        require(Records.hashBatch(schemaId, statements, deadline) == expected, "batch");
    }

    /// @dev Writes over dirty memory, as a batch does.
    function _write(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement
    ) private pure returns (bytes memory record, bytes27 id) {
        uint256 size = Records.size(statement.values.length);
        record = new bytes(size);
        uint256 pointer;
        for (uint256 i = 0; i < size; ++i) {
            record[i] = 0xff;
        }
        assembly ("memory-safe") {
            pointer := add(record, 0x20)
        }
        id = Records.write(pointer, schemaId, statement, statement.values);
    }

    function _packed(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement
    ) private pure returns (bytes memory) {
        uint256 head = (uint256(uint32(schemaId)) << 224) | (statement.values.length << 32) | statement.observedAt;
        return abi.encodePacked(head, statement.subject, statement.itemKey, statement.evidence, statement.values);
    }

    function _hash(IAttestationRegistry.Statement calldata statement) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    STATEMENT_TYPE,
                    statement.subject,
                    statement.itemKey,
                    statement.observedAt,
                    statement.evidence,
                    keccak256(abi.encodePacked(statement.values))
                )
            );
    }
}
