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
        loan.restructuringHash = keccak256(abi.encode(terms, msg.sender));
        emit RestructuringProposed(loanId, terms);
    }

    /// @inheritdoc ILoanDesk
    function acceptRestructuring(uint64 loanId, Restructuring calldata terms) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _owing());
        // The wallet that proposed must still be the lender's: it may have been a thief's.
        bytes32 given = keccak256(abi.encode(terms, _requireWallet(loan.lender)));
        if (loan.restructuringHash != given) revert LoanDeskNotProposed(loanId);
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
        loan.assignmentHash = _present(loan, msg.sender);
        emit AssignmentProposed(loanId, to);
    }

    /// @inheritdoc ILoanDesk
    function acceptAssignment(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _owing());
        bytes32 to = loan.assignee;
        if (to == 0 || loan.assignmentHash != _present(loan, _requireWallet(loan.lender))) {
            revert LoanDeskNotProposed(loanId);
        }
        _requireController(to);
        if (ENTITIES.entityOf(to).kind == IEntityRegistry.Kind.Company) revert LoanDeskNotLender(to);
        emit Assigned(loanId, loan.lender, to);
        loan.lender = to;
        delete loan.assignee;
        delete loan.assignmentHash;
        // The old lender proposed it, and it would bind the new one.
        delete loan.restructuringHash;
    }

    /// @inheritdoc ILoanDesk
    function declareDefault(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _asLender(loanId, _bit(State.Active));
        uint256 earliest = Calendar.endOf(uint256(loan.balance.dueDay) + GRACE_DAYS);
        _requireReached(loanId, earliest);
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
        _requireReached(loanId, loan.terms.deadline);
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
        _requireReached(loanId, earliest);
        _closeUnpaid(loanId, loan, State.Lapsed, assetIds);
    }

    /// @dev What is paid in full is settled, not given up. The balance keeps what was lost.
    function _closeUnpaid(uint64 loanId, Loan storage loan, State state, uint256[] calldata assetIds) private {
        _requireOwed(loanId, loan);
        loan.balance = _accrued(loan);
        _close(loanId, loan, state, assetIds, 0);
    }

    /// @dev What a lien secures now; the whole of what was paid out where the company has yet to confirm it.
    function _owedOn(Loan storage loan) private view returns (uint256) {
        if (loan.terms.state != State.Disbursed) return _outstanding(_accrued(loan));
        return uint256(loan.terms.amountFen) + loan.terms.feeFen;
    }

    function _requireReached(uint64 loanId, uint256 earliest) private view {
        if (block.timestamp < earliest) revert LoanDeskTooEarly(loanId, earliest, block.timestamp);
    }

    function _requireOwed(uint64 loanId, Loan storage loan) private view returns (uint256 outstanding) {
        outstanding = _outstanding(_accrued(loan));
        if (outstanding == 0) revert LoanDeskNothingOwed(loanId);
    }

    /// @dev The wallet of the lender, and what the loan is now: terms, balance and claim.
    function _present(Loan storage loan, address wallet) private view returns (bytes32 hash) {
        LoanTerms storage terms = loan.terms;
        Balance storage balance = loan.balance;
        Claim storage claim = loan.claim;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, wallet)
            mstore(add(free, 0x20), sload(terms.slot))
            mstore(add(free, 0x40), sload(balance.slot))
            mstore(add(free, 0x60), sload(claim.slot))
            hash := keccak256(free, 0x80)
        }
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
            uint256 owed = _least(liens[i].securedFen, _owedOn(secured));
            uint56 share = uint56(_least(rest, owed));
            rest -= share;
            if (securedId == loanId) ownShareFen = share;
            else emit ProceedsShared(securedId, assetId, loanId, share);
        }
    }
}
