// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Criteria} from "../../../contracts/lending/Criteria.sol";

/// @notice The check beside a parser that reads byte after byte and shares nothing with it.
contract CriteriaTest {
    uint256 private constant MAX_BYTES = 1_024;

    /// @notice Random bytes: accepted exactly when the other parser accepts them.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AgreesOnAnyBytes(bytes calldata criteria) public view {
        require(_passes(criteria) == _parses(criteria), "any bytes");
    }

    /// @notice Predicates made by the rules: all are accepted, until one byte is cut off or put behind.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_TakesWhatFollowsTheRules(uint256 seed, uint8 count) public view {
        bytes memory criteria;
        for (uint256 i = 0; i < count % 12; ++i) criteria = abi.encodePacked(criteria, _predicate(_hash(seed, i)));
        require(criteria.length > MAX_BYTES || _passes(criteria), "sound");
        require(!_passes(abi.encodePacked(criteria, bytes1(0x01))), "a byte behind");
        if (criteria.length == 0) return;
        bytes memory cut = new bytes(criteria.length - 1);
        for (uint256 i = 0; i < cut.length; ++i) cut[i] = criteria[i];
        require(_passes(cut) == _parses(cut), "a byte cut off");
    }

    /// @notice A sound list in which one byte becomes any other: both agree.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AgreesOnOneChangedByte(uint256 seed, uint256 position, bytes1 other) public view {
        bytes memory criteria = abi.encodePacked(
            _predicate(_hash(seed, 0)),
            _predicate(_hash(seed, 1)),
            _predicate(_hash(seed, 2))
        );
        criteria[position % criteria.length] = other;
        require(_passes(criteria) == _parses(criteria), "one changed byte");
    }

    /// @notice Each operator's operand at the edge of its rule.
    function test_RulesOfEachOperator() public view {
        require(_passes(""), "nothing");
        require(!_passes(hex"0001_0000000000000000"), "feature 0");
        require(!_passes(hex"0100_0000000000000000"), "operator 0");
        require(!_passes(hex"010b_0000000000000000"), "operator 11");
        require(_passes(hex"0101_8000000000000000"), "the lowest number");
        require(!_passes(hex"0101_00000000000000"), "seven bytes");
        require(_passes(hex"0104_0000000000000005_0000000000000005"), "both ends the same");
        require(!_passes(hex"0104_0000000000000005_0000000000000004"), "the ends the wrong way round");
        require(_passes(hex"0104_ffffffffffffffff_0000000000000000"), "from a negative number");
        require(!_passes(hex"0105_00000000"), "no label");
        require(_passes(hex"0108_80000000"), "the last label");
        require(!_passes(hex"0109_00"), "no code");
        require(!_passes(hex"0109_01_000000000000"), "an empty code");
        require(_passes(hex"010a_01_000000000041"), "one code");
        require(!_passes(hex"010a_02_000000000041"), "fewer codes than it says");
    }

    function test_ALongListIsRefused() public view {
        bytes memory criteria = new bytes(0);
        for (uint256 i = 0; i < 103; ++i) criteria = abi.encodePacked(criteria, hex"01010000000000000001");
        require(criteria.length > MAX_BYTES && !_passes(criteria), "1,030 bytes");
    }

    function check(bytes calldata criteria) external pure {
        Criteria.check(criteria);
    }

    /// @dev Refused only with the error that tells where.
    function _passes(bytes memory criteria) private view returns (bool) {
        try this.check(criteria) {
            return true;
        } catch (bytes memory reason) {
            require(bytes4(reason) == Criteria.CriteriaMalformed.selector, "another error");
            return false;
        }
    }

    function _parses(bytes memory text) private pure returns (bool) {
        if (text.length > MAX_BYTES) return false;
        uint256 offset;
        while (offset != text.length) {
            bool sound;
            (offset, sound) = _next(text, offset);
            if (!sound) return false;
        }
        return true;
    }

    /// @dev Reads one predicate; not sound when it ends too early or breaks a rule.
    function _next(bytes memory text, uint256 offset) private pure returns (uint256, bool) {
        if (text.length - offset < 2) return (offset, false);
        uint8 feature = uint8(text[offset]);
        uint8 operator = uint8(text[offset + 1]);
        offset += 2;
        if (feature == 0 || operator == 0 || operator > 10) return (offset, false);
        if (operator <= 3) return (offset + 8, offset + 8 <= text.length);
        if (operator == 4) {
            if (offset + 16 > text.length) return (offset, false);
            // Order of signed numbers is that of unsigned ones once the sign is turned round.
            uint256 low = _number(text, offset, 8) ^ (1 << 63);
            uint256 high = _number(text, offset + 8, 8) ^ (1 << 63);
            return (offset + 16, low <= high);
        }
        if (operator <= 8) return (offset + 4, offset + 4 <= text.length && _number(text, offset, 4) != 0);
        if (offset + 1 > text.length) return (offset, false);
        uint256 count = uint8(text[offset++]);
        if (count == 0 || offset + 6 * count > text.length) return (offset, false);
        for (uint256 i = 0; i < count; ++i) {
            if (_number(text, offset + 6 * i, 6) == 0) return (offset, false);
        }
        return (offset + 6 * count, true);
    }

    function _number(bytes memory text, uint256 offset, uint256 size) private pure returns (uint256 number) {
        for (uint256 i = 0; i < size; ++i) number = (number << 8) | uint8(text[offset + i]);
    }

    function _predicate(uint256 random) private pure returns (bytes memory) {
        bytes1 feature = bytes1(uint8(1 + (random % 25)));
        uint8 operator = uint8(1 + ((random >> 8) % 10));
        bytes memory head = abi.encodePacked(feature, operator);
        int64 number = int64(uint64(random >> 16));
        if (operator <= 3) return abi.encodePacked(head, number);
        if (operator == 4)
            return abi.encodePacked(head, number < 0 ? number : int64(0), number < 0 ? int64(0) : number);
        if (operator <= 8) return abi.encodePacked(head, uint32(random >> 16) | 1);
        uint8 count = uint8(1 + ((random >> 16) % 4));
        bytes memory codes;
        for (uint256 i = 0; i < count; ++i) codes = abi.encodePacked(codes, bytes6(uint48(random >> (32 + i)) | 1));
        return abi.encodePacked(head, count, codes);
    }

    function _hash(uint256 seed, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i)));
    }
}
