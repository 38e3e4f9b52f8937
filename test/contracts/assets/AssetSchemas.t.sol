// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AssetKind, Register} from "../../../contracts/assets/AssetKind.sol";
import {ISoftAssets} from "../../../contracts/assets/ISoftAssets.sol";
import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {CreditSetup} from "../support/CreditSetup.sol";

/// @notice Schemas that keep number, kind, status, due date and value anywhere, or not at all.
contract AssetSchemasTest is CreditSetup {
    bytes32 private constant COMPANY = "company";

    function setUp() public {
        _deployCredit();
    }

    /// @notice Whatever the layout, an asset is read from the positions that it names.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_AnAssetIsReadFromItsPositions(uint256 seed, uint8 extraFields) public {
        ISoftAssets.AssetSchema memory form = _layout(seed, 5 + (extraFields % 8));
        bytes4 schemaId = _define(form, 5 + (extraFields % 8));
        IAttestationRegistry.Statement memory statement = _statement(seed, form, 5 + (extraFields % 8));
        uint256 number = uint256(statement.values[form.numberAt]);
        uint256 assetId = uint256(keccak256(abi.encode(form.register, statement.itemKey)));
        CHEATS.prank(_signer(TAX));
        registry.attest(schemaId, statement);
        ISoftAssets.Asset memory asset = assets.assetOf(assetId);
        require(assets.assetIdOf(form.register, number) == assetId, "id");
        uint256 label = form.kindAt == ABSENT ? 0 : uint256(statement.values[form.kindAt]);
        require(asset.entity == COMPANY && asset.kind == AssetKind(uint8(form.kinds[label])), "kind");
        uint256 dueAt = uint256(statement.values[form.dueAt]);
        require(asset.dueAt == dueAt - (dueAt % 1 days), "due");
        uint256 faceFen = form.valueAt == ABSENT ? 0 : uint256(statement.values[form.valueAt]);
        require(asset.faceValueFen == faceFen && assets.collateralValueOf(assetId) == faceFen, "value");
        require(asset.flags == 1, "in force, and nothing else");
        require(assets.pledgeableValueOf(assetId) == faceFen, "can be pledged");
    }

    /// @notice A position behind the last field, or another validity than the schema's: refused.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_AWrongLayoutIsRefused(uint256 seed, uint8 extraFields, uint8 position, uint8 which) public {
        uint256 fieldCount = 5 + (extraFields % 8);
        ISoftAssets.AssetSchema memory form = _layout(seed, fieldCount);
        position = uint8(fieldCount + (position % (255 - fieldCount)));
        which %= 6;
        if (which == 0) form.numberAt = position;
        if (which == 1) form.kindAt = position;
        if (which == 2) form.statusAt = position;
        if (which == 3) form.dueAt = position;
        if (which == 4) form.valueAt = position;
        if (which == 5) form.validitySeconds += 1 + position;
        bytes4 schemaId = _schemaWith(fieldCount);
        try assets.defineAssetSchema(schemaId, form) {
            revert("a wrong layout was taken");
        } catch (bytes memory reason) {
            require(bytes4(reason) == ISoftAssets.SoftAssetsInvalidSchema.selector, "error");
        }
    }

    /// @notice An appraisal above the face value counts as the face value, one below it as itself, and an old one not at all.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_TheValueIsTheLesserOne(uint40 faceFen, uint56 appraisedFen, uint32 later) public {
        appraisedFen = appraisedFen == 0 ? 1 : appraisedFen;
        uint256 number = _text("INVOICE1");
        int256 dueAt = int256(START + 3650 days);
        int256 face = faceFen == 0 ? NOT_STATED : int256(uint256(faceFen));
        CHEATS.prank(_signer(TAX));
        registry.attest(invoiceSchema, _paper(COMPANY, number, 0, true, dueAt, face, START));
        uint256 assetId = assets.assetIdOf(Register.VatInvoice, number);
        address wallet = address(0xa44);
        bytes32 appraiser = _entity(1, IEntityRegistry.Kind.Company, wallet);
        assets.setAppraiser(appraiser, true);
        CHEATS.prank(wallet);
        registry.attest(valuationSchema, _valuation(appraiser, assetId, int256(uint256(appraisedFen)), START));
        uint256 time = START + (later % (2 * APPRAISAL_VALIDITY));
        CHEATS.warp(time);
        uint256 expected = faceFen;
        bool valid = time <= START + APPRAISAL_VALIDITY;
        if (valid && (faceFen == 0 || appraisedFen < faceFen)) expected = appraisedFen;
        require(assets.collateralValueOf(assetId) == expected, "value");
        bool known = time <= START + PAPER_VALIDITY;
        require(assets.pledgeableValueOf(assetId) == (known ? expected : 0), "can be pledged");
    }

    function _define(ISoftAssets.AssetSchema memory form, uint256 fieldCount) private returns (bytes4 schemaId) {
        schemaId = _schemaWith(fieldCount);
        assets.defineAssetSchema(schemaId, form);
    }

    function _schemaWith(uint256 fieldCount) private returns (bytes4) {
        string[] memory fields = new string[](fieldCount);
        return registry.defineSchema("new.v1", TAX, fields, ISchemas.Mode.Stream, PAPER_VALIDITY, address(assets));
    }

    /// @dev Five different positions, three of which may be absent.
    function _layout(uint256 seed, uint256 fieldCount) private pure returns (ISoftAssets.AssetSchema memory form) {
        uint256 shift = seed % fieldCount;
        form.effect = ISoftAssets.Effect.Registers;
        form.register = Register(1 + ((seed >> 8) % 7));
        form.numberAt = uint8(shift);
        form.dueAt = uint8((shift + 1) % fieldCount);
        form.kindAt = (seed >> 16) % 3 == 0 ? ABSENT : uint8((shift + 2) % fieldCount);
        form.statusAt = (seed >> 24) % 3 == 0 ? ABSENT : uint8((shift + 3) % fieldCount);
        form.valueAt = (seed >> 32) % 3 == 0 ? ABSENT : uint8((shift + 4) % fieldCount);
        form.inForce = uint8(seed >> 40);
        form.validitySeconds = PAPER_VALIDITY;
        for (uint256 label = 0; label < 4; ++label) {
            form.kinds |= bytes4(uint32(1 + ((seed >> (48 + 8 * label)) % 9))) << (8 * (3 - label));
        }
    }

    function _statement(
        uint256 seed,
        ISoftAssets.AssetSchema memory form,
        uint256 fieldCount
    ) private pure returns (IAttestationRegistry.Statement memory) {
        int256[] memory values = new int256[](fieldCount);
        for (uint256 i = 0; i < fieldCount; ++i) values[i] = int256(uint256(keccak256(abi.encode(seed, i))));
        uint256 number = _text(abi.encodePacked("NUMBER", bytes1(uint8(65 + ((seed >> 96) % 26)))));
        values[form.numberAt] = int256(number);
        values[form.dueAt] = int256(START + 1 days + ((seed >> 104) % 3650 days));
        if (form.kindAt != ABSENT) values[form.kindAt] = int256((seed >> 144) % 4);
        if (form.statusAt != ABSENT) values[form.statusAt] = int256(uint256(form.inForce));
        if (form.valueAt != ABSENT) values[form.valueAt] = int256(uint256(uint40(seed >> 152)));
        return IAttestationRegistry.Statement(COMPANY, _keyOf(number), uint32(START), 0, values);
    }
}
