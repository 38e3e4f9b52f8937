// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AssetKind, Register} from "../../../contracts/assets/AssetKind.sol";
import {IPledgeRegistry} from "../../../contracts/assets/IPledgeRegistry.sol";
import {ISoftAssets} from "../../../contracts/assets/ISoftAssets.sol";
import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {IGuaranteeRegistry} from "../../../contracts/lending/IGuaranteeRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {IProductCatalogue} from "../../../contracts/lending/IProductCatalogue.sol";
import {TestMoney} from "../helpers/TestMoney.sol";
import {IAssets} from "./IAssets.sol";
import {LedgerSetup} from "./LedgerSetup.sol";

/// @title The whole ledger for tests in Solidity, its lending side too: the test contract holds every office.
abstract contract CreditSetup is LedgerSetup {
    uint32 internal constant PAPER_VALIDITY = 400 days;
    uint32 internal constant APPRAISAL_VALIDITY = 365 days;

    uint16 internal constant TAX = 2;
    uint16 internal constant CUSTOMS = 3;
    uint16 internal constant PATENTS = 4;

    /// @dev A position that a schema does not have.
    uint8 internal constant ABSENT = 255;
    /// @dev The one number that says "not stated".
    int256 internal constant NOT_STATED = type(int256).min;
    /// @dev Every kind of collateral.
    uint16 internal constant ALL_KINDS = 0x3fe;

    bytes private constant USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    IAssets internal assets;
    IPledgeRegistry internal pledges;
    IProductCatalogue internal products;
    IGuaranteeRegistry internal guarantees;
    ILoanDesk internal desk;
    TestMoney internal money;

    /// @dev Two schemas of one register, by two agencies, for the customs' declarations.
    bytes4 internal patentSchema;
    bytes4 internal declarationSchema;
    bytes4 internal taxDeclarationSchema;
    bytes4 internal invoiceSchema;
    bytes4 internal valuationSchema;

    function _deployCredit() internal {
        _deployLedger();
        assets = IAssets(_behindProxy("SoftAssets", abi.encode(entities, registry)));
        pledges = IPledgeRegistry(_behindProxy("PledgeRegistry", abi.encode(entities, assets)));
        products = IProductCatalogue(_behindProxy("ProductCatalogue", abi.encode(entities)));
        guarantees = IGuaranteeRegistry(_behindProxy("GuaranteeRegistry", abi.encode(entities)));
        desk = ILoanDesk(_behindProxy("LoanDesk", abi.encode(entities, pledges, products, guarantees)));
        assets.connect(address(pledges));
        pledges.connect(address(desk));
        guarantees.connect(address(desk));
        money = TestMoney(_deploy("TestMoney", ""));
        products.setSettlementToken(address(money), true);
        _defineAssetSchemas();
        _setAdvanceRates();
    }

    function _defineAssetSchemas() private {
        for (uint16 agencyId = TAX; agencyId <= PATENTS; ++agencyId) {
            address[] memory signers = new address[](1);
            signers[0] = _signer(agencyId);
            _agencyWithSigners(agencyId, signers);
        }
        patentSchema = _assetSchema("ipo.patent.v1", PATENTS, Register.Patent, 0x01020000);
        declarationSchema = _assetSchema("cus.declaration.v1", CUSTOMS, Register.CustomsDeclaration, 0x07060000);
        taxDeclarationSchema = _assetSchema("tax.declaration.v1", TAX, Register.CustomsDeclaration, 0x07060000);
        invoiceSchema = _assetSchema("tax.invoice.v1", TAX, Register.VatInvoice, 0x08080808);
        valuationSchema = _resolvedSchema("company.valuation.v1", 0, 1, APPRAISAL_VALIDITY);
        ISoftAssets.AssetSchema memory valuation;
        valuation.effect = ISoftAssets.Effect.Values;
        valuation.validitySeconds = APPRAISAL_VALIDITY;
        assets.defineAssetSchema(valuationSchema, valuation);
    }

    /// @dev Its values: number, label of the kind, status (1: in force), due date, value.
    function _assetSchema(
        string memory name,
        uint16 agencyId,
        Register register,
        bytes4 kinds
    ) private returns (bytes4 schemaId) {
        schemaId = _resolvedSchema(name, agencyId, 5, PAPER_VALIDITY);
        assets.defineAssetSchema(
            schemaId,
            ISoftAssets.AssetSchema({
                effect: ISoftAssets.Effect.Registers,
                register: register,
                numberAt: 0,
                kindAt: 1,
                statusAt: 2,
                inForce: 1,
                dueAt: 3,
                valueAt: 4,
                validitySeconds: PAPER_VALIDITY,
                kinds: kinds
            })
        );
    }

    function _resolvedSchema(
        string memory name,
        uint16 agencyId,
        uint256 fieldCount,
        uint32 validitySeconds
    ) private returns (bytes4) {
        string[] memory fields = new string[](fieldCount);
        return registry.defineSchema(name, agencyId, fields, ISchemas.Mode.Stream, validitySeconds, address(assets));
    }

    function _setAdvanceRates() private {
        pledges.setAdvanceRate(AssetKind.InventionPatent, 3000);
        pledges.setAdvanceRate(AssetKind.UtilityModel, 2000);
        pledges.setAdvanceRate(AssetKind.ExportDeclaration, 8000);
        pledges.setAdvanceRate(AssetKind.ImportDeclaration, 6000);
        pledges.setAdvanceRate(AssetKind.VatInvoice, 8000);
    }

    /// @dev An entity with a code of its own, made from `number`, and a valid check character.
    function _entity(uint256 number, IEntityRegistry.Kind kind, address controller) internal returns (bytes32) {
        bytes memory code = "91440300MA0000000?";
        for (uint256 place = 16; number != 0; --place) {
            code[place] = bytes1(uint8(48 + (number % 10)));
            number /= 10;
        }
        for (uint256 i = 0; !entities.isValidUscc(bytes18(code)); ++i) code[17] = USCC_ALPHABET[i];
        return entities.register(bytes18(code), kind, controller);
    }

    /// @dev A product that lends 1,000 to 1,000,000 CNY for 1 to 24 months at 3 to 12 %.
    function _terms(uint16 collateralKinds) internal pure returns (IProductCatalogue.Terms memory) {
        return IProductCatalogue.Terms(100_000, 100_000_000, 1, 24, 300, 1200, collateralKinds);
    }

    /// @dev A statement of a schema that registers assets.
    function _paper(
        bytes32 subject,
        uint256 number,
        uint256 label,
        bool inForce,
        int256 dueAt,
        int256 valueFen,
        uint256 observedAt
    ) internal pure returns (IAttestationRegistry.Statement memory) {
        int256[] memory values = new int256[](5);
        values[0] = int256(number);
        values[1] = int256(label);
        values[2] = inForce ? int256(1) : int256(0);
        values[3] = dueAt;
        values[4] = valueFen;
        return IAttestationRegistry.Statement(subject, _keyOf(number), uint32(observedAt), 0, values);
    }

    function _valuation(
        bytes32 appraiser,
        uint256 assetId,
        int256 valueFen,
        uint256 observedAt
    ) internal pure returns (IAttestationRegistry.Statement memory) {
        int256[] memory values = new int256[](1);
        values[0] = valueFen;
        return IAttestationRegistry.Statement(appraiser, bytes32(assetId), uint32(observedAt), 0, values);
    }

    /// @dev The wallet that signs for an agency.
    function _signer(uint16 agencyId) internal pure returns (address) {
        return address(uint160(0x51600000 + uint256(agencyId)));
    }

    /// @dev Text of at most 32 bytes as the chain takes it: one big-endian integer.
    function _text(bytes memory text) internal pure returns (uint256) {
        return uint256(bytes32(text)) >> (256 - 8 * text.length);
    }

    /// @dev keccak256 of the text that a number stands for, whatever characters it has.
    function _keyOf(uint256 number) internal pure returns (bytes32) {
        uint256 length;
        while (length < 32 && number >> (8 * length) != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = bytes1(uint8(number >> (8 * (length - 1 - i))));
        return keccak256(text);
    }
}
