// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AssetKind} from "../assets/AssetKind.sol";
import {ILoanDesk} from "./ILoanDesk.sol";
import {IProductCatalogue} from "./IProductCatalogue.sol";
import {LoanBook} from "./LoanBook.sol";

/// @title From application to acceptance.
abstract contract Applications is LoanBook {
    /// @dev How long an application stands, and how far ahead an offer may run.
    uint256 internal constant APPLICATION_SECONDS = 60 days;
    /// @dev How long a lender has to pay out after acceptance.
    uint256 internal constant DISBURSEMENT_SECONDS = 30 days;
    /// @dev Three years of 365 days: after the due day, or after a deadline that only a suspended party could meet.
    uint256 internal constant LIMITATION_DAYS = 3 * 365;
    /// @dev Assets that may secure one loan.
    uint256 internal constant MAX_PLEDGES = 20;
    /// @dev A fee is at most a tenth of the principal.
    uint256 private constant FEE_DIVISOR = 10;

    /// @inheritdoc ILoanDesk
    function applyFor(
        bytes32 borrower,
        uint32 productId,
        uint16 productVersion,
        uint56 amountFen,
        uint16 tenorMonths,
        bytes32 purpose
    ) external whenNotPaused nonReentrant returns (uint64 loanId) {
        _requireController(borrower);
        (bytes32 lender, IProductCatalogue.Terms memory product) = PRODUCTS.openTermsOf(productId, productVersion);
        if (lender == borrower) revert LoanDeskOwnProduct(borrower);
        _requireInRange(product, amountFen, tenorMonths);
        LoanBookStorage storage $ = _book();
        loanId = ++$.count;
        Loan storage loan = $.loans[loanId];
        uint40 deadline = uint40(block.timestamp + APPLICATION_SECONDS);
        loan.borrower = borrower;
        loan.terms = LoanTerms({
            state: State.Applied,
            productId: productId,
            productVersion: productVersion,
            amountFen: amountFen,
            feeFen: 0,
            tenorMonths: tenorMonths,
            rateBps: 0,
            overdueRateBps: 0,
            pledges: 0,
            deadline: deadline,
            guaranteed: false
        });
        emit Applied(loanId, borrower, productId, productVersion, amountFen, tenorMonths, purpose, deadline);
    }

    /// @inheritdoc ILoanDesk
    function withdraw(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _pending());
        _end(loanId, loan, State.Withdrawn, 0);
    }

    /// @inheritdoc ILoanDesk
    function decline(uint64 loanId, bytes32 reason) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _pending());
        _requireController(PRODUCTS.productOf(loan.terms.productId).lender);
        _end(loanId, loan, State.Declined, reason);
    }

    /// @inheritdoc ILoanDesk
    function offer(uint64 loanId, Offer calldata terms) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _pending());
        LoanTerms memory applied = loan.terms;
        (bytes32 lender, IProductCatalogue.Terms memory product) = PRODUCTS.openTermsOf(
            applied.productId,
            applied.productVersion
        );
        _requireController(lender);
        _checkOffer(product, terms);
        if (terms.guarantor == loan.borrower || terms.guarantor == lender) {
            revert LoanDeskInvalidGuarantee(terms.guarantor, terms.guaranteedFen);
        }
        bytes32 offerHash = _hash(terms);
        loan.offerHash = offerHash;
        loan.terms.state = State.Offered;
        loan.terms.deadline = terms.validUntil;
        emit Offered(loanId, lender, terms, offerHash);
    }

    /// @inheritdoc ILoanDesk
    function withdrawOffer(uint64 loanId) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _bit(State.Offered));
        _requireController(PRODUCTS.productOf(loan.terms.productId).lender);
        delete loan.offerHash;
        uint40 deadline = uint40(block.timestamp + APPLICATION_SECONDS);
        loan.terms.state = State.Applied;
        loan.terms.deadline = deadline;
        emit OfferWithdrawn(loanId, deadline);
    }

    /// @inheritdoc ILoanDesk
    function accept(uint64 loanId, Offer calldata terms) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _bit(State.Offered));
        _requireOffer(loanId, loan, terms);
        LoanTerms memory agreed = loan.terms;
        bytes32 lender = PRODUCTS.productOf(agreed.productId).lender;
        _requireWallet(lender);
        loan.lender = lender;
        agreed.state = State.Accepted;
        agreed.amountFen = terms.amountFen;
        agreed.feeFen = terms.feeFen;
        agreed.tenorMonths = terms.tenorMonths;
        agreed.rateBps = terms.rateBps;
        agreed.overdueRateBps = terms.overdueRateBps;
        agreed.pledges = uint8(terms.collateral.length);
        agreed.deadline = uint40(block.timestamp + DISBURSEMENT_SECONDS);
        agreed.guaranteed = terms.guarantor != 0;
        loan.terms = agreed;
        if (agreed.guaranteed) GUARANTEES.give(loanId, terms.guarantor, loan.offerHash, terms.guaranteedFen);
        emit Accepted(loanId, loan.borrower, lender, loan.offerHash, agreed.deadline);
        delete loan.offerHash;
        uint16 accepted = PRODUCTS.termsOf(agreed.productId, agreed.productVersion).collateralKinds;
        for (uint256 i = 0; i < terms.collateral.length; ++i) {
            _pledge(loanId, loan.borrower, terms.collateral[i], accepted);
        }
    }

    /// @inheritdoc ILoanDesk
    function expire(uint64 loanId, uint256[] calldata assetIds) external whenNotPaused nonReentrant {
        Loan storage loan = _loanIn(loanId, _pending() | _bit(State.Accepted) | _bit(State.Disbursed));
        (State state, uint40 deadline) = (loan.terms.state, loan.terms.deadline);
        if (block.timestamp <= deadline) revert LoanDeskTooEarly(loanId, deadline, block.timestamp);
        // It says that it has paid; only the lender itself can give that up.
        if (state == State.Disbursed && block.timestamp <= deadline + LIMITATION_DAYS * 1 days) {
            _requireController(loan.lender);
        }
        bool agreed = state == State.Accepted || state == State.Disbursed;
        _close(loanId, loan, agreed ? State.Cancelled : State.Expired, assetIds, 0);
    }

    /// @inheritdoc ILoanDesk
    function addCollateral(uint64 loanId, Collateral calldata collateral) external whenNotPaused nonReentrant {
        Loan storage loan = _asBorrower(loanId, _open());
        uint256 count = uint256(loan.terms.pledges) + 1;
        if (count > MAX_PLEDGES) revert LoanDeskTooManyPledges(count, MAX_PLEDGES);
        loan.terms.pledges = uint8(count);
        uint16 accepted = PRODUCTS.termsOf(loan.terms.productId, loan.terms.productVersion).collateralKinds;
        _pledge(loanId, loan.borrower, collateral, accepted);
    }

    /// @param accepted bit n: the product takes assets of kind n
    function _pledge(uint64 loanId, bytes32 borrower, Collateral calldata collateral, uint16 accepted) private {
        AssetKind kind = PLEDGES.pledge(loanId, borrower, collateral.assetId, collateral.securedFen);
        if ((accepted >> uint8(kind)) & 1 == 0) {
            revert LoanDeskCollateralKindRefused(collateral.assetId, uint8(kind), accepted);
        }
    }

    function _checkOffer(IProductCatalogue.Terms memory product, Offer calldata terms) private view {
        _requireInRange(product, terms.amountFen, terms.tenorMonths);
        _requireRate(terms.rateBps, product.minRateBps, product.maxRateBps);
        _requireRate(terms.overdueRateBps, terms.rateBps, _highestOverdueRate(terms.rateBps));
        uint256 highestFee = terms.amountFen / FEE_DIVISOR;
        if (terms.feeFen > highestFee) revert LoanDeskFeeTooHigh(terms.feeFen, highestFee);
        _requireDeadline(terms.validUntil);
        bool complete = (terms.guarantor == 0) == (terms.guaranteedFen == 0);
        // It owes fees and interest as well, which nobody knows yet: twice the principal is surely enough.
        if (!complete || terms.guaranteedFen > 2 * uint256(terms.amountFen)) {
            revert LoanDeskInvalidGuarantee(terms.guarantor, terms.guaranteedFen);
        }
        if (terms.collateral.length > MAX_PLEDGES) {
            revert LoanDeskTooManyPledges(terms.collateral.length, MAX_PLEDGES);
        }
    }

    /// @dev What a party answers to must be what is on offer, and still be open.
    function _requireOffer(uint64 loanId, Loan storage loan, Offer calldata terms) private view {
        bytes32 given = _hash(terms);
        if (given != loan.offerHash) revert LoanDeskOfferChanged(loanId, given, loan.offerHash);
        if (block.timestamp > terms.validUntil) {
            revert LoanDeskOfferExpired(loanId, terms.validUntil, block.timestamp);
        }
    }

    function _hash(Offer calldata terms) private pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function _requireInRange(
        IProductCatalogue.Terms memory product,
        uint56 amountFen,
        uint16 tenorMonths
    ) private pure {
        if (amountFen < product.minAmountFen || amountFen > product.maxAmountFen) {
            revert LoanDeskAmountOutOfRange(amountFen, product.minAmountFen, product.maxAmountFen);
        }
        if (tenorMonths < product.minTenorMonths || tenorMonths > product.maxTenorMonths) {
            revert LoanDeskTenorOutOfRange(tenorMonths, product.minTenorMonths, product.maxTenorMonths);
        }
    }

    /// @dev An offer of any kind runs for 60 days at most.
    function _requireDeadline(uint40 validUntil) internal view {
        uint256 latest = block.timestamp + APPLICATION_SECONDS;
        if (validUntil < block.timestamp || validUntil > latest) {
            revert LoanDeskInvalidDeadline(validUntil, block.timestamp, latest);
        }
    }

    function _requireRate(uint16 rateBps, uint16 minimum, uint16 maximum) internal pure {
        if (rateBps < minimum || rateBps > maximum) revert LoanDeskRateOutOfRange(rateBps, minimum, maximum);
    }

    /// @dev A penalty of at most half the agreed rate (银发〔2003〕251号, article 3).
    function _highestOverdueRate(uint16 rateBps) internal pure returns (uint16) {
        return uint16((uint256(rateBps) * 3) / 2);
    }

    function _pending() internal pure returns (uint256) {
        return _bit(State.Applied) | _bit(State.Offered);
    }
}
