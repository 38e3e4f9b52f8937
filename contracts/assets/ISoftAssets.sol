// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {AssetKind, Register} from "./AssetKind.sol";

/// @title Patents, marks, copyrights, declarations, invoices and warehouse receipts as tokens.
/// @notice A soft asset comes into being when an agency attests it, in the same transaction. Its id is
/// `keccak256(abi.encode(register, keccak256(number)))`, whatever the issuer, the schema or the company, so that the same
/// paper cannot exist twice. It belongs to an *entity*; the ERC-721 token is the mirror of that for wallets and lies with
/// the entity's controller. An asset whose entity has no acting controller has no token until somebody calls `follow`.
interface ISoftAssets {
    /// @notice What a schema's statements do here.
    enum Effect {
        None,
        Registers,
        Values
    }

    /// @notice Where a schema keeps what an asset needs. Positions count from 0; `ABSENT` (255) where there is none.
    /// @param effect whether its statements register assets or value them
    /// @param register whose number names the asset; `None` for valuations
    /// @param numberAt position of the number, as text
    /// @param kindAt position of the label that tells the kind; absent when all are of one kind
    /// @param statusAt position of the legal status; absent when the paper has none
    /// @param inForce label of the status in which the asset may be pledged
    /// @param dueAt position of the due date or end of term, unix seconds
    /// @param valueAt position of the face value, or of the appraised value, in fen; absent when only an appraiser knows
    /// @param validitySeconds of the schema: how long a statement is relied on for a new pledge
    /// @param kinds kind of label 0 to 3, one byte each from the highest; label 0 where `kindAt` is absent; 0: no asset
    struct AssetSchema {
        Effect effect;
        Register register;
        uint8 numberAt;
        uint8 kindAt;
        uint8 statusAt;
        uint8 inForce;
        uint8 dueAt;
        uint8 valueAt;
        uint32 validitySeconds;
        bytes4 kinds;
    }

    /// @notice An asset as the chain keeps it. All zero for an unknown id.
    /// @param entity whose it is
    /// @param flags see the constants of SoftAssets
    /// @param dueAt due date or end of term, unix seconds at 00:00 UTC; 2149-06-06 for later ones; 0 when not stated
    /// @param faceValueFen declared or invoiced value; 2^40 - 1 for larger ones; 0 when not stated
    /// @param knownUntil after this time the statement that it rests on is too old for a new pledge
    /// @param appraisedFen last appraisal; 0 when there is none
    /// @param appraisedUntil end of the appraisal's validity
    struct Asset {
        bytes32 entity;
        AssetKind kind;
        uint8 flags;
        uint40 dueAt;
        uint40 faceValueFen;
        uint32 knownUntil;
        uint56 appraisedFen;
        uint32 appraisedUntil;
    }

    event AssetSchemaDefined(bytes4 indexed schemaId, AssetSchema schema);
    /// @notice The ledger's parts that SoftAssets obeys were named.
    event PledgeRegistryConnected(address indexed pledges);
    event AppraiserChanged(bytes32 indexed appraiser, bool approved, address indexed registrar);
    /// @param number its text: ASCII bytes as one big-endian integer
    event AssetRegistered(
        uint256 indexed assetId,
        bytes32 indexed entity,
        bytes4 indexed schemaId,
        AssetKind kind,
        uint256 number,
        uint40 dueAt,
        uint40 faceValueFen,
        uint32 observedAt
    );
    /// @notice A newer statement about a registered asset; after a revocation it makes the asset good again.
    event AssetUpdated(
        uint256 indexed assetId,
        bytes4 indexed schemaId,
        bool inForce,
        uint40 dueAt,
        uint40 faceValueFen,
        uint32 observedAt
    );
    /// @notice The statement that the asset rests on was revoked: it cannot be newly pledged.
    event AssetFlagged(uint256 indexed assetId, bytes4 indexed schemaId, uint32 observedAt);
    event AssetMoved(uint256 indexed assetId, bytes32 indexed from, bytes32 indexed to);
    /// @param valueFen 0 when the appraiser revoked the appraisal
    event AssetValued(
        uint256 indexed assetId,
        bytes32 indexed appraiser,
        uint56 valueFen,
        uint32 observedAt,
        uint32 validUntil
    );
    /// @notice From now on tokens sent to `wallet` belong to `entity`; zero: the wallet takes none.
    event ReceiverNamed(address indexed wallet, bytes32 indexed entity);

    error SoftAssetsNotAttestations(address caller);
    error SoftAssetsNotPledges(address caller);
    error SoftAssetsAlreadyConnected(address pledges);
    error SoftAssetsNotContract(address pledges);
    error SoftAssetsPaid(uint256 value);
    error SoftAssetsUnknownSchema(bytes4 schemaId);
    error SoftAssetsSchemaExists(bytes4 schemaId);
    error SoftAssetsInvalidSchema(bytes4 schemaId);
    error SoftAssetsNotCanonical(uint256 number);
    error SoftAssetsWrongItemKey(bytes32 itemKey, bytes32 expected);
    error SoftAssetsInvalidKind(bytes4 schemaId, int256 label);
    error SoftAssetsInvalidValue(bytes4 schemaId, uint256 position, int256 value);
    error SoftAssetsHeldByAnother(uint256 assetId, bytes32 holder, bytes32 subject);
    /// @param until end of the given statement's validity; `current`: of the one that stands, which is as new or newer
    error SoftAssetsStale(uint256 assetId, uint32 until, uint32 current);
    error SoftAssetsUnknownAsset(uint256 assetId);
    error SoftAssetsNotAppraiser(bytes32 entity);
    error SoftAssetsOwnAppraisal(uint256 assetId, bytes32 entity);
    error SoftAssetsEncumbered(uint256 assetId);
    error SoftAssetsNotHolder(uint256 assetId, bytes32 entity, address wallet);
    error SoftAssetsNotReceiver(address wallet);
    error SoftAssetsNotController(bytes32 entity, address wallet);
    error SoftAssetsNoController(bytes32 entity);
    error SoftAssetsNotPledgor(uint256 assetId, bytes32 holder, bytes32 pledgor);
    error SoftAssetsRevoked(uint256 assetId);
    error SoftAssetsNotInForce(uint256 assetId);
    error SoftAssetsExpired(uint256 assetId, uint256 dueAt, uint256 blockTime);
    error SoftAssetsOutdated(uint256 assetId, uint32 knownUntil, uint256 blockTime);
    error SoftAssetsNoValue(uint256 assetId);

    /// @notice Says what statements of a schema do here. Steward only; can never be changed. The schema must be defined in
    /// the AttestationRegistry, with the same validity; all schemas of one register must have one validity.
    function defineAssetSchema(bytes4 schemaId, AssetSchema calldata schema) external;

    /// @notice Names the PledgeRegistry, once and for ever. Steward only.
    function connect(address pledges) external;

    /// @notice Lets an entity's appraisals count, or no longer. Appraisals made before stay. Registrar only.
    function setAppraiser(bytes32 entity, bool approved) external;

    /// @notice Names the entity to which tokens belong that are sent to the caller, who acts for it. Zero: none.
    function receiveFor(bytes32 entity) external;

    /// @notice Brings the token to the present controller of the asset's entity, minting it if need be. Anybody may call:
    /// after a handover, or when an entity got its first controller.
    function follow(uint256 assetId) external;

    /// @notice Locks an asset that can be pledged and tells what a lender may lend on. PledgeRegistry only.
    /// @param pledgor entity that must be the asset's
    /// @return kind of the asset
    /// @return valueFen its value now: see `collateralValueOf`
    function encumber(uint256 assetId, bytes32 pledgor) external returns (AssetKind kind, uint256 valueFen);

    /// @notice Unlocks an asset on which no lien is left. PledgeRegistry only.
    function disencumber(uint256 assetId) external;

    /// @notice Unlocks an asset and gives it to another entity. PledgeRegistry only.
    function seize(uint256 assetId, bytes32 to) external;

    function assetOf(uint256 assetId) external view returns (Asset memory);

    /// @notice What a lender may lend on, in fen: the appraisal while it is valid, but not more than the face value where
    /// there is one; otherwise the face value; 0 when neither is known.
    function collateralValueOf(uint256 assetId) external view returns (uint256 valueFen);

    /// @notice `collateralValueOf` an asset that can be pledged now; 0 for one that is revoked, not in force, expired, outdated or
    /// unknown.
    function pledgeableValueOf(uint256 assetId) external view returns (uint256 valueFen);

    /// @notice The id of the asset that the register knows by `number`; 0 when the number is not in its written form.
    /// @param number ASCII bytes as one big-endian integer
    function assetIdOf(Register register, uint256 number) external pure returns (uint256);

    function isAppraiser(bytes32 entity) external view returns (bool);

    function receiverOf(address wallet) external view returns (bytes32 entity);
}
