// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {ScoreModel} from "./ScoreModel.sol";

/// @title Points: what a model makes of facts.
/// @notice Integers only; division truncates toward zero. Facts saturate at 128 bits and inputs at 48, sign included, so
/// that nothing can overflow. `catalogue/scorecard/evaluate.ts` is the same in TypeScript.
library Points {
    /// @param total 0 to 1000
    /// @param grade 1 for the worst; 0 when too little is known for a grade
    /// @param coverageBps weights of the characteristics whose facts are known
    /// @param points of each characteristic, int16 each, without a gap
    struct Result {
        uint256 total;
        uint256 grade;
        uint256 coverageBps;
        bytes points;
    }

    int256 internal constant MAX_TOTAL = 1_000;
    /// @notice The value that says "not stated".
    int256 internal constant NOT_STATED = type(int256).min;

    /// @notice In place of where a source's values begin: there were some, and the company has taken them back.
    uint256 internal constant TAKEN_BACK = 1;

    int256 private constant MAX_FACT = type(int128).max;
    int256 private constant MIN_FACT = type(int128).min;
    int256 private constant MAX_INPUT = type(int48).max;
    int256 private constant MIN_INPUT = type(int48).min;

    // Inputs that are no numbers, outside the range of those that are. UNDEFINED is the least grave.
    int256 private constant UNDEFINED = type(int256).max - 2;
    int256 private constant UNKNOWN = type(int256).max - 1;
    int256 private constant WITHHELD = type(int256).max;

    /// @param parts of a checked model in memory
    /// @param values for each source of the model where its values begin in calldata; 0 when nothing current is known, or
    /// `TAKEN_BACK`
    /// @param asOf the time asked about, unix seconds
    function evaluate(
        ScoreModel.Parts memory parts,
        uint256[] memory values,
        uint256 asOf
    ) internal pure returns (Result memory result) {
        unchecked {
            (uint256 pointer, int256[] memory inputs) = _inputs(parts, values, asOf);
            uint256 count = parts.characteristicCount;
            bytes memory points = new bytes(count * 2);
            result.points = points;
            int256 total = parts.basePoints;
            for (uint256 i = 0; i < count; ++i) {
                (uint256 next, int256 scored, uint256 knownBps) = _characteristic(pointer, inputs);
                pointer = next;
                total += scored;
                result.coverageBps += knownBps;
                assembly ("memory-safe") {
                    let place := add(add(points, 0x20), shl(1, i))
                    mstore8(place, shr(8, scored))
                    mstore8(add(place, 1), scored)
                }
            }
            result.total = uint256(
                total < 0
                    ? int256(0)
                    : total > MAX_TOTAL
                        ? MAX_TOTAL
                        : total
            );
            if (result.coverageBps >= parts.minimumCoverageBps) result.grade = _grade(parts, result.total);
        }
    }

    /// @return pointer where the characteristics begin
    function _inputs(
        ScoreModel.Parts memory parts,
        uint256[] memory values,
        uint256 asOf
    ) private pure returns (uint256 pointer, int256[] memory inputs) {
        unchecked {
            uint256 count = parts.inputCount;
            inputs = new int256[](count);
            pointer = parts.inputs;
            for (uint256 i = 0; i < count; ++i) {
                uint256 head = pointer;
                uint256 operation = ScoreModel.uint8At(head);
                uint256 terms = ScoreModel.uint8At(head + 1);
                (int256 input, uint256 next) = _sum(head + ScoreModel.INPUT_HEAD_BYTES, terms >> 4, values);
                if (operation == ScoreModel.RATIO) {
                    int256 denominator;
                    (denominator, next) = _sum(next, terms & 0x0f, values);
                    input = _ratio(input, denominator, int256(ScoreModel.uint32At(head + 2)));
                } else if (input < UNKNOWN) {
                    if (operation == ScoreModel.DAYS_SINCE) input = (int256(asOf) - input) / 1 days;
                    input = _saturate(input);
                }
                pointer = next;
                assembly ("memory-safe") {
                    mstore(add(add(inputs, 0x20), shl(5, i)), input)
                }
            }
        }
    }

    /// @dev `WITHHELD` when a statement leaves out one of the facts, else `UNKNOWN` when there is no statement of one. The
    /// model was checked: every term names a source, and a field that its statements have.
    function _sum(
        uint256 pointer,
        uint256 count,
        uint256[] memory values
    ) private pure returns (int256 sum, uint256 next) {
        (int256 unknown, int256 withheld, int256 notStated) = (UNKNOWN, WITHHELD, NOT_STATED);
        (int256 least, int256 most) = (MIN_FACT, MAX_FACT);
        assembly ("memory-safe") {
            next := add(pointer, shl(1, count))
            let absent := 0
            for {} lt(pointer, next) {
                pointer := add(pointer, 2)
            } {
                let term := shr(240, mload(pointer))
                let start := mload(add(add(values, 0x20), shl(5, shr(8, term))))
                if lt(start, 2) {
                    // No values, or taken back.
                    if start {
                        absent := withheld
                    }
                    if iszero(absent) {
                        absent := unknown
                    }
                    continue
                }
                let fact := calldataload(add(start, shl(5, and(term, 0x7f))))
                if eq(fact, notStated) {
                    absent := withheld
                    continue
                }
                if sgt(fact, most) {
                    fact := most
                }
                if slt(fact, least) {
                    fact := least
                }
                switch and(term, 0x80)
                case 0 {
                    sum := add(sum, fact)
                }
                default {
                    sum := sub(sum, fact)
                }
            }
            if absent {
                sum := absent
            }
        }
    }

    function _ratio(int256 numerator, int256 denominator, int256 multiplier) private pure returns (int256) {
        unchecked {
            if (numerator == WITHHELD || denominator == WITHHELD) return WITHHELD;
            if (numerator == UNKNOWN || denominator == UNKNOWN) return UNKNOWN;
            if (denominator == 0) return UNDEFINED;
            return _saturate((numerator * multiplier) / denominator);
        }
    }

    function _saturate(int256 value) private pure returns (int256) {
        return
            value > MAX_INPUT
                ? MAX_INPUT
                : value < MIN_INPUT
                    ? MIN_INPUT
                    : value;
    }

    /// @return next where the next characteristic begins
    /// @return points of the cell, or of what is missing
    /// @return knownBps its weight when its facts are known
    function _characteristic(
        uint256 pointer,
        int256[] memory inputs
    ) private pure returns (uint256 next, int256 points, uint256 knownBps) {
        (int256 undefined, int256 withheld) = (UNDEFINED, WITHHELD);
        assembly ("memory-safe") {
            // Weight, points if unknown, points if withheld, number of axes: all in one word.
            let head := mload(pointer)
            pointer := add(pointer, 7)
            let cells := 1
            let cell := 0
            let absent := 0
            for {
                let axes := byte(6, head)
            } axes {
                axes := sub(axes, 1)
            } {
                let axis := mload(pointer)
                let input := mload(add(add(inputs, 0x20), shl(5, byte(0, axis))))
                let cuts := byte(1, axis)
                pointer := add(pointer, 2)
                let end := add(pointer, mul(6, cuts))
                cells := mul(cells, add(cuts, 2))
                cell := mul(cell, add(cuts, 2))
                switch slt(input, undefined)
                case 1 {
                    // One more than the number of cuts at or below the input.
                    let cut := pointer
                    for {} lt(cut, end) {
                        cut := add(cut, 6)
                    } {
                        if sgt(sar(208, mload(cut)), input) {
                            break
                        }
                    }
                    cell := add(cell, add(1, div(sub(cut, pointer), 6)))
                }
                default {
                    if iszero(eq(input, undefined)) {
                        if sgt(input, absent) {
                            absent := input
                        }
                    }
                }
                pointer := end
            }
            next := add(pointer, shl(1, cells))
            switch absent
            case 0 {
                points := sar(240, mload(add(pointer, shl(1, cell))))
                knownBps := shr(240, head)
            }
            default {
                points := signextend(1, shr(224, head))
                if eq(absent, withheld) {
                    points := signextend(1, shr(208, head))
                }
            }
        }
    }

    function _grade(ScoreModel.Parts memory parts, uint256 total) private pure returns (uint256 grade) {
        unchecked {
            uint256 pointer = parts.grades;
            while (grade < parts.gradeCount && ScoreModel.uint16At(pointer) <= total) {
                pointer += ScoreModel.GRADE_BYTES;
                ++grade;
            }
        }
    }
}
