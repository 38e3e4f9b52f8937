// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title What can be attested: versioned schemas.
/// @notice A schema's id is four bytes: the number of the issuing agency, then the first two bytes of
/// `keccak256(name)`. It is short in calldata and events, tells the issuer without a look-up, is the same on every
/// network, and is checked against collision when it is defined. All but the resolver is fixed for ever; a changed
/// schema gets a new name (`tax.filing.v2`).
interface ISchemas {
    /// @notice How statements of a schema arrive. `Stream`: one by one or in batches, a newer one replacing the older.
    enum Mode {
        None,
        Stream
    }

    /// @param fieldCount number of values in a statement, 1 to 64
    /// @param mode how statements arrive
    /// @param validitySeconds how long a statement counts as current after its observation
    /// @param resolver contract that gives statements an effect, or zero
    struct Schema {
        uint8 fieldCount;
        Mode mode;
        uint32 validitySeconds;
        address resolver;
    }

    event SchemaDefined(
        bytes4 indexed schemaId,
        uint16 indexed agencyId,
        string name,
        string[] fields,
        Mode mode,
        uint32 validitySeconds,
        address resolver
    );
    event SchemaResolverChanged(bytes4 indexed schemaId, address indexed previous, address indexed current);

    error SchemasInvalidName(string name);
    error SchemasInvalidFieldCount(uint256 fieldCount, uint256 maximum);
    error SchemasInvalidValidity(uint32 validitySeconds);
    error SchemasInvalidMode(Mode mode);
    error SchemasNotContract(address resolver);
    error SchemasExists(bytes4 schemaId, string name);
    error SchemasUnknown(bytes4 schemaId);

    /// @notice Adds a schema of the catalogue. Steward only.
    /// @param name such as `tax.filing.v1`
    /// @param agencyId a defined agency, or 0 when the subject itself issues
    /// @param fields ids of the fields, in the order of a statement's values
    /// @return schemaId `agencyId << 16 | keccak256(name) >> 240`
    function defineSchema(
        string calldata name,
        uint16 agencyId,
        string[] calldata fields,
        Mode mode,
        uint32 validitySeconds,
        address resolver
    ) external returns (bytes4 schemaId);

    /// @notice Sets or, with the zero address, removes a schema's resolver. Governance only.
    function setResolver(bytes4 schemaId, address resolver) external;

    /// @notice The schema; all zero for an unknown id.
    function schemaOf(bytes4 schemaId) external view returns (Schema memory);
}
