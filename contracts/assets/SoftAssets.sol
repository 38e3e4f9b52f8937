// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC721} from "solady/src/tokens/ERC721.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {IAttestationRegistry} from "../attestation/IAttestationRegistry.sol";
import {IAttestationResolver} from "../attestation/IAttestationResolver.sol";
import {ISchemas} from "../attestation/ISchemas.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {AssetKind, Register} from "./AssetKind.sol";
import {AssetMetadata} from "./AssetMetadata.sol";
import {AssetWord} from "./AssetWord.sol";
import {IERC5192} from "./IERC5192.sol";
import {ISoftAssets} from "./ISoftAssets.sol";
import {RegistryNumber} from "./RegistryNumber.sol";

/// @title SoftAssets: see ISoftAssets for what it does.
/// @dev The token is Solady's, because it leaves 96 bits of the owner's word to us: all that most assets need beside their
/// entity. With a word of its own for that, registering an asset would cost 22,000 gas more.
contract SoftAssets is LedgerContract, ERC721, IAttestationResolver, IERC5192, ISoftAssets {
    using AssetWord for uint96;
    using AssetWord for AssetWord.Fields;

    /// @notice A position that a schema does not have.
    uint8 public constant ABSENT = 255;

    /// @notice Flags of an asset: its legal status allows a pledge; the statement it rests on was revoked; a lien is on it;
    /// an appraiser has valued it.
    uint8 public constant IN_FORCE = 1;
    uint8 public constant REVOKED = 2;
    uint8 public constant ENCUMBERED = 4;
    uint8 public constant APPRAISED = 8;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address public immutable ATTESTATIONS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    AssetMetadata public immutable METADATA;

    /// @dev Last block time at which it counts.
    struct Appraisal {
        uint56 valueFen;
        uint32 until;
    }

    /// @custom:storage-location erc7201:lingnan.storage.SoftAssets
    struct SoftAssetsStorage {
        mapping(uint256 assetId => bytes32 entity) entities;
        mapping(uint256 assetId => Appraisal) appraisals;
        // Whom the statement names that the asset rests on, where the asset has moved since.
        mapping(uint256 assetId => bytes32 entity) attested;
        mapping(bytes4 schemaId => AssetSchema) schemas;
        mapping(bytes32 entity => bool) appraisers;
        mapping(address wallet => bytes32 entity) receivers;
        mapping(Register => uint32) validitySeconds;
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
        _requireSound(schemaId, schema);
        $.schemas[schemaId] = schema;
        emit AssetSchemaDefined(schemaId, schema);
    }

    /// @inheritdoc ISoftAssets
    function connect(address pledges) external restricted {
        SoftAssetsStorage storage $ = _storage();
        if ($.pledges != address(0)) revert SoftAssetsAlreadyConnected($.pledges);
        if (pledges.code.length == 0) revert SoftAssetsNotContract(pledges);
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
    function onRevoked(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt) external onlyAttestations {
        AssetSchema memory schema = _storage().schemas[schemaId];
        if (schema.effect == Effect.Values) {
            _unvalued(uint256(itemKey), subject, observedAt, schema.validitySeconds);
            return;
        }
        uint256 assetId = _assetId(schema.register, itemKey);
        uint96 word = _getExtraData(assetId);
        // Another company's application, an older statement of another schema, or one that registered nothing.
        if (subject != _attestedOf(assetId)) return;
        if (word.unpack().knownUntil != _after(observedAt, schema.validitySeconds)) return;
        _setExtraData(assetId, word.with(REVOKED));
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
        bytes32 entity = _entityOf(assetId);
        address controller = _controllerOf(entity);
        if (controller == address(0)) revert SoftAssetsNoController(entity);
        _giveToken(assetId, controller);
    }

    /// @notice Moves a free asset to the entity for which `to` takes assets; `from` must act for the entity that has it.
    function transferFrom(address from, address to, uint256 assetId) public payable override whenNotPaused {
        _requireNoMoney();
        bytes32 previous = _entityOf(assetId);
        if (_getExtraData(assetId).has(ENCUMBERED)) revert SoftAssetsEncumbered(assetId);
        if (!ENTITIES.isActingController(previous, from)) revert SoftAssetsNotHolder(assetId, previous, from);
        bytes32 next = _storage().receivers[to];
        if (!ENTITIES.isActingController(next, to)) revert SoftAssetsNotReceiver(to);
        _reassign(assetId, previous, next);
        super.transferFrom(from, to, assetId);
    }

    function approve(address account, uint256 assetId) public payable override whenNotPaused {
        _requireNoMoney();
        super.approve(account, assetId);
    }

    function setApprovalForAll(address operator, bool isApproved) public override whenNotPaused {
        super.setApprovalForAll(operator, isApproved);
    }

    // Pledges

    /// @inheritdoc ISoftAssets
    function encumber(
        uint256 assetId,
        bytes32 pledgor
    ) external onlyPledges whenNotPaused returns (AssetKind kind, uint256 valueFen) {
        bytes32 holder = _entityOf(assetId);
        if (holder != pledgor) revert SoftAssetsNotPledgor(assetId, holder, pledgor);
        uint96 word = _getExtraData(assetId);
        AssetWord.Fields memory fields = word.unpack();
        if (word.has(REVOKED)) revert SoftAssetsRevoked(assetId);
        if (!word.has(IN_FORCE)) revert SoftAssetsNotInForce(assetId);
        uint256 dueAt = uint256(fields.dueDay) * 1 days;
        if (block.timestamp >= dueAt) revert SoftAssetsExpired(assetId, dueAt, block.timestamp);
        if (block.timestamp > fields.knownUntil) {
            revert SoftAssetsOutdated(assetId, fields.knownUntil, block.timestamp);
        }
        valueFen = _value(assetId, word);
        if (valueFen == 0) revert SoftAssetsNoValue(assetId);
        if (!word.has(ENCUMBERED)) {
            _setExtraData(assetId, word.with(ENCUMBERED));
            if (_exists(assetId)) emit Locked(assetId);
        }
        return (fields.kind, valueFen);
    }

    /// @inheritdoc ISoftAssets
    function disencumber(uint256 assetId) external onlyPledges whenNotPaused {
        _unlock(assetId);
    }

    /// @inheritdoc ISoftAssets
    function seize(uint256 assetId, bytes32 to) external onlyPledges whenNotPaused {
        address controller = _controllerOf(to);
        if (controller == address(0)) revert SoftAssetsNoController(to);
        _reassign(assetId, _entityOf(assetId), to);
        _unlock(assetId);
        _giveToken(assetId, controller);
    }

    // Reading

    /// @inheritdoc ISoftAssets
    function assetOf(uint256 assetId) public view returns (Asset memory) {
        AssetWord.Fields memory fields = _getExtraData(assetId).unpack();
        Appraisal memory appraisal = _storage().appraisals[assetId];
        return
            Asset({
                entity: _storage().entities[assetId],
                kind: fields.kind,
                flags: fields.flags,
                dueAt: uint40(uint256(fields.dueDay) * 1 days),
                faceValueFen: fields.faceValueFen,
                knownUntil: fields.knownUntil,
                appraisedFen: appraisal.valueFen,
                appraisedUntil: appraisal.until
            });
    }

    /// @inheritdoc ISoftAssets
    function collateralValueOf(uint256 assetId) external view returns (uint256) {
        return _value(assetId, _getExtraData(assetId));
    }

    /// @inheritdoc ISoftAssets
    function pledgeableValueOf(uint256 assetId) external view returns (uint256) {
        uint96 word = _getExtraData(assetId);
        AssetWord.Fields memory fields = word.unpack();
        bool good = word.has(IN_FORCE) && !word.has(REVOKED);
        bool timely = block.timestamp < uint256(fields.dueDay) * 1 days && block.timestamp <= fields.knownUntil;
        return good && timely ? _value(assetId, word) : 0;
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
        if (!_exists(assetId)) revert TokenDoesNotExist();
        return _getExtraData(assetId).has(ENCUMBERED);
    }

    function name() public pure override returns (string memory) {
        return "Lingnan Soft Assets";
    }

    function symbol() public pure override returns (string memory) {
        return "LNSA";
    }

    /// @notice The token's metadata as a data URI, made from what the chain knows: no server can change or lose it.
    function tokenURI(uint256 assetId) public view override returns (string memory) {
        if (!_exists(assetId)) revert TokenDoesNotExist();
        return METADATA.uriOf(assetId, assetOf(assetId), _value(assetId, _getExtraData(assetId)));
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    // Internals

    /// @dev A wrong position would make every statement of the schema fail for ever.
    function _requireSound(bytes4 schemaId, AssetSchema calldata schema) private {
        ISchemas.Schema memory attested = ISchemas(ATTESTATIONS).schemaOf(schemaId);
        uint8 count = attested.fieldCount;
        bool registers =
            schema.effect == Effect.Registers &&
                schema.register != Register.None &&
                schema.numberAt < count &&
                schema.dueAt < count &&
                (schema.kindAt < count || schema.kindAt == ABSENT) &&
                (schema.statusAt < count || schema.statusAt == ABSENT) &&
                (schema.valueAt < count || schema.valueAt == ABSENT);
        bool values = schema.effect == Effect.Values && schema.valueAt < count;
        bool sound = (registers || values) && schema.validitySeconds == attested.validitySeconds;
        for (uint256 label = 0; label < 4; ++label) {
            sound = sound && uint8(schema.kinds[label]) <= uint8(type(AssetKind).max);
        }
        if (!sound) revert SoftAssetsInvalidSchema(schemaId);
        if (values) return;
        // Statements about one asset are told apart, and put in order, by the end of their validity.
        uint32 others = _storage().validitySeconds[schema.register];
        if (others != 0 && others != schema.validitySeconds) revert SoftAssetsInvalidSchema(schemaId);
        _storage().validitySeconds[schema.register] = schema.validitySeconds;
    }

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
        bytes32 holder = _storage().entities[assetId];
        bool inForce = schema.statusAt == ABSENT || values[schema.statusAt] == int256(uint256(schema.inForce));
        if (holder == 0) {
            AssetKind kind = _kindOf(schemaId, schema, values);
            // An application, or a design patent: a fact, but nothing that can be pledged.
            if (inForce && kind != AssetKind.None && statement.subject != 0)
                _register(schemaId, schema, statement, assetId, kind);
            return;
        }
        if (holder != statement.subject) {
            _requireWithdrawn(assetId, holder, statement.subject);
            _entrust(assetId, holder, statement.subject);
        }
        _update(schemaId, schema, statement, assetId, inForce);
    }

    function _register(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement,
        uint256 assetId,
        AssetKind kind
    ) private {
        AssetWord.Fields memory fields = _read(schemaId, schema, statement);
        (fields.kind, fields.flags) = (kind, IN_FORCE);
        bytes32 entity = statement.subject;
        _storage().entities[assetId] = entity;
        emit AssetRegistered(
            assetId,
            entity,
            schemaId,
            kind,
            uint256(statement.values[schema.numberAt]),
            uint40(uint256(fields.dueDay) * 1 days),
            fields.faceValueFen,
            statement.observedAt
        );
        address controller = _controllerOf(entity);
        if (controller == address(0)) {
            _setExtraData(assetId, fields.pack());
            return;
        }
        _mintAndSetExtraDataUnchecked(controller, assetId, fields.pack());
        emit Unlocked(assetId);
    }

    function _update(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement,
        uint256 assetId,
        bool inForce
    ) private {
        AssetWord.Fields memory current = _getExtraData(assetId).unpack();
        AssetWord.Fields memory fields = _read(schemaId, schema, statement);
        if (fields.knownUntil <= current.knownUntil) {
            revert SoftAssetsStale(assetId, fields.knownUntil, current.knownUntil);
        }
        fields.kind = current.kind;
        fields.flags = (current.flags & (ENCUMBERED | APPRAISED)) | (inForce ? IN_FORCE : 0);
        _setExtraData(assetId, fields.pack());
        delete _storage().attested[assetId];
        uint40 dueAt = uint40(uint256(fields.dueDay) * 1 days);
        emit AssetUpdated(assetId, schemaId, inForce, dueAt, fields.faceValueFen, statement.observedAt);
    }

    function _valued(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement
    ) private {
        bytes32 appraiser = statement.subject;
        if (!_storage().appraisers[appraiser]) revert SoftAssetsNotAppraiser(appraiser);
        uint256 assetId = uint256(statement.itemKey);
        if (_entityOf(assetId) == appraiser) revert SoftAssetsOwnAppraisal(assetId, appraiser);
        int256 value = statement.values[schema.valueAt];
        if (value <= 0 || value > int256(uint256(type(uint56).max))) {
            revert SoftAssetsInvalidValue(schemaId, schema.valueAt, value);
        }
        uint32 until = _after(statement.observedAt, schema.validitySeconds);
        Appraisal storage appraisal = _storage().appraisals[assetId];
        // Appraisers report at their own pace: an older appraisal must not replace a newer one. Nor one of the same second,
        // or the revocation of either would end the other.
        if (until <= appraisal.until) revert SoftAssetsStale(assetId, until, appraisal.until);
        (appraisal.valueFen, appraisal.until) = (uint56(uint256(value)), until);
        _setExtraData(assetId, _getExtraData(assetId).with(APPRAISED));
        emit AssetValued(assetId, appraiser, uint56(uint256(value)), statement.observedAt, until);
    }

    function _unvalued(uint256 assetId, bytes32 appraiser, uint32 observedAt, uint32 validitySeconds) private {
        Appraisal storage appraisal = _storage().appraisals[assetId];
        // It was replaced by another appraiser's.
        if (appraisal.until != _after(observedAt, validitySeconds)) return;
        delete _storage().appraisals[assetId];
        _setExtraData(assetId, _getExtraData(assetId).without(APPRAISED));
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

    /// @dev What a statement says of due date, age and face value; 0 for what is not stated.
    function _read(
        bytes4 schemaId,
        AssetSchema memory schema,
        IAttestationRegistry.Statement calldata statement
    ) private pure returns (AssetWord.Fields memory fields) {
        int256[] calldata values = statement.values;
        int256 due = values[schema.dueAt];
        if (due > 0) fields.dueDay = uint16(_least(uint256(due) / 1 days, AssetWord.MAX_DUE_DAY));
        fields.knownUntil = _after(statement.observedAt, schema.validitySeconds);
        if (schema.valueAt == ABSENT) return fields;
        int256 value = values[schema.valueAt];
        // The one number that says "not stated".
        if (value == type(int256).min) return fields;
        if (value < 0) revert SoftAssetsInvalidValue(schemaId, schema.valueAt, value);
        fields.faceValueFen = uint40(_least(uint256(value), AssetWord.MAX_FACE_VALUE_FEN));
    }

    function _value(uint256 assetId, uint96 word) private view returns (uint256) {
        uint256 face = word.unpack().faceValueFen;
        if (!word.has(APPRAISED)) return face;
        Appraisal memory appraisal = _storage().appraisals[assetId];
        if (block.timestamp > appraisal.until) return face;
        return face == 0 || appraisal.valueFen < face ? appraisal.valueFen : face;
    }

    function _after(uint32 observedAt, uint32 validitySeconds) private pure returns (uint32) {
        uint256 until = uint256(observedAt) + validitySeconds;
        return until > type(uint32).max ? type(uint32).max : uint32(until);
    }

    /// @dev An agency that has attested a paper for the wrong company revokes that, and can then attest it for the right
    /// one: as long as the asset is free, and still with the company that the revoked statement names.
    function _requireWithdrawn(uint256 assetId, bytes32 holder, bytes32 subject) private view {
        uint96 word = _getExtraData(assetId);
        bool withdrawn = word.has(REVOKED) && !word.has(ENCUMBERED) && _storage().attested[assetId] == 0;
        if (!withdrawn || subject == 0) revert SoftAssetsHeldByAnother(assetId, holder, subject);
    }

    /// @dev Gives the asset to another entity, and the token to whoever acts for that, or to nobody.
    function _entrust(uint256 assetId, bytes32 from, bytes32 to) private {
        _storage().entities[assetId] = to;
        emit AssetMoved(assetId, from, to);
        address controller = _controllerOf(to);
        if (controller != address(0)) _giveToken(assetId, controller);
        else if (_exists(assetId)) _burn(assetId);
    }

    function _reassign(uint256 assetId, bytes32 from, bytes32 to) private {
        _storage().attested[assetId] = _attestedOf(assetId);
        _storage().entities[assetId] = to;
        emit AssetMoved(assetId, from, to);
    }

    function _attestedOf(uint256 assetId) private view returns (bytes32 entity) {
        entity = _storage().attested[assetId];
        if (entity == 0) entity = _storage().entities[assetId];
    }

    function _unlock(uint256 assetId) private {
        _setExtraData(assetId, _getExtraData(assetId).without(ENCUMBERED));
        if (_exists(assetId)) emit Unlocked(assetId);
    }

    /// @dev Mints the token to the wallet, or moves it there. A plain transfer: a wallet that is a contract need not know
    /// what a token is, and could otherwise refuse what the law has given it.
    function _giveToken(uint256 assetId, address wallet) private {
        address owner = _ownerOf(assetId);
        if (owner == wallet) return;
        if (owner != address(0)) {
            _transfer(owner, wallet, assetId);
            return;
        }
        _mint(wallet, assetId);
        if (_getExtraData(assetId).has(ENCUMBERED)) emit Locked(assetId);
        else emit Unlocked(assetId);
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    /// @dev The controller of an active entity; zero when there is none.
    function _controllerOf(bytes32 entityId) private view returns (address) {
        IEntityRegistry.Entity memory entity = ENTITIES.entityOf(entityId);
        return entity.status == IEntityRegistry.Status.Active ? entity.controller : address(0);
    }

    /// @dev The token's functions are payable by inheritance; what was paid could never leave.
    function _requireNoMoney() private view {
        if (msg.value != 0) revert SoftAssetsPaid(msg.value);
    }

    function _requireActing(bytes32 entity, address wallet) private view {
        if (!ENTITIES.isActingController(entity, wallet)) revert SoftAssetsNotController(entity, wallet);
    }

    function _entityOf(uint256 assetId) private view returns (bytes32 entity) {
        entity = _storage().entities[assetId];
        if (entity == 0) revert SoftAssetsUnknownAsset(assetId);
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
