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

    int256 private constant MAX_FACT = type(int128).max;
    int256 private constant MIN_FACT = type(int128).min;
    int256 private constant MAX_INPUT = type(int48).max;
    int256 private constant MIN_INPUT = type(int48).min;

    // Inputs that are no numbers, outside the range of those that are. UNDEFINED is the least grave.
    int256 private constant UNDEFINED = type(int256).max - 2;
    int256 private constant UNKNOWN = type(int256).max - 1;
    int256 private constant WITHHELD = type(int256).max;

    /// @param parts of a checked model in memory
    /// @param values for each source of the model where its values begin in calldata; 0 when nothing current is known
    /// @param asOf the time asked about, unix seconds
    function evaluate(
        ScoreModel.Parts memory parts,
        uint256[] memory values,
        uint256 asOf
    ) internal pure returns (Result memory result) {
        unchecked {
            (uint256 pointer, int256[] memory inputs) = _inputs(parts, values, asOf);
            int256 total = parts.basePoints;
            uint256 count = parts.characteristicCount;
            result.points = new bytes(count * 2);
            uint256 written;
            {
                bytes memory points = result.points;
                assembly ("memory-safe") {
                    written := add(points, 0x20)
                }
            }
            for (uint256 i = 0; i < count; ++i) {
                int256 points;
                bool known;
                uint256 weightBps = ScoreModel.uint16At(pointer);
                (pointer, points, known) = _characteristic(pointer, inputs);
                if (known) result.coverageBps += weightBps;
                total += points;
                assembly ("memory-safe") {
                    mstore8(written, shr(8, points))
                    mstore8(add(written, 1), points)
                }
                written += 2;
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
                uint256 operation = ScoreModel.uint8At(pointer);
                uint256 terms = ScoreModel.uint8At(pointer + 1);
                int256 multiplier = int256(ScoreModel.uint32At(pointer + 2));
                pointer += ScoreModel.INPUT_HEAD_BYTES;
                (int256 numerator, uint256 next) = _sum(pointer, terms >> 4, values);
                pointer = next;
                if (operation == ScoreModel.VALUE) {
                    inputs[i] = numerator >= UNKNOWN ? numerator : _saturate(numerator);
                } else if (operation == ScoreModel.RATIO) {
                    int256 denominator;
                    (denominator, pointer) = _sum(pointer, terms & 0x0f, values);
                    inputs[i] = _ratio(numerator, denominator, multiplier);
                } else {
                    inputs[i] = numerator >= UNKNOWN ? numerator : _saturate((int256(asOf) - numerator) / 1 days);
                }
            }
        }
    }

    /// @dev `WITHHELD` when a statement leaves out one of the facts, else `UNKNOWN` when there is no statement of one.
    function _sum(
        uint256 pointer,
        uint256 count,
        uint256[] memory values
    ) private pure returns (int256 sum, uint256 next) {
        unchecked {
            next = pointer + count * ScoreModel.TERM_BYTES;
            int256 absent;
            for (; pointer < next; pointer += ScoreModel.TERM_BYTES) {
                uint256 term = ScoreModel.uint16At(pointer);
                uint256 start = values[term >> 8];
                if (start == 0) {
                    if (absent != WITHHELD) absent = UNKNOWN;
                    continue;
                }
                int256 fact;
                uint256 position = start + ((term & 0x7f) << 5);
                assembly ("memory-safe") {
                    fact := calldataload(position)
                }
                if (fact == NOT_STATED) {
                    absent = WITHHELD;
                    continue;
                }
                if (fact > MAX_FACT) fact = MAX_FACT;
                else if (fact < MIN_FACT) fact = MIN_FACT;
                sum += term & ScoreModel.SUBTRACTED == 0 ? fact : -fact;
            }
            if (absent != 0) sum = absent;
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

    function _characteristic(
        uint256 pointer,
        int256[] memory inputs
    ) private pure returns (uint256 next, int256 points, bool known) {
        unchecked {
            uint256 head = pointer;
            uint256 axes = ScoreModel.uint8At(head + 6);
            pointer += ScoreModel.CHARACTERISTIC_HEAD_BYTES;
            uint256 cells = 1;
            uint256 cell;
            int256 absent;
            for (uint256 axis = 0; axis < axes; ++axis) {
                int256 input = inputs[ScoreModel.uint8At(pointer)];
                uint256 cuts = ScoreModel.uint8At(pointer + 1);
                pointer += ScoreModel.AXIS_HEAD_BYTES;
                uint256 end = pointer + cuts * ScoreModel.CUT_BYTES;
                cells *= cuts + 2;
                cell *= cuts + 2;
                if (input < UNDEFINED) cell += 1 + _bin(input, pointer, end);
                else if (input > absent && input != UNDEFINED) absent = input;
                pointer = end;
            }
            next = pointer + cells * ScoreModel.CELL_BYTES;
            if (absent == 0) return (next, ScoreModel.int16At(pointer + cell * ScoreModel.CELL_BYTES), true);
            return (next, ScoreModel.int16At(head + (absent == UNKNOWN ? 2 : 4)), false);
        }
    }

    /// @dev How many cuts lie at or below the input.
    function _bin(int256 input, uint256 pointer, uint256 end) private pure returns (uint256 bin) {
        unchecked {
            while (pointer < end && ScoreModel.int48At(pointer) <= input) {
                pointer += ScoreModel.CUT_BYTES;
                ++bin;
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
