// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {SmartWallet} from "./SmartWallet.sol";

/// @title A wallet that is a contract, knows what a token is and tells of each that it is sent.
contract TokenWallet is SmartWallet, IERC721Receiver {
    event TokenReceived(address operator, address from, uint256 tokenId, bytes data);

    constructor(address first, address second) SmartWallet(first, second) {}

    function onERC721Received(
        address operator,
        address from,
        uint256 tokenId,
        bytes calldata data
    ) external returns (bytes4) {
        emit TokenReceived(operator, from, tokenId, data);
        return IERC721Receiver.onERC721Received.selector;
    }
}
