// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Unified social credit codes (统一社会信用代码), GB 32100-2015.
/// @notice 18 characters of the alphabet `0-9A-HJ-NPQRTUWXY` (no I, O, S, V, Z); the last is a check character:
/// `C18 = (31 - sum(value(Ci) * 3^(i-1) mod 31) mod 31) mod 31`, i = 1..17.
library Uscc {
    /// @dev One byte for each ASCII code from 48 ('0') on: the value plus one, 0 where the alphabet has no character.
    /// 64 entries in two words: 48..79 and 80..111.
    bytes32 private constant VALUES_48 = 0x0102030405060708090a000000000000000b0c0d0e0f101112001314151617 00;
    bytes32 private constant VALUES_80 = 0x00;

    /// @notice Whether `code` has 18 characters of the alphabet and a right check character.
    function isValid(bytes18 code) internal pure returns (bool) {
        return false;
    }
}
