// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IPledgeRegistry} from "../../../contracts/assets/IPledgeRegistry.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {IGuaranteeRegistry} from "../../../contracts/lending/IGuaranteeRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {TestMoney} from "../helpers/TestMoney.sol";
import {IAssets} from "../support/IAssets.sol";
import {TroubleActions} from "./TroubleActions.sol";

/// @title Does to the lending side whatever anybody might do, in any order, and keeps its own account of what must follow.
/// @notice The fuzzer calls each function equally often, so what leads deep into the life of a loan has one of its own, and
/// what is rare in life shares one.
contract CreditHandler is TroubleActions {
    constructor() {
        _deployCredit();
        _meetParties();
        _namePapers();
        _registerPapers();
        _publishProducts();
    }

    function statePaper(uint256 seed) external act(seed) {
        if (_chance(6)) _revokePaper();
        else _statePaper();
    }

    function appraise(uint256 seed) external act(seed) {
        _appraise();
    }

    function wait(uint256 seed) external act(seed) {
        _wait();
    }

    function rareThing(uint256 seed) external act(seed) {
        uint256 which = _pick(12);
        if (which == 0) _handOver();
        else if (which < 3) _suspend();
        else if (which == 3) _misspell();
        else if (which == 4) _followController();
        else if (which < 7) _transfer();
        else if (which == 7) _intrude();
        else if (which == 8) _changeAdvanceRate();
        else if (which < 11) _releaseCollateral();
        else if (_chance(4)) _changeProduct();
        else _reduceLien();
    }

    /// @notice One step for several cases on their way to a loan.
    function lend(uint256 seed) external act(seed) {
        _applyFor();
        _makeOffer();
        _acceptOffer();
        _disburse();
        _confirmReceipt();
    }

    function makeOffer(uint256 seed) external act(seed) {
        _makeOffer();
    }

    function acceptOffer(uint256 seed) external act(seed) {
        _acceptOffer();
    }

    function guarantee(uint256 seed) external act(seed) {
        _guarantee();
    }

    function disburse(uint256 seed) external act(seed) {
        _disburse();
    }

    function answerReceipt(uint256 seed) external act(seed) {
        uint256 which = _pick(4);
        if (which == 0) _denyReceipt();
        else if (which == 1) _expire();
        else _confirmReceipt();
    }

    function pay(uint256 seed) external act(seed) {
        if (_chance(3)) _recordRepayment();
        else _repay();
    }

    function claim(uint256 seed) external act(seed) {
        if (_chance(2)) _claimRepayment();
        else _answerClaim();
    }

    function end(uint256 seed) external act(seed) {
        uint256 which = _pick(8);
        if (which < 3) _settle();
        else if (which == 3) _withdraw();
        else if (which == 4) _decline();
        else if (which == 5) _writeOff();
        else if (which == 6) _expire();
        else _lapse();
    }

    function addCollateral(uint256 seed) external act(seed) {
        _addCollateral();
    }

    function restructure(uint256 seed) external act(seed) {
        if (_chance(2)) _proposeRestructuring();
        else _acceptRestructuring();
    }

    function assign(uint256 seed) external act(seed) {
        if (_chance(3)) _collect();
        else _assign();
    }

    /// @notice What a lender does about loans that are not paid, and the time that it takes.
    function demand(uint256 seed) external act(seed) {
        _enforce();
        _declareDefault();
        _wait();
    }

    function enforce(uint256 seed) external act(seed) {
        _enforce();
    }

    function entitiesAddress() external view returns (IEntityRegistry) {
        return entities;
    }

    function assetsAddress() external view returns (IAssets) {
        return assets;
    }

    function pledgesAddress() external view returns (IPledgeRegistry) {
        return pledges;
    }

    function guaranteesAddress() external view returns (IGuaranteeRegistry) {
        return guarantees;
    }

    function deskAddress() external view returns (ILoanDesk) {
        return desk;
    }

    function moneyAddress() external view returns (TestMoney) {
        return money;
    }
}
