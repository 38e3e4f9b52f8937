// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title The one written form of a registry number.
/// @notice A number reaches the chain as text: its ASCII bytes as one big-endian integer. Its written form has only the
/// characters 0 to 9 and A to Z, so that letter case, spaces, hyphens and full-width digits cannot make a second number of
/// it: who sends another form is refused, not corrected.
library RegistryNumber {
    /// @notice `keccak256` of the text; zero when it is empty or has any other character.
    /// @param text 1 to 32 ASCII characters, the last in the lowest byte
    function keyOf(uint256 text) internal pure returns (bytes32 key) {
        uint256 length;
        for (uint256 rest = text; rest != 0; rest >>= 8) {
            uint256 character = rest & 0xff;
            bool digit = character > 0x2f && character < 0x3a;
            bool letter = character > 0x40 && character < 0x5b;
            if (!digit && !letter) return 0;
            unchecked {
                ++length;
            }
        }
        if (length == 0) return 0;
        assembly ("memory-safe") {
            mstore(0, shl(sub(256, shl(3, length)), text))
            key := keccak256(0, length)
        }
    }
}
