// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {LedgerContract} from "../access/LedgerContract.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {ILoanParties} from "../lending/ILoanParties.sol";
import {AssetKind} from "./AssetKind.sol";
import {IPledgeRegistry} from "./IPledgeRegistry.sol";
import {ISoftAssets} from "./ISoftAssets.sol";

/// @title PledgeRegistry: see IPledgeRegistry for what it does.
contract PledgeRegistry is LedgerContract, IPledgeRegistry {
    /// @notice Liens on one asset at most: each pledge reads those before it.
    uint256 public constant MAX_LIENS = 4;

    uint256 private constant BPS = 10_000;
    uint16 private constant BPS_PER_PERCENT = 100;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ISoftAssets public immutable ASSETS;

    /// @custom:storage-location erc7201:lingnan.storage.PledgeRegistry
    struct PledgeRegistryStorage {
        // Ranks 1 to MAX_LIENS without gaps. Not a Solidity array, whose length would be a second word to write.
        mapping(uint256 assetId => mapping(uint256 rank => Lien)) liens;
        mapping(bytes32 key => uint56 maxSecuredFen) juniorConsents;
        mapping(bytes32 key => bytes32 buyer) enforcementConsents;
        // One word: the LoanDesk, and the advance rates in whole percent, a byte for each kind.
        address desk;
        uint96 advancePercents;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.PledgeRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x75374512587f7ad78550fd8af22b6a917410c359a8e05fcc0804ee4cdb426100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities, ISoftAssets assets) {
        ENTITIES = entities;
        ASSETS = assets;
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    modifier onlyDesk() {
        if (msg.sender != _storage().desk) revert PledgeRegistryNotDesk(msg.sender);
        _;
    }

    // Administration

    /// @inheritdoc IPledgeRegistry
    function connect(address desk) external restricted {
        PledgeRegistryStorage storage $ = _storage();
        if ($.desk != address(0)) revert PledgeRegistryAlreadyConnected($.desk);
        if (desk.code.length == 0) revert PledgeRegistryNotContract(desk);
        $.desk = desk;
        emit LoanDeskConnected(desk);
    }

    /// @inheritdoc IPledgeRegistry
    function setAdvanceRate(AssetKind kind, uint16 advanceBps) external restricted whenNotPaused {
        if (kind == AssetKind.None || advanceBps > BPS || advanceBps % BPS_PER_PERCENT != 0) {
            revert PledgeRegistryInvalidAdvanceRate(kind, advanceBps);
        }
        PledgeRegistryStorage storage $ = _storage();
        uint256 shift = 8 * uint256(uint8(kind));
        uint256 others = $.advancePercents & ~(uint256(0xff) << shift);
        $.advancePercents = uint96(others | (uint256(advanceBps / BPS_PER_PERCENT) << shift));
        emit AdvanceRateChanged(kind, advanceBps, msg.sender);
    }

    // Lienholders

    /// @inheritdoc IPledgeRegistry
    function consentToJunior(
        uint256 assetId,
        uint64 seniorLoanId,
        uint64 juniorLoanId,
        uint56 maxSecuredFen
    ) external whenNotPaused {
        Lien memory lien = _storage().liens[assetId][_requireLienholder(assetId, seniorLoanId)];
        _storage().juniorConsents[_consentKey(assetId, lien, juniorLoanId)] = maxSecuredFen;
        emit JuniorConsentChanged(assetId, seniorLoanId, juniorLoanId, maxSecuredFen);
    }

    /// @inheritdoc IPledgeRegistry
    function consentToEnforcement(
        uint256 assetId,
        uint64 loanId,
        uint64 enforcingLoanId,
        bytes32 buyer
    ) external whenNotPaused {
        Lien memory lien = _storage().liens[assetId][_requireLienholder(assetId, loanId)];
        _storage().enforcementConsents[_consentKey(assetId, lien, enforcingLoanId)] = buyer;
        emit EnforcementConsentChanged(assetId, loanId, enforcingLoanId, buyer);
    }

    /// @inheritdoc IPledgeRegistry
    function reduce(uint256 assetId, uint64 loanId, uint56 securedFen) external whenNotPaused {
        uint256 rank = _requireLienholder(assetId, loanId);
        Lien storage lien = _storage().liens[assetId][rank];
        if (securedFen == 0 || securedFen >= lien.securedFen) {
            revert PledgeRegistryNotReduced(assetId, loanId, securedFen, lien.securedFen);
        }
        lien.securedFen = securedFen;
        emit LienReduced(assetId, loanId, securedFen);
    }

    // The LoanDesk

    /// @inheritdoc IPledgeRegistry
    function pledge(
        uint64 loanId,
        bytes32 pledgor,
        uint256 assetId,
        uint56 securedFen
    ) external onlyDesk whenNotPaused returns (AssetKind kind) {
        if (securedFen == 0) revert PledgeRegistryNothingSecured(assetId);
        uint256 valueFen;
        (kind, valueFen) = ASSETS.encumber(assetId, pledgor);
        PledgeRegistryStorage storage $ = _storage();
        uint16 advanceBps = _advanceBps(kind);
        if (advanceBps == 0) revert PledgeRegistryNotAccepted(assetId, kind);
        (uint256 rank, uint256 securedBefore) = _join(assetId, loanId, securedFen);
        uint256 limit = (valueFen * advanceBps) / BPS;
        if (securedBefore + securedFen > limit) {
            uint256 available = limit > securedBefore ? limit - securedBefore : 0;
            revert PledgeRegistryAboveAdvanceValue(assetId, securedFen, available);
        }
        // A value is 56 bits in SoftAssets.
        $.liens[assetId][rank] = Lien(loanId, securedFen, uint56(valueFen), advanceBps, uint40(block.timestamp));
        emit Pledged(assetId, loanId, pledgor, uint8(rank), securedFen, uint56(valueFen), advanceBps);
    }

    /// @inheritdoc IPledgeRegistry
    function release(uint64 loanId, uint256 assetId) external onlyDesk whenNotPaused {
        mapping(uint256 rank => Lien) storage liens = _storage().liens[assetId];
        uint256 rank = _rankOf(assetId, loanId);
        emit LienReleased(assetId, loanId, uint8(rank));
        bool last = rank == 1;
        for (; rank < MAX_LIENS; ++rank) {
            Lien memory next = liens[rank + 1];
            if (next.loanId == 0) break;
            last = false;
            liens[rank] = next;
            emit LienRanked(assetId, next.loanId, uint8(rank));
        }
        delete liens[rank];
        if (last) ASSETS.disencumber(assetId);
    }

    /// @inheritdoc IPledgeRegistry
    function enforce(
        uint64 loanId,
        uint256 assetId,
        bytes32 buyer,
        uint56 proceedsFen
    ) external onlyDesk whenNotPaused returns (Lien[] memory liens) {
        uint256 own = _rankOf(assetId, loanId);
        PledgeRegistryStorage storage $ = _storage();
        uint256 valueFen = ASSETS.collateralValueOf(assetId);
        bool withinTheParties =
            buyer == ILoanParties($.desk).lenderOf(loanId) || buyer == ASSETS.assetOf(assetId).entity;
        if (proceedsFen < valueFen && withinTheParties) {
            revert PledgeRegistryBelowValue(assetId, proceedsFen, valueFen);
        }
        liens = liensOf(assetId);
        for (uint256 rank = 1; rank <= liens.length; ++rank) {
            uint64 other = liens[rank - 1].loanId;
            delete $.liens[assetId][rank];
            if (rank == own) continue;
            if (own != 1 && $.enforcementConsents[_consentKey(assetId, liens[rank - 1], loanId)] != buyer) {
                revert PledgeRegistryNoEnforcementConsent(assetId, other, loanId);
            }
            emit LienExtinguished(assetId, other, uint8(rank));
        }
        emit LienEnforced(assetId, loanId, uint8(own), buyer);
        ASSETS.seize(assetId, buyer);
    }

    // Reading

    /// @inheritdoc IPledgeRegistry
    function liensOf(uint256 assetId) public view returns (Lien[] memory liens) {
        mapping(uint256 rank => Lien) storage stored = _storage().liens[assetId];
        uint256 count;
        while (count < MAX_LIENS && stored[count + 1].loanId != 0) ++count;
        liens = new Lien[](count);
        for (uint256 i = 0; i < count; ++i) liens[i] = stored[i + 1];
    }

    /// @inheritdoc IPledgeRegistry
    function availableOf(uint256 assetId) external view returns (uint256) {
        Lien[] memory liens = liensOf(assetId);
        if (liens.length == MAX_LIENS) return 0;
        uint256 limit = (ASSETS.pledgeableValueOf(assetId) * _advanceBps(ASSETS.assetOf(assetId).kind)) / BPS;
        for (uint256 i = 0; i < liens.length; ++i) {
            if (liens[i].securedFen >= limit) return 0;
            limit -= liens[i].securedFen;
        }
        return limit;
    }

    /// @inheritdoc IPledgeRegistry
    function advanceRateOf(AssetKind kind) external view returns (uint16) {
        return _advanceBps(kind);
    }

    /// @inheritdoc IPledgeRegistry
    function juniorConsentOf(uint256 assetId, uint64 seniorLoanId, uint64 juniorLoanId) external view returns (uint56) {
        Lien memory lien = _storage().liens[assetId][_rankOf(assetId, seniorLoanId)];
        return _storage().juniorConsents[_consentKey(assetId, lien, juniorLoanId)];
    }

    /// @inheritdoc IPledgeRegistry
    function enforcementConsentOf(
        uint256 assetId,
        uint64 loanId,
        uint64 enforcingLoanId
    ) external view returns (bytes32) {
        Lien memory lien = _storage().liens[assetId][_rankOf(assetId, loanId)];
        return _storage().enforcementConsents[_consentKey(assetId, lien, enforcingLoanId)];
    }

    // Internals

    function _advanceBps(AssetKind kind) private view returns (uint16) {
        return uint16(uint8(_storage().advancePercents >> (8 * uint8(kind)))) * BPS_PER_PERCENT;
    }

    /// @dev The rank behind the liens that stand, and what they secure; each of their holders must have consented, and
    /// the consent is used up.
    function _join(
        uint256 assetId,
        uint64 loanId,
        uint56 securedFen
    ) private returns (uint256 rank, uint256 securedBefore) {
        PledgeRegistryStorage storage $ = _storage();
        for (rank = 1; rank <= MAX_LIENS; ++rank) {
            Lien memory lien = $.liens[assetId][rank];
            if (lien.loanId == 0) return (rank, securedBefore);
            if (lien.loanId == loanId) revert PledgeRegistryAlreadyPledged(assetId, loanId);
            bytes32 key = _consentKey(assetId, lien, loanId);
            uint56 consent = $.juniorConsents[key];
            if (consent < securedFen) revert PledgeRegistryNoConsent(assetId, lien.loanId, loanId, consent);
            delete $.juniorConsents[key];
            securedBefore += lien.securedFen;
        }
        revert PledgeRegistryTooManyLiens(assetId, MAX_LIENS);
    }

    function _rankOf(uint256 assetId, uint64 loanId) private view returns (uint256) {
        mapping(uint256 rank => Lien) storage liens = _storage().liens[assetId];
        for (uint256 rank = 1; rank <= MAX_LIENS; ++rank) {
            uint64 other = liens[rank].loanId;
            if (other == loanId && loanId != 0) return rank;
            if (other == 0) break;
        }
        revert PledgeRegistryNoLien(assetId, loanId);
    }

    function _requireLienholder(uint256 assetId, uint64 loanId) private view returns (uint256 rank) {
        rank = _rankOf(assetId, loanId);
        bytes32 lender = ILoanParties(_storage().desk).lenderOf(loanId);
        if (!ENTITIES.isActingController(lender, msg.sender)) {
            revert PledgeRegistryNotLienholder(assetId, loanId, msg.sender);
        }
    }

    /// @dev A consent ends with the lien, and does not revive when the loan is secured again; and it ends with the wallet
    /// that gave it, when the loan is assigned or the lienholder handed over, and rests while that is suspended.
    function _consentKey(uint256 assetId, Lien memory lien, uint64 otherLoanId) private view returns (bytes32) {
        bytes32 lender = ILoanParties(_storage().desk).lenderOf(lien.loanId);
        IEntityRegistry.Entity memory entity = ENTITIES.entityOf(lender);
        address wallet = entity.status == IEntityRegistry.Status.Active ? entity.controller : address(0);
        return keccak256(abi.encode(assetId, lien.loanId, lien.pledgedAt, otherLoanId, lender, wallet));
    }

    function _storage() private pure returns (PledgeRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
