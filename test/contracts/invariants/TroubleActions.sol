// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {CollateralActions} from "./CollateralActions.sol";

/// @title New terms, new lenders, default, and the ends that nobody wished for.
abstract contract TroubleActions is CollateralActions {
    /// @notice Time passes: hours and days, or until something about an open case can be done, seldom for years; never
    /// beyond what 32 bits of time can tell.
    function _wait() internal {
        uint64 loanId = _caseIn(_chance(4) ? _pending() | _open() : _owing());
        uint256 time = block.timestamp + _between(1 hours, _chance(4) ? 40 days : 4 days);
        if (loanId != 0 && _chance(2)) time = _nextMoment(cases[loanId], time);
        if (time < 3_700_000_000) CHEATS.warp(time);
        _did("wait");
    }

    function _proposeRestructuring() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        ILoanDesk.Restructuring memory terms;
        terms.dueDay = uint16(_today() + _between(0, 740));
        terms.rateBps = uint16(_between(0, 1210));
        terms.overdueRateBps = uint16(_between(terms.rateBps, (uint256(terms.rateBps) * 3) / 2));
        terms.validUntil = uint40(block.timestamp + _pick(30 days));
        address caller = _caller(loan.lender);
        CHEATS.prank(caller);
        try desk.proposeRestructuring(loanId, terms) {
            _must(_acts(loan.lender, caller), "somebody else proposed new terms");
            _must(_is(loanId, _owing()), "new terms for what is not owed");
            _must(loan.guaranteedFen == 0, "new terms under a guarantee for the old ones");
            _must(terms.rateBps <= 1200 && terms.dueDay > _today(), "new terms out of range");
            (loan.restructuring, loan.proposer) = (abi.encode(terms), caller);
            _did("propose new terms");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    function _acceptRestructuring() internal {
        uint64 loanId = _restructured();
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        ILoanDesk.Restructuring memory terms = abi.decode(loan.restructuring, (ILoanDesk.Restructuring));
        bool changed = _chance(12);
        if (changed) terms.overdueRateBps ^= 1;
        address caller = _caller(loan.borrower);
        bool right =
            _acts(loan.borrower, caller) &&
                _is(loanId, _owing()) &&
                _acts(loan.lender, loan.proposer) &&
                !changed &&
                block.timestamp <= terms.validUntil &&
                terms.dueDay > _today();
        CHEATS.prank(caller);
        try desk.acceptRestructuring(loanId, terms) {
            _must(right, "new terms were accepted without right");
            _did(_is(loanId, _bit(ILoanDesk.State.Defaulted)) ? "heal a default" : "accept new terms");
            _accrue(loan);
            (loan.state, loan.deadline, loan.restructuring) = (ILoanDesk.State.Active, 0, "");
            (loan.dueDay, loan.rateBps, loan.overdueRateBps) = (terms.dueDay, terms.rateBps, terms.overdueRateBps);
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "new terms could not be accepted");
        }
    }

    /// @notice A lender offers a loan to another, and mostly the other takes it over.
    function _assign() internal {
        uint64 loanId = _caseIn(_owing());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        if (!_chance(3))
            _proposeAssignment(
                loanId,
                _chance(10)
                    ? bytes32(0)
                    : _chance(10)
                        ? _company()
                        : _lender()
            );
        bytes32 to = loan.assignee;
        address caller = _caller(to);
        bool right =
            _lends(to) &&
                _acts(to, caller) &&
                _is(loanId, _owing()) &&
                !_partyOf(loan.lender).suspended &&
                loan.assignedAs == _present(loanId);
        CHEATS.prank(caller);
        try desk.acceptAssignment(loanId) {
            _must(right, "a loan was taken over without right");
            (loan.lender, loan.assignee, loan.restructuring, loan.assignedAs) = (to, 0, "", 0);
            _did("take a loan over");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a loan could not be taken over");
        }
    }

    function _declareDefault() internal {
        uint64 loanId = _overdue();
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        address caller = _caller(loan.lender);
        bool right =
            _acts(loan.lender, caller) &&
                _is(loanId, _bit(ILoanDesk.State.Active)) &&
                _today() > loan.dueDay + 3 &&
                outstandingOf(loanId) != 0;
        CHEATS.prank(caller);
        try desk.declareDefault(loanId) {
            _must(right, "a default was declared without right");
            (loan.state, loan.deadline) = (ILoanDesk.State.Defaulted, block.timestamp + 15 days);
            _did("declare a default");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a default could not be declared");
        }
    }

    function _writeOff() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Defaulted));
        if (loanId == 0) return;
        address caller = _caller(cases[loanId].lender);
        uint256[] memory assetIds = pledgedFor(loanId);
        bool right =
            _acts(cases[loanId].lender, caller) &&
                _is(loanId, _bit(ILoanDesk.State.Defaulted)) &&
                outstandingOf(loanId) != 0;
        CHEATS.prank(caller);
        try desk.writeOff(loanId, assetIds) {
            _must(right, "written off without right");
            _ended(loanId, ILoanDesk.State.WrittenOff, assetIds);
            _did("write off");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a default could not be written off");
        }
    }

    /// @notice Anybody closes what was left lying before it became a loan.
    function _expire() internal {
        uint256 states = _pending() | _bit(ILoanDesk.State.Accepted) | _bit(ILoanDesk.State.Disbursed);
        uint64 loanId = _caseIn(_chance(2) ? states : _bit(ILoanDesk.State.Disbursed));
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        bool paidOut = loan.state == ILoanDesk.State.Disbursed;
        bool agreed = paidOut || loan.state == ILoanDesk.State.Accepted;
        address caller = paidOut ? _caller(loan.lender) : _anybody();
        uint256[] memory assetIds = _listed(loanId);
        bool right =
            _is(loanId, states) &&
                block.timestamp > loan.deadline &&
                (!paidOut || _acts(loan.lender, caller) || block.timestamp > loan.deadline + 1095 days) &&
                keccak256(abi.encode(assetIds)) == keccak256(abi.encode(pledgedFor(loanId)));
        CHEATS.prank(caller);
        try desk.expire(loanId, assetIds) {
            _must(right, "closed before its time");
            _ended(loanId, agreed ? ILoanDesk.State.Cancelled : ILoanDesk.State.Expired, assetIds);
            _did(
                paidOut
                    ? "give up a disbursement"
                    : agreed
                        ? "cancel"
                        : "expire"
            );
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "what has expired could not be closed");
        }
    }

    /// @notice Anybody closes a loan three years after its due day.
    function _lapse() internal {
        uint64 loanId = _overdue();
        if (loanId == 0) return;
        uint256[] memory assetIds = _listed(loanId);
        bool right =
            _is(loanId, _owing()) &&
                _today() > cases[loanId].dueDay + 1095 &&
                outstandingOf(loanId) != 0 &&
                keccak256(abi.encode(assetIds)) == keccak256(abi.encode(pledgedFor(loanId)));
        CHEATS.prank(_anybody());
        try desk.lapse(loanId, assetIds) {
            _must(right, "lapsed before its time");
            _ended(loanId, ILoanDesk.State.Lapsed, assetIds);
            _did("lapse");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a loan could not lapse");
        }
    }

    /// @dev Just after the deadline of a case, or of the days of grace, or seldom of its limitation.
    function _nextMoment(Case storage loan, uint256 otherwise) private returns (uint256 time) {
        time = loan.deadline + 1;
        if (loan.deadline == 0) time = (loan.dueDay + (_chance(12) ? 1096 : 4)) * 1 days;
        return time > block.timestamp ? time : otherwise;
    }

    function _proposeAssignment(uint64 loanId, bytes32 to) private {
        Case storage loan = cases[loanId];
        address caller = _caller(loan.lender);
        bool right = _acts(loan.lender, caller) && _is(loanId, _owing()) && to != loan.borrower;
        CHEATS.prank(caller);
        try desk.proposeAssignment(loanId, to) {
            _must(right, "a loan was offered without right");
            (loan.assignee, loan.assignedAs) = (to, _present(loanId));
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a loan could not be offered");
        }
    }

    function _lends(bytes32 entity) private view returns (bool) {
        for (uint256 i = FIRST_LENDER; i < GUARANTOR; ++i) {
            if (parties[i].id == entity) return true;
        }
        return false;
    }

    /// @dev A case with new terms on the table; 0 when there is none.
    function _restructured() private returns (uint64) {
        for (uint64 loanId = caseCount; loanId != 0; --loanId) {
            if (cases[loanId].restructuring.length != 0 && !_chance(3)) return loanId;
        }
        return 0;
    }

    /// @dev The case that is overdue longest, or any that owes.
    function _overdue() private returns (uint64 found) {
        found = _caseIn(_owing());
        if (_chance(3)) return found;
        for (uint64 loanId = 1; loanId <= caseCount; ++loanId) {
            if (_is(loanId, _owing()) && cases[loanId].dueDay < cases[found].dueDay) found = loanId;
        }
    }
}
