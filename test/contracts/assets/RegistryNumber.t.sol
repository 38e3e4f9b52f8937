// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {RegistryNumber} from "../../../contracts/assets/RegistryNumber.sol";

/// @notice The written form beside a reader of text: no character but 0 to 9 and A to Z, and one key for one text.
contract RegistryNumberTest {
    bytes private constant ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// @notice Any text of the alphabet has the hash of the text itself as its key.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_TheKeyIsTheHashOfTheText(bytes32 seed, uint8 length) public pure {
        bytes memory text = _text(seed, 1 + (length % 32));
        require(RegistryNumber.keyOf(_number(text)) == keccak256(text), "key");
    }

    /// @notice Any number whatever: accepted exactly when each of its bytes is in the alphabet.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AgreesOnAnyNumber(uint256 number, uint8 length) public pure {
        number &= type(uint256).max >> (8 * (length % 32));
        require((RegistryNumber.keyOf(number) != 0) == _isCanonical(number), "any number");
    }

    /// @notice A text in which one character becomes any other byte: refused exactly when that is not in the alphabet, and
    /// another key when it is.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_OneChangedCharacter(bytes32 seed, uint8 length, uint8 position, uint8 other) public pure {
        bytes memory text = _text(seed, 1 + (length % 32));
        bytes32 before = RegistryNumber.keyOf(_number(text));
        position = uint8(position % text.length);
        bool same = text[position] == bytes1(other);
        text[position] = bytes1(other);
        bytes32 key = RegistryNumber.keyOf(_number(text));
        // A zero at the front is no character: the text is then a shorter one.
        if (position == 0 && other == 0) return;
        require((key != 0) == _isLetterOrDigit(other), "refused");
        require((key == before) == same, "another key");
    }

    /// @notice Lower case, a space, a hyphen or a full-width digit anywhere: refused.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_NoSecondWrittenForm(bytes32 seed, uint8 length, uint8 position) public pure {
        bytes memory text = _text(seed, 1 + (length % 28));
        position = uint8(position % text.length);
        require(RegistryNumber.keyOf(_number(_with(text, position, "a"))) == 0, "lower case");
        require(RegistryNumber.keyOf(_number(_with(text, position, " "))) == 0, "space");
        require(RegistryNumber.keyOf(_number(_with(text, position, "-"))) == 0, "hyphen");
        require(RegistryNumber.keyOf(_number(_with(text, position, hex"efbc91"))) == 0, "full-width digit");
    }

    /// @notice Two different numbers never have one key: a leading or trailing character counts.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_EveryCharacterCounts(bytes32 seed, uint8 length) public pure {
        bytes memory text = _text(seed, 1 + (length % 31));
        bytes32 key = RegistryNumber.keyOf(_number(text));
        require(RegistryNumber.keyOf(_number(abi.encodePacked("0", text))) != key, "a leading zero");
        require(RegistryNumber.keyOf(_number(abi.encodePacked(text, "0"))) != key, "a trailing zero");
    }

    function test_NothingHasNoKey() public pure {
        require(RegistryNumber.keyOf(0) == 0, "nothing");
        require(RegistryNumber.keyOf(uint256(bytes32("AB"))) == 0, "aligned to the left");
    }

    function _text(bytes32 seed, uint256 length) private pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = ALPHABET[uint8(seed[i]) % 36];
    }

    /// @dev The text with `insertion` before the character at `position`.
    function _with(
        bytes memory text,
        uint256 position,
        bytes memory insertion
    ) private pure returns (bytes memory made) {
        for (uint256 i = 0; i < text.length; ++i) {
            if (i == position) made = abi.encodePacked(made, insertion);
            made = abi.encodePacked(made, text[i]);
        }
    }

    function _number(bytes memory text) private pure returns (uint256 number) {
        for (uint256 i = 0; i < text.length; ++i) number = (number << 8) | uint8(text[i]);
    }

    function _isCanonical(uint256 number) private pure returns (bool) {
        if (number == 0) return false;
        bool begun;
        for (uint256 i = 0; i < 32; ++i) {
            uint8 character = uint8(bytes32(number)[i]);
            if (character == 0 && !begun) continue;
            begun = true;
            if (!_isLetterOrDigit(character)) return false;
        }
        return true;
    }

    function _isLetterOrDigit(uint8 character) private pure returns (bool) {
        for (uint256 i = 0; i < 36; ++i) {
            if (uint8(ALPHABET[i]) == character) return true;
        }
        return false;
    }
}
