// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Money as a plain token that behaves: 6 decimals, so that 10,000 units are one fen.
contract TestMoney is ERC20 {
    constructor() ERC20("Test money", "CNYT") {}

    function mint(address to, uint256 units) external {
        _mint(to, units);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
