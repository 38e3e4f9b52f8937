// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {LedgerContract} from "../access/LedgerContract.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {IGuaranteeRegistry} from "./IGuaranteeRegistry.sol";
import {ILoanParties} from "./ILoanParties.sol";

/// @title GuaranteeRegistry: see IGuaranteeRegistry for what it does.
contract GuaranteeRegistry is LedgerContract, IGuaranteeRegistry {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;

    struct Guarantor {
        uint128 limitFen;
        uint128 outstandingFen;
    }

    /// @custom:storage-location erc7201:lingnan.storage.GuaranteeRegistry
    struct GuaranteeRegistryStorage {
        mapping(bytes32 guarantor => Guarantor) guarantors;
        mapping(uint64 loanId => mapping(bytes32 guarantor => Promise)) promises;
        // The guarantor whose promise has become a guarantee.
        mapping(uint64 loanId => bytes32 guarantor) given;
        address desk;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.GuaranteeRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xcdc186d001a939b209f497151b4e3ab844787ed32879452de147c6f4d92e9300;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities) {
        ENTITIES = entities;
    }

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    modifier onlyDesk() {
        if (msg.sender != _storage().desk) revert GuaranteeRegistryNotDesk(msg.sender);
        _;
    }

    /// @inheritdoc IGuaranteeRegistry
    function connect(address desk) external restricted {
        GuaranteeRegistryStorage storage $ = _storage();
        if ($.desk != address(0)) revert GuaranteeRegistryAlreadyConnected($.desk);
        if (desk.code.length == 0) revert GuaranteeRegistryNotContract(desk);
        $.desk = desk;
        emit LoanDeskConnected(desk);
    }

    /// @inheritdoc IGuaranteeRegistry
    function setLimit(bytes32 guarantor, uint128 limitFen) external restricted whenNotPaused {
        if (ENTITIES.entityOf(guarantor).kind != IEntityRegistry.Kind.FinancingGuarantee) {
            revert GuaranteeRegistryNotGuarantor(guarantor);
        }
        _storage().guarantors[guarantor].limitFen = limitFen;
        emit GuaranteeLimitChanged(guarantor, limitFen, msg.sender);
    }

    /// @inheritdoc IGuaranteeRegistry
    function undertake(
        bytes32 guarantor,
        uint64 loanId,
        bytes32 offerHash,
        uint56 guaranteedFen
    ) external whenNotPaused {
        _requireController(guarantor);
        if (guaranteedFen == 0) revert GuaranteeRegistryNothing(loanId, guarantor);
        GuaranteeRegistryStorage storage $ = _storage();
        uint56 promised = $.promises[loanId][guarantor].guaranteedFen;
        if (promised != 0) revert GuaranteeRegistryAlreadyPromised(loanId, guarantor, promised);
        Guarantor memory line = $.guarantors[guarantor];
        uint256 available = line.limitFen > line.outstandingFen ? line.limitFen - line.outstandingFen : 0;
        if (guaranteedFen > available) revert GuaranteeRegistryAboveLimit(guarantor, guaranteedFen, available);
        line.outstandingFen += guaranteedFen;
        $.guarantors[guarantor] = line;
        $.promises[loanId][guarantor] = Promise(offerHash, guaranteedFen, msg.sender);
        emit GuaranteePromised(loanId, guarantor, offerHash, guaranteedFen, line.outstandingFen);
    }

    /// @inheritdoc IGuaranteeRegistry
    function takeBack(bytes32 guarantor, uint64 loanId) external whenNotPaused {
        _requireController(guarantor);
        if (_storage().given[loanId] == guarantor) revert GuaranteeRegistryGiven(loanId, guarantor);
        _drop(loanId, guarantor);
    }

    /// @inheritdoc IGuaranteeRegistry
    function release(uint64 loanId) external whenNotPaused {
        GuaranteeRegistryStorage storage $ = _storage();
        _requireController(ILoanParties($.desk).lenderOf(loanId));
        _drop(loanId, $.given[loanId]);
        delete $.given[loanId];
    }

    /// @inheritdoc IGuaranteeRegistry
    function give(
        uint64 loanId,
        bytes32 guarantor,
        bytes32 offerHash,
        uint56 guaranteedFen
    ) external onlyDesk whenNotPaused {
        GuaranteeRegistryStorage storage $ = _storage();
        Promise memory promised = $.promises[loanId][guarantor];
        if (promised.offerHash != offerHash || promised.guaranteedFen != guaranteedFen) {
            revert GuaranteeRegistryNotPromised(loanId, guarantor, offerHash, guaranteedFen);
        }
        // One that is suspended could not take its promise back; and the wallet that gave it may have been a thief's.
        IEntityRegistry.Entity memory entity = ENTITIES.entityOf(guarantor);
        if (entity.status != IEntityRegistry.Status.Active || entity.controller != promised.wallet) {
            revert GuaranteeRegistryNotActive(guarantor);
        }
        $.given[loanId] = guarantor;
        emit GuaranteeGiven(loanId, guarantor, guaranteedFen);
    }

    /// @inheritdoc IGuaranteeRegistry
    function end(uint64 loanId) external onlyDesk {
        GuaranteeRegistryStorage storage $ = _storage();
        bytes32 guarantor = $.given[loanId];
        if (guarantor == 0) return;
        _drop(loanId, guarantor);
        delete $.given[loanId];
    }

    /// @inheritdoc IGuaranteeRegistry
    function guaranteeOf(uint64 loanId) external view returns (bytes32 guarantor, uint56 guaranteedFen) {
        GuaranteeRegistryStorage storage $ = _storage();
        guarantor = $.given[loanId];
        guaranteedFen = guarantor == 0 ? 0 : $.promises[loanId][guarantor].guaranteedFen;
    }

    /// @inheritdoc IGuaranteeRegistry
    function promiseOf(uint64 loanId, bytes32 guarantor) external view returns (Promise memory) {
        return _storage().promises[loanId][guarantor];
    }

    /// @inheritdoc IGuaranteeRegistry
    function guarantorOf(bytes32 guarantor) external view returns (uint128 limitFen, uint128 outstandingFen) {
        Guarantor storage line = _storage().guarantors[guarantor];
        return (line.limitFen, line.outstandingFen);
    }

    function _drop(uint64 loanId, bytes32 guarantor) private {
        GuaranteeRegistryStorage storage $ = _storage();
        uint56 guaranteedFen = $.promises[loanId][guarantor].guaranteedFen;
        if (guaranteedFen == 0) revert GuaranteeRegistryNothing(loanId, guarantor);
        delete $.promises[loanId][guarantor];
        uint128 outstandingFen = $.guarantors[guarantor].outstandingFen - guaranteedFen;
        $.guarantors[guarantor].outstandingFen = outstandingFen;
        emit GuaranteeEnded(loanId, guarantor, guaranteedFen, outstandingFen);
    }

    function _requireController(bytes32 entity) private view {
        if (!ENTITIES.isActingController(entity, msg.sender)) {
            revert GuaranteeRegistryNotController(entity, msg.sender);
        }
    }

    function _storage() private pure returns (GuaranteeRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
