// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @notice What a soft asset is. `None` marks an unknown one. Numbers are for ever; the catalogue has their names.
enum AssetKind {
    None,
    InventionPatent,
    UtilityModel,
    Trademark,
    Copyright,
    SoftwareCopyright,
    ExportDeclaration,
    ImportDeclaration,
    VatInvoice,
    WarehouseReceipt
}

/// @notice The public register whose numbers name an asset. Kinds that share a register share its numbers, so that one
/// patent cannot be an invention and a utility model, nor one declaration an export and an import.
enum Register {
    None,
    Patent,
    Trademark,
    Copyright,
    SoftwareCopyright,
    CustomsDeclaration,
    VatInvoice,
    WarehouseReceipt
}
