// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title The few cheatcodes of the test runner that the tests use.
interface Cheats {
    /// @notice Sets `block.timestamp`, unix seconds.
    function warp(uint256 time) external;

    /// @notice The creation code of a contract of the project, as the build made it.
    function getCode(string calldata name) external returns (bytes memory);

    /// @notice Makes `caller` the sender of the next call.
    function prank(address caller) external;
}
