// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Random scorecards that keep every rule, small enough for many runs.
/// @notice 1 to 4 sources of 1 to 5 fields, of which some are companies' own; up to 6 inputs of up to 8 terms and up to 6
/// characteristics with tables among them.
library RandomModel {
    /// @dev What the parts after it need to know.
    struct Shape {
        uint256 seed;
        uint8[] fields;
        bool[] own;
        bool[] inputOwn;
    }

    uint256 private constant SUBTRACTED = 0x80;

    /// @return model its bytes
    /// @return fields number of fields of each source
    /// @return own which sources are companies' own
    function make(uint256 seed) internal pure returns (bytes memory model, uint8[] memory fields, bool[] memory own) {
        Shape memory shape;
        shape.seed = seed;
        uint256 sources = 1 + (_next(shape) % 4);
        (shape.fields, shape.own) = (new uint8[](sources), new bool[](sources));
        shape.inputOwn = new bool[](1 + (_next(shape) % 6));
        uint256 grades = 1 + (_next(shape) % 5);
        uint256 characteristics = 1 + (_next(shape) % 6);
        model = abi.encodePacked(
            uint8(1),
            int16(int256(_next(shape))),
            uint16(_next(shape) % 10_001),
            uint8(sources),
            uint8(grades),
            uint8(shape.inputOwn.length),
            uint8(characteristics)
        );
        for (uint256 i = 0; i < sources; ++i) model = abi.encodePacked(model, _source(shape, i));
        uint256 lowest;
        for (uint256 i = 0; i < grades; ++i) {
            model = abi.encodePacked(model, uint16(lowest));
            lowest += 1 + (_next(shape) % 400);
        }
        for (uint256 i = 0; i < shape.inputOwn.length; ++i) model = abi.encodePacked(model, _input(shape, i));
        uint256 weight = 10_000;
        for (uint256 i = 0; i < characteristics; ++i) {
            uint256 part = i + 1 == characteristics ? weight : _next(shape) % (weight + 1);
            weight -= part;
            model = abi.encodePacked(model, uint16(part), _characteristic(shape));
        }
        return (model, shape.fields, shape.own);
    }

    /// @dev The first sources are companies' own, because their ids sort before those of agencies.
    function _source(Shape memory shape, uint256 index) private pure returns (bytes memory) {
        shape.fields[index] = uint8(1 + (_next(shape) % 5));
        shape.own[index] = index < 2 && (index == 0 || shape.own[0]) && _next(shape) % 2 == 0;
        uint256 agency = shape.own[index] ? 0 : 1 + index;
        return abi.encodePacked(uint16(agency), uint16(index), shape.fields[index], uint32(_next(shape)));
    }

    function _input(Shape memory shape, uint256 index) private pure returns (bytes memory input) {
        uint256 operation = _next(shape) % 3;
        uint256 numerator = 1 + (_next(shape) % 8);
        uint256 denominator = operation == 1 ? 1 + (_next(shape) % 8) : 0;
        uint256 multiplier = operation == 1 ? 1 + (_next(shape) % (2 ** 32 - 1)) : 1;
        input = abi.encodePacked(uint8(operation), uint8((numerator << 4) | denominator), uint32(multiplier));
        for (uint256 i = 0; i < numerator + denominator; ++i) {
            uint256 source = _next(shape) % shape.fields.length;
            uint256 field = _next(shape) % shape.fields[source];
            if (_next(shape) % 2 == 0) field |= SUBTRACTED;
            if (shape.own[source]) shape.inputOwn[index] = true;
            input = abi.encodePacked(input, uint8(source), uint8(field));
        }
    }

    /// @dev Without its weight.
    function _characteristic(Shape memory shape) private pure returns (bytes memory) {
        uint256 axes = 1 + (_next(shape) % 2);
        bytes memory axisBytes;
        uint256 cells = 1;
        bool own;
        for (uint256 i = 0; i < axes; ++i) {
            uint256 input = _next(shape) % shape.inputOwn.length;
            if (shape.inputOwn[input]) own = true;
            uint256 cuts = _next(shape) % 5;
            cells *= cuts + 2;
            axisBytes = abi.encodePacked(axisBytes, uint8(input), uint8(cuts), _cuts(shape, cuts));
        }
        (bytes memory cellBytes, int16 worst) = _cells(shape, cells);
        int16 unknownPoints = int16(int256(_next(shape)));
        int16 withheldPoints = int16(int256(_next(shape)));
        if (own) {
            if (unknownPoints < worst) worst = unknownPoints;
            if (withheldPoints > worst) withheldPoints = worst;
        }
        return abi.encodePacked(unknownPoints, withheldPoints, uint8(axes), axisBytes, cellBytes);
    }

    /// @dev Ascending: near 0 as often as anywhere in the range.
    function _cuts(Shape memory shape, uint256 count) private pure returns (bytes memory cuts) {
        bool near = _next(shape) % 2 == 0;
        int256 cut = near ? -int256(_next(shape) % 100) : int256(type(int48).min) + int256(_next(shape) % 2 ** 45);
        for (uint256 i = 0; i < count; ++i) {
            cuts = abi.encodePacked(cuts, int48(cut));
            cut += int256(1 + (_next(shape) % (near ? 100 : 2 ** 45)));
        }
    }

    function _cells(Shape memory shape, uint256 count) private pure returns (bytes memory cells, int16 worst) {
        worst = type(int16).max;
        for (uint256 i = 0; i < count; ++i) {
            int16 points = int16(int256(_next(shape)));
            if (points < worst) worst = points;
            cells = abi.encodePacked(cells, points);
        }
    }

    function _next(Shape memory shape) private pure returns (uint256) {
        shape.seed = uint256(keccak256(abi.encode(shape.seed)));
        return shape.seed;
    }
}
