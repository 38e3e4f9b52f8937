// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {CreditSetup} from "../support/CreditSetup.sol";

/// @notice Interest and payments on the real LoanDesk, beside a count of day after day.
contract InterestTest is CreditSetup {
    uint256 private constant UNITS_PER_FEN = 3_600_000;
    uint256 private constant MAX_DAYS = 900;

    address private constant LENDER = address(0xba4c);
    address private constant BORROWER = address(0xc0);

    bytes32 private lender;
    bytes32 private borrower;
    uint32 private productId;

    struct Agreed {
        uint256 principalFen;
        uint256 feeFen;
        uint256 rateBps;
        uint256 overdueRateBps;
    }

    function setUp() public {
        _deployCredit();
        lender = _entity(1, IEntityRegistry.Kind.Bank, LENDER);
        borrower = _entity(2, IEntityRegistry.Kind.Company, BORROWER);
        CHEATS.prank(LENDER);
        productId = products.publish(lender, "loan", _terms(0), address(0), "");
    }

    /// @notice After any number of days: principal times rate, added up day by day, the due day's own night not included.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_InterestIsCountedDayByDay(uint256 seed, uint256 dayCount) public {
        Agreed memory agreed = _agreed(seed);
        uint64 loanId = _lend(agreed);
        uint256 dueDay = desk.loanOf(loanId).balance.dueDay;
        dayCount %= MAX_DAYS;
        uint256 units = _count(agreed, _startDay(), dueDay, dayCount);
        CHEATS.warp(START + dayCount * 1 days);
        require(desk.balanceOf(loanId).interestUnits == units, "units");
        uint256 outstanding = agreed.principalFen + agreed.feeFen + units / UNITS_PER_FEN;
        require(desk.outstandingOf(loanId) == outstanding, "outstanding");
    }

    /// @notice Payments that leave the principal alone change nothing but what is left: a loan that is touched on many days
    /// owes to the fen what its twin owes that is never touched, less what was paid.
    /// hardhat-config: fuzz.runs = 96
    function testFuzz_ManyAccrualsAreOne(uint256 seed) public {
        Agreed memory agreed = _agreed(seed);
        uint64 touched = _lend(agreed);
        uint64 untouched = _lend(agreed);
        uint256 time = START;
        uint256 paidFen;
        for (uint256 i = 0; i < 12; ++i) {
            time += (_hash(seed, i) % 40) * 1 days + (_hash(seed, i + 100) % 1 days);
            CHEATS.warp(time);
            uint256 chargesFen = desk.outstandingOf(touched) - agreed.principalFen;
            uint256 amountFen = _hash(seed, i + 200) % (chargesFen + 1);
            if (amountFen == 0) continue;
            CHEATS.prank(LENDER);
            desk.recordRepayment(touched, uint56(amountFen), "payment");
            paidFen += amountFen;
        }
        require(desk.balanceOf(touched).principalFen == agreed.principalFen, "principal");
        require(desk.outstandingOf(touched) + paidFen == desk.outstandingOf(untouched), "outstanding");
        uint256 unitsLeft =
            desk.balanceOf(touched).interestUnits + (paidFen - _paidFees(touched, agreed)) * UNITS_PER_FEN;
        require(unitsLeft == desk.balanceOf(untouched).interestUnits, "units");
    }

    /// @notice A payment goes to fees, then to interest, then to principal, and never beyond one before the other is paid.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_APaymentGoesToFeesThenInterestThenPrincipal(
        uint256 seed,
        uint256 dayCount,
        uint256 amount
    ) public {
        Agreed memory agreed = _agreed(seed);
        uint64 loanId = _lend(agreed);
        CHEATS.warp(START + (dayCount % MAX_DAYS) * 1 days);
        ILoanDesk.Balance memory before = desk.balanceOf(loanId);
        uint256 interestFen = before.interestUnits / UNITS_PER_FEN;
        uint256 outstanding = desk.outstandingOf(loanId);
        uint256 amountFen = 1 + (amount % outstanding);
        CHEATS.prank(LENDER);
        desk.recordRepayment(loanId, uint56(amountFen), "payment");
        ILoanDesk.Balance memory left = desk.balanceOf(loanId);
        uint256 toFees = before.feesFen - left.feesFen;
        uint256 toInterest = interestFen - left.interestUnits / UNITS_PER_FEN;
        uint256 toPrincipal = before.principalFen - left.principalFen;
        require(toFees + toInterest + toPrincipal == amountFen, "all of it");
        require(toInterest == 0 || left.feesFen == 0, "interest before the fees");
        require(toPrincipal == 0 || (left.feesFen == 0 && left.interestUnits < UNITS_PER_FEN), "principal too early");
        require(before.interestUnits % UNITS_PER_FEN == left.interestUnits % UNITS_PER_FEN, "a part of a fen was lost");
        require(desk.outstandingOf(loanId) == outstanding - amountFen, "outstanding");
    }

    /// @notice One fen above what is owed is refused, and what is owed exactly ends the loan.
    /// hardhat-config: fuzz.runs = 64
    function testFuzz_NothingAboveWhatIsOwed(uint256 seed, uint256 dayCount) public {
        uint64 loanId = _lend(_agreed(seed));
        CHEATS.warp(START + (dayCount % MAX_DAYS) * 1 days);
        uint256 outstanding = desk.outstandingOf(loanId);
        CHEATS.prank(LENDER);
        try desk.recordRepayment(loanId, uint56(outstanding + 1), "payment") {
            revert("one fen too much was taken");
        } catch (bytes memory reason) {
            require(bytes4(reason) == ILoanDesk.LoanDeskAboveOutstanding.selector, "error");
        }
        CHEATS.prank(LENDER);
        desk.recordRepayment(loanId, uint56(outstanding), "payment");
        require(desk.outstandingOf(loanId) == 0, "owed");
        desk.settle(loanId, new uint256[](0));
        require(desk.loanOf(loanId).terms.state == ILoanDesk.State.Settled, "settled");
    }

    /// @notice A change of terms charges the days before it at the old rate and the days after it at the new one.
    /// hardhat-config: fuzz.runs = 64
    function testFuzz_NewTermsCountFromTheirDay(uint256 seed, uint256 daysBefore, uint256 daysAfter) public {
        Agreed memory agreed = _agreed(seed);
        uint64 loanId = _lend(agreed);
        uint256 dueDay = desk.loanOf(loanId).balance.dueDay;
        (daysBefore, daysAfter) = (daysBefore % 400, daysAfter % 400);
        uint256 units = _count(agreed, _startDay(), dueDay, daysBefore);
        uint256 changedDay = _startDay() + daysBefore;
        ILoanDesk.Restructuring memory terms = ILoanDesk.Restructuring({
            dueDay: uint16(changedDay + 1 + (_hash(seed, 1) % 200)),
            rateBps: uint16(_hash(seed, 2) % 1201),
            overdueRateBps: 0,
            validUntil: uint40(START + daysBefore * 1 days + 1 hours)
        });
        terms.overdueRateBps = terms.rateBps;
        CHEATS.warp(START + daysBefore * 1 days);
        CHEATS.prank(LENDER);
        desk.proposeRestructuring(loanId, terms);
        CHEATS.prank(BORROWER);
        desk.acceptRestructuring(loanId, terms);
        CHEATS.warp(START + (daysBefore + daysAfter) * 1 days);
        units += agreed.principalFen * terms.rateBps * daysAfter;
        require(desk.balanceOf(loanId).interestUnits == units, "units");
    }

    function _count(
        Agreed memory agreed,
        uint256 startDay,
        uint256 dueDay,
        uint256 dayCount
    ) private pure returns (uint256 units) {
        for (uint256 day = startDay; day < startDay + dayCount; ++day) {
            units += agreed.principalFen * (day < dueDay ? agreed.rateBps : agreed.overdueRateBps);
        }
    }

    function _paidFees(uint64 loanId, Agreed memory agreed) private view returns (uint256) {
        return agreed.feeFen - desk.balanceOf(loanId).feesFen;
    }

    function _agreed(uint256 seed) private pure returns (Agreed memory agreed) {
        agreed.principalFen = 100_000 + (_hash(seed, 301) % 99_900_000);
        agreed.feeFen = _hash(seed, 302) % (agreed.principalFen / 10 + 1);
        agreed.rateBps = 300 + (_hash(seed, 303) % 901);
        agreed.overdueRateBps = agreed.rateBps + (_hash(seed, 304) % (agreed.rateBps / 2 + 1));
    }

    /// @dev A loan of six months, paid out and confirmed at the start.
    function _lend(Agreed memory agreed) private returns (uint64 loanId) {
        ILoanDesk.Offer memory terms;
        terms.amountFen = uint56(agreed.principalFen);
        terms.feeFen = uint40(agreed.feeFen);
        terms.tenorMonths = 6;
        terms.rateBps = uint16(agreed.rateBps);
        terms.overdueRateBps = uint16(agreed.overdueRateBps);
        terms.validUntil = uint40(START + 1 days);
        CHEATS.prank(BORROWER);
        loanId = desk.applyFor(borrower, productId, 1, terms.amountFen, 6, "purpose");
        CHEATS.prank(LENDER);
        desk.offer(loanId, terms);
        CHEATS.prank(BORROWER);
        desk.accept(loanId, terms);
        CHEATS.prank(LENDER);
        desk.disburse(loanId, "payment");
        CHEATS.prank(BORROWER);
        desk.confirmReceipt(loanId);
    }

    function _startDay() private pure returns (uint256) {
        return (START + 8 hours) / 1 days;
    }

    function _hash(uint256 seed, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i)));
    }
}
