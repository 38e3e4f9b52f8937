// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Points} from "../../../contracts/scoring/Points.sol";
import {ScoreModel} from "../../../contracts/scoring/ScoreModel.sol";
import {RandomModel} from "../support/RandomModel.sol";

/// @notice What the check lets pass can be evaluated, and it never fails but with an error of its own.
contract ScoreModelTest {
    /// @notice Cut off anywhere, a sound model is refused; a byte behind it too.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_ACutModelIsRefused(uint256 seed, uint256 length, bytes1 behind) public view {
        (bytes memory model, , ) = RandomModel.make(seed);
        require(_passes(model), "sound");
        require(!_passes(abi.encodePacked(model, behind)), "a byte behind");
        bytes memory cut = new bytes(length % model.length);
        for (uint256 i = 0; i < cut.length; ++i) cut[i] = model[i];
        require(!_passes(cut), "cut off");
    }

    /// @notice Any byte changed to any other: refused with a reason, or a model that can be evaluated.
    /// hardhat-config: fuzz.runs = 2048
    function testFuzz_WhatPassesCanBeEvaluated(
        uint256 seed,
        uint256 position,
        bytes1 other,
        uint256 value
    ) public view {
        (bytes memory model, , ) = RandomModel.make(seed);
        // Half of the time in the head, whose numbers decide how everything else is read.
        position = position % 2 == 0 ? (position >> 1) % 9 : (position >> 1) % model.length;
        model[position] = other;
        if (_passes(model)) this.evaluateOver(model, int256(value));
    }

    /// @notice Random bytes behind a head that could be right.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_RandomBytesAreRefusedWithAReason(bytes calldata tail, uint8 counts, int256 value) public view {
        bytes memory model = abi.encodePacked(
            hex"01_0000_0000",
            1 + (counts & 3),
            uint8(1),
            1 + ((counts >> 2) & 3),
            1 + ((counts >> 4) & 3),
            tail
        );
        if (_passes(model)) this.evaluateOver(model, value);
    }

    function check(bytes memory model) external pure {
        ScoreModel.check(model);
    }

    /// @notice Evaluates with all facts unknown, and with every source stating the same value everywhere.
    function evaluateOver(bytes memory model, int256 value) external view {
        uint256[] memory starts = new uint256[](uint8(model[5]));
        Points.Result memory unknown = Points.evaluate(ScoreModel.partsOf(model), starts, 0);
        require(unknown.total <= 1_000 && unknown.coverageBps == 0, "unknown");
        int256[] memory values = new int256[](128);
        for (uint256 i = 0; i < values.length; ++i) values[i] = value;
        Points.Result memory known = this.evaluateWith(model, values);
        require(known.total <= 1_000 && known.coverageBps <= 10_000, "known");
        require(known.grade <= uint8(model[6]), "grade");
    }

    function evaluateWith(bytes memory model, int256[] calldata values) external pure returns (Points.Result memory) {
        uint256[] memory starts = new uint256[](uint8(model[5]));
        for (uint256 i = 0; i < starts.length; ++i) {
            assembly ("memory-safe") {
                mstore(add(add(starts, 0x20), shl(5, i)), values.offset)
            }
        }
        return Points.evaluate(ScoreModel.partsOf(model), starts, 1_700_000_000);
    }

    /// @dev Refused only with an error that tells what is wrong.
    function _passes(bytes memory model) private view returns (bool) {
        try this.check(model) {
            return true;
        } catch (bytes memory reason) {
            bytes4 refusal = bytes4(reason);
            require(
                refusal == ScoreModel.ScoreModelMalformed.selector ||
                    refusal == ScoreModel.ScoreModelSourcesUnsorted.selector ||
                    refusal == ScoreModel.ScoreModelGradesUnsorted.selector ||
                    refusal == ScoreModel.ScoreModelUnknownFact.selector ||
                    refusal == ScoreModel.ScoreModelUnknownInput.selector ||
                    refusal == ScoreModel.ScoreModelCutsUnsorted.selector ||
                    refusal == ScoreModel.ScoreModelWithheldTooGood.selector ||
                    refusal == ScoreModel.ScoreModelWeights.selector,
                "another error"
            );
            return false;
        }
    }
}
