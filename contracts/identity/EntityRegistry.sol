// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {LedgerContract} from "../access/LedgerContract.sol";
import {Signatures} from "../access/Signatures.sol";
import {IEntityRegistry} from "./IEntityRegistry.sol";
import {Uscc} from "./Uscc.sol";

/// @title EntityRegistry: see IEntityRegistry for what it does.
contract EntityRegistry is LedgerContract, IEntityRegistry {
    /// @notice Entities in one batch at most: keeps a batch far below the transaction gas cap of EIP-7825.
    uint256 public constant MAX_BATCH = 300;

    /// @custom:storage-location erc7201:lingnan.storage.EntityRegistry
    struct EntityRegistryStorage {
        mapping(bytes32 entityId => Entity) entities;
        mapping(bytes32 entityId => address) proposed;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.EntityRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x6109d3ac95c0a313f712a23b0c1266309eb263c3840d5ebf6bc8203fcf5ac800;

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    // Registrar

    /// @inheritdoc IEntityRegistry
    function register(
        bytes18 uscc,
        Kind kind,
        address controller
    ) external restricted whenNotPaused returns (bytes32 entityId) {
        return _register(uscc, kind, controller);
    }

    /// @inheritdoc IEntityRegistry
    function registerBatch(Registration[] calldata registrations) external restricted whenNotPaused {
        uint256 size = registrations.length;
        if (size == 0) revert EntityRegistryEmptyBatch();
        if (size > MAX_BATCH) revert EntityRegistryBatchTooLarge(size, MAX_BATCH);
        for (uint256 i = 0; i < size; ++i) {
            Registration calldata line = registrations[i];
            _register(line.uscc, line.kind, line.controller);
        }
    }

    /// @inheritdoc IEntityRegistry
    function suspend(bytes32 entityId, bytes32 reason) external restricted whenNotPaused {
        Entity storage entity = _active(entityId);
        entity.status = Status.Suspended;
        emit EntitySuspended(entityId, reason, msg.sender);
        // What a thief of the controller's key has offered must not be open to acceptance.
        if (_storage().proposed[entityId] != address(0)) _propose(entityId, entity.controller, address(0));
    }

    /// @inheritdoc IEntityRegistry
    function reinstate(bytes32 entityId, bytes32 reason) external restricted whenNotPaused {
        Entity storage entity = _registered(entityId);
        if (entity.status != Status.Suspended) revert EntityRegistryNotSuspended(entityId, entity.status);
        entity.status = Status.Active;
        emit EntityReinstated(entityId, reason, msg.sender);
    }

    /// @inheritdoc IEntityRegistry
    function proposeControllerAsRegistrar(bytes32 entityId, address next) external restricted whenNotPaused {
        _propose(entityId, _registered(entityId).controller, next);
    }

    // Controllers

    /// @inheritdoc IEntityRegistry
    function proposeController(bytes32 entityId, address next) external whenNotPaused {
        address controller = _active(entityId).controller;
        if (msg.sender != controller) revert EntityRegistryNotController(entityId, msg.sender);
        _propose(entityId, controller, next);
    }

    /// @inheritdoc IEntityRegistry
    function acceptController(bytes32 entityId) external whenNotPaused {
        EntityRegistryStorage storage $ = _storage();
        // Of a suspended entity too: then the offer can only be the registrar's, and the old controller, who may be a
        // thief, cannot withdraw it before it is accepted.
        Entity storage entity = _registered(entityId);
        address proposed = $.proposed[entityId];
        if (msg.sender != proposed) revert EntityRegistryNotProposed(entityId, msg.sender, proposed);
        address previous = entity.controller;
        delete $.proposed[entityId];
        entity.controller = msg.sender;
        emit ControllerChanged(entityId, previous, msg.sender);
    }

    // Reading

    /// @inheritdoc IEntityRegistry
    function entityOf(bytes32 entityId) external view returns (Entity memory) {
        return _storage().entities[entityId];
    }

    /// @inheritdoc IEntityRegistry
    function proposedControllerOf(bytes32 entityId) external view returns (address) {
        return _storage().proposed[entityId];
    }

    /// @inheritdoc IEntityRegistry
    function isActingController(bytes32 entityId, address account) external view returns (bool) {
        Entity storage entity = _storage().entities[entityId];
        return entity.status == Status.Active && entity.controller == account && account != address(0);
    }

    /// @inheritdoc IEntityRegistry
    function isSignedByController(
        bytes32 entityId,
        bytes32 digest,
        bytes calldata signature
    ) external view returns (bool) {
        Entity storage entity = _storage().entities[entityId];
        return entity.status == Status.Active && Signatures.isValid(entity.controller, digest, signature);
    }

    /// @inheritdoc IEntityRegistry
    function isValidUscc(bytes18 uscc) external pure returns (bool) {
        return Uscc.isValid(uscc);
    }

    /// @inheritdoc IEntityRegistry
    function entityIdOf(bytes18 uscc) external pure returns (bytes32) {
        return _entityId(uscc);
    }

    function _register(bytes18 uscc, Kind kind, address controller) private returns (bytes32 entityId) {
        if (!Uscc.isValid(uscc)) revert EntityRegistryInvalidUscc(uscc);
        if (kind == Kind.None) revert EntityRegistryInvalidKind(uscc);
        entityId = _entityId(uscc);
        EntityRegistryStorage storage $ = _storage();
        if ($.entities[entityId].kind != Kind.None) revert EntityRegistryAlreadyRegistered(entityId, uscc);
        $.entities[entityId] = Entity(controller, kind, Status.Active, uint48(block.timestamp));
        emit EntityRegistered(entityId, uscc, kind, controller, msg.sender);
    }

    function _propose(bytes32 entityId, address current, address next) private {
        _storage().proposed[entityId] = next;
        emit ControllerProposed(entityId, current, next, msg.sender);
    }

    function _registered(bytes32 entityId) private view returns (Entity storage entity) {
        entity = _storage().entities[entityId];
        if (entity.kind == Kind.None) revert EntityRegistryNotRegistered(entityId);
    }

    function _active(bytes32 entityId) private view returns (Entity storage entity) {
        entity = _registered(entityId);
        if (entity.status != Status.Active) revert EntityRegistryNotActive(entityId, entity.status);
    }

    function _entityId(bytes18 uscc) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(uscc));
    }

    function _storage() private pure returns (EntityRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
