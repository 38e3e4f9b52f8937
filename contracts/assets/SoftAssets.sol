// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {IAttestationRegistry} from "../attestation/IAttestationRegistry.sol";
import {IAttestationResolver} from "../attestation/IAttestationResolver.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {AssetKind, Register} from "./AssetKind.sol";
import {AssetMetadata} from "./AssetMetadata.sol";
import {IERC5192} from "./IERC5192.sol";
import {ISoftAssets} from "./ISoftAssets.sol";
import {RegistryNumber} from "./RegistryNumber.sol";

/// @title SoftAssets: see ISoftAssets for what it does.
contract SoftAssets is LedgerContract, ERC721Upgradeable, IAttestationResolver, IERC5192, ISoftAssets {
    /// @notice A position that a schema does not have.
    uint8 public constant ABSENT = 255;

    /// @notice Flags of an asset: its legal status allows a pledge; the statement it rests on was revoked; a lien is on it.
    uint8 public constant IN_FORCE = 1;
    uint8 public constant REVOKED = 2;
    uint8 public constant ENCUMBERED = 4;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address public immutable ATTESTATIONS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    AssetMetadata public immutable METADATA;

    /// @custom:storage-location erc7201:lingnan.storage.SoftAssets
    struct SoftAssetsStorage {
        mapping(uint256 assetId => Asset) assets;
        mapping(bytes4 schemaId => AssetSchema) schemas;
        mapping(bytes32 entity => bool) appraisers;
        mapping(address wallet => bytes32 entity) receivers;
        address pledges;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.SoftAssets")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x3dce5f91c466af2fbb9b04c05b45db47225d2b3eaae3d07d7a57fc9c7af98500;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities, address attestations) {
        ENTITIES = entities;
        ATTESTATIONS = attestations;
        METADATA = new AssetMetadata();
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
        __ERC721_init("Lingnan Soft Assets", "LNSA");
    }

    modifier onlyAttestations() {
        if (msg.sender != ATTESTATIONS) revert SoftAssetsNotAttestations(msg.sender);
        _;
    }

    modifier onlyPledges() {
        if (msg.sender != _storage().pledges) revert SoftAssetsNotPledges(msg.sender);
        _;
    }

    // Administration

    /// @inheritdoc ISoftAssets
    function defineAssetSchema(bytes4 schemaId, AssetSchema calldata schema) external restricted whenNotPaused {
        SoftAssetsStorage storage $ = _storage();
        if ($.schemas[schemaId].effect != Effect.None) revert SoftAssetsSchemaExists(schemaId);
        bool registers = schema.effect == Effect.Registers && schema.register != Register.None;
        bool values = schema.effect == Effect.Values && schema.valueAt != ABSENT;
        if (!registers && !values) revert SoftAssetsInvalidSchema(schemaId);
        for (uint256 label = 0; label < 4; ++label) {
            if (uint8(schema.kinds[label]) > uint8(type(AssetKind).max)) revert SoftAssetsInvalidSchema(schemaId);
        }
        $.schemas[schemaId] = schema;
        emit AssetSchemaDefined(schemaId, schema);
    }

    /// @inheritdoc ISoftAssets
    function connect(address pledges) external restricted {
        SoftAssetsStorage storage $ = _storage();
        if ($.pledges != address(0)) revert SoftAssetsAlreadyConnected($.pledges);
        $.pledges = pledges;
        emit PledgeRegistryConnected(pledges);
    }

    /// @inheritdoc ISoftAssets
    function setAppraiser(bytes32 entity, bool approved) external restricted whenNotPaused {
        _storage().appraisers[entity] = approved;
        emit AppraiserChanged(entity, approved, msg.sender);
    }

    // Attestations

    /// @inheritdoc IAttestationResolver
    function onAttested(
        bytes4 schemaId,
        IAttestationRegistry.Statement calldata statement,
        address
    ) external onlyAttestations whenNotPaused {
        AssetSchema memory schema = _storage().schemas[schemaId];
        if (schema.effect == Effect.Registers) _attested(schemaId, schema, statement);
        else if (schema.effect == Effect.Values) _valued(schemaId, schema, statement);
        else revert SoftAssetsUnknownSchema(schemaId);
    }

    /// @inheritdoc IAttestationResolver
    /// @dev Not stopped by a pause: what rests on a false statement must not be pledged when the pause ends.
    function onRevoked(
        bytes4 schemaId,
        bytes32 subject,
        bytes32 itemKey,
        uint32 observedAt
    ) external onlyAttestations {
        AssetSchema memory schema = _storage().schemas[schemaId];
        if (schema.effect == Effect.Values) {
            _unvalued(uint256(itemKey), subject, observedAt, schema.validitySeconds);
            return;
        }
        uint256 assetId = _assetId(schema.register, itemKey);
        Asset storage asset = _storage().assets[assetId];
        // An older statement of another schema, or one that registered nothing.
        if (asset.observedAt != observedAt) return;
        asset.flags |= REVOKED;
        emit AssetFlagged(assetId, schemaId, observedAt);
    }

    // Holders

    /// @inheritdoc ISoftAssets
    function receiveFor(bytes32 entity) external whenNotPaused {
        if (entity != 0) _requireActing(entity, msg.sender);
        _storage().receivers[msg.sender] = entity;
        emit ReceiverNamed(msg.sender, entity);
    }

    /// @inheritdoc ISoftAssets
    function follow(uint256 assetId) external whenNotPaused {
        bytes32 entity = _known(assetId).entity;
        address controller = _controllerOf(entity);
        if (controller == address(0)) revert SoftAssetsNoController(entity);
        _giveToken(assetId, controller);
    }

    /// @notice Moves a free asset to the entity for which `to` takes assets; `from` must act for the entity that has it.
    function transferFrom(
        address from,
        address to,
        uint256 assetId
    ) public override whenNotPaused {
        Asset storage asset = _known(assetId);
        if (asset.flags & ENCUMBERED != 0) revert SoftAssetsEncumbered(assetId);
        bytes32 previous = asset.entity;
        if (!ENTITIES.isActingController(previous, from)) revert SoftAssetsNotHolder(assetId, previous, from);
        bytes32 next = _storage().receivers[to];
        if (!ENTITIES.isActingController(next, to)) revert SoftAssetsNotReceiver(to);
        asset.entity = next;
        emit AssetMoved(assetId, previous, next);
        super.transferFrom(from, to, assetId);
    }

    // Pledges

    /// @inheritdoc ISoftAssets
    function encumber(
        uint256 assetId,
        bytes32 pledgor
    ) external onlyPledges whenNotPaused returns (AssetKind kind, uint256 valueFen) {
        Asset storage slot = _known(assetId);
        Asset memory asset = slot;
        if (asset.entity != pledgor) revert SoftAssetsNotPledgor(assetId, asset.entity, pledgor);
        if (asset.flags & REVOKED != 0) revert SoftAssetsRevoked(assetId);
        if (asset.flags & IN_FORCE == 0) revert SoftAssetsNotInForce(assetId);
        if (block.timestamp >= asset.dueAt) revert SoftAssetsExpired(assetId, asset.dueAt, block.timestamp);
        if (block.timestamp > asset.knownUntil) revert SoftAssetsOutdated(assetId, asset.knownUntil, block.timestamp);
        valueFen = _value(asset);
        if (valueFen == 0) revert SoftAssetsNoValue(assetId);
        if (asset.flags & ENCUMBERED == 0) {
            slot.flags = asset.flags | ENCUMBERED;
            if (_ownerOf(assetId) != address(0)) emit Locked(assetId);
        }
        return (asset.kind, valueFen);
    }

    /// @inheritdoc ISoftAssets
    function disencumber(uint256 assetId) external onlyPledges {
        _unlock(_known(assetId), assetId);
    }

    /// @inheritdoc ISoftAssets
    function seize(uint256 assetId, bytes32 to) external onlyPledges {
        Asset storage asset = _known(assetId);
        address controller = _controllerOf(to);
        if (controller == address(0)) revert SoftAssetsNoController(to);
        emit AssetMoved(assetId, asset.entity, to);
        asset.entity = to;
        _unlock(asset, assetId);
        _giveToken(assetId, controller);
    }

    // Reading

    /// @inheritdoc ISoftAssets
    function assetOf(uint256 assetId) external view returns (Asset memory) {
        return _storage().assets[assetId];
    }

    /// @inheritdoc ISoftAssets
    function valueOf(uint256 assetId) external view returns (uint256) {
        return _value(_storage().assets[assetId]);
    }

    /// @inheritdoc ISoftAssets
    function pledgeableValueOf(uint256 assetId) external view returns (uint256) {
        Asset memory asset = _storage().assets[assetId];
        bool good = asset.flags & (REVOKED | IN_FORCE) == IN_FORCE;
        bool timely = block.timestamp < asset.dueAt && block.timestamp <= asset.knownUntil;
        return good && timely ? _value(asset) : 0;
    }

    /// @inheritdoc ISoftAssets
    function assetIdOf(Register register, uint256 number) external pure returns (uint256) {
        bytes32 key = RegistryNumber.keyOf(number);
        return key == 0 ? 0 : _assetId(register, key);
    }

    /// @inheritdoc ISoftAssets
    function isAppraiser(bytes32 entity) external view returns (bool) {
        return _storage().appraisers[entity];
    }

    /// @inheritdoc ISoftAssets
    function receiverOf(address wallet) external view returns (bytes32) {
        return _storage().receivers[wallet];
    }

    /// @notice How a schema's statements are read; all zero for one that has no effect here.
    function assetSchemaOf(bytes4 schemaId) external view returns (AssetSchema memory) {
        return _storage().schemas[schemaId];
    }

    /// @inheritdoc IERC5192
    function locked(uint256 assetId) external view returns (bool) {
        _requireOwned(assetId);
        return _storage().assets[assetId].flags & ENCUMBERED != 0;
    }

    /// @notice The token's metadata as a data URI, made from what the chain knows: no server can change or lose it.
    function tokenURI(uint256 assetId) public view override returns (string memory) {
        _requireOwned(assetId);
        Asset memory asset = _storage().assets[assetId];
        return METADATA.uriOf(assetId, asset, _value(asset));
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    // Internals

    function _attested(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement
    ) private {
        int256[] calldata values = statement.values;
        uint256 number = uint256(values[schema.numberAt]);
        bytes32 key = RegistryNumber.keyOf(number);
        if (key == 0) revert SoftAssetsNotCanonical(number);
        if (key != statement.itemKey) revert SoftAssetsWrongItemKey(statement.itemKey, key);
        uint256 assetId = _assetId(schema.register, key);
        Asset storage asset = _storage().assets[assetId];
        bytes32 holder = asset.entity;
        bool inForce = schema.statusAt == ABSENT || values[schema.statusAt] == int256(uint256(schema.inForce));
        if (holder == 0) {
            AssetKind kind = _kindOf(schemaId, schema, values);
            // An application, or a design patent: a fact, but nothing that can be pledged.
            if (inForce && kind != AssetKind.None) _register(schemaId, schema, statement, assetId, kind, number);
            return;
        }
        if (holder != statement.subject) revert SoftAssetsHeldByAnother(assetId, holder, statement.subject);
        if (statement.observedAt <= asset.observedAt) {
            revert SoftAssetsStale(assetId, statement.observedAt, asset.observedAt);
        }
        asset.flags = (asset.flags & ENCUMBERED) | (inForce ? IN_FORCE : 0);
        (asset.dueAt, asset.faceValueFen) = _terms(schemaId, schema, values);
        asset.observedAt = statement.observedAt;
        asset.knownUntil = _after(statement.observedAt, schema.validitySeconds);
        emit AssetUpdated(assetId, schemaId, inForce, asset.dueAt, asset.faceValueFen, statement.observedAt);
    }

    function _register(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement,
        uint256 assetId,
        AssetKind kind,
        uint256 number
    ) private {
        (uint32 dueAt, uint56 faceValueFen) = _terms(schemaId, schema, statement.values);
        uint32 observedAt = statement.observedAt;
        bytes32 entity = statement.subject;
        _storage().assets[assetId] = Asset({
            entity: entity,
            kind: kind,
            flags: IN_FORCE,
            dueAt: dueAt,
            faceValueFen: faceValueFen,
            observedAt: observedAt,
            knownUntil: _after(observedAt, schema.validitySeconds),
            appraisedFen: 0,
            appraisedUntil: 0
        });
        emit AssetRegistered(assetId, entity, schemaId, kind, number, dueAt, faceValueFen, observedAt);
        address controller = _controllerOf(entity);
        if (controller != address(0)) _giveToken(assetId, controller);
    }

    function _valued(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement
    ) private {
        bytes32 appraiser = statement.subject;
        if (!_storage().appraisers[appraiser]) revert SoftAssetsNotAppraiser(appraiser);
        uint256 assetId = uint256(statement.itemKey);
        Asset storage asset = _known(assetId);
        if (asset.entity == appraiser) revert SoftAssetsOwnAppraisal(assetId, appraiser);
        uint56 valueFen = _amount(schemaId, schema.valueAt, statement.values);
        uint32 until = _after(statement.observedAt, schema.validitySeconds);
        // Appraisers report at their own pace; an older appraisal must not replace a newer one.
        if (until < asset.appraisedUntil) {
            revert SoftAssetsStale(assetId, statement.observedAt, asset.appraisedUntil - schema.validitySeconds);
        }
        asset.appraisedFen = valueFen;
        asset.appraisedUntil = until;
        emit AssetValued(assetId, appraiser, valueFen, statement.observedAt, until);
    }

    function _unvalued(uint256 assetId, bytes32 appraiser, uint32 observedAt, uint32 validitySeconds) private {
        Asset storage asset = _storage().assets[assetId];
        if (asset.appraisedUntil != _after(observedAt, validitySeconds)) return;
        asset.appraisedFen = 0;
        asset.appraisedUntil = 0;
        emit AssetValued(assetId, appraiser, 0, observedAt, 0);
    }

    function _kindOf(
        bytes4 schemaId,
        AssetSchema memory schema,
        int256[] calldata values
    ) private pure returns (AssetKind) {
        if (schema.kindAt == ABSENT) return AssetKind(uint8(schema.kinds[0]));
        int256 label = values[schema.kindAt];
        if (label < 0 || label > 3) revert SoftAssetsInvalidKind(schemaId, label);
        return AssetKind(uint8(schema.kinds[uint256(label)]));
    }

    /// @dev Due date and face value; 0 for what is not stated. Terms that end after 2106 end then.
    function _terms(
        bytes4 schemaId,
        AssetSchema memory schema,
        int256[] calldata values
    ) private pure returns (uint32 dueAt, uint56 faceValueFen) {
        int256 due = values[schema.dueAt];
        if (due > 0) dueAt = due > int256(uint256(type(uint32).max)) ? type(uint32).max : uint32(uint256(due));
        faceValueFen = _amount(schemaId, schema.valueAt, values);
    }

    function _amount(bytes4 schemaId, uint8 position, int256[] calldata values) private pure returns (uint56) {
        if (position == ABSENT) return 0;
        int256 value = values[position];
        // The one number that says "not stated".
        if (value == type(int256).min) return 0;
        if (value < 0 || value > int256(uint256(type(uint56).max))) {
            revert SoftAssetsInvalidValue(schemaId, position, value);
        }
        return uint56(uint256(value));
    }

    function _value(Asset memory asset) private view returns (uint256) {
        uint256 face = asset.faceValueFen;
        uint256 appraised = block.timestamp <= asset.appraisedUntil ? asset.appraisedFen : 0;
        if (face == 0) return appraised;
        return appraised != 0 && appraised < face ? appraised : face;
    }

    function _after(uint32 observedAt, uint32 validitySeconds) private pure returns (uint32) {
        uint256 until = uint256(observedAt) + validitySeconds;
        return until > type(uint32).max ? type(uint32).max : uint32(until);
    }

    function _unlock(Asset storage asset, uint256 assetId) private {
        asset.flags &= ~ENCUMBERED;
        if (_ownerOf(assetId) != address(0)) emit Unlocked(assetId);
    }

    /// @dev Mints the token to the wallet, or moves it there. A plain transfer: a wallet that is a contract need not know
    /// what a token is, and could otherwise refuse what the law has given it.
    function _giveToken(uint256 assetId, address wallet) private {
        address owner = _ownerOf(assetId);
        if (owner == wallet) return;
        _update(wallet, assetId, address(0));
        if (owner != address(0)) return;
        if (_storage().assets[assetId].flags & ENCUMBERED != 0) emit Locked(assetId);
        else emit Unlocked(assetId);
    }

    /// @dev The controller of an active entity; zero when there is none.
    function _controllerOf(bytes32 entityId) private view returns (address) {
        IEntityRegistry.Entity memory entity = ENTITIES.entityOf(entityId);
        return entity.status == IEntityRegistry.Status.Active ? entity.controller : address(0);
    }

    function _requireActing(bytes32 entity, address wallet) private view {
        if (!ENTITIES.isActingController(entity, wallet)) revert SoftAssetsNotController(entity, wallet);
    }

    function _known(uint256 assetId) private view returns (Asset storage asset) {
        asset = _storage().assets[assetId];
        if (asset.entity == 0) revert SoftAssetsUnknownAsset(assetId);
    }

    function _assetId(Register register, bytes32 key) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(register, key)));
    }

    function _storage() private pure returns (SoftAssetsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
