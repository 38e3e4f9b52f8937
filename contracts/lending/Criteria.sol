// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Criteria: a product's conditions as compact predicates over the catalogue's features.
/// @notice Predicates follow each other without a gap: one byte for the number of the feature (1 or more), one for the
/// operator, then the operand. All must hold.
///
/// | operator | operand |
/// | --- | --- |
/// | 1 at least, 2 at most, 3 equal | 8 bytes: int64, in the feature's unit, or a label's position |
/// | 4 between | two int64, both ends included, the lower first |
/// | 5 in, 6 not in, 7 any of, 8 none of | 4 bytes: bit n stands for label n; not zero |
/// | 9 in, 10 not in, for codes | one byte n, 1 or more, then n codes of 6 bytes: ASCII, right-aligned, not zero |
library Criteria {
    /// @notice Bytes of a product's criteria at most.
    uint256 internal constant MAX_BYTES = 1_024;

    uint8 private constant BETWEEN = 4;
    uint8 private constant LABELS = 5;
    uint8 private constant CODES = 9;
    uint8 private constant LAST = 10;

    error CriteriaMalformed(uint256 offset);

    /// @notice Reverts with the offset of the first predicate that is cut off or breaks a rule of the table above. That the
    /// catalogue has the features and labels is for whoever reads them to check: it grows, and the chain does not know it.
    function check(bytes calldata criteria) internal pure {
        if (criteria.length > MAX_BYTES) revert CriteriaMalformed(MAX_BYTES);
        uint256 offset;
        while (offset < criteria.length) {
            uint256 size = _sizeAt(criteria, offset);
            if (size == 0 || offset + size > criteria.length) revert CriteriaMalformed(offset);
            if (!_sound(criteria[offset:offset + size])) revert CriteriaMalformed(offset);
            offset += size;
        }
    }

    /// @dev Bytes of the predicate that starts at `offset`; 0 when that cannot be told.
    function _sizeAt(bytes calldata criteria, uint256 offset) private pure returns (uint256) {
        if (offset + 3 > criteria.length) return 0;
        uint8 operator = uint8(criteria[offset + 1]);
        if (operator == 0 || operator > LAST) return 0;
        if (operator < BETWEEN) return 10;
        if (operator == BETWEEN) return 18;
        if (operator < CODES) return 6;
        return 3 + 6 * uint256(uint8(criteria[offset + 2]));
    }

    function _sound(bytes calldata predicate) private pure returns (bool) {
        if (predicate[0] == 0) return false;
        uint8 operator = uint8(predicate[1]);
        if (operator < BETWEEN) return true;
        if (operator == BETWEEN) {
            return int64(uint64(bytes8(predicate[2:10]))) <= int64(uint64(bytes8(predicate[10:18])));
        }
        if (operator < CODES) return bytes4(predicate[2:6]) != 0;
        for (uint256 start = 3; start < predicate.length; start += 6) {
            if (bytes6(predicate[start:start + 6]) == 0) return false;
        }
        return predicate.length > 3;
    }
}
