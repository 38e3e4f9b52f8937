// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {CreditExits} from "./CreditExits.sol";
import {CreditHandler} from "./CreditHandler.sol";

/// @notice Whatever has been done, it was done by right; and whatever state that led to, there is a way out of it.
contract CreditExitsInvariants is CreditExits {
    CreditHandler private handler;

    function setUp() public {
        handler = CreditHandler(_deploy("CreditHandler", ""));
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @notice Nobody acts for an entity but its controller, nothing happens before its time or above its limit, every
    /// refusal has a name, and whoever has a right is not refused.
    /// hardhat-config: invariant.runs = 256
    /// hardhat-config: invariant.depth = 128
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_NothingImpossibleHappened() public view {
        require(bytes(handler.breach()).length == 0, handler.breach());
    }

    /// @notice Runs after each sequence: from where it ended, every case can be ended, and then nothing is locked.
    function afterInvariant() public {
        _leaveEverything(handler);
    }
}
