// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Uscc} from "../../../contracts/identity/Uscc.sol";

/// @notice The library beside a second implementation that shares nothing with it: a search through the alphabet, and the
/// standard's table of weights.
contract UsccTest {
    bytes private constant ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// @dev GB 32100-2015, table of weights Wi for i = 1..17.
    uint8[17] private weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// @notice Exactly one of the 31 characters completes 17 characters of the alphabet.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_OneCharacterCompletesACode(bytes17 seed) public view {
        bytes memory code = new bytes(18);
        for (uint256 i = 0; i < 17; ++i) {
            code[i] = ALPHABET[uint8(seed[i]) % 31];
        }
        for (uint256 value = 0; value < 31; ++value) {
            code[17] = ALPHABET[value];
            require(Uscc.isValid(bytes18(code)) == (value == _check(code)), "check character");
        }
    }

    /// @notice Any 18 bytes whatever: the two implementations agree.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AgreesOnAnyBytes(bytes18 code) public view {
        require(Uscc.isValid(code) == _isValid(abi.encodePacked(code)), "any bytes");
    }

    /// @notice A valid code in which one byte becomes any other: the two implementations agree.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AgreesOnOneChangedByte(bytes17 seed, uint8 position, bytes1 other) public view {
        bytes memory code = new bytes(18);
        for (uint256 i = 0; i < 17; ++i) {
            code[i] = ALPHABET[uint8(seed[i]) % 31];
        }
        code[17] = ALPHABET[_check(code)];
        require(Uscc.isValid(bytes18(code)), "valid");
        bytes1 before = code[position % 18];
        code[position % 18] = other;
        bool valid = Uscc.isValid(bytes18(code));
        require(valid == _isValid(code), "one changed byte");
        require(!valid || other == before, "a mistyped character passed");
    }

    function _isValid(bytes memory code) private view returns (bool) {
        for (uint256 i = 0; i < 18; ++i) {
            if (_valueOf(code[i]) == 31) return false;
        }
        return _valueOf(code[17]) == _check(code);
    }

    function _check(bytes memory code) private view returns (uint256) {
        uint256 sum;
        for (uint256 i = 0; i < 17; ++i) {
            sum += _valueOf(code[i]) * weights[i];
        }
        return (31 - (sum % 31)) % 31;
    }

    /// @return the character's value; 31 when it is not in the alphabet
    function _valueOf(bytes1 character) private pure returns (uint256) {
        for (uint256 value = 0; value < 31; ++value) {
            if (ALPHABET[value] == character) return value;
        }
        return 31;
    }
}
