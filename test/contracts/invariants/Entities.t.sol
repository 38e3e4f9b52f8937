// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {EntityHandler} from "./EntityHandler.sol";

/// @notice What holds of the register of entities after any sequence of calls: see docs/invariants.md.
contract EntitiesInvariants {
    EntityHandler private handler;
    IEntityRegistry private registry;

    function setUp() public {
        handler = new EntityHandler();
        registry = handler.registryAddress();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @notice Nobody registers an entity twice, control changes in two steps only, and every right call succeeds.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 60
    function invariant_NothingImpossibleHappened() public view {
        require(bytes(handler.breach()).length == 0, handler.breach());
    }

    /// @notice Kind and time of registration never change; controller, status and offer are those of the last right call.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 60
    function invariant_TheRegisterIsWhatWasDone() public view {
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 entityId = handler.entityAt(i);
            EntityHandler.Account memory account = handler.accountOf(entityId);
            bytes32 expected = keccak256(abi.encode(account.entity));
            require(keccak256(abi.encode(registry.entityOf(entityId))) == expected, "entity");
            require(registry.proposedControllerOf(entityId) == account.proposed, "offer");
        }
    }

    /// @notice An entity acts exactly while it is active, through its controller, and never through the zero address.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 60
    function invariant_OnlyAnActiveEntityActs() public view {
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 entityId = handler.entityAt(i);
            IEntityRegistry.Entity memory entity = handler.accountOf(entityId).entity;
            bool acts = entity.status == IEntityRegistry.Status.Active && entity.controller != address(0);
            require(registry.isActingController(entityId, entity.controller) == acts, "acts");
            require(!registry.isActingController(entityId, address(0)), "zero");
        }
    }
}
