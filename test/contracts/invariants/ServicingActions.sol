// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {ApplicationActions} from "./ApplicationActions.sol";

/// @title Money: paid out, denied, repaid in every way, kept, collected; and the settlement of what is not owed any more.
abstract contract ServicingActions is ApplicationActions {
    function _disburse() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Accepted));
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        address caller = _caller(loan.lender);
        address wallet = _partyOf(loan.borrower).controller;
        uint256 before = money.balanceOf(wallet);
        bool right =
            _acts(loan.lender, caller) &&
                _is(loanId, _bit(ILoanDesk.State.Accepted)) &&
                block.timestamp <= loan.deadline &&
                !_partyOf(loan.borrower).suspended;
        CHEATS.prank(caller);
        try desk.disburse(loanId, "payment") {
            _must(right, "disbursed without right");
            if (offered[loan.product].token) {
                _must(money.balanceOf(wallet) == before + loan.agreedFen * 10_000, "the money did not arrive");
                _activated(loanId);
                return _did("disburse in tokens");
            }
            (loan.state, loan.deadline) = (ILoanDesk.State.Disbursed, block.timestamp + 7 days);
            _did("disburse off the chain");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right disbursement was refused");
        }
    }

    /// @notice The borrower, or anybody after its time to answer, says that the money came.
    function _confirmReceipt() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Disbursed));
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        bool late = block.timestamp > loan.deadline;
        address caller = late ? _anybody() : _caller(loan.borrower);
        bool speaks = late ? !_partyOf(loan.borrower).suspended : _acts(loan.borrower, caller);
        bool right = speaks && _is(loanId, _bit(ILoanDesk.State.Disbursed));
        CHEATS.prank(caller);
        try desk.confirmReceipt(loanId) {
            _must(right, "a receipt was confirmed without right");
            _activated(loanId);
            _did(late ? "be silent about a receipt" : "confirm a receipt");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a receipt could not be confirmed");
        }
    }

    function _denyReceipt() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Disbursed));
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        address caller = _caller(loan.borrower);
        bool right = _acts(loan.borrower, caller) && _is(loanId, _bit(ILoanDesk.State.Disbursed));
        CHEATS.prank(caller);
        try desk.denyReceipt(loanId, "reason") {
            _must(right, "a receipt was denied without right");
            _did(loan.lastDay == 0 ? "deny a receipt" : "deny a receipt again");
            if (loan.lastDay == 0) loan.lastDay = _today() + 30;
            (loan.state, loan.deadline) = (ILoanDesk.State.Accepted, (loan.lastDay + 1) * 1 days - 8 hours - 1);
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a receipt could not be denied");
        }
    }

    /// @notice Anybody repays in tokens; the lender may be suspended.
    function _repay() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        bool suspended = _partyOf(loan.lender).suspended;
        address payer = _chance(4) ? _anybody() : _partyOf(loan.borrower).controller;
        bool wholly = _chance(8);
        uint56 amountFen = wholly ? uint56(outstandingOf(loanId)) : _somethingPaid(loanId);
        bool right =
            offered[loan.product].token &&
                _is(loanId, _owing()) &&
                amountFen != 0 &&
                amountFen <= outstandingOf(loanId) &&
                // Money that stays in one wallet does not arrive.
                (suspended || payer != _partyOf(loan.lender).controller);
        CHEATS.prank(payer);
        try desk.repay(loanId, wholly ? type(uint56).max : amountFen) {
            _must(right, "repaid without right");
            _paid(loanId, amountFen);
            if (suspended) keptUnits[loan.lender] += amountFen * 10_000;
            _did(suspended ? "repay a suspended lender" : "repay in tokens");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right repayment was refused");
        }
    }

    function _recordRepayment() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        address caller = _caller(loan.lender);
        uint56 amountFen = _somethingPaid(loanId);
        bool right =
            _acts(loan.lender, caller) && _is(loanId, _owing()) && amountFen != 0 && amountFen <= outstandingOf(loanId);
        CHEATS.prank(caller);
        try desk.recordRepayment(loanId, amountFen, "payment") {
            _must(right, "a repayment was recorded without right");
            _paid(loanId, amountFen);
            _did("record a repayment");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right record was refused");
        }
    }

    /// @notice The borrower says that it has repaid.
    function _claimRepayment() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        address caller = _caller(loan.borrower);
        uint56 amountFen = _somethingPaid(loanId);
        bool right =
            _acts(loan.borrower, caller) &&
                _is(loanId, _owing()) &&
                loan.answerBy == 0 &&
                amountFen != 0 &&
                amountFen <= outstandingOf(loanId);
        CHEATS.prank(caller);
        try desk.claimRepayment(loanId, amountFen, "payment") {
            _must(right, "claimed without right");
            (loan.claimFen, loan.answerBy) = (amountFen, block.timestamp + 7 days);
            _did("claim a repayment");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right claim was refused");
        }
    }

    /// @notice The lender confirms or rejects what was claimed, or lets its time pass.
    function _answerClaim() internal {
        uint64 loanId = _claimed();
        if (loanId == 0) return;
        if (_chance(3)) return _rejectClaim(loanId);
        Case storage loan = cases[loanId];
        bool late = block.timestamp > loan.answerBy;
        address caller = late ? _anybody() : _caller(loan.lender);
        bool speaks = late ? !_partyOf(loan.lender).suspended : _acts(loan.lender, caller);
        uint256 outstanding = outstandingOf(loanId);
        uint56 claimFen = _answeredFen(loan);
        bool right =
            speaks && claimFen == loan.claimFen && loan.answerBy != 0 && _is(loanId, _owing()) && outstanding != 0;
        CHEATS.prank(caller);
        try desk.confirmRepayment(loanId, claimFen) {
            _must(right, "a claim was confirmed without right");
            _paid(loanId, loan.claimFen < outstanding ? loan.claimFen : outstanding);
            (loan.claimFen, loan.answerBy) = (0, 0);
            _did(late ? "be silent about a claim" : "confirm a claim");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a claim could not be confirmed");
        }
    }

    /// @notice Anybody settles a loan; once in four times its lender says before that all is paid.
    function _settle() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        if (_chance(4)) _payRest(loanId);
        uint256[] memory assetIds = _listed(loanId);
        bool right =
            _is(loanId, _owing()) &&
                outstandingOf(loanId) == 0 &&
                keccak256(abi.encode(assetIds)) == keccak256(abi.encode(pledgedFor(loanId)));
        CHEATS.prank(_anybody());
        try desk.settle(loanId, assetIds) {
            _must(right, "settled what is owed, or with liens left");
            _ended(loanId, ILoanDesk.State.Settled, assetIds);
            _did(assetIds.length == 0 ? "settle" : "settle and release");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a repaid loan could not be settled");
        }
    }

    /// @notice A lender takes what was kept for it while it was suspended.
    function _collect() internal {
        bytes32 lender = _lender();
        for (uint256 i = 0; i < PARTIES; ++i) {
            if (keptUnits[parties[i].id] != 0) lender = parties[i].id;
        }
        address caller = _caller(lender);
        bool right = _acts(lender, caller) && keptUnits[lender] != 0;
        CHEATS.prank(caller);
        try desk.collect(lender, address(money)) {
            _must(right, "collected without right");
            keptUnits[lender] = 0;
            _did("collect");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a lender could not collect");
        }
    }

    function _activated(uint64 loanId) private {
        Case storage loan = cases[loanId];
        (loan.state, loan.deadline) = (ILoanDesk.State.Active, 0);
        (loan.disbursedFen, loan.chargedFen) = (loan.agreedFen, loan.agreedFeeFen);
        (loan.principalFen, loan.feesFen) = (loan.agreedFen, loan.agreedFeeFen);
        loan.accruedDay = _today();
        // Which day that is, `Calendar.t.sol` shows.
        loan.dueDay = desk.loanOf(loanId).balance.dueDay;
        _must(loan.dueDay >= loan.accruedDay + 28 && loan.dueDay <= loan.accruedDay + 24 * 31, "an odd due day");
    }

    function _rejectClaim(uint64 loanId) private {
        Case storage loan = cases[loanId];
        address caller = _caller(loan.lender);
        uint56 claimFen = _answeredFen(loan);
        bool right =
            _acts(loan.lender, caller) && claimFen == loan.claimFen && loan.answerBy != 0 && _is(loanId, _owing());
        CHEATS.prank(caller);
        try desk.rejectRepayment(loanId, claimFen, "reason") {
            _must(right, "a claim was rejected without right");
            (loan.claimFen, loan.answerBy) = (0, 0);
            _did("reject a claim");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a claim could not be rejected");
        }
    }

    function _payRest(uint64 loanId) private {
        uint256 outstanding = outstandingOf(loanId);
        if (outstanding == 0 || !_is(loanId, _owing())) return;
        bytes32 lender = cases[loanId].lender;
        CHEATS.prank(_partyOf(lender).controller);
        try desk.recordRepayment(loanId, uint56(outstanding), "payment") {
            _must(!_partyOf(lender).suspended, "a suspended lender recorded a repayment");
            _paid(loanId, outstanding);
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    /// @dev The assets of a case, once in ten times with one too few or another in the place of one.
    function _listed(uint64 loanId) internal returns (uint256[] memory assetIds) {
        assetIds = pledgedFor(loanId);
        if (assetIds.length == 0 || !_chance(10)) return assetIds;
        if (_chance(2)) {
            assetIds[0] = papers[_pick(PAPERS)].id;
        } else {
            assembly ("memory-safe") {
                mstore(assetIds, sub(mload(assetIds), 1))
            }
        }
    }

    /// @dev The amount of the claim, seldom another.
    function _answeredFen(Case storage loan) private returns (uint56) {
        return uint56(_chance(12) ? loan.claimFen + 1 : loan.claimFen);
    }

    /// @dev All that is owed, a part, or a little too much.
    function _somethingPaid(uint64 loanId) private returns (uint56) {
        uint256 outstanding = outstandingOf(loanId);
        if (_chance(6)) return uint56(outstanding);
        return uint56(_chance(10) ? outstanding + 1 : _between(0, outstanding));
    }

    /// @dev A case with a claim that waits for an answer; 0 when there is none.
    function _claimed() private returns (uint64) {
        if (caseCount == 0) return 0;
        uint64 start = uint64(_pick(caseCount));
        for (uint64 i = 0; i < caseCount; ++i) {
            uint64 loanId = ((start + i) % caseCount) + 1;
            if (cases[loanId].answerBy != 0 && _is(loanId, _owing())) return loanId;
        }
        return _chance(10) ? start + 1 : 0;
    }
}
