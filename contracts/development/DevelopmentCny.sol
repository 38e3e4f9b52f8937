// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Digital yuan for development chains.
/// @notice DEVELOPMENT ONLY: worth nothing, and its owner makes as much of it as it likes. It stands where a network has
/// tokenised deposits of its banks or the central bank's e-CNY. One unit is one fen.
contract DevelopmentCny is ERC20, Ownable {
    constructor() ERC20("Development CNY", "dCNY") Ownable(msg.sender) {}

    /// @notice Makes new money. Owner only.
    /// @param amountFen fen
    function mint(address to, uint256 amountFen) external onlyOwner {
        _mint(to, amountFen);
    }

    /// @notice A fen is a hundredth of a yuan.
    function decimals() public pure override returns (uint8) {
        return 2;
    }
}
