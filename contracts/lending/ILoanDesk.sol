// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {ILoanParties} from "./ILoanParties.sol";

/// @title Loans from application to settlement.
/// @notice One id names a case from the application to the end of the loan. Every step is taken by the wallet that acts
/// for the entity concerned. From every open state somebody can move on after a deadline: see `State`.
///
/// Amounts are fen. Interest is simple and counted by Beijing days, the day of disbursement included and the day of payment
/// not, on the principal, at `rateBps` a year of 360 days until the due day and at `overdueRateBps` after it. It is kept
/// exactly, in units of 1/3,600,000 fen, and truncated to whole fen only when it is shown or paid. Payments go to fees,
/// then interest, then principal (Civil Code, article 561).
interface ILoanDesk is ILoanParties {
    /// @notice Where a case stands, and who can move on when the deadline in `LoanTerms` has passed.
    /// - `Applied`, `Offered`: anybody closes it as `Expired` (an offer that lapsed falls back with its application).
    /// - `Accepted`: the lender has not paid out: anybody closes it as `Cancelled`, and the collateral is free.
    /// - `Disbursed`: the company has not answered whether it got the money: anybody makes it `Active`, unless the company
    ///   is suspended and could not answer; or the lender gives up and closes it as `Cancelled`, after three years anybody.
    /// - `Active`: the lender declares default after the due day and the days of grace.
    /// - `Defaulted`: the lender enforces after the notice.
    /// - `Active`, `Defaulted`: three years after the due day anybody closes it as `Lapsed` (Civil Code, articles 188 and
    ///   419), and the collateral is free.
    enum State {
        None,
        Applied,
        Offered,
        Accepted,
        Disbursed,
        Active,
        Defaulted,
        Settled,
        Withdrawn,
        Declined,
        Expired,
        Cancelled,
        WrittenOff,
        Lapsed
    }

    /// @param assetId soft asset of the borrower
    /// @param securedFen the most that the lien secures
    struct Collateral {
        uint256 assetId;
        uint56 securedFen;
    }

    /// @notice What a lender offers. Acceptance repeats all of it, so nobody accepts what has been changed.
    /// @param amountFen principal, within the product's range
    /// @param feeFen fee owed on disbursement, at most a tenth of the principal
    /// @param tenorMonths calendar months from disbursement to the due day, within the product's range
    /// @param rateBps annual rate, within the product's range
    /// @param overdueRateBps annual rate after the due day: from `rateBps` to half as much again
    /// @param validUntil unix seconds: last block time at which it can be accepted; at most 60 days ahead
    /// @param guarantor financing guarantee company that must have promised before acceptance, or 0
    /// @param guaranteedFen what it guarantees; 0 exactly when there is none
    /// @param collateral what must be pledged with acceptance; each asset once
    struct Offer {
        uint56 amountFen;
        uint40 feeFen;
        uint16 tenorMonths;
        uint16 rateBps;
        uint16 overdueRateBps;
        uint40 validUntil;
        bytes32 guarantor;
        uint56 guaranteedFen;
        Collateral[] collateral;
    }

    /// @notice What was agreed, or is being agreed. One word.
    /// @param pledges live liens that secure the loan
    /// @param deadline of the present state, unix seconds; in `Defaulted` the end of the notice
    /// @param guaranteed whether it was accepted with a guarantee; see GuaranteeRegistry
    struct LoanTerms {
        State state;
        uint32 productId;
        uint16 productVersion;
        uint56 amountFen;
        uint40 feeFen;
        uint16 tenorMonths;
        uint16 rateBps;
        uint16 overdueRateBps;
        uint8 pledges;
        uint40 deadline;
        bool guaranteed;
    }

    /// @notice What is owed. One word.
    /// @param interestUnits accrued interest in 1/3,600,000 fen
    /// @param accruedDay Beijing day up to which interest is in `interestUnits`
    /// @param dueDay Beijing day on which the principal is due
    struct Balance {
        uint56 principalFen;
        uint40 feesFen;
        uint96 interestUnits;
        uint16 accruedDay;
        uint16 dueDay;
    }

    /// @notice A repayment off the chain that the company says it made; counts when the lender confirms or is silent.
    struct Claim {
        uint56 amountFen;
        uint40 answerBy;
    }

    /// @notice A case. What belongs to a step that is not pending is zero; a case that has ended keeps what was pending.
    /// @param offerHash `keccak256(abi.encode(Offer))` of what is on offer
    /// @param assignee entity to which the lender has offered the loan
    /// @param restructuringHash `keccak256(abi.encode(Restructuring, wallet))` of what the lender's wallet has proposed
    /// @param assignmentHash stands for the lender's wallet and the loan as they were when it was offered
    struct Loan {
        bytes32 borrower;
        bytes32 lender;
        LoanTerms terms;
        Balance balance;
        bytes32 offerHash;
        bytes32 assignee;
        bytes32 restructuringHash;
        Claim claim;
        bytes32 assignmentHash;
    }

    /// @notice New terms that a lender proposes for a loan that was paid out.
    /// @param dueDay Beijing day, later than today
    struct Restructuring {
        uint16 dueDay;
        uint16 rateBps;
        uint16 overdueRateBps;
        uint40 validUntil;
    }

    event Applied(
        uint64 indexed loanId,
        bytes32 indexed borrower,
        uint32 indexed productId,
        uint16 productVersion,
        uint56 amountFen,
        uint16 tenorMonths,
        bytes32 purpose,
        uint40 deadline
    );
    event Offered(uint64 indexed loanId, bytes32 indexed lender, Offer offer, bytes32 offerHash);
    /// @notice The case is an application again.
    event OfferWithdrawn(uint64 indexed loanId, uint40 deadline);
    event Accepted(
        uint64 indexed loanId,
        bytes32 indexed borrower,
        bytes32 indexed lender,
        bytes32 offerHash,
        uint40 deadline
    );
    /// @notice The lender says that it has paid off the chain.
    event Disbursed(uint64 indexed loanId, bytes32 paymentRef, uint40 deadline);
    /// @notice The company says that no money came: the loan is `Accepted` again.
    event ReceiptDenied(uint64 indexed loanId, bytes32 reason, uint40 deadline);
    event Activated(
        uint64 indexed loanId,
        uint56 principalFen,
        uint40 feeFen,
        uint16 startDay,
        uint16 dueDay,
        address settlementToken
    );
    event RepaymentClaimed(uint64 indexed loanId, uint56 amountFen, bytes32 paymentRef, uint40 answerBy);
    /// @notice The claim was confirmed, or silence counted as such; `Repaid` follows.
    event RepaymentConfirmed(uint64 indexed loanId, uint56 amountFen);
    event RepaymentRejected(uint64 indexed loanId, uint56 amountFen, bytes32 reason);
    /// @param payer the wallet that paid or recorded
    /// @param balance what is owed afterwards
    event Repaid(
        uint64 indexed loanId,
        address indexed payer,
        uint56 amountFen,
        uint56 toFeesFen,
        uint56 toInterestFen,
        uint56 toPrincipalFen,
        bytes32 paymentRef,
        Balance balance
    );
    event RestructuringProposed(uint64 indexed loanId, Restructuring terms);
    /// @param balance what is owed, with interest to this day at the old rate
    event Restructured(uint64 indexed loanId, Restructuring terms, Balance balance);
    event AssignmentProposed(uint64 indexed loanId, bytes32 indexed to);
    event Assigned(uint64 indexed loanId, bytes32 indexed from, bytes32 indexed to);
    /// @param noticeEndsAt unix seconds from which the lender may enforce
    event DefaultDeclared(uint64 indexed loanId, bytes32 indexed lender, uint256 outstandingFen, uint40 noticeEndsAt);
    /// @notice Collateral was sold. The shares follow the ranks; `surplusFen` is the company's.
    event CollateralSold(
        uint64 indexed loanId,
        uint256 indexed assetId,
        bytes32 indexed buyer,
        uint56 proceedsFen,
        uint56 ownShareFen,
        uint56 surplusFen
    );
    /// @notice What the enforcing lender owes another lienholder from a sale. Counts as repaid when that lender records it.
    event ProceedsShared(
        uint64 indexed loanId,
        uint256 indexed assetId,
        uint64 indexed enforcingLoanId,
        uint56 shareFen
    );
    /// @notice The case has ended.
    event Closed(uint64 indexed loanId, State indexed state, address indexed actor, bytes32 reason);
    /// @notice A repayment in tokens is kept for a lender that may not act; it collects when it may.
    event Kept(bytes32 indexed lender, address indexed token, uint256 units);
    event Collected(bytes32 indexed lender, address indexed token, uint256 units, address to);

    error LoanDeskNotController(bytes32 entity, address caller);
    error LoanDeskEntityNotActive(bytes32 entity);
    error LoanDeskOwnProduct(bytes32 entity);
    error LoanDeskUnknownLoan(uint64 loanId);
    error LoanDeskWrongState(uint64 loanId, State state);
    error LoanDeskAmountOutOfRange(uint56 amountFen, uint56 minimum, uint56 maximum);
    error LoanDeskTenorOutOfRange(uint16 tenorMonths, uint16 minimum, uint16 maximum);
    error LoanDeskRateOutOfRange(uint16 rateBps, uint16 minimum, uint16 maximum);
    error LoanDeskFeeTooHigh(uint40 feeFen, uint256 maximum);
    error LoanDeskInvalidDeadline(uint256 deadline, uint256 earliest, uint256 latest);
    error LoanDeskInvalidGuarantee(bytes32 guarantor, uint56 guaranteedFen);
    error LoanDeskTooManyPledges(uint256 count, uint256 maximum);
    error LoanDeskOfferChanged(uint64 loanId, bytes32 given, bytes32 current);
    error LoanDeskOfferExpired(uint64 loanId, uint40 validUntil, uint256 blockTime);
    error LoanDeskCollateralKindRefused(uint256 assetId, uint8 kind, uint16 accepted);
    error LoanDeskGuaranteed(uint64 loanId);
    error LoanDeskDeadlinePassed(uint64 loanId, uint40 deadline, uint256 blockTime);
    error LoanDeskTooEarly(uint64 loanId, uint256 earliest, uint256 blockTime);
    error LoanDeskNoSettlementToken(uint64 loanId);
    error LoanDeskNothingPaid(uint64 loanId);
    error LoanDeskNothingOwed(uint64 loanId);
    error LoanDeskAboveOutstanding(uint64 loanId, uint256 amountFen, uint256 outstandingFen);
    error LoanDeskStillOwed(uint64 loanId, uint256 outstandingFen);
    error LoanDeskTokenShort(address token, uint256 expected, uint256 received);
    error LoanDeskClaimPending(uint64 loanId, uint40 answerBy);
    error LoanDeskNoClaim(uint64 loanId);
    error LoanDeskPledgesLeft(uint64 loanId, uint256 left);
    error LoanDeskNotLender(bytes32 entity);
    error LoanDeskNotProposed(uint64 loanId);
    error LoanDeskNothingToCollect(bytes32 entity, address token);

    // Application to acceptance

    /// @notice Applies for a product. Only whoever acts for the company may call.
    /// @param productVersion the version that the company read; it must be the one that can be had
    /// @param purpose hash of, or short text naming, what the money is for
    function applyFor(
        bytes32 borrower,
        uint32 productId,
        uint16 productVersion,
        uint56 amountFen,
        uint16 tenorMonths,
        bytes32 purpose
    ) external returns (uint64 loanId);

    /// @notice Withdraws an application, offered on or not. Borrower only.
    function withdraw(uint64 loanId) external;

    /// @notice Declines an application. Lender only.
    function decline(uint64 loanId, bytes32 reason) external;

    /// @notice Offers, or replaces what was offered. Refused when the product has
    /// changed since the application. Lender only.
    function offer(uint64 loanId, Offer calldata terms) external;

    /// @notice Withdraws an offer; the application stands again. Lender only.
    function withdrawOffer(uint64 loanId) external;

    /// @notice Accepts an offer and pledges its collateral, all in one. An offer binds the lender while it is valid, even
    /// when the product has changed since. Borrower only.
    function accept(uint64 loanId, Offer calldata terms) external;

    /// @notice Closes a case whose deadline has passed before the loan was active, and frees its collateral. Anybody; a
    /// case that the lender says it has paid, the lender only, until three years later.
    /// @param assetIds all assets that are pledged for it
    function expire(uint64 loanId, uint256[] calldata assetIds) external;

    // Money

    /// @notice Pays out. With a settlement token the money moves here and the loan is active; otherwise the lender says
    /// that it has paid and the borrower confirms. Lender only.
    function disburse(uint64 loanId, bytes32 paymentRef) external;

    /// @notice Confirms that the money came. Borrower only; anybody once a borrower that can act has let the deadline pass.
    function confirmReceipt(uint64 loanId) external;

    /// @notice Says that no money came. Borrower only; also late, as long as silence has not been taken for an answer.
    /// The first denial gives the lender 30 days to pay; further ones do not prolong them.
    function denyReceipt(uint64 loanId, bytes32 reason) external;

    /// @notice Repays in the settlement token. Anybody may pay for the borrower.
    /// @param amountFen at most what is owed; the largest number stands for all of it
    function repay(uint64 loanId, uint56 amountFen) external;

    /// @notice Records a repayment that came off the chain. Lender only: it tells against itself.
    function recordRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef) external;

    /// @notice Says that a repayment was made off the chain; the lender has 7 days to confirm or reject. Borrower only.
    function claimRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef) external;

    /// @notice Confirms the claimed repayment. Lender only; anybody once a lender that can act has let the deadline pass.
    /// @param amountFen of the claim, which another may have replaced
    function confirmRepayment(uint64 loanId, uint56 amountFen) external;

    /// @notice Rejects the claimed repayment. Lender only.
    /// @param amountFen of the claim
    function rejectRepayment(uint64 loanId, uint56 amountFen, bytes32 reason) external;

    /// @notice Ends a loan on which nothing is owed and frees its collateral. Anybody.
    /// @param assetIds all assets that are pledged for it
    function settle(uint64 loanId, uint256[] calldata assetIds) external;

    /// @notice Hands a lender that may act again what was kept for it. Only whoever acts for it may call.
    function collect(bytes32 lender, address token) external;

    // Collateral, terms and lender of an open loan

    /// @notice Pledges a further asset. Borrower only.
    function addCollateral(uint64 loanId, Collateral calldata collateral) external;

    /// @notice Frees one asset. Lender only.
    function releaseCollateral(uint64 loanId, uint256 assetId) external;

    /// @notice Proposes new terms; a later proposal replaces an earlier one. Not while a guarantee stands, which was given
    /// for the old terms. Lender only.
    function proposeRestructuring(uint64 loanId, Restructuring calldata terms) external;

    /// @notice Accepts new terms; a default is healed. Refused once the lender has another wallet or is suspended: who
    /// proposed may have been a thief. Borrower only.
    function acceptRestructuring(uint64 loanId, Restructuring calldata terms) external;

    /// @notice Offers the loan, and with it its liens, to another lender; 0 withdraws. Lender only.
    function proposeAssignment(uint64 loanId, bytes32 to) external;

    /// @notice Takes the loan over as it was when it was offered: after a repayment, a claim, a release or a change of the
    /// lender's wallet it must be offered again. Only whoever acts for the entity to which it was offered may call.
    function acceptAssignment(uint64 loanId) external;

    // Trouble

    /// @notice Declares default; the notice begins. Lender only, after the due day and the days of grace.
    function declareDefault(uint64 loanId) external;

    /// @notice Sells an asset after the notice. The proceeds are shared by rank, each up to what is secured and, for this
    /// loan, owed; the other lienholders' shares are for this lender to pass on. Lender only.
    /// @param buyer active entity with a controller; may be the lender
    /// @param proceedsFen what the sale brought
    function enforce(uint64 loanId, uint256 assetId, bytes32 buyer, uint56 proceedsFen) external;

    /// @notice Gives up what is still owed on a loan in default and frees its collateral. Lender only.
    function writeOff(uint64 loanId, uint256[] calldata assetIds) external;

    /// @notice Closes a loan three years after its due day and frees its collateral. Anybody.
    function lapse(uint64 loanId, uint256[] calldata assetIds) external;

    // Reading

    /// @notice All that the chain keeps of a case; all zero for an unknown one. Interest is as of `balance.accruedDay`.
    function loanOf(uint64 loanId) external view returns (Loan memory);

    /// @notice What is owed with interest to today; of a case that has ended, what was owed then.
    function balanceOf(uint64 loanId) external view returns (Balance memory);

    /// @notice Fees, principal and interest owed today, in fen; of a case that has ended, what was lost.
    function outstandingOf(uint64 loanId) external view returns (uint256);

    function keptFor(bytes32 lender, address token) external view returns (uint256 units);
}
