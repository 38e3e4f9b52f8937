// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Signatures} from "../access/Signatures.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {IAttestationRegistry} from "./IAttestationRegistry.sol";
import {IAttestationResolver} from "./IAttestationResolver.sol";
import {Records} from "./Records.sol";
import {Schemas} from "./Schemas.sol";

/// @title AttestationRegistry: see IAttestationRegistry for what it does.
contract AttestationRegistry is Schemas, EIP712Upgradeable, ReentrancyGuardTransient, IAttestationRegistry {
    /// @notice Statements in one batch at most. The caller also keeps below the transaction gas cap of EIP-7825.
    uint256 public constant MAX_BATCH = 500;

    /// @notice Gas that a resolver may use when it is told of a revocation.
    uint256 public constant REVOCATION_GAS = 500_000;

    /// @dev Bytes of a resolver's error that `ResolverFailed` carries.
    uint256 private constant REASON_BYTES = 256;

    /// @notice The register of entities, asked when a subject issues a statement itself.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;

    /// @dev A stored word is `attestation id (216 bits) | flags (8 bits) | observedAt (32 bits)`. The other six flags
    /// are free, for a dispute among other things.
    uint256 private constant FLAG_REVOKED = 1 << 32;
    /// @dev A resolver has heard of the statement, and must hear of its revocation.
    uint256 private constant FLAG_RESOLVED = 1 << 33;

    /// @dev Bytes of the event's data before the records: their offset and their length.
    uint256 private constant EVENT_HEAD_BYTES = 64;

    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME_HASH = keccak256("Lingnan AttestationRegistry");
    bytes32 private constant VERSION_HASH = keccak256("1");

    /// @custom:storage-location erc7201:lingnan.storage.AttestationRegistry
    struct AttestationRegistryStorage {
        mapping(bytes32 key => uint256 word) statements;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.AttestationRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xfc2863072be50e87b5a4371116c93601cbb13b4d9deaf6e7fe52c9a3a2ee9b00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities) {
        ENTITIES = entities;
    }

    // The EIP-712 domain is made of constants, so that its parent has nothing to initialise.
    /// @custom:oz-upgrades-unsafe-allow missing-initializer-call
    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    // Attesting

    /// @inheritdoc IAttestationRegistry
    function attest(bytes4 schemaId, Statement calldata statement) external {
        _attest(schemaId, statement, msg.sender);
    }

    /// @inheritdoc IAttestationRegistry
    function attestBatch(bytes4 schemaId, Statement[] calldata statements) external {
        _attestBatch(schemaId, statements, msg.sender);
    }

    /// @inheritdoc IAttestationRegistry
    function attestBySignature(
        bytes4 schemaId,
        Statement calldata statement,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external {
        _requireSignature(signer, deadline, Records.hashAttestation(schemaId, statement, deadline), signature);
        _attest(schemaId, statement, signer);
    }

    /// @inheritdoc IAttestationRegistry
    function attestBatchBySignature(
        bytes4 schemaId,
        Statement[] calldata statements,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external {
        _requireSignature(signer, deadline, Records.hashBatch(schemaId, statements, deadline), signature);
        _attestBatch(schemaId, statements, signer);
    }

    /// @inheritdoc IAttestationRegistry
    function revoke(
        bytes4 schemaId,
        bytes32 subject,
        bytes32 itemKey,
        uint32 observedAt,
        bytes32 reason
    ) external nonReentrantView {
        _requireIssuer(schemaId, subject, msg.sender);
        bytes32 key = _key(schemaId, subject, itemKey);
        uint256 word = _storage().statements[key];
        if (word == 0 || uint32(word) != observedAt) {
            revert AttestationRegistryNothingToRevoke(subject, itemKey, observedAt, uint32(word));
        }
        if (word & FLAG_REVOKED != 0) revert AttestationRegistryAlreadyRevoked(subject, itemKey, observedAt);
        _storage().statements[key] = word | FLAG_REVOKED;
        emit Revoked(schemaId, subject, bytes27(bytes32(word)), msg.sender, reason);
        if (word & FLAG_RESOLVED != 0) _tellRevoked(schemaId, subject, itemKey, observedAt);
    }

    // Reading

    /// @inheritdoc IAttestationRegistry
    function standingOf(bytes4 schemaId, Statement calldata statement) external view returns (Standing) {
        return _standing(schemaId, statement);
    }

    /// @inheritdoc IAttestationRegistry
    function isCurrent(bytes4 schemaId, Statement calldata statement) external view returns (bool) {
        return _standing(schemaId, statement) == Standing.Current;
    }

    /// @inheritdoc IAttestationRegistry
    function openCurrent(bytes4 schemaId, Statement calldata statement) external view returns (int256[] memory values) {
        Standing standing = _standing(schemaId, statement);
        if (standing != Standing.Current) {
            revert AttestationRegistryNotCurrent(schemaId, statement.subject, statement.itemKey, standing);
        }
        return statement.values;
    }

    /// @inheritdoc IAttestationRegistry
    function latestOf(
        bytes4 schemaId,
        bytes32 subject,
        bytes32 itemKey
    ) external view returns (bytes27 attestationId, uint32 observedAt, bool revoked) {
        uint256 word = _storage().statements[_key(schemaId, subject, itemKey)];
        return (bytes27(bytes32(word)), uint32(word), word & FLAG_REVOKED != 0);
    }

    /// @inheritdoc IAttestationRegistry
    function newestWords(bytes32 subject, bytes4[] calldata schemaIds) external view returns (uint256[] memory words) {
        AttestationRegistryStorage storage $ = _storage();
        words = new uint256[](schemaIds.length);
        for (uint256 i = 0; i < words.length; ++i) {
            words[i] = $.statements[_key(schemaIds[i], subject, 0)];
        }
    }

    /// @inheritdoc IAttestationRegistry
    function attestationDigest(
        bytes4 schemaId,
        Statement calldata statement,
        uint64 deadline
    ) external view returns (bytes32) {
        return _hashTypedDataV4(Records.hashAttestation(schemaId, statement, deadline));
    }

    /// @inheritdoc IAttestationRegistry
    function attestationBatchDigest(
        bytes4 schemaId,
        Statement[] calldata statements,
        uint64 deadline
    ) external view returns (bytes32) {
        return _hashTypedDataV4(Records.hashBatch(schemaId, statements, deadline));
    }

    // Internals

    function _attest(
        bytes4 schemaId,
        Statement calldata statement,
        address signer
    ) private whenNotPaused nonReentrantView {
        (uint256 fieldCount, address resolver) = _layoutOf(schemaId);
        uint256 recordSize = Records.size(fieldCount);
        _requireIssuer(schemaId, statement.subject, signer);
        uint256 eventData = _reserve(EVENT_HEAD_BYTES + recordSize);
        _record(schemaId, recordSize, resolver, statement, eventData + EVENT_HEAD_BYTES);
        _emitAttested(schemaId, signer, eventData, recordSize);
        if (resolver != address(0)) _tellAttested(resolver, schemaId, statement, signer);
    }

    function _attestBatch(
        bytes4 schemaId,
        Statement[] calldata statements,
        address signer
    ) private whenNotPaused nonReentrantView {
        uint256 count = statements.length;
        if (count == 0) revert AttestationRegistryEmptyBatch();
        if (count > MAX_BATCH) revert AttestationRegistryBatchTooLarge(count, MAX_BATCH);
        (uint256 fieldCount, address resolver) = _layoutOf(schemaId);
        uint256 recordSize = Records.size(fieldCount);
        bool issuedBySubject = _agencyOf(schemaId) == 0;
        if (!issuedBySubject) _requireSigner(_agencyOf(schemaId), signer);
        uint256 eventData = _reserve(EVENT_HEAD_BYTES + count * recordSize);
        uint256 pointer = eventData + EVENT_HEAD_BYTES;
        for (uint256 i = 0; i < count; ++i) {
            Statement calldata statement = statements[i];
            _requireInside(statement);
            if (issuedBySubject) _requireController(statement.subject, signer);
            _record(schemaId, recordSize, resolver, statement, pointer);
            pointer += recordSize;
        }
        _emitAttested(schemaId, signer, eventData, count * recordSize);
        if (resolver == address(0)) return;
        for (uint256 i = 0; i < count; ++i) {
            _tellAttested(resolver, schemaId, statements[i], signer);
        }
    }

    /// @dev Solidity lets the offset of an array's item wind round to just before the calldata. What is read there word by
    /// word (to be signed, or told to a resolver) is not what is copied from there in one piece (to be kept).
    function _requireInside(Statement calldata statement) private pure {
        assembly ("memory-safe") {
            if slt(statement, 0) {
                revert(0, 0)
            }
        }
    }

    /// @dev Checks one statement, writes its record to memory at `pointer` and its word to storage.
    function _record(
        bytes4 schemaId,
        uint256 recordSize,
        address resolver,
        Statement calldata statement,
        uint256 pointer
    ) private {
        int256[] calldata values = statement.values;
        if (Records.size(values.length) != recordSize) {
            revert AttestationRegistryWrongValueCount(schemaId, values.length, Records.fieldCount(recordSize));
        }
        uint32 observedAt = statement.observedAt;
        if (observedAt > block.timestamp) {
            revert AttestationRegistryInFuture(statement.subject, observedAt, block.timestamp);
        }
        bytes32 key = _keyOf(schemaId, statement);
        AttestationRegistryStorage storage $ = _storage();
        uint32 current = uint32($.statements[key]);
        if (observedAt <= current) {
            revert AttestationRegistryStale(statement.subject, statement.itemKey, observedAt, current);
        }
        uint256 word = uint256(bytes32(Records.write(pointer, schemaId, statement, values))) | observedAt;
        $.statements[key] = resolver == address(0) ? word : word | FLAG_RESOLVED;
    }

    /// @dev Memory for the event's data. Written in place and logged from there: Solidity's `emit` would copy it, and
    /// memory is what a large batch pays most for after storage.
    function _reserve(uint256 byteCount) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(0x40)
            mstore(0x40, add(pointer, byteCount))
        }
    }

    /// @dev `emit Attested(schemaId, signer, records)`, with the records already in their place.
    function _emitAttested(bytes4 schemaId, address signer, uint256 eventData, uint256 recordsBytes) private {
        bytes32 topic = Attested.selector;
        assembly ("memory-safe") {
            mstore(eventData, 0x20)
            mstore(add(eventData, 0x20), recordsBytes)
            log3(eventData, add(EVENT_HEAD_BYTES, recordsBytes), topic, schemaId, signer)
        }
    }

    function _requireIssuer(bytes4 schemaId, bytes32 subject, address signer) private view {
        uint16 agencyId = _agencyOf(schemaId);
        if (agencyId == 0) _requireController(subject, signer);
        else _requireSigner(agencyId, signer);
    }

    function _requireController(bytes32 subject, address signer) private view {
        if (!ENTITIES.isActingController(subject, signer)) revert AttestationRegistryNotController(subject, signer);
    }

    function _requireSignature(
        address signer,
        uint64 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        if (block.timestamp > deadline) revert AttestationRegistryDeadlinePassed(deadline, block.timestamp);
        if (!Signatures.isValid(signer, _hashTypedDataV4(structHash), signature)) {
            revert AttestationRegistryInvalidSignature(signer);
        }
    }

    function _standing(bytes4 schemaId, Statement calldata statement) private view returns (Standing) {
        uint256 word = _storage().statements[_keyOf(schemaId, statement)];
        if (word == 0 || statement.observedAt > uint32(word)) return Standing.Unknown;
        if (statement.observedAt < uint32(word)) return Standing.Superseded;
        if (Records.idOf(schemaId, statement) != bytes27(bytes32(word))) return Standing.Unknown;
        if (word & FLAG_REVOKED != 0) return Standing.Revoked;
        if (block.timestamp > uint256(statement.observedAt) + _schema(schemaId).validitySeconds) {
            return Standing.Expired;
        }
        return Standing.Current;
    }

    function _tellAttested(
        address resolver,
        bytes4 schemaId,
        Statement calldata statement,
        address signer
    ) private nonReentrant {
        try IAttestationResolver(resolver).onAttested(schemaId, statement, signer) {} catch (bytes memory reason) {
            revert AttestationRegistryResolverRejected(resolver, reason);
        }
    }

    function _tellRevoked(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt) private nonReentrant {
        address resolver = _schema(schemaId).resolver;
        if (resolver == address(0)) return;
        // A call gets at most 63/64 of what is left. Without this check a caller could starve the resolver on purpose.
        uint256 required = (REVOCATION_GAS * 64) / 63 + 10_000;
        if (gasleft() < required) revert AttestationRegistryTooLittleGas(gasleft(), required);
        // A delegated wallet (EIP-7702) can lose its code, and Solidity refuses to call what has none.
        if (resolver.code.length == 0) {
            emit ResolverFailed(schemaId, resolver, subject, "");
            return;
        }
        try
            IAttestationResolver(resolver).onRevoked{gas: REVOCATION_GAS}(schemaId, subject, itemKey, observedAt)
        {} catch {
            emit ResolverFailed(schemaId, resolver, subject, _returned(REASON_BYTES));
        }
    }

    /// @dev The first bytes of what the last call returned. A failing resolver could return enough to make the copying,
    /// which the revoker pays, the dearest part of a revocation.
    function _returned(uint256 maximum) private pure returns (bytes memory data) {
        assembly ("memory-safe") {
            let length := returndatasize()
            if gt(length, maximum) {
                length := maximum
            }
            data := mload(0x40)
            mstore(data, length)
            returndatacopy(add(data, 0x20), 0, length)
            mstore(0x40, add(add(data, 0x20), and(add(length, 0x1f), not(0x1f))))
        }
    }

    /// @dev `_key` for the subject and the itemKey of a statement, which are neighbours in calldata.
    function _keyOf(bytes4 schemaId, Statement calldata statement) private pure returns (bytes32 key) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, schemaId)
            calldatacopy(add(free, 0x20), statement, 0x40)
            key := keccak256(free, 0x60)
        }
    }

    /// @dev `keccak256(abi.encode(schemaId, subject, itemKey))`, without claiming memory for each statement of a batch.
    function _key(bytes4 schemaId, bytes32 subject, bytes32 itemKey) private pure returns (bytes32 key) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, schemaId)
            mstore(add(free, 0x20), subject)
            mstore(add(free, 0x40), itemKey)
            key := keccak256(free, 0x60)
        }
    }

    // Constants instead of the storage that the library offers: a relayed statement reads none of it.

    function _hashTypedDataV4(bytes32 structHash) internal view override returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(this)));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Name() internal pure override returns (string memory) {
        return "Lingnan AttestationRegistry";
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _storage() private pure returns (AttestationRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
