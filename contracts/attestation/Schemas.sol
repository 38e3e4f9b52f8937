// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AgencySigners} from "./AgencySigners.sol";
import {ISchemas} from "./ISchemas.sol";

/// @title Schemas: see ISchemas for what it does.
abstract contract Schemas is AgencySigners, ISchemas {
    /// @notice Values in one statement at most.
    uint256 public constant MAX_FIELDS = 64;

    /// @custom:storage-location erc7201:lingnan.storage.Schemas
    struct SchemasStorage {
        // One word each. Its free 48 bits are for what a schema may need later, such as a confidentiality flag.
        mapping(bytes4 schemaId => Schema) schemas;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.Schemas")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xf082f72c357076cae2c4bc11d605be4a42c7fe86bb6f931bd78db2627e122d00;

    /// @inheritdoc ISchemas
    function defineSchema(
        string calldata name,
        uint16 agencyId,
        string[] calldata fields,
        Mode mode,
        uint32 validitySeconds,
        address resolver
    ) external restricted whenNotPaused returns (bytes4 schemaId) {
        if (bytes(name).length == 0) revert SchemasInvalidName(name);
        if (fields.length == 0 || fields.length > MAX_FIELDS) {
            revert SchemasInvalidFieldCount(fields.length, MAX_FIELDS);
        }
        if (mode == Mode.None) revert SchemasInvalidMode(mode);
        if (validitySeconds == 0) revert SchemasInvalidValidity(validitySeconds);
        if (agencyId != 0) _requireAgency(agencyId);
        _requireResolver(resolver);
        schemaId = bytes4((uint32(agencyId) << 16) | uint32(uint256(keccak256(bytes(name))) >> 240));
        SchemasStorage storage $ = _schemasStorage();
        if ($.schemas[schemaId].mode != Mode.None) revert SchemasExists(schemaId, name);
        $.schemas[schemaId] = Schema(uint8(fields.length), mode, validitySeconds, resolver);
        emit SchemaDefined(schemaId, agencyId, name, fields, mode, validitySeconds, resolver);
    }

    /// @inheritdoc ISchemas
    function setResolver(bytes4 schemaId, address resolver) external restricted {
        _requireResolver(resolver);
        Schema storage schema = _schema(schemaId);
        emit SchemaResolverChanged(schemaId, schema.resolver, resolver);
        schema.resolver = resolver;
    }

    /// @inheritdoc ISchemas
    function schemaOf(bytes4 schemaId) external view returns (Schema memory) {
        return _schemasStorage().schemas[schemaId];
    }

    function _schema(bytes4 schemaId) internal view returns (Schema storage schema) {
        schema = _schemasStorage().schemas[schemaId];
        if (schema.mode == Mode.None) revert SchemasUnknown(schemaId);
    }

    /// @dev What attesting needs of a schema, from one storage read: member by member the compiler reads three times.
    function _layoutOf(bytes4 schemaId) internal view returns (uint256 fieldCount, address resolver) {
        Schema storage schema = _schemasStorage().schemas[schemaId];
        uint256 word;
        assembly ("memory-safe") {
            word := sload(schema.slot)
        }
        if (word == 0) revert SchemasUnknown(schemaId);
        return (uint8(word), address(uint160(word >> 48)));
    }

    /// @dev The issuing agency of a schema; 0 when the subject itself issues.
    function _agencyOf(bytes4 schemaId) internal pure returns (uint16) {
        return uint16(uint32(schemaId) >> 16);
    }

    function _requireResolver(address resolver) private view {
        if (resolver != address(0) && resolver.code.length == 0) revert SchemasNotContract(resolver);
    }

    function _schemasStorage() private pure returns (SchemasStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
