// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Unified social credit codes (统一社会信用代码) after GB 32100-2015.
/// @notice 18 characters of the alphabet `0-9A-HJ-NPQRTUWXY` (no I, O, S, V, Z). The last is a check character:
/// `value(C18) = (31 - sum(value(Ci) * 3^(i-1)) mod 31) mod 31` for i = 1..17.
library Uscc {
    uint256 private constant MODULUS = 31;

    /// @dev For the ASCII codes 48..79 and 80..111, one byte each: the character's value plus one, or 0 where the
    /// alphabet has no such character.
    bytes32 private constant VALUES_48 = 0x0102030405060708090a000000000000000b0c0d0e0f10111200131415161700;
    bytes32 private constant VALUES_80 = 0x18191a001b1c001d1e1f00000000000000000000000000000000000000000000;

    /// @notice Whether `code` has 18 characters of the alphabet and the check character that belongs to them.
    function isValid(bytes18 code) internal pure returns (bool) {
        uint256 sum;
        uint256 weight = 1;
        // No overflow: 17 terms of at most 30 * 30.
        unchecked {
            for (uint256 i = 0; i < 17; ++i) {
                uint256 valuePlusOne = _valuePlusOne(uint8(code[i]));
                if (valuePlusOne == 0) return false;
                sum += (valuePlusOne - 1) * weight;
                weight = (weight * 3) % MODULUS;
            }
            uint256 check = (MODULUS - (sum % MODULUS)) % MODULUS;
            return _valuePlusOne(uint8(code[17])) == check + 1;
        }
    }

    function _valuePlusOne(uint8 character) private pure returns (uint256) {
        if (character < 48 || character > 111) return 0;
        return character < 80 ? uint8(VALUES_48[character - 48]) : uint8(VALUES_80[character - 80]);
    }
}
