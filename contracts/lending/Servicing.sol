// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Applications} from "./Applications.sol";
import {Calendar} from "./Calendar.sol";
import {ILoanDesk} from "./ILoanDesk.sol";
import {IProductCatalogue} from "./IProductCatalogue.sol";

/// @title Disbursement, repayment and settlement.
abstract contract Servicing is Applications {
    using SafeERC20 for IERC20;

    /// @dev How long the other side has to answer; silence counts as yes.
    uint256 internal constant ANSWER_SECONDS = 7 days;

    /// @inheritdoc ILoanDesk
    function disburse(uint64 loanId, bytes32 paymentRef) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _bit(State.Accepted));
        LoanTerms memory terms = loan.terms;
        if (block.timestamp > terms.deadline) {
            revert LoanDeskDeadlinePassed(loanId, terms.deadline, block.timestamp);
        }
        IProductCatalogue.Settlement memory settlement = PRODUCTS.settlementOf(terms.productId, terms.productVersion);
        address wallet = _requireWallet(loan.borrower);
        if (settlement.token == address(0)) {
            uint40 deadline = uint40(block.timestamp + ANSWER_SECONDS);
            loan.terms.state = State.Disbursed;
            loan.terms.deadline = deadline;
            emit Disbursed(loanId, paymentRef, deadline);
        } else {
            _activate(loanId, loan, settlement.token);
            _move(settlement, wallet, terms.amountFen);
        }
    }

    /// @inheritdoc ILoanDesk
    function confirmReceipt(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _bit(State.Disbursed));
        // Silence is an answer only of those who can speak.
        if (block.timestamp <= loan.terms.deadline) _requireController(loan.borrower);
        else _requireWallet(loan.borrower);
        _activate(loanId, loan, address(0));
    }

    /// @inheritdoc ILoanDesk
    function denyReceipt(uint64 loanId, bytes32 reason) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _bit(State.Disbursed));
        // The first denial sets the last day on which the lender may try again, or it could hold the collateral for ever
        // by saying time and again that it has paid. Before the loan is active its balance has no other use.
        uint256 lastDay = loan.balance.dueDay;
        if (lastDay == 0) {
            lastDay = Calendar.dayOf(block.timestamp + DISBURSEMENT_SECONDS);
            loan.balance.dueDay = uint16(lastDay);
        }
        uint40 deadline = uint40(Calendar.endOf(lastDay) - 1);
        loan.terms.state = State.Accepted;
        loan.terms.deadline = deadline;
        emit ReceiptDenied(loanId, reason, deadline);
    }

    /// @inheritdoc ILoanDesk
    function repay(uint64 loanId, uint56 amountFen) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        IProductCatalogue.Settlement memory settlement = PRODUCTS.settlementOf(
            loan.terms.productId,
            loan.terms.productVersion
        );
        if (settlement.token == address(0)) revert LoanDeskNoSettlementToken(loanId);
        // "All": nobody knows to the fen what is owed when the transaction is mined.
        if (amountFen == type(uint56).max) amountFen = uint56(_outstanding(_accrued(loan)));
        _credit(loanId, loan, amountFen, 0);
        bytes32 lender = loan.lender;
        address wallet = _walletOf(lender);
        if (wallet != address(0)) {
            _move(settlement, wallet, amountFen);
            return;
        }
        // The wallet of a suspended lender may be a thief's: the money waits here, and the company is not held up.
        uint256 units = _move(settlement, address(this), amountFen);
        _book().kept[lender][settlement.token] += units;
        emit Kept(lender, settlement.token, units);
    }

    /// @inheritdoc ILoanDesk
    function recordRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef) external whenNotPaused nonReentrant {
        _credit(loanId, _asLender(loanId, _owing()), amountFen, paymentRef);
    }

    /// @inheritdoc ILoanDesk
    function claimRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _owing());
        Claim memory pending = loan.claim;
        if (pending.answerBy != 0) revert LoanDeskClaimPending(loanId, pending.answerBy);
        uint256 outstanding = _outstanding(_accrued(loan));
        if (amountFen == 0) revert LoanDeskNothingPaid(loanId);
        if (amountFen > outstanding) revert LoanDeskAboveOutstanding(loanId, amountFen, outstanding);
        uint40 answerBy = uint40(block.timestamp + ANSWER_SECONDS);
        loan.claim = Claim(amountFen, answerBy);
        emit RepaymentClaimed(loanId, amountFen, paymentRef, answerBy);
    }

    /// @inheritdoc ILoanDesk
    function confirmRepayment(uint64 loanId, uint56 amountFen) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        Claim memory claim = _claimed(loanId, loan, amountFen);
        if (block.timestamp <= claim.answerBy) _requireController(loan.lender);
        else _requireWallet(loan.lender);
        delete loan.claim;
        emit RepaymentConfirmed(loanId, amountFen);
        // Less may be owed by now than when it was claimed.
        uint256 outstanding = _outstanding(_accrued(loan));
        _credit(loanId, loan, uint56(_least(amountFen, outstanding)), 0);
    }

    /// @inheritdoc ILoanDesk
    function rejectRepayment(uint64 loanId, uint56 amountFen, bytes32 reason) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _owing());
        _claimed(loanId, loan, amountFen);
        delete loan.claim;
        emit RepaymentRejected(loanId, amountFen, reason);
    }

    /// @inheritdoc ILoanDesk
    function settle(uint64 loanId, uint256[] calldata assetIds) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        uint256 outstanding = _outstanding(_accrued(loan));
        if (outstanding != 0) revert LoanDeskStillOwed(loanId, outstanding);
        _close(loanId, loan, State.Settled, assetIds, 0);
    }

    /// @inheritdoc ILoanDesk
    function collect(bytes32 lender, address token) external whenNotPaused nonReentrant {
        _requireController(lender);
        mapping(address token => uint256 units) storage kept = _book().kept[lender];
        uint256 units = kept[token];
        if (units == 0) revert LoanDeskNothingToCollect(lender, token);
        delete kept[token];
        emit Collected(lender, token, units, msg.sender);
        IERC20(token).safeTransfer(msg.sender, units);
    }

    /// @inheritdoc ILoanDesk
    function keptFor(bytes32 lender, address token) external view returns (uint256) {
        return _book().kept[lender][token];
    }

    function _activate(uint64 loanId, Loan storage loan, address token) private {
        LoanTerms memory terms = loan.terms;
        uint256 today = Calendar.dayOf(block.timestamp);
        uint16 dueDay = uint16(Calendar.addMonths(today, terms.tenorMonths));
        loan.terms.state = State.Active;
        loan.terms.deadline = 0;
        loan.balance = Balance(terms.amountFen, terms.feeFen, 0, uint16(today), dueDay);
        emit Activated(loanId, terms.amountFen, terms.feeFen, uint16(today), dueDay, token);
    }

    /// @dev An answer names the amount: another claim may have taken the place of the one that was read.
    function _claimed(uint64 loanId, Loan storage loan, uint56 amountFen) private view returns (Claim memory claim) {
        claim = loan.claim;
        if (claim.answerBy == 0 || claim.amountFen != amountFen) revert LoanDeskNoClaim(loanId);
    }

    /// @dev Moves money from the caller, and believes nothing but the receiver's balance: a token may take a fee, return
    /// nothing, or lie.
    function _move(
        IProductCatalogue.Settlement memory settlement,
        address to,
        uint56 amountFen
    ) private returns (uint256 units) {
        IERC20 token = IERC20(settlement.token);
        units = amountFen * 10 ** uint256(settlement.tokenScale);
        uint256 before = token.balanceOf(to);
        token.safeTransferFrom(msg.sender, to, units);
        uint256 received = token.balanceOf(to) - before;
        if (received != units) revert LoanDeskTokenShort(settlement.token, units, received);
    }
}
