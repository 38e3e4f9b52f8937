// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {IPledgeRegistry} from "../assets/IPledgeRegistry.sol";
import {IEntityRegistry} from "../identity/IEntityRegistry.sol";
import {Calendar} from "./Calendar.sol";
import {IGuaranteeRegistry} from "./IGuaranteeRegistry.sol";
import {ILoanDesk} from "./ILoanDesk.sol";
import {ILoanParties} from "./ILoanParties.sol";
import {IProductCatalogue} from "./IProductCatalogue.sol";

/// @title LoanBook: what the parts of the LoanDesk share: storage, who may act, interest, and the ends of a loan.
abstract contract LoanBook is LedgerContract, ReentrancyGuardTransient, ILoanDesk {
    /// @dev `rateBps * days` of a year of 360 days, as a fraction: 10,000 * 360.
    uint256 internal constant UNITS_PER_FEN = 3_600_000;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry public immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPledgeRegistry public immutable PLEDGES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProductCatalogue public immutable PRODUCTS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IGuaranteeRegistry public immutable GUARANTEES;

    /// @custom:storage-location erc7201:lingnan.storage.LoanBook
    struct LoanBookStorage {
        mapping(uint64 loanId => Loan) loans;
        mapping(bytes32 lender => mapping(address token => uint256 units)) kept;
        uint64 count;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.LoanBook")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xa3cb7a80eb2c98a3c21b081bfa9afadac7db5338914deacbdad466df28cabb00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IPledgeRegistry pledges,
        IProductCatalogue products,
        IGuaranteeRegistry guarantees
    ) {
        ENTITIES = entities;
        PLEDGES = pledges;
        PRODUCTS = products;
        GUARANTEES = guarantees;
    }

    // Reading

    /// @inheritdoc ILoanDesk
    function loanOf(uint64 loanId) external view returns (Loan memory) {
        return _book().loans[loanId];
    }

    /// @inheritdoc ILoanParties
    function lenderOf(uint64 loanId) external view returns (bytes32) {
        return _book().loans[loanId].lender;
    }

    /// @inheritdoc ILoanDesk
    function balanceOf(uint64 loanId) external view returns (Balance memory) {
        return _accrued(_book().loans[loanId]);
    }

    /// @inheritdoc ILoanDesk
    function outstandingOf(uint64 loanId) external view returns (uint256) {
        return _outstanding(_accrued(_book().loans[loanId]));
    }

    // Who may act

    function _requireController(bytes32 entity) internal view {
        if (!ENTITIES.isActingController(entity, msg.sender)) revert LoanDeskNotController(entity, msg.sender);
    }

    /// @dev The loan, which must be in one of the states whose bits are set. Nobody in particular is asked for.
    function _loanIn(uint64 loanId, uint256 states) internal view returns (Loan storage loan) {
        loan = _book().loans[loanId];
        State state = loan.terms.state;
        if (state == State.None) revert LoanDeskUnknownLoan(loanId);
        if ((states >> uint8(state)) & 1 == 0) revert LoanDeskWrongState(loanId, state);
    }

    function _asBorrower(uint64 loanId, uint256 states) internal view returns (Loan storage loan) {
        loan = _loanIn(loanId, states);
        _requireController(loan.borrower);
    }

    function _asLender(uint64 loanId, uint256 states) internal view returns (Loan storage loan) {
        loan = _loanIn(loanId, states);
        _requireController(loan.lender);
    }

    function _bit(State state) internal pure returns (uint256) {
        return 1 << uint8(state);
    }

    /// @dev The states in which money is owed.
    function _owing() internal pure returns (uint256) {
        return _bit(State.Active) | _bit(State.Defaulted);
    }

    /// @dev The states in which collateral may be pledged.
    function _open() internal pure returns (uint256) {
        return _bit(State.Accepted) | _bit(State.Disbursed) | _owing();
    }

    /// @dev The controller of an active entity; zero when nobody may act for it.
    function _walletOf(bytes32 entityId) internal view returns (address) {
        IEntityRegistry.Entity memory entity = ENTITIES.entityOf(entityId);
        return entity.status == IEntityRegistry.Status.Active ? entity.controller : address(0);
    }

    function _requireWallet(bytes32 entityId) internal view returns (address wallet) {
        wallet = _walletOf(entityId);
        if (wallet == address(0)) revert LoanDeskEntityNotActive(entityId);
    }

    // What is owed

    /// @dev The balance with interest to today; of a case that has ended, as it was then.
    function _accrued(Loan storage loan) internal view returns (Balance memory balance) {
        balance = loan.balance;
        uint256 today = Calendar.dayOf(block.timestamp);
        bool owing = (_owing() >> uint8(loan.terms.state)) & 1 != 0;
        if (!owing || balance.accruedDay >= today) return balance;
        uint256 due = balance.dueDay;
        uint256 from = balance.accruedDay;
        // Days at the agreed rate end with the due day.
        uint256 regularUntil = today < due ? today : due;
        uint256 regularDays = regularUntil > from ? regularUntil - from : 0;
        uint256 overdueDays = today - from - regularDays;
        uint256 rateDays = regularDays * loan.terms.rateBps + overdueDays * loan.terms.overdueRateBps;
        // 56 bits of principal, 12 of a rate and 16 of days fit 96.
        balance.interestUnits += uint96(balance.principalFen * rateDays);
        balance.accruedDay = uint16(today);
    }

    function _outstanding(Balance memory balance) internal pure returns (uint256) {
        return uint256(balance.principalFen) + balance.feesFen + balance.interestUnits / UNITS_PER_FEN;
    }

    /// @dev Takes a payment off what is owed: fees, then interest, then principal (Civil Code, article 561).
    function _credit(uint64 loanId, Loan storage loan, uint56 amountFen, bytes32 paymentRef) internal {
        if (amountFen == 0) revert LoanDeskNothingPaid(loanId);
        Balance memory balance = _accrued(loan);
        uint256 outstanding = _outstanding(balance);
        if (amountFen > outstanding) revert LoanDeskAboveOutstanding(loanId, amountFen, outstanding);
        uint256 rest = amountFen;
        uint256 toFees = _least(rest, balance.feesFen);
        balance.feesFen -= uint40(toFees);
        rest -= toFees;
        uint256 toInterest = _least(rest, balance.interestUnits / UNITS_PER_FEN);
        balance.interestUnits -= uint96(toInterest * UNITS_PER_FEN);
        rest -= toInterest;
        balance.principalFen -= uint56(rest);
        loan.balance = balance;
        emit Repaid(
            loanId,
            msg.sender,
            amountFen,
            uint56(toFees),
            uint56(toInterest),
            uint56(rest),
            paymentRef,
            balance
        );
    }

    function _least(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    // Ends

    /// @dev Ends a case: frees all its collateral and its guarantee.
    function _close(
        uint64 loanId,
        Loan storage loan,
        State state,
        uint256[] calldata assetIds,
        bytes32 reason
    ) internal {
        uint256 pledges = loan.terms.pledges;
        if (assetIds.length != pledges) revert LoanDeskPledgesLeft(loanId, pledges);
        // The registry refuses an asset that is named twice or is not pledged for this loan.
        for (uint256 i = 0; i < pledges; ++i) PLEDGES.release(loanId, assetIds[i]);
        loan.terms.pledges = 0;
        _end(loanId, loan, state, reason);
    }

    /// @dev Ends a case that has no collateral.
    function _end(uint64 loanId, Loan storage loan, State state, bytes32 reason) internal {
        if (loan.terms.guaranteed) GUARANTEES.end(loanId);
        loan.terms.state = state;
        loan.terms.deadline = 0;
        emit Closed(loanId, state, msg.sender, reason);
    }

    function _book() internal pure returns (LoanBookStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
