// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {AssetKind} from "./AssetKind.sol";

/// @title Liens on soft assets.
/// @notice A lien secures one open loan with one asset, up to an amount. Ranks run from 1 without gaps: when a lien ends,
/// those behind it move up. The sum of an asset's liens may not exceed its value times the advance rate of its kind at the
/// time of each pledge. A lien follows its loan: whoever is the loan's lender is the lienholder.
interface IPledgeRegistry {
    /// @param loanId the loan that it secures; 0: no lien
    /// @param securedFen the most that it secures
    /// @param valueFen the asset's value when it was pledged
    /// @param advanceBps the advance rate of its kind when it was pledged
    /// @param pledgedAt unix seconds
    struct Lien {
        uint64 loanId;
        uint56 securedFen;
        uint56 valueFen;
        uint16 advanceBps;
        uint40 pledgedAt;
    }

    event LoanDeskConnected(address indexed desk);
    event AdvanceRateChanged(AssetKind indexed kind, uint16 advanceBps, address indexed regulator);
    /// @notice How far a lienholder lets a later loan be secured behind it; 0 withdraws.
    event JuniorConsentChanged(
        uint256 indexed assetId,
        uint64 indexed seniorLoanId,
        uint64 indexed juniorLoanId,
        uint56 maxSecuredFen
    );
    /// @notice Whether a lienholder lets the lender of another loan, whose rank is not the first, enforce.
    event EnforcementConsentChanged(
        uint256 indexed assetId,
        uint64 indexed loanId,
        uint64 indexed enforcingLoanId,
        bytes32 buyer
    );
    event Pledged(
        uint256 indexed assetId,
        uint64 indexed loanId,
        bytes32 indexed pledgor,
        uint8 rank,
        uint56 securedFen,
        uint56 valueFen,
        uint16 advanceBps
    );
    event LienReduced(uint256 indexed assetId, uint64 indexed loanId, uint56 securedFen);
    event LienReleased(uint256 indexed assetId, uint64 indexed loanId, uint8 rank);
    /// @notice A lien moved up because one before it ended.
    event LienRanked(uint256 indexed assetId, uint64 indexed loanId, uint8 rank);
    /// @notice A lien was enforced: the asset is another entity's, and all its liens have ended.
    event LienEnforced(uint256 indexed assetId, uint64 indexed loanId, uint8 rank, bytes32 indexed buyer);
    /// @notice A lien ended because another on the same asset was enforced.
    event LienExtinguished(uint256 indexed assetId, uint64 indexed loanId, uint8 rank);

    error PledgeRegistryNotDesk(address caller);
    error PledgeRegistryAlreadyConnected(address desk);
    error PledgeRegistryNotContract(address desk);
    error PledgeRegistryInvalidAdvanceRate(AssetKind kind, uint16 advanceBps);
    error PledgeRegistryNotAccepted(uint256 assetId, AssetKind kind);
    error PledgeRegistryAlreadyPledged(uint256 assetId, uint64 loanId);
    error PledgeRegistryTooManyLiens(uint256 assetId, uint256 maximum);
    error PledgeRegistryNothingSecured(uint256 assetId);
    error PledgeRegistryAboveAdvanceValue(uint256 assetId, uint256 securedFen, uint256 availableFen);
    error PledgeRegistryNoConsent(uint256 assetId, uint64 seniorLoanId, uint64 juniorLoanId, uint56 maxSecuredFen);
    error PledgeRegistryNoEnforcementConsent(uint256 assetId, uint64 loanId, uint64 enforcingLoanId);
    error PledgeRegistryBelowValue(uint256 assetId, uint56 proceedsFen, uint256 valueFen);
    error PledgeRegistryNoLien(uint256 assetId, uint64 loanId);
    error PledgeRegistryNotReduced(uint256 assetId, uint64 loanId, uint56 securedFen, uint56 current);
    error PledgeRegistryNotLienholder(uint256 assetId, uint64 loanId, address caller);

    /// @notice Names the LoanDesk, once and for ever. Steward only.
    function connect(address desk) external;

    /// @notice Sets what share of an asset's value may be secured; liens that stand stay. Regulator only.
    /// @param advanceBps 0 to 10,000 in whole hundreds; 0 lets no asset of the kind be pledged
    function setAdvanceRate(AssetKind kind, uint16 advanceBps) external;

    /// @notice Lets one later loan be secured behind the caller's lien. Ends when the lien does, when the loan is assigned,
    /// or when the lienholder has another wallet. Only whoever acts for the lienholder may call.
    /// @param maxSecuredFen the most that the junior lien may secure; 0 withdraws
    function consentToJunior(uint256 assetId, uint64 seniorLoanId, uint64 juniorLoanId, uint56 maxSecuredFen) external;

    /// @notice Lets another lienholder, whose rank is not the first, sell the asset to `buyer`. The caller's lien ends
    /// with the sale. Ends as the other consent does. Only whoever acts for the lienholder may call.
    /// @param buyer entity that may get the asset; 0 withdraws
    function consentToEnforcement(uint256 assetId, uint64 loanId, uint64 enforcingLoanId, bytes32 buyer) external;

    /// @notice Lowers what a lien secures. Only whoever acts for the lienholder may call.
    function reduce(uint256 assetId, uint64 loanId, uint56 securedFen) external;

    /// @notice Puts a lien behind those that stand. LoanDesk only.
    /// @return kind of the asset
    function pledge(
        uint64 loanId,
        bytes32 pledgor,
        uint256 assetId,
        uint56 securedFen
    ) external returns (AssetKind kind);

    /// @notice Ends a lien. LoanDesk only.
    function release(uint64 loanId, uint256 assetId) external;

    /// @notice Gives the asset to `buyer` and ends all its liens. The loan's own must be of rank 1, or every other
    /// lienholder must have consented. A lienholder or pledgor that takes the asset itself takes it at its value, where that
    /// is known (Civil Code, article 436: 参照市场价格). LoanDesk only.
    /// @param proceedsFen what the sale brought
    /// @return liens that ended, from rank 1
    function enforce(
        uint64 loanId,
        uint256 assetId,
        bytes32 buyer,
        uint56 proceedsFen
    ) external returns (Lien[] memory liens);

    /// @notice The liens on an asset, from rank 1.
    function liensOf(uint256 assetId) external view returns (Lien[] memory);

    /// @notice What a further pledge of the asset could secure now, in fen; 0 when it cannot be pledged.
    function availableOf(uint256 assetId) external view returns (uint256);

    function advanceRateOf(AssetKind kind) external view returns (uint16 advanceBps);

    /// @notice What `consentToJunior` has set for the lien; reverts where there is none.
    function juniorConsentOf(
        uint256 assetId,
        uint64 seniorLoanId,
        uint64 juniorLoanId
    ) external view returns (uint56 maxSecuredFen);

    /// @notice What `consentToEnforcement` has set for the lien; reverts where there is none.
    function enforcementConsentOf(
        uint256 assetId,
        uint64 loanId,
        uint64 enforcingLoanId
    ) external view returns (bytes32 buyer);
}
