// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title ScoreModel: an additive scorecard as bytes, and the rules that every published one keeps.
/// @notice All numbers are big-endian and follow each other without a gap; `catalogue/scorecard/codec.ts` writes the same.
///
/// | part | bytes |
/// | --- | --- |
/// | head | 1 form (1), 2 base points (int16), 2 minimum coverage in bps, then 1 each: numbers of sources, grades, inputs, characteristics |
/// | source | 4 schema id, 1 number of fields, 4 validity in seconds; strictly ascending by schema id |
/// | grade | 2 lowest total; the first 0, strictly ascending |
/// | input | 1 operation (0 value, 1 ratio, 2 days since), 1 terms: numerator << 4 or denominator, 4 multiplier, then each term |
/// | term | 1 number of the source, 1 field, with the highest bit set when it is subtracted |
/// | characteristic | 2 weight in bps, 2 points if unknown, 2 points if withheld (int16), 1 number of axes, axes, then the cells |
/// | axis | 1 number of the input, 1 number of cuts, then 6 each cut (int48); strictly ascending |
/// | cells | 2 each (int16): for each axis its number of cuts + 2; the second axis runs fastest |
library ScoreModel {
    /// @notice Where the parts of a model begin, as memory pointers.
    struct Parts {
        int256 basePoints;
        uint256 minimumCoverageBps;
        uint256 sourceCount;
        uint256 gradeCount;
        uint256 inputCount;
        uint256 characteristicCount;
        uint256 sources;
        uint256 grades;
        uint256 inputs;
    }

    uint256 internal constant MAX_SOURCES = 64;
    /// @notice Sources that companies state themselves; they come first, because their schema ids are the smallest.
    uint256 internal constant MAX_OWN_SOURCES = 32;
    uint256 internal constant MAX_GRADES = 16;
    uint256 internal constant MAX_INPUTS = 128;
    uint256 internal constant MAX_CHARACTERISTICS = 128;
    uint256 internal constant MAX_CUTS = 31;
    uint256 internal constant MAX_TERMS = 8;

    uint256 internal constant HEAD_BYTES = 9;
    uint256 internal constant SOURCE_BYTES = 9;
    uint256 internal constant GRADE_BYTES = 2;
    uint256 internal constant INPUT_HEAD_BYTES = 6;
    uint256 internal constant TERM_BYTES = 2;
    uint256 internal constant CHARACTERISTIC_HEAD_BYTES = 7;
    uint256 internal constant AXIS_HEAD_BYTES = 2;
    uint256 internal constant CUT_BYTES = 6;
    uint256 internal constant CELL_BYTES = 2;

    uint256 internal constant VALUE = 0;
    uint256 internal constant RATIO = 1;
    uint256 internal constant DAYS_SINCE = 2;

    uint256 internal constant SUBTRACTED = 0x80;
    uint256 private constant FORM = 1;
    uint256 private constant WHOLE_BPS = 10_000;

    /// @param offset byte at which the part begins that is cut off or breaks a limit of the table
    error ScoreModelMalformed(uint256 offset);
    error ScoreModelSourcesUnsorted(uint256 source);
    error ScoreModelGradesUnsorted(uint256 grade);
    error ScoreModelUnknownFact(uint256 input, uint256 source, uint256 field);
    error ScoreModelUnknownInput(uint256 characteristic, uint256 input);
    /// @notice The bins of an axis are not in order, or overlap.
    error ScoreModelCutsUnsorted(uint256 characteristic, uint256 axis, uint256 cut);
    /// @notice A company could gain by leaving a figure out of its own statement.
    /// @param worst points of the worst cell, or points if unknown when they are fewer: a fact that is left out counts
    /// before another one that is unknown
    error ScoreModelWithheldTooGood(uint256 characteristic, int256 withheldPoints, int256 worst);
    error ScoreModelWeights(uint256 sumBps);

    /// @notice Reads the head of a model that has been checked.
    function partsOf(bytes memory model) internal pure returns (Parts memory parts) {
        uint256 start;
        assembly ("memory-safe") {
            start := add(model, 0x20)
        }
        parts.basePoints = int16At(start + 1);
        parts.minimumCoverageBps = uint16At(start + 3);
        parts.sourceCount = uint8At(start + 5);
        parts.gradeCount = uint8At(start + 6);
        parts.inputCount = uint8At(start + 7);
        parts.characteristicCount = uint8At(start + 8);
        parts.sources = start + HEAD_BYTES;
        parts.grades = parts.sources + parts.sourceCount * SOURCE_BYTES;
        parts.inputs = parts.grades + parts.gradeCount * GRADE_BYTES;
    }

    /// @notice Reverts unless the model keeps every rule of the table, has nothing behind it, and its weights come to a
    /// whole. What passes can be evaluated over any values.
    function check(bytes memory model) internal pure {
        if (model.length < HEAD_BYTES) revert ScoreModelMalformed(0);
        Parts memory parts = partsOf(model);
        uint256 start = parts.sources - HEAD_BYTES;
        uint256 end = start + model.length;
        if (
            uint8At(start) != FORM ||
            parts.minimumCoverageBps > WHOLE_BPS ||
            _outside(parts.sourceCount, MAX_SOURCES) ||
            _outside(parts.gradeCount, MAX_GRADES) ||
            _outside(parts.inputCount, MAX_INPUTS) ||
            _outside(parts.characteristicCount, MAX_CHARACTERISTICS) ||
            parts.inputs > end
        ) revert ScoreModelMalformed(0);
        _checkSources(parts);
        _checkGrades(parts);
        (uint256 pointer, uint256[] memory ofSubject) = _checkInputs(parts, start, end);
        pointer = _checkCharacteristics(parts, pointer, start, end, ofSubject);
        if (pointer != end) revert ScoreModelMalformed(pointer - start);
    }

    function _checkSources(Parts memory parts) private pure {
        for (uint256 i = 1; i < parts.sourceCount; ++i) {
            uint256 pointer = parts.sources + i * SOURCE_BYTES;
            if (uint32At(pointer) <= uint32At(pointer - SOURCE_BYTES)) revert ScoreModelSourcesUnsorted(i);
            if (i >= MAX_OWN_SOURCES && uint16At(pointer) == 0)
                revert ScoreModelMalformed(HEAD_BYTES + i * SOURCE_BYTES);
        }
    }

    function _checkGrades(Parts memory parts) private pure {
        if (uint16At(parts.grades) != 0) revert ScoreModelGradesUnsorted(0);
        for (uint256 i = 1; i < parts.gradeCount; ++i) {
            uint256 pointer = parts.grades + i * GRADE_BYTES;
            if (uint16At(pointer) <= uint16At(pointer - GRADE_BYTES)) revert ScoreModelGradesUnsorted(i);
        }
    }

    /// @return pointer where the characteristics begin
    /// @return ofSubject for each input 1 when a company states one of its facts itself
    function _checkInputs(
        Parts memory parts,
        uint256 start,
        uint256 end
    ) private pure returns (uint256 pointer, uint256[] memory ofSubject) {
        pointer = parts.inputs;
        ofSubject = new uint256[](parts.inputCount);
        for (uint256 i = 0; i < parts.inputCount; ++i) {
            if (pointer + INPUT_HEAD_BYTES > end) revert ScoreModelMalformed(pointer - start);
            uint256 operation = uint8At(pointer);
            uint256 numerator = uint8At(pointer + 1) >> 4;
            uint256 denominator = uint8At(pointer + 1) & 0x0f;
            uint256 next = pointer + INPUT_HEAD_BYTES + (numerator + denominator) * TERM_BYTES;
            if (
                operation > DAYS_SINCE ||
                _outside(numerator, MAX_TERMS) ||
                denominator > MAX_TERMS ||
                (operation == RATIO) != (denominator != 0) ||
                (operation == RATIO ? uint32At(pointer + 2) == 0 : uint32At(pointer + 2) != 1) ||
                next > end
            ) revert ScoreModelMalformed(pointer - start);
            for (pointer += INPUT_HEAD_BYTES; pointer < next; pointer += TERM_BYTES) {
                uint256 source = uint8At(pointer);
                uint256 field = uint8At(pointer + 1) & ~SUBTRACTED;
                if (source >= parts.sourceCount || field >= uint8At(parts.sources + source * SOURCE_BYTES + 4)) {
                    revert ScoreModelUnknownFact(i, source, field);
                }
                if (uint16At(parts.sources + source * SOURCE_BYTES) == 0) ofSubject[i] = 1;
            }
        }
    }

    function _checkCharacteristics(
        Parts memory parts,
        uint256 pointer,
        uint256 start,
        uint256 end,
        uint256[] memory ofSubject
    ) private pure returns (uint256) {
        uint256 weights;
        for (uint256 i = 0; i < parts.characteristicCount; ++i) {
            uint256 head = pointer;
            if (head + CHARACTERISTIC_HEAD_BYTES > end) revert ScoreModelMalformed(head - start);
            weights += uint16At(head);
            uint256 axes = uint8At(head + 6);
            if (_outside(axes, 2)) revert ScoreModelMalformed(head - start);
            pointer = head + CHARACTERISTIC_HEAD_BYTES;
            uint256 cells = 1;
            bool stated;
            for (uint256 axis = 0; axis < axes; ++axis) {
                if (pointer + AXIS_HEAD_BYTES > end) revert ScoreModelMalformed(pointer - start);
                uint256 input = uint8At(pointer);
                uint256 cuts = uint8At(pointer + 1);
                if (input >= parts.inputCount) revert ScoreModelUnknownInput(i, input);
                if (cuts > MAX_CUTS || pointer + AXIS_HEAD_BYTES + cuts * CUT_BYTES > end) {
                    revert ScoreModelMalformed(pointer - start);
                }
                if (ofSubject[input] == 1) stated = true;
                pointer += AXIS_HEAD_BYTES;
                for (uint256 cut = 1; cut < cuts; ++cut) {
                    uint256 place = pointer + cut * CUT_BYTES;
                    if (int48At(place) <= int48At(place - CUT_BYTES)) revert ScoreModelCutsUnsorted(i, axis, cut);
                }
                pointer += cuts * CUT_BYTES;
                cells *= cuts + 2;
            }
            if (pointer + cells * CELL_BYTES > end) revert ScoreModelMalformed(pointer - start);
            if (stated) _requireWorst(i, head, pointer, cells);
            pointer += cells * CELL_BYTES;
        }
        if (weights != WHOLE_BPS) revert ScoreModelWeights(weights);
        return pointer;
    }

    function _requireWorst(uint256 index, uint256 head, uint256 pointer, uint256 cells) private pure {
        int256 worst = int16At(head + 2);
        for (uint256 cell = 0; cell < cells; ++cell) {
            int256 points = int16At(pointer + cell * CELL_BYTES);
            if (points < worst) worst = points;
        }
        int256 withheldPoints = int16At(head + 4);
        if (withheldPoints > worst) revert ScoreModelWithheldTooGood(index, withheldPoints, worst);
    }

    function _outside(uint256 count, uint256 maximum) private pure returns (bool) {
        return count == 0 || count > maximum;
    }

    // Reading a number at a memory pointer. A word read past the end of the model brings bytes that are shifted out.

    function uint8At(uint256 pointer) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := byte(0, mload(pointer))
        }
    }

    function uint16At(uint256 pointer) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(pointer))
        }
    }

    function uint32At(uint256 pointer) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(pointer))
        }
    }

    function int16At(uint256 pointer) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(240, mload(pointer))
        }
    }

    function int48At(uint256 pointer) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(208, mload(pointer))
        }
    }
}
