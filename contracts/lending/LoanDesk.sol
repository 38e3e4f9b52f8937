// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IPledgeRegistry} from "../assets/IPledgeRegistry.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {Calendar} from "./Calendar.sol";
import {IGuaranteeRegistry} from "./IGuaranteeRegistry.sol";
import {ILoanDesk} from "./ILoanDesk.sol";
import {IProductCatalogue} from "./IProductCatalogue.sol";
import {LoanBook} from "./LoanBook.sol";
import {Servicing} from "./Servicing.sol";

/// @title LoanDesk: see ILoanDesk for what it does. Here: what happens to a loan between disbursement and its end.
contract LoanDesk is Servicing {
    /// @dev Days after the due day before default can be declared.
    uint256 internal constant GRACE_DAYS = 3;
    /// @dev Time between the declaration of default and enforcement.
    uint256 internal constant NOTICE_SECONDS = 15 days;
    /// @dev Years of 365 days after the due day when a loan lapses.
    uint256 internal constant LIMITATION_DAYS = 3 * 365;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IPledgeRegistry pledges,
        IProductCatalogue products,
        IGuaranteeRegistry guarantees
    ) LoanBook(entities, pledges, products, guarantees) {}

    function initialize(address authority_) external initializer {
        __LedgerContract_init(authority_);
    }

    /// @inheritdoc ILoanDesk
    function releaseCollateral(uint64 loanId, uint256 assetId) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _open());
        PLEDGES.release(loanId, assetId);
        loan.terms.pledges -= 1;
    }

    /// @inheritdoc ILoanDesk
    function proposeRestructuring(uint64 loanId, Restructuring calldata terms) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _owing());
        if (loan.terms.guaranteed) {
            (bytes32 guarantor, ) = GUARANTEES.guaranteeOf(loanId);
            if (guarantor != 0) revert LoanDeskGuaranteed(loanId);
        }
        IProductCatalogue.Terms memory product = PRODUCTS.termsOf(loan.terms.productId, loan.terms.productVersion);
        _requireRate(terms.rateBps, 0, product.maxRateBps);
        _requireRate(terms.overdueRateBps, terms.rateBps, _highestOverdueRate(terms.rateBps));
        _requireDeadline(terms.validUntil);
        uint256 today = Calendar.dayOf(block.timestamp);
        uint256 latest = Calendar.addMonths(today, product.maxTenorMonths);
        if (terms.dueDay <= today || terms.dueDay > latest) {
            revert LoanDeskInvalidDeadline(terms.dueDay, today + 1, latest);
        }
        loan.restructuringHash = keccak256(abi.encode(terms));
        emit RestructuringProposed(loanId, terms);
    }

    /// @inheritdoc ILoanDesk
    function acceptRestructuring(uint64 loanId, Restructuring calldata terms) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _owing());
        if (loan.restructuringHash != keccak256(abi.encode(terms))) revert LoanDeskNotProposed(loanId);
        // The wallet of a suspended lender may have been a thief's when it proposed.
        _requireWallet(loan.lender);
        if (block.timestamp > terms.validUntil) {
            revert LoanDeskOfferExpired(loanId, terms.validUntil, block.timestamp);
        }
        uint256 today = Calendar.dayOf(block.timestamp);
        if (terms.dueDay <= today) revert LoanDeskInvalidDeadline(terms.dueDay, today + 1, type(uint16).max);
        delete loan.restructuringHash;
        Balance memory balance = _accrued(loan);
        balance.dueDay = terms.dueDay;
        loan.balance = balance;
        loan.terms.rateBps = terms.rateBps;
        loan.terms.overdueRateBps = terms.overdueRateBps;
        loan.terms.state = State.Active;
        loan.terms.deadline = 0;
        emit Restructured(loanId, terms, balance);
    }

    /// @inheritdoc ILoanDesk
    function proposeAssignment(uint64 loanId, bytes32 to) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _owing());
        if (to == loan.borrower) revert LoanDeskOwnProduct(to);
        loan.assignee = to;
        emit AssignmentProposed(loanId, to);
    }

    /// @inheritdoc ILoanDesk
    function acceptAssignment(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        bytes32 to = loan.assignee;
        if (to == 0) revert LoanDeskNotProposed(loanId);
        _requireController(to);
        if (ENTITIES.entityOf(to).kind == IEntityRegistry.Kind.Company) revert LoanDeskNotLender(to);
        // As with new terms.
        _requireWallet(loan.lender);
        emit Assigned(loanId, loan.lender, to);
        loan.lender = to;
        delete loan.assignee;
        // The old lender proposed it, and it would bind the new one.
        delete loan.restructuringHash;
    }

    /// @inheritdoc ILoanDesk
    function declareDefault(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _bit(State.Active));
        uint256 earliest = Calendar.endOf(uint256(loan.balance.dueDay) + GRACE_DAYS);
        if (block.timestamp < earliest) revert LoanDeskTooEarly(loanId, earliest, block.timestamp);
        uint256 outstanding = _requireOwed(loanId, loan);
        uint40 noticeEndsAt = uint40(block.timestamp + NOTICE_SECONDS);
        loan.terms.state = State.Defaulted;
        loan.terms.deadline = noticeEndsAt;
        emit DefaultDeclared(loanId, loan.lender, outstanding, noticeEndsAt);
    }

    /// @inheritdoc ILoanDesk
    function enforce(
        uint64 loanId,
        uint256 assetId,
        bytes32 buyer,
        uint56 proceedsFen
    ) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _bit(State.Defaulted));
        if (block.timestamp < loan.terms.deadline) {
            revert LoanDeskTooEarly(loanId, loan.terms.deadline, block.timestamp);
        }
        // Paid in full after all: only settling is left.
        _requireOwed(loanId, loan);
        IPledgeRegistry.Lien[] memory liens = PLEDGES.enforce(loanId, assetId, buyer, proceedsFen);
        (uint56 ownShareFen, uint56 surplusFen) = _share(loanId, assetId, liens, proceedsFen);
        emit CollateralSold(loanId, assetId, buyer, proceedsFen, ownShareFen, surplusFen);
        if (ownShareFen != 0) _credit(loanId, loan, ownShareFen, bytes32(assetId));
    }

    /// @inheritdoc ILoanDesk
    function writeOff(uint64 loanId, uint256[] calldata assetIds) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _bit(State.Defaulted));
        _closeUnpaid(loanId, loan, State.WrittenOff, assetIds);
    }

    /// @inheritdoc ILoanDesk
    function lapse(uint64 loanId, uint256[] calldata assetIds) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        uint256 earliest = Calendar.endOf(uint256(loan.balance.dueDay) + LIMITATION_DAYS);
        if (block.timestamp < earliest) revert LoanDeskTooEarly(loanId, earliest, block.timestamp);
        _closeUnpaid(loanId, loan, State.Lapsed, assetIds);
    }

    /// @dev What is paid in full is settled, not given up. The balance keeps what was lost.
    function _closeUnpaid(uint64 loanId, Loan storage loan, State state, uint256[] calldata assetIds) private {
        _requireOwed(loanId, loan);
        loan.balance = _accrued(loan);
        _close(loanId, loan, state, assetIds, 0);
    }

    function _requireOwed(uint64 loanId, Loan storage loan) private view returns (uint256 outstanding) {
        outstanding = _outstanding(_accrued(loan));
        if (outstanding == 0) revert LoanDeskNothingOwed(loanId);
    }

    /// @dev Shares what a sale brought by rank, and takes the asset off every loan that it secured.
    function _share(
        uint64 loanId,
        uint256 assetId,
        IPledgeRegistry.Lien[] memory liens,
        uint56 proceedsFen
    ) private returns (uint56 ownShareFen, uint56 rest) {
        rest = proceedsFen;
        for (uint256 i = 0; i < liens.length; ++i) {
            uint64 securedId = liens[i].loanId;
            Loan storage secured = _book().loans[securedId];
            secured.terms.pledges -= 1;
            uint256 owed = _least(liens[i].securedFen, _outstanding(_accrued(secured)));
            uint56 share = uint56(_least(rest, owed));
            rest -= share;
            if (securedId == loanId) ownShareFen = share;
            else emit ProceedsShared(securedId, assetId, loanId, share);
        }
    }
}
