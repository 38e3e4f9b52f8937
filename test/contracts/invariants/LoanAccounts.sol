// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {AssetActions} from "./AssetActions.sol";

/// @title An account of every case, kept beside the LoanDesk's own and in another way: totals that only grow.
abstract contract LoanAccounts is AssetActions {
    uint256 internal constant UNITS_PER_FEN = 3_600_000;

    /// @param onOffer the offer that can be accepted, encoded; empty when there is none
    /// @param restructuring what the lender has proposed, encoded; empty when nothing
    /// @param agreedFen and `agreedFeeFen`: principal and fee of the accepted offer
    /// @param disbursedFen and `chargedFen`, `interestUnits`, `repaidFen`: all principal, fees, interest and payments ever
    /// @param principalFen and `feesFen`: what is left of them
    /// @param paidInterestFen what of the payments went to interest
    /// @param lastDay Beijing day that the first denial of a receipt has set; 0: none
    /// @param proposer wallet that proposed the restructuring
    /// @param assignedAs stands for the loan and its lender's wallet when it was offered to `assignee`
    /// @param accruedDay Beijing day up to which `interestUnits` counts
    struct Case {
        bytes32 borrower;
        bytes32 lender;
        uint256 product;
        ILoanDesk.State state;
        uint256 deadline;
        bytes onOffer;
        bytes restructuring;
        bytes32 assignee;
        uint256 agreedFen;
        uint256 agreedFeeFen;
        uint256 disbursedFen;
        uint256 chargedFen;
        uint256 interestUnits;
        uint256 repaidFen;
        uint256 principalFen;
        uint256 feesFen;
        uint256 paidInterestFen;
        uint256 accruedDay;
        uint256 dueDay;
        uint256 rateBps;
        uint256 overdueRateBps;
        uint256 claimFen;
        uint256 answerBy;
        uint256 guaranteedFen;
        uint256 lastDay;
        address proposer;
        bytes32 assignedAs;
    }

    /// @dev A lien as it was pledged, and what it secures still.
    struct LienAccount {
        uint256 securedFen;
        uint256 valueFen;
        uint256 advanceBps;
        uint256 pledgedAt;
    }

    struct Product {
        uint32 id;
        bytes32 lender;
        bool token;
        uint16 kinds;
        uint16 version;
    }

    Product[] internal offered;
    mapping(uint64 loanId => Case) internal cases;
    uint64 public caseCount;
    mapping(uint256 assetId => mapping(uint64 loanId => LienAccount)) internal liens;
    mapping(bytes32 key => uint256 maxSecuredFen) internal juniorConsents;
    mapping(bytes32 key => bytes32 buyer) internal enforcementConsents;
    /// @notice What the guarantor has promised for each case, and in all.
    mapping(uint64 loanId => uint256 fen) public promisedFen;
    mapping(uint64 loanId => address wallet) internal promisedBy;
    uint256 public allPromisedFen;
    /// @notice What is kept for each lender, in the token's units.
    mapping(bytes32 lender => uint256 units) public keptUnits;

    function caseAt(uint64 loanId) external view returns (Case memory) {
        return cases[loanId];
    }

    function lienAt(uint256 assetId, uint64 loanId) external view returns (LienAccount memory) {
        return liens[assetId][loanId];
    }

    // Which case

    /// @dev A case in one of the states whose bits are set, any case once in twelve or when there is none; 0 at first.
    function _caseIn(uint256 states) internal returns (uint64) {
        if (caseCount == 0) return 0;
        uint64 start = uint64(_pick(caseCount));
        if (_chance(12)) return start + 1;
        for (uint64 i = 0; i < caseCount; ++i) {
            uint64 loanId = ((start + i) % caseCount) + 1;
            if ((states >> uint8(cases[loanId].state)) & 1 != 0) return loanId;
        }
        return start + 1;
    }

    function _is(uint64 loanId, uint256 states) internal view returns (bool) {
        return (states >> uint8(cases[loanId].state)) & 1 != 0;
    }

    function _bit(ILoanDesk.State state) internal pure returns (uint256) {
        return 1 << uint8(state);
    }

    function _pending() internal pure returns (uint256) {
        return _bit(ILoanDesk.State.Applied) | _bit(ILoanDesk.State.Offered);
    }

    function _owing() internal pure returns (uint256) {
        return _bit(ILoanDesk.State.Active) | _bit(ILoanDesk.State.Defaulted);
    }

    function _open() internal pure returns (uint256) {
        return _bit(ILoanDesk.State.Accepted) | _bit(ILoanDesk.State.Disbursed) | _owing();
    }

    /// @dev Whoever would make an offer on the case or, after acceptance, is its lender.
    function _lenderOf(uint64 loanId) internal view returns (bytes32) {
        bytes32 lender = cases[loanId].lender;
        return lender != 0 || caseCount == 0 ? lender : offered[cases[loanId].product].lender;
    }

    // Money

    /// @dev The Beijing day.
    function _today() internal view returns (uint256) {
        return (block.timestamp + 8 hours) / 86_400;
    }

    /// @dev All interest to today, in units; the account's own formula, from the ends of the two spans.
    function _interestUnits(Case storage loan) internal view returns (uint256) {
        uint256 today = _today();
        uint256 overdueFrom = loan.accruedDay > loan.dueDay ? loan.accruedDay : loan.dueDay;
        uint256 regularUntil = today < loan.dueDay ? today : loan.dueDay;
        uint256 regular = regularUntil > loan.accruedDay ? regularUntil - loan.accruedDay : 0;
        uint256 overdue = today > overdueFrom ? today - overdueFrom : 0;
        return
            loan.interestUnits +
            loan.principalFen * loan.rateBps * regular +
            loan.principalFen * loan.overdueRateBps * overdue;
    }

    /// @notice Disbursed + fees + interest - repaid, in fen: reverts when it would be negative.
    function outstandingOf(uint64 loanId) public view returns (uint256) {
        Case storage loan = cases[loanId];
        return loan.disbursedFen + loan.chargedFen + _interestUnits(loan) / UNITS_PER_FEN - loan.repaidFen;
    }

    /// @dev What a lien secures: all that was paid out, where the company has not confirmed it yet.
    function _owedOn(uint64 loanId) internal view returns (uint256) {
        Case storage loan = cases[loanId];
        if (loan.state == ILoanDesk.State.Disbursed) return loan.agreedFen + loan.agreedFeeFen;
        return outstandingOf(loanId);
    }

    /// @dev Stands for what the loan is now and for its lender's wallet.
    function _present(uint64 loanId) internal view returns (bytes32) {
        ILoanDesk.Loan memory loan = desk.loanOf(loanId);
        address wallet = _partyOf(loan.lender).controller;
        return keccak256(abi.encode(wallet, loan.terms, loan.balance, loan.claim));
    }

    function _accrue(Case storage loan) internal {
        loan.interestUnits = _interestUnits(loan);
        loan.accruedDay = _today();
    }

    /// @dev A payment: fees, then interest, then principal.
    function _paid(uint64 loanId, uint256 amountFen) internal {
        Case storage loan = cases[loanId];
        _must(amountFen != 0 && amountFen <= outstandingOf(loanId), "more was taken than is owed");
        _accrue(loan);
        loan.repaidFen += amountFen;
        uint256 toFees = amountFen < loan.feesFen ? amountFen : loan.feesFen;
        uint256 interestFen = loan.interestUnits / UNITS_PER_FEN - loan.paidInterestFen;
        uint256 toInterest = amountFen - toFees < interestFen ? amountFen - toFees : interestFen;
        loan.feesFen -= toFees;
        loan.paidInterestFen += toInterest;
        loan.principalFen -= amountFen - toFees - toInterest;
    }

    // Collateral

    /// @notice The assets that secure a case.
    function pledgedFor(uint64 loanId) public view returns (uint256[] memory assetIds) {
        uint256 count;
        assetIds = new uint256[](PAPERS);
        for (uint256 i = 0; i < PAPERS; ++i) {
            if (_rankOf(papers[i], loanId) != 0) assetIds[count++] = papers[i].id;
        }
        assembly ("memory-safe") {
            mstore(assetIds, count)
        }
    }

    /// @dev The rank of a case's lien on a paper, from 1; 0 when it has none.
    function _rankOf(Paper storage paper, uint64 loanId) internal view returns (uint256) {
        for (uint256 i = 0; i < paper.liens.length; ++i) {
            if (paper.liens[i] == loanId) return i + 1;
        }
        return 0;
    }

    function _securedFen(Paper storage paper) internal view returns (uint256 sum) {
        for (uint256 i = 0; i < paper.liens.length; ++i) sum += liens[paper.id][paper.liens[i]].securedFen;
    }

    /// @dev What must hold of a pledge that succeeded.
    function _pledged(uint64 loanId, uint256 assetId, uint256 securedFen) internal {
        Paper storage paper = _paperOf(assetId);
        uint256 count = paper.liens.length;
        LienAccount memory lien = LienAccount(
            securedFen,
            _valueOf(paper),
            pledges.advanceRateOf(paper.kind),
            block.timestamp
        );
        _must(_pledgeable(paper), "what cannot be pledged was pledged");
        _must(paper.entity == cases[loanId].borrower, "a stranger's asset was pledged");
        _must(_rankOf(paper, loanId) == 0, "an asset was pledged twice for one loan");
        _must(count < 4, "a fifth lien");
        _must((offered[cases[loanId].product].kinds >> uint8(paper.kind)) & 1 != 0, "a kind that the product refuses");
        _must(
            _securedFen(paper) + securedFen <= (lien.valueFen * lien.advanceBps) / 10_000,
            "liens above the advance value"
        );
        for (uint256 i = 0; i < count; ++i) {
            bytes32 key = _consentKey(assetId, paper.liens[i], loanId);
            _must(juniorConsents[key] >= securedFen, "a junior lien without the senior's consent");
            delete juniorConsents[key];
        }
        liens[assetId][loanId] = lien;
        paper.liens.push(loanId);
        _did(count == 0 ? "pledge" : "pledge behind others");
    }

    function _freed(uint64 loanId, uint256 assetId) internal {
        Paper storage paper = _paperOf(assetId);
        uint256 rank = _rankOf(paper, loanId);
        _must(rank != 0, "a lien was released that is not there");
        for (; rank < paper.liens.length; ++rank) paper.liens[rank - 1] = paper.liens[rank];
        paper.liens.pop();
        delete liens[assetId][loanId];
    }

    /// @dev What follows from the end of a case.
    function _ended(uint64 loanId, ILoanDesk.State state, uint256[] memory assetIds) internal {
        Case storage loan = cases[loanId];
        (loan.state, loan.deadline, loan.onOffer) = (state, 0, "");
        for (uint256 i = 0; i < assetIds.length; ++i) _freed(loanId, assetIds[i]);
        if (loan.guaranteedFen == 0) return;
        _unpromised(loanId);
        loan.guaranteedFen = 0;
    }

    function _unpromised(uint64 loanId) internal {
        allPromisedFen -= promisedFen[loanId];
        promisedFen[loanId] = 0;
    }

    /// @dev A consent ends with the lien, even if the asset secures the loan again, and with the wallet that gave it.
    function _consentKey(uint256 assetId, uint64 loanId, uint64 otherLoanId) internal view returns (bytes32) {
        Party storage lender = _partyOf(cases[loanId].lender);
        address wallet = lender.suspended ? address(0) : lender.controller;
        uint256 pledgedAt = liens[assetId][loanId].pledgedAt;
        return keccak256(abi.encode(assetId, loanId, pledgedAt, otherLoanId, lender.id, wallet));
    }
}
