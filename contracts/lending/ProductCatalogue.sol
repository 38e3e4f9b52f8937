// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {Criteria} from "./Criteria.sol";
import {IProductCatalogue} from "./IProductCatalogue.sol";

/// @title ProductCatalogue: see IProductCatalogue for what it does.
contract ProductCatalogue is LedgerContract, IProductCatalogue {
    uint16 public constant MAX_TENOR_MONTHS = 360;
    /// @notice Highest annual rate, 36 %. A limit of the ledger, above every limit of the courts.
    uint16 public constant MAX_RATE_BPS = 3_600;

    uint256 private constant MAX_CODE_BYTES = 64;
    /// @dev A fen is a hundredth: fewer decimals cannot express it, and 10^(20 - 2) units per fen still fit.
    uint8 private constant MIN_DECIMALS = 2;
    uint8 private constant MAX_DECIMALS = 20;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;

    /// @custom:storage-location erc7201:lingnan.storage.ProductCatalogue
    struct ProductCatalogueStorage {
        mapping(uint32 productId => Product) products;
        mapping(uint32 productId => mapping(uint16 version => Terms)) terms;
        mapping(uint32 productId => mapping(uint16 version => Settlement)) settlements;
        mapping(uint32 productId => mapping(uint16 version => bytes32)) criteriaHashes;
        mapping(bytes32 key => uint32 productId) codes;
        mapping(address token => bool) tokens;
        uint32 count;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.ProductCatalogue")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xf3b71a0ee37dada9d627726a67313745e55fe7e535f83650c9b1afed41a1bc00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities) {
        ENTITIES = entities;
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    /// @inheritdoc IProductCatalogue
    function setSettlementToken(address token, bool approved) external restricted whenNotPaused {
        if (approved) _scaleOf(token);
        _storage().tokens[token] = approved;
        emit SettlementTokenChanged(token, approved, msg.sender);
    }

    /// @inheritdoc IProductCatalogue
    function publish(
        bytes32 lender,
        string calldata code,
        Terms calldata terms,
        address settlementToken,
        bytes calldata criteria
    ) external whenNotPaused returns (uint32 productId) {
        _requireController(lender);
        if (ENTITIES.entityOf(lender).kind == IEntityRegistry.Kind.Company) revert ProductCatalogueNotLender(lender);
        if (bytes(code).length == 0 || bytes(code).length > MAX_CODE_BYTES) revert ProductCatalogueInvalidCode(code);
        ProductCatalogueStorage storage $ = _storage();
        bytes32 key = _codeKey(lender, code);
        if ($.codes[key] != 0) revert ProductCatalogueCodeTaken(lender, code, $.codes[key]);
        productId = ++$.count;
        $.codes[key] = productId;
        $.products[productId] = Product(lender, 1, false);
        _write(productId, 1, terms, settlementToken, criteria);
        emit ProductPublished(productId, lender, code, terms, settlementToken, criteria);
    }

    /// @inheritdoc IProductCatalogue
    function change(
        uint32 productId,
        uint16 version,
        Terms calldata terms,
        address settlementToken,
        bytes calldata criteria
    ) external whenNotPaused {
        Product storage product = _open(productId, version);
        bytes32 lender = product.lender;
        _requireController(lender);
        product.version = version + 1;
        _write(productId, version + 1, terms, settlementToken, criteria);
        emit ProductChanged(productId, lender, version + 1, terms, settlementToken, criteria);
    }

    /// @inheritdoc IProductCatalogue
    function retire(uint32 productId) external whenNotPaused {
        Product storage product = _storage().products[productId];
        _open(productId, product.version);
        _requireController(product.lender);
        product.retired = true;
        emit ProductRetired(productId, product.lender, product.version);
    }

    /// @inheritdoc IProductCatalogue
    function productOf(uint32 productId) external view returns (Product memory) {
        return _storage().products[productId];
    }

    /// @inheritdoc IProductCatalogue
    function openTermsOf(uint32 productId, uint16 version) external view returns (bytes32, Terms memory) {
        ProductCatalogueStorage storage $ = _storage();
        address token = $.settlements[productId][version].token;
        if (token != address(0) && !$.tokens[token]) revert ProductCatalogueTokenNotApproved(token);
        return (_open(productId, version).lender, $.terms[productId][version]);
    }

    /// @inheritdoc IProductCatalogue
    function termsOf(uint32 productId, uint16 version) external view returns (Terms memory) {
        return _storage().terms[productId][version];
    }

    /// @inheritdoc IProductCatalogue
    function settlementOf(uint32 productId, uint16 version) external view returns (Settlement memory) {
        return _storage().settlements[productId][version];
    }

    /// @inheritdoc IProductCatalogue
    function criteriaHashOf(uint32 productId, uint16 version) external view returns (bytes32) {
        return _storage().criteriaHashes[productId][version];
    }

    /// @inheritdoc IProductCatalogue
    function productIdOf(bytes32 lender, string calldata code) external view returns (uint32) {
        return _storage().codes[_codeKey(lender, code)];
    }

    /// @inheritdoc IProductCatalogue
    function isSettlementToken(address token) external view returns (bool) {
        return _storage().tokens[token];
    }

    function _write(
        uint32 productId,
        uint16 version,
        Terms calldata terms,
        address token,
        bytes calldata criteria
    ) private {
        _checkTerms(terms);
        Criteria.check(criteria);
        ProductCatalogueStorage storage $ = _storage();
        $.terms[productId][version] = terms;
        $.criteriaHashes[productId][version] = keccak256(criteria);
        if (token == address(0)) return;
        if (!$.tokens[token]) revert ProductCatalogueTokenNotApproved(token);
        $.settlements[productId][version] = Settlement(token, _scaleOf(token));
    }

    function _checkTerms(Terms calldata terms) private pure {
        bool amounts = terms.minAmountFen != 0 && terms.minAmountFen <= terms.maxAmountFen;
        bool tenors =
            terms.minTenorMonths != 0 &&
                terms.minTenorMonths <= terms.maxTenorMonths &&
                terms.maxTenorMonths <= MAX_TENOR_MONTHS;
        bool rates = terms.minRateBps <= terms.maxRateBps && terms.maxRateBps <= MAX_RATE_BPS;
        if (!amounts || !tenors || !rates) revert ProductCatalogueInvalidTerms(terms);
    }

    /// @dev Asked again for each version and then kept with it, so that a token cannot change what a loan is worth.
    function _scaleOf(address token) private view returns (uint8) {
        (bool answered, bytes memory answer) = token.staticcall(abi.encodeCall(IERC20Metadata.decimals, ()));
        // An address without code answers with nothing.
        if (!answered || answer.length != 32) revert ProductCatalogueInvalidToken(token);
        uint256 decimals = abi.decode(answer, (uint256));
        if (decimals < MIN_DECIMALS || decimals > MAX_DECIMALS) revert ProductCatalogueInvalidToken(token);
        return uint8(decimals) - MIN_DECIMALS;
    }

    function _open(uint32 productId, uint16 version) private view returns (Product storage product) {
        product = _storage().products[productId];
        uint16 current = product.version;
        if (current == 0) revert ProductCatalogueUnknownProduct(productId);
        if (product.retired) revert ProductCatalogueRetired(productId);
        if (version != current) revert ProductCatalogueOtherVersion(productId, version, current);
    }

    function _requireController(bytes32 lender) private view {
        if (!ENTITIES.isActingController(lender, msg.sender)) {
            revert ProductCatalogueNotController(lender, msg.sender);
        }
    }

    function _codeKey(bytes32 lender, string calldata code) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(lender, code));
    }

    function _storage() private pure returns (ProductCatalogueStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
