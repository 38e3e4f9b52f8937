// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AssetKind} from "../../../contracts/assets/AssetKind.sol";
import {AssetWord} from "../../../contracts/assets/AssetWord.sol";

/// @notice What shares a storage word comes apart again, and no part of it touches another.
contract AssetWordTest {
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_TheWordComesApartAgain(
        uint8 kind,
        uint8 flags,
        uint16 day,
        uint32 until,
        uint40 fen
    ) public pure {
        AssetWord.Fields memory fields = _fields(kind, flags, day, until, fen);
        AssetWord.Fields memory again = AssetWord.unpack(AssetWord.pack(fields));
        require(keccak256(abi.encode(again)) == keccak256(abi.encode(fields)), "fields");
    }

    /// @notice A flag that is set or cleared is the only thing that changes.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_AFlagTouchesNothingElse(
        uint8 kind,
        uint8 flags,
        uint16 day,
        uint32 until,
        uint40 fen
    ) public pure {
        AssetWord.Fields memory fields = _fields(kind, flags, day, until, fen);
        uint96 word = AssetWord.pack(fields);
        for (uint8 flag = 1; flag <= 8; flag <<= 1) {
            require(AssetWord.has(word, flag) == (fields.flags & flag != 0), "has");
            uint8 before = fields.flags;
            fields.flags = before | flag;
            require(AssetWord.with(word, flag) == AssetWord.pack(fields), "with");
            fields.flags = before & ~flag;
            require(AssetWord.without(word, flag) == AssetWord.pack(fields), "without");
            fields.flags = before;
        }
    }

    function _fields(
        uint8 kind,
        uint8 flags,
        uint16 day,
        uint32 until,
        uint40 fen
    ) private pure returns (AssetWord.Fields memory) {
        return AssetWord.Fields(AssetKind(kind % 10), flags % 16, day, until, fen);
    }
}
