// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {IGuaranteeRegistry} from "../../../contracts/lending/IGuaranteeRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {LedgerSetup} from "../support/LedgerSetup.sol";
import {CreditActors} from "./CreditActors.sol";
import {CreditHandler} from "./CreditHandler.sol";

/// @title The way out of every state: whatever has happened, somebody who need not be asked twice can end each case, and
/// then nothing is locked.
/// @dev Reads times and states by calls only: the compiler takes the block's time for a constant, which `warp` makes false.
abstract contract CreditExits is LedgerSetup {
    address private constant STRANGER = address(0x57a6e7);
    uint256 private constant LIMITATION_DAYS = 1096;

    mapping(ILoanDesk.State => uint256) internal left;

    function _leaveEverything(CreditHandler handler) internal {
        for (uint64 loanId = 1; loanId <= handler.caseCount(); ++loanId) _leave(handler, loanId);
        for (uint256 i = 0; i < handler.paperCount(); ++i) {
            uint256 assetId = handler.paperAt(i).id;
            require(handler.pledgesAddress().liensOf(assetId).length == 0, "a lien is left");
            require(handler.assetsAddress().assetOf(assetId).flags & 4 == 0, "an asset is locked");
        }
        _takePromisesBack(handler);
        _collectAll(handler);
    }

    function _leave(CreditHandler handler, uint64 loanId) private {
        ILoanDesk desk = handler.deskAddress();
        ILoanDesk.State state = desk.loanOf(loanId).terms.state;
        if (state > ILoanDesk.State.Defaulted) return;
        ++left[state];
        if (state < ILoanDesk.State.Disbursed) _expire(handler, loanId);
        if (state == ILoanDesk.State.Disbursed) _answer(handler, loanId);
        if (desk.loanOf(loanId).terms.state <= ILoanDesk.State.Defaulted) _settleOrLapse(handler, loanId);
        require(desk.loanOf(loanId).terms.state > ILoanDesk.State.Defaulted, "a case stays open");
    }

    /// @dev Nobody paid: anybody closes it after its deadline.
    function _expire(CreditHandler handler, uint64 loanId) private {
        ILoanDesk desk = handler.deskAddress();
        CHEATS.warp(uint256(desk.loanOf(loanId).terms.deadline) + 1);
        uint256[] memory assetIds = handler.pledgedFor(loanId);
        CHEATS.prank(STRANGER);
        desk.expire(loanId, assetIds);
    }

    /// @dev The lender says that it has paid: silence of a company that could speak is an answer; otherwise the lender may
    /// give up, and after three years anybody closes the case.
    function _answer(CreditHandler handler, uint64 loanId) private {
        ILoanDesk desk = handler.deskAddress();
        ILoanDesk.Loan memory loan = desk.loanOf(loanId);
        CHEATS.warp(uint256(loan.terms.deadline) + 1);
        IEntityRegistry.Entity memory lender = handler.entitiesAddress().entityOf(loan.lender);
        bool speaks = handler.entitiesAddress().entityOf(loan.borrower).status == IEntityRegistry.Status.Active;
        if (!speaks && lender.status == IEntityRegistry.Status.Active) {
            uint256[] memory assetIds = handler.pledgedFor(loanId);
            CHEATS.prank(lender.controller);
            return desk.expire(loanId, assetIds);
        }
        if (!speaks) {
            CHEATS.warp(uint256(loan.terms.deadline) + 1095 days + 1);
            uint256[] memory assetIds = handler.pledgedFor(loanId);
            CHEATS.prank(STRANGER);
            return desk.expire(loanId, assetIds);
        }
        CHEATS.prank(STRANGER);
        desk.confirmReceipt(loanId);
    }

    /// @dev Anybody settles what is paid; what is not, lapses.
    function _settleOrLapse(CreditHandler handler, uint64 loanId) private {
        ILoanDesk desk = handler.deskAddress();
        uint256[] memory assetIds = handler.pledgedFor(loanId);
        bool paid = desk.outstandingOf(loanId) == 0;
        CHEATS.warp((uint256(desk.loanOf(loanId).balance.dueDay) + LIMITATION_DAYS) * 1 days);
        CHEATS.prank(STRANGER);
        if (paid) desk.settle(loanId, assetIds);
        else desk.lapse(loanId, assetIds);
    }

    function _takePromisesBack(CreditHandler handler) private {
        IGuaranteeRegistry guarantees = handler.guaranteesAddress();
        bytes32 guarantor = handler.guarantorId();
        address controller = _reinstate(handler, guarantor);
        for (uint64 loanId = 1; loanId <= handler.caseCount(); ++loanId) {
            if (guarantees.promiseOf(loanId, guarantor).guaranteedFen == 0) continue;
            CHEATS.prank(controller);
            guarantees.takeBack(guarantor, loanId);
        }
        (, uint128 outstandingFen) = guarantees.guarantorOf(guarantor);
        require(outstandingFen == 0, "a promise is left");
    }

    function _collectAll(CreditHandler handler) private {
        ILoanDesk desk = handler.deskAddress();
        address money = address(handler.moneyAddress());
        for (uint256 i = 0; i < handler.partyCount(); ++i) {
            CreditActors.Party memory party = handler.partyAt(i);
            if (desk.keptFor(party.id, money) == 0) continue;
            address controller = _reinstate(handler, party.id);
            CHEATS.prank(controller);
            desk.collect(party.id, money);
        }
        require(handler.moneyAddress().balanceOf(address(desk)) == 0, "money is left");
    }

    /// @dev The registrar lets an entity act again, if it may not.
    function _reinstate(CreditHandler handler, bytes32 entityId) private returns (address controller) {
        IEntityRegistry entities = handler.entitiesAddress();
        IEntityRegistry.Entity memory entity = entities.entityOf(entityId);
        if (entity.status == IEntityRegistry.Status.Active) return entity.controller;
        CHEATS.prank(address(handler));
        entities.reinstate(entityId, "reason");
        return entity.controller;
    }
}
