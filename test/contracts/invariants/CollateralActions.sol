// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {ServicingActions} from "./ServicingActions.sol";

/// @title Collateral of open loans: added, freed, reduced, and sold when a loan is in default.
abstract contract CollateralActions is ServicingActions {
    function _addCollateral() internal {
        uint64 loanId = _caseIn(_open());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        Paper storage paper = papers[_pick(PAPERS)];
        uint56 securedFen = _somethingSecured(paper);
        if (!_chance(5)) _gatherJuniorConsents(loanId, paper.id, securedFen);
        address caller = _caller(loan.borrower);
        CHEATS.prank(caller);
        try desk.addCollateral(loanId, ILoanDesk.Collateral(paper.id, securedFen)) {
            _must(_acts(loan.borrower, caller), "somebody else pledged");
            _must(_is(loanId, _open()), "a pledge for what is no open loan");
            _pledged(loanId, paper.id, securedFen);
            _did("add collateral");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    function _releaseCollateral() internal {
        (Paper storage paper, uint64 loanId) = _someLien();
        if (loanId == 0) return;
        address caller = _caller(cases[loanId].lender);
        uint256 rank = _rankOf(paper, loanId);
        bool right = _acts(cases[loanId].lender, caller) && rank != 0;
        bool before = rank < paper.liens.length;
        CHEATS.prank(caller);
        try desk.releaseCollateral(loanId, paper.id) {
            _must(right, "collateral was released without right");
            _freed(loanId, paper.id);
            _did(before ? "release before others" : "release");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a lienholder could not release");
        }
    }

    function _reduceLien() internal {
        (Paper storage paper, uint64 loanId) = _someLien();
        if (loanId == 0) return;
        LienAccount storage lien = liens[paper.id][loanId];
        uint256 securedFen = _pick(lien.securedFen + 2);
        address caller = _caller(cases[loanId].lender);
        bool right = _acts(cases[loanId].lender, caller) && securedFen != 0 && securedFen < lien.securedFen;
        CHEATS.prank(caller);
        try pledges.reduce(paper.id, loanId, uint56(securedFen)) {
            _must(right, "a lien was reduced without right");
            lien.securedFen = securedFen;
            _did("reduce a lien");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a lienholder could not reduce");
        }
    }

    /// @notice The regulator changes an advance rate; liens that stand stay.
    function _changeAdvanceRate() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        if (paper.entity == 0) return;
        pledges.setAdvanceRate(paper.kind, uint16(100 * _between(10, 90)));
        _did("change an advance rate");
    }

    /// @notice A lender sells collateral to somebody, before or after the notice, with or without the others' consent.
    function _enforce() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Defaulted));
        uint256[] memory assetIds = loanId == 0 ? new uint256[](0) : pledgedFor(loanId);
        if (assetIds.length == 0) return;
        Paper storage paper = _paperOf(assetIds[_pick(assetIds.length)]);
        bytes32 buyer = _chance(3) ? cases[loanId].lender : parties[_chance(4) ? _pick(PARTIES) : BUYER].id;
        uint256 valueFen = _valueOf(paper);
        uint56 proceedsFen = uint56(_between(valueFen / 2, (valueFen * 6) / 5));
        if (!_chance(4)) _gatherEnforcementConsents(loanId, paper, buyer);
        address caller = _caller(cases[loanId].lender);
        _sell(loanId, paper, buyer, proceedsFen, caller);
    }

    function _sell(uint64 loanId, Paper storage paper, bytes32 buyer, uint56 proceedsFen, address caller) private {
        Case storage loan = cases[loanId];
        bool senior = paper.liens[0] == loanId;
        bool agreed = senior || _allConsented(loanId, paper, buyer);
        bool fair = (buyer != loan.lender && buyer != paper.entity) || proceedsFen >= _valueOf(paper);
        bool right =
            _acts(loan.lender, caller) &&
                _is(loanId, _bit(ILoanDesk.State.Defaulted)) &&
                block.timestamp >= loan.deadline &&
                outstandingOf(loanId) != 0 &&
                agreed &&
                fair &&
                !_partyOf(buyer).suspended;
        CHEATS.prank(caller);
        try desk.enforce(loanId, paper.id, buyer, proceedsFen) {
            _must(agreed, "an encumbered asset moved without its senior lien or every consent");
            _must(fair, "a party took an asset below its value");
            _must(right, "enforced without right");
            _did(
                paper.liens.length == 1
                    ? "enforce"
                    : senior
                        ? "enforce before others"
                        : "enforce as a junior"
            );
            if (buyer == loan.lender) _did("take an asset over");
            _shared(loanId, paper, proceedsFen);
            (paper.entity, paper.moved, paper.liens) = (buyer, true, new uint64[](0));
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right enforcement was refused");
            if (block.timestamp < loan.deadline) _did("refuse enforcement before the end of the notice");
            if (!agreed) _did("refuse a junior's enforcement");
        }
    }

    /// @dev The proceeds by rank; what the enforcing loan gets counts as paid.
    function _shared(uint64 loanId, Paper storage paper, uint256 rest) private {
        for (uint256 i = 0; i < paper.liens.length; ++i) {
            uint64 secured = paper.liens[i];
            uint256 owed = _owedOn(secured);
            uint256 most = liens[paper.id][secured].securedFen;
            uint256 share = owed < most ? owed : most;
            if (rest < share) share = rest;
            rest -= share;
            if (secured == loanId && share != 0) _paid(loanId, share);
            delete liens[paper.id][secured];
        }
    }

    function _gatherEnforcementConsents(uint64 loanId, Paper storage paper, bytes32 buyer) private {
        for (uint256 i = 0; i < paper.liens.length; ++i) {
            uint64 other = paper.liens[i];
            if (other == loanId) continue;
            address caller = _caller(cases[other].lender);
            CHEATS.prank(caller);
            try pledges.consentToEnforcement(paper.id, other, loanId, buyer) {
                _must(_acts(cases[other].lender, caller), "somebody else consented to enforcement");
                enforcementConsents[_consentKey(paper.id, other, loanId)] = buyer;
            } catch (bytes memory reason) {
                _refused(reason);
            }
        }
    }

    function _allConsented(uint64 loanId, Paper storage paper, bytes32 buyer) private view returns (bool) {
        for (uint256 i = 0; i < paper.liens.length; ++i) {
            uint64 other = paper.liens[i];
            if (other == loanId) continue;
            if (enforcementConsents[_consentKey(paper.id, other, loanId)] != buyer) return false;
        }
        return true;
    }

    /// @dev A lien that stands; loan 0 when there is none.
    function _someLien() private returns (Paper storage paper, uint64 loanId) {
        uint256 start = _pick(PAPERS);
        for (uint256 i = 0; i < PAPERS; ++i) {
            paper = papers[(start + i) % PAPERS];
            if (paper.liens.length != 0) return (paper, paper.liens[_pick(paper.liens.length)]);
        }
        return (papers[start], 0);
    }
}
