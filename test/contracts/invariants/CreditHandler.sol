// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IPledgeRegistry} from "../../../contracts/assets/IPledgeRegistry.sol";
import {IGuaranteeRegistry} from "../../../contracts/lending/IGuaranteeRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {TestMoney} from "../helpers/TestMoney.sol";
import {IAssets} from "../support/IAssets.sol";
import {TroubleActions} from "./TroubleActions.sol";

/// @title Does to the lending side whatever anybody might do, in any order, and keeps its own account of what must follow.
contract CreditHandler is TroubleActions {
    constructor() {
        _deployCredit();
        _meetParties();
        _namePapers();
        _publishProducts();
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
