// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title What lenders offer.
/// @notice A product belongs to a lender: an entity of any kind but `Company`. Each change makes a new version; the terms of
/// every version stay for ever, so that what was agreed under one keeps its meaning. The chain keeps the terms and the hash
/// of the criteria; the event carries the criteria (see `Criteria`).
interface IProductCatalogue {
    /// @param minAmountFen smallest amount, 1 or more
    /// @param maxAmountFen largest amount
    /// @param minTenorMonths shortest tenor, 1 or more
    /// @param maxTenorMonths longest tenor, at most 360
    /// @param minRateBps lowest annual rate
    /// @param maxRateBps highest annual rate, at most 3,600
    /// @param collateralKinds bit n: assets of AssetKind n are accepted; 0: none is
    struct Terms {
        uint56 minAmountFen;
        uint56 maxAmountFen;
        uint16 minTenorMonths;
        uint16 maxTenorMonths;
        uint16 minRateBps;
        uint16 maxRateBps;
        uint16 collateralKinds;
    }

    /// @notice Where a product stands. `version` counts from 1; 0: no such product.
    struct Product {
        bytes32 lender;
        uint16 version;
        bool retired;
    }

    /// @notice How a version settles. `token` zero: money moves off the chain.
    /// @param tokenScale power of ten between one fen and the token's smallest unit: its decimals less two
    struct Settlement {
        address token;
        uint8 tokenScale;
    }

    event SettlementTokenChanged(address indexed token, bool approved, address indexed regulator);
    event ProductPublished(
        uint32 indexed productId,
        bytes32 indexed lender,
        string code,
        Terms terms,
        address settlementToken,
        bytes criteria
    );
    event ProductChanged(
        uint32 indexed productId,
        bytes32 indexed lender,
        uint16 version,
        Terms terms,
        address settlementToken,
        bytes criteria
    );
    event ProductRetired(uint32 indexed productId, bytes32 indexed lender, uint16 version);

    error ProductCatalogueNotController(bytes32 lender, address caller);
    error ProductCatalogueNotLender(bytes32 lender);
    error ProductCatalogueInvalidCode(string code);
    error ProductCatalogueCodeTaken(bytes32 lender, string code, uint32 productId);
    error ProductCatalogueInvalidTerms(Terms terms);
    error ProductCatalogueInvalidToken(address token);
    error ProductCatalogueTokenNotApproved(address token);
    error ProductCatalogueUnknownProduct(uint32 productId);
    error ProductCatalogueRetired(uint32 productId);
    error ProductCatalogueOtherVersion(uint32 productId, uint16 version, uint16 current);

    /// @notice Approves a token of 2 to 20 decimals, of which 100 fen are one, for settlement, or no longer; loans that
    /// were agreed stay as they are. Regulator only.
    function setSettlementToken(address token, bool approved) external;

    /// @notice Publishes a product. Only whoever acts for the lender may call.
    /// @param code the lender's own name for it, 1 to 64 bytes, never used by it before
    /// @param settlementToken approved token, or zero
    function publish(
        bytes32 lender,
        string calldata code,
        Terms calldata terms,
        address settlementToken,
        bytes calldata criteria
    ) external returns (uint32 productId);

    /// @notice Makes a new version. Only whoever acts for the product's lender may call.
    /// @param version the version that is replaced: two changes at once do not overwrite each other
    function change(
        uint32 productId,
        uint16 version,
        Terms calldata terms,
        address settlementToken,
        bytes calldata criteria
    ) external;

    /// @notice Ends a product for ever. Only whoever acts for its lender may call.
    function retire(uint32 productId) external;

    function productOf(uint32 productId) external view returns (Product memory);

    /// @notice The lender and the terms of the version that can be had now; reverts for a retired product, another
    /// version, or a token that is no longer approved.
    function openTermsOf(uint32 productId, uint16 version) external view returns (bytes32 lender, Terms memory);

    function termsOf(uint32 productId, uint16 version) external view returns (Terms memory);

    function settlementOf(uint32 productId, uint16 version) external view returns (Settlement memory);

    /// @notice keccak256 of a version's criteria.
    function criteriaHashOf(uint32 productId, uint16 version) external view returns (bytes32);

    /// @notice The product that a lender calls `code`; 0 when there is none.
    function productIdOf(bytes32 lender, string calldata code) external view returns (uint32);

    function isSettlementToken(address token) external view returns (bool);
}
