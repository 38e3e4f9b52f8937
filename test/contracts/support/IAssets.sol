// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC5192} from "../../../contracts/assets/IERC5192.sol";
import {ISoftAssets} from "../../../contracts/assets/ISoftAssets.sol";

/// @title All that SoftAssets answers to.
interface IAssets is ISoftAssets, IERC721, IERC5192 {}
