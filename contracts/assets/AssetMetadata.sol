// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {AssetKind} from "./AssetKind.sol";
import {ISoftAssets} from "./ISoftAssets.sol";

// JSON is full of double quotes.
// solhint-disable quotes

/// @title What a wallet shows of a soft asset.
/// @dev A contract of its own without state, which SoftAssets creates: together they would pass the limit of a contract's
/// size.
contract AssetMetadata {
    using Strings for uint256;

    /// @notice ERC-721 metadata as a `data:application/json;base64,` URI.
    /// @param valueFen what a lender may lend on now, 0 when not known
    function uriOf(
        uint256 assetId,
        ISoftAssets.Asset memory asset,
        uint256 valueFen
    ) external pure returns (string memory) {
        bytes memory json = abi.encodePacked(
            '{"name":"',
            _nameOf(asset.kind),
            '","description":"',
            unicode"A soft asset of the Lingnan credit ledger 岭南中小企业信用账本",
            '","attributes":[',
            _trait("Entity", Strings.toHexString(uint256(asset.entity), 32)),
            ",",
            _trait("Asset", Strings.toHexString(assetId, 32)),
            ",",
            _date("Due or end of term", asset.dueAt),
            ",",
            _number("Value in fen", valueFen),
            ",",
            _number("Status flags", asset.flags),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    function _trait(string memory name, string memory value) private pure returns (bytes memory) {
        return abi.encodePacked('{"trait_type":"', name, '","value":"', value, '"}');
    }

    function _number(string memory name, uint256 value) private pure returns (bytes memory) {
        return abi.encodePacked('{"trait_type":"', name, '","value":', value.toString(), "}");
    }

    function _date(string memory name, uint256 time) private pure returns (bytes memory) {
        return abi.encodePacked('{"display_type":"date","trait_type":"', name, '","value":', time.toString(), "}");
    }

    function _nameOf(AssetKind kind) private pure returns (string memory) {
        if (kind == AssetKind.InventionPatent) return unicode"Invention patent 发明专利";
        if (kind == AssetKind.UtilityModel) return unicode"Utility model 实用新型专利";
        if (kind == AssetKind.Trademark) return unicode"Trademark 商标";
        if (kind == AssetKind.Copyright) return unicode"Copyright 作品著作权";
        if (kind == AssetKind.SoftwareCopyright) return unicode"Software copyright 软件著作权";
        if (kind == AssetKind.ExportDeclaration) return unicode"Export declaration 出口报关单";
        if (kind == AssetKind.ImportDeclaration) return unicode"Import declaration 进口报关单";
        if (kind == AssetKind.VatInvoice) return unicode"VAT invoice receivable 增值税发票应收账款";
        return unicode"Warehouse receipt 仓单";
    }
}
