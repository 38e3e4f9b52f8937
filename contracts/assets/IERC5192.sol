// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Minimal soulbound NFTs (ERC-5192): wallets show which tokens are locked.
interface IERC5192 {
    event Locked(uint256 tokenId);
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is locked; reverts for one that does not exist.
    function locked(uint256 tokenId) external view returns (bool);
}
