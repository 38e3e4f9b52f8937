// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AttestationRegistry} from "../../../contracts/attestation/AttestationRegistry.sol";
import {EntityRegistry} from "../../../contracts/identity/EntityRegistry.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";

/// @title The next version of each upgradeable contract, as small as it can be.
contract EntityRegistryV2 is EntityRegistry {
    function version() external pure returns (uint256) {
        return 2;
    }
}

contract AttestationRegistryV2 is AttestationRegistry {
    constructor(IEntityRegistry entities) AttestationRegistry(entities) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}
