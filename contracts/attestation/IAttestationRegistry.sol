// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Facts about companies, signed by the agencies that know them.
/// @notice The chain keeps one word for each live statement; the event carries the data; whoever uses a fact brings it
/// back as calldata and the registry tells whether it is the current one.
///
/// A statement is packed into a *record* of 32-byte words: `schemaId << 224 | number of values << 32 | observedAt`,
/// subject, itemKey, evidence, then the values. `keccak256(record)`, cut to its first 27 bytes, is the *attestation id*.
interface IAttestationRegistry {
    /// @param subject entity id of the company: `keccak256(USCC)`
    /// @param itemKey 0 for facts of which a company has one; otherwise the hash of the item's registry number
    /// @param observedAt when the fact was observed, unix seconds; not later than the block, and newer than the
    /// statement that it replaces
    /// @param evidence hash of the agency's own record, or 0
    /// @param values one for each field of the schema, in the schema's units
    struct Statement {
        bytes32 subject;
        bytes32 itemKey;
        uint32 observedAt;
        bytes32 evidence;
        int256[] values;
    }

    /// @notice How a statement stands. Only `Current` may be relied on.
    enum Standing {
        Unknown,
        Current,
        Superseded,
        Expired,
        Revoked
    }

    /// @notice One or more statements of one schema were attested.
    /// @param schemaId its first two bytes are the number of the issuing agency; 0 when the subject itself issued
    /// @param signer the wallet that signed, which need not be the one that sent the transaction
    /// @param records the records of all statements, one after the other
    event Attested(bytes4 indexed schemaId, address indexed signer, bytes records);
    /// @param attestationId names the statement, and with it its item and time of observation
    event Revoked(
        bytes4 indexed schemaId,
        bytes32 indexed subject,
        bytes27 attestationId,
        address signer,
        bytes32 reason
    );
    /// @notice A resolver failed while it was told of a revocation; the revocation stands.
    /// @param reason the first 256 bytes of what the resolver returned
    event ResolverFailed(bytes4 indexed schemaId, address indexed resolver, bytes32 indexed subject, bytes reason);

    error AttestationRegistryEmptyBatch();
    error AttestationRegistryBatchTooLarge(uint256 size, uint256 maximum);
    error AttestationRegistryWrongValueCount(bytes4 schemaId, uint256 given, uint256 expected);
    error AttestationRegistryInFuture(bytes32 subject, uint32 observedAt, uint256 blockTime);
    /// @param current observation time of the statement that stands, which is as new or newer
    error AttestationRegistryStale(bytes32 subject, bytes32 itemKey, uint32 observedAt, uint32 current);
    error AttestationRegistryInvalidSignature(address signer);
    error AttestationRegistryDeadlinePassed(uint64 deadline, uint256 blockTime);
    error AttestationRegistryNotController(bytes32 subject, address signer);
    error AttestationRegistryNothingToRevoke(bytes32 subject, bytes32 itemKey, uint32 observedAt, uint32 current);
    error AttestationRegistryAlreadyRevoked(bytes32 subject, bytes32 itemKey, uint32 observedAt);
    error AttestationRegistryResolverRejected(address resolver, bytes reason);
    error AttestationRegistryTooLittleGas(uint256 available, uint256 required);
    error AttestationRegistryNotCurrent(bytes4 schemaId, bytes32 subject, bytes32 itemKey, Standing standing);

    /// @notice Attests one statement; the caller is the signer.
    function attest(bytes4 schemaId, Statement calldata statement) external;

    /// @notice Attests 1 to `MAX_BATCH` statements of one schema, all or none; the caller is the signer.
    function attestBatch(bytes4 schemaId, Statement[] calldata statements) external;

    /// @notice Attests what `signer` signed as EIP-712 `Attestation`; anybody may relay it, once, until the deadline.
    /// @param deadline unix seconds; the last block time at which the signature counts
    /// @param signature 65 bytes, 64 bytes (ERC-2098) or whatever an ERC-1271 signer accepts
    function attestBySignature(
        bytes4 schemaId,
        Statement calldata statement,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Attests a batch under one signature of EIP-712 type `AttestationBatch`.
    function attestBatchBySignature(
        bytes4 schemaId,
        Statement[] calldata statements,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Revokes the statement that stands for the key, if its observation time is the given one. Any signer of
    /// the issuing agency may, or the subject's controller for what the subject issued; also during a pause, because a
    /// false fact must not stand longer than its issuer lets it.
    /// @param reason hash of, or short text naming, the reason
    function revoke(bytes4 schemaId, bytes32 subject, bytes32 itemKey, uint32 observedAt, bytes32 reason) external;

    /// @notice How the given statement stands now.
    function standingOf(bytes4 schemaId, Statement calldata statement) external view returns (Standing);

    /// @notice Whether the statement is the one attested last for its key, not revoked and not expired.
    function isCurrent(bytes4 schemaId, Statement calldata statement) external view returns (bool);

    /// @notice The values of a statement that is current; reverts with its standing otherwise.
    function openCurrent(bytes4 schemaId, Statement calldata statement) external view returns (int256[] memory values);

    /// @notice What the chain keeps of the newest statement for a key; all zero when there is none.
    function latestOf(
        bytes4 schemaId,
        bytes32 subject,
        bytes32 itemKey
    ) external view returns (bytes27 attestationId, uint32 observedAt, bool revoked);

    /// @notice The same for several schemas at once, as the chain keeps it, for contracts that read many facts.
    /// @return words for each schema `attestation id (27 bytes) | flags (1 byte, the lowest bit: revoked) | observedAt
    /// (4 bytes)` of the newest statement with itemKey 0; 0 when there is none
    function newestWords(bytes32 subject, bytes4[] calldata schemaIds) external view returns (uint256[] memory words);

    /// @notice The digest that a signer signs for `attestBySignature`.
    function attestationDigest(
        bytes4 schemaId,
        Statement calldata statement,
        uint64 deadline
    ) external view returns (bytes32);

    /// @notice The digest that a signer signs for `attestBatchBySignature`.
    function attestationBatchDigest(
        bytes4 schemaId,
        Statement[] calldata statements,
        uint64 deadline
    ) external view returns (bytes32);
}
