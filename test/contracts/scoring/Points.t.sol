// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Points} from "../../../contracts/scoring/Points.sol";
import {ScoreModel} from "../../../contracts/scoring/ScoreModel.sol";
import {RandomModel} from "../support/RandomModel.sol";

/// @notice What holds of the points of any model that keeps the rules, over any values.
contract PointsTest {
    int256 private constant NOT_STATED = type(int256).min;

    /// @notice A model of random parts is accepted, and evaluated whatever the values and the time.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AnySoundModelIsEvaluatedOverAnyValues(uint256 seed, uint256 values, uint256 asOf) public view {
        (bytes memory model, uint8[] memory fields, ) = RandomModel.make(seed);
        this.check(model);
        Points.Result memory result = this.evaluate(model, _values(fields, values), asOf);
        require(result.total <= 1_000, "total");
        require(result.coverageBps <= 10_000, "coverage");
        uint256 grades = uint8(model[6]);
        bool graded = result.coverageBps >= (uint256(uint8(model[3])) << 8) + uint8(model[4]);
        require(graded ? result.grade >= 1 && result.grade <= grades : result.grade == 0, "grade");
        require(result.points.length == 2 * uint256(uint8(model[8])), "points");
        require(result.total == _clamp(_sum(model, result.points)), "the sum of the points, from 0 to 1000");
    }

    /// @notice All that the extremes of int256 can do, together in one statement.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_NoExtremeReverts(uint256 seed, uint256 choices, uint40 asOf) public view {
        (bytes memory model, uint8[] memory fields, ) = RandomModel.make(seed);
        int256[][] memory values = new int256[][](fields.length);
        for (uint256 i = 0; i < fields.length; ++i) {
            values[i] = new int256[](fields[i]);
            for (uint256 k = 0; k < fields[i]; ++k) values[i][k] = _extreme(_hash(choices, i * 8 + k) % 8);
        }
        Points.Result memory result = this.evaluate(model, values, asOf);
        require(result.total == _clamp(_sum(model, result.points)), "total");
    }

    /// @notice More points never bring a worse grade.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_GradesFollowTheTotal(uint256 seed, uint256 values, int16 base, int16 other) public view {
        (bytes memory model, uint8[] memory fields, ) = RandomModel.make(seed);
        int256[][] memory stated = _values(fields, values);
        Points.Result memory one = this.evaluate(_withBase(model, base), stated, 0);
        Points.Result memory two = this.evaluate(_withBase(model, other), stated, 0);
        require(one.total <= two.total ? one.grade <= two.grade : one.grade >= two.grade, "grade");
        require(one.coverageBps == two.coverageBps && keccak256(one.points) == keccak256(two.points), "nothing else");
    }

    /// @notice A company that leaves a figure out of its own statement never gains a point by it, in the total or in any
    /// characteristic, whatever else is known, unknown or left out; nor is more then known.
    /// hardhat-config: fuzz.runs = 2048
    function testFuzz_LeavingAFigureOutNeverPays(uint256 seed, uint256 values, uint256 which, uint40 asOf) public view {
        (bytes memory model, uint8[] memory fields, bool[] memory own) = RandomModel.make(seed);
        if (!own[0]) return;
        int256[][] memory stated = _values(fields, values);
        uint256 source = own.length > 1 && own[1] ? which % 2 : 0;
        if (stated[source].length == 0) return;
        Points.Result memory before = this.evaluate(model, stated, asOf);
        stated[source][(which >> 8) % stated[source].length] = NOT_STATED;
        Points.Result memory afterwards = this.evaluate(model, stated, asOf);
        for (uint256 i = 0; i < before.points.length / 2; ++i) {
            require(_pointsAt(afterwards.points, i) <= _pointsAt(before.points, i), "characteristic");
        }
        require(afterwards.total <= before.total, "total");
        require(afterwards.coverageBps <= before.coverageBps, "coverage");
    }

    /// @notice Where values lie in calldata, and what memory held before, changes nothing.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_TheSameValuesGiveTheSamePoints(uint256 seed, uint256 values, uint40 asOf) public view {
        (bytes memory model, uint8[] memory fields, ) = RandomModel.make(seed);
        int256[][] memory stated = _values(fields, values);
        Points.Result memory one = this.evaluate(model, stated, asOf);
        // Behind something else in calldata, and from dirty memory.
        Points.Result memory two = this.evaluateBehind(hex"00ff", model, stated, asOf);
        require(keccak256(abi.encode(one)) == keccak256(abi.encode(two)), "same");
    }

    function check(bytes memory model) external pure {
        ScoreModel.check(model);
    }

    function evaluate(
        bytes memory model,
        int256[][] calldata values,
        uint256 asOf
    ) external pure returns (Points.Result memory) {
        return _evaluate(model, values, asOf);
    }

    function evaluateBehind(
        bytes calldata,
        bytes memory model,
        int256[][] calldata values,
        uint256 asOf
    ) external pure returns (Points.Result memory) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            for {
                let i := 0
            } lt(i, 0x1000) {
                i := add(i, 0x20)
            } {
                mstore(add(free, i), not(0))
            }
        }
        return _evaluate(model, values, asOf);
    }

    function _evaluate(
        bytes memory model,
        int256[][] calldata values,
        uint256 asOf
    ) private pure returns (Points.Result memory) {
        uint256[] memory starts = new uint256[](values.length);
        for (uint256 i = 0; i < starts.length; ++i) {
            int256[] calldata given = values[i];
            if (given.length == 0) continue;
            assembly ("memory-safe") {
                mstore(add(add(starts, 0x20), shl(5, i)), given.offset)
            }
        }
        return Points.evaluate(ScoreModel.partsOf(model), starts, asOf);
    }

    /// @dev Values of every source, or none of it: small, of any size, or left out.
    function _values(uint8[] memory fields, uint256 seed) private pure returns (int256[][] memory values) {
        values = new int256[][](fields.length);
        for (uint256 i = 0; i < fields.length; ++i) {
            if (_hash(seed, i) % 5 == 0) continue;
            values[i] = new int256[](fields[i]);
            for (uint256 k = 0; k < fields[i]; ++k) values[i][k] = _value(_hash(seed, 100 + i * 8 + k));
        }
    }

    function _value(uint256 random) private pure returns (int256) {
        uint256 kind = random % 8;
        if (kind == 0) return NOT_STATED;
        if (kind == 1) return 0;
        if (kind < 6) return int256((random >> 8) % 200) - 100;
        return int256(random) >> ((random >> 8) % 256);
    }

    function _extreme(uint256 which) private pure returns (int256) {
        if (which == 0) return type(int256).max;
        if (which == 1) return NOT_STATED + 1;
        if (which == 2) return NOT_STATED;
        if (which == 3) return int256(type(int128).max) + 1;
        if (which == 4) return int256(type(int128).min) - 1;
        if (which == 5) return int256(type(int48).max) + 1;
        if (which == 6) return -1;
        return 0;
    }

    function _withBase(bytes memory model, int16 base) private pure returns (bytes memory changed) {
        changed = abi.encodePacked(model);
        (changed[1], changed[2]) = (bytes1(uint8(uint16(base) >> 8)), bytes1(uint8(uint16(base))));
    }

    function _sum(bytes memory model, bytes memory points) private pure returns (int256 sum) {
        sum = int16((uint16(uint8(model[1])) << 8) | uint8(model[2]));
        for (uint256 i = 0; i < points.length / 2; ++i) sum += _pointsAt(points, i);
    }

    function _pointsAt(bytes memory points, uint256 index) private pure returns (int256) {
        return int16((uint16(uint8(points[2 * index])) << 8) | uint8(points[2 * index + 1]));
    }

    function _clamp(int256 sum) private pure returns (uint256) {
        if (sum < 0) return 0;
        return sum > 1_000 ? 1_000 : uint256(sum);
    }

    function _hash(uint256 seed, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i)));
    }
}
