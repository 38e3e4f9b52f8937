// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Guarantees of financing guarantee companies (融资担保), each company within what its regulator allows.
/// @notice A guarantor promises to guarantee one loan on the terms of one offer, and may take the promise back until the
/// offer is accepted. Acceptance makes it a guarantee, which ends with the loan or when the lender releases it. Promises and
/// guarantees count alike against the guarantor's limit.
interface IGuaranteeRegistry {
    /// @param offerHash of the offer that was promised for; see `ILoanDesk.Loan.offerHash`
    /// @param guaranteedFen what is guaranteed; 0: nothing
    /// @param wallet that promised, and must still act for the guarantor when the promise becomes a guarantee
    struct Promise {
        bytes32 offerHash;
        uint56 guaranteedFen;
        address wallet;
    }

    event LoanDeskConnected(address indexed desk);
    event GuaranteeLimitChanged(bytes32 indexed guarantor, uint128 limitFen, address indexed regulator);
    /// @param outstandingFen all that the guarantor guarantees or has promised now
    event GuaranteePromised(
        uint64 indexed loanId,
        bytes32 indexed guarantor,
        bytes32 offerHash,
        uint56 guaranteedFen,
        uint128 outstandingFen
    );
    event GuaranteeGiven(uint64 indexed loanId, bytes32 indexed guarantor, uint56 guaranteedFen);
    /// @notice A promise was taken back or a guarantee has ended.
    event GuaranteeEnded(
        uint64 indexed loanId,
        bytes32 indexed guarantor,
        uint56 guaranteedFen,
        uint128 outstandingFen
    );

    error GuaranteeRegistryNotDesk(address caller);
    error GuaranteeRegistryAlreadyConnected(address desk);
    error GuaranteeRegistryNotContract(address desk);
    error GuaranteeRegistryNotGuarantor(bytes32 entity);
    error GuaranteeRegistryNotActive(bytes32 guarantor);
    error GuaranteeRegistryNotController(bytes32 entity, address caller);
    error GuaranteeRegistryNothing(uint64 loanId, bytes32 guarantor);
    error GuaranteeRegistryAlreadyPromised(uint64 loanId, bytes32 guarantor, uint56 guaranteedFen);
    error GuaranteeRegistryNotPromised(uint64 loanId, bytes32 guarantor, bytes32 offerHash, uint56 guaranteedFen);
    error GuaranteeRegistryAboveLimit(bytes32 guarantor, uint256 guaranteedFen, uint256 availableFen);
    error GuaranteeRegistryGiven(uint64 loanId, bytes32 guarantor);

    /// @notice Names the LoanDesk, once and for ever. Steward only.
    function connect(address desk) external;

    /// @notice What a financing guarantee company may guarantee at once. What stands above a lowered limit stays.
    /// Regulator only.
    /// @param limitFen by law at most ten times its net assets (融资担保公司监督管理条例, article 15)
    function setLimit(bytes32 guarantor, uint128 limitFen) external;

    /// @notice Promises to guarantee a loan if the offer with this hash is accepted. Only whoever acts for the guarantor
    /// may call.
    function undertake(bytes32 guarantor, uint64 loanId, bytes32 offerHash, uint56 guaranteedFen) external;

    /// @notice Takes back a promise, unless it has become a guarantee. Only whoever acts for the guarantor may call.
    function takeBack(bytes32 guarantor, uint64 loanId) external;

    /// @notice Ends a guarantee. Only whoever acts for the loan's lender may call.
    function release(uint64 loanId) external;

    /// @notice Turns the promise for this offer into a guarantee. LoanDesk only.
    function give(uint64 loanId, bytes32 guarantor, bytes32 offerHash, uint56 guaranteedFen) external;

    /// @notice Ends the guarantee of a loan that has ended; nothing happens when there is none. LoanDesk only.
    function end(uint64 loanId) external;

    /// @notice Who guarantees a loan, and how much; zeros when nobody does.
    function guaranteeOf(uint64 loanId) external view returns (bytes32 guarantor, uint56 guaranteedFen);

    function promiseOf(uint64 loanId, bytes32 guarantor) external view returns (Promise memory);

    /// @notice The limit of a guarantor and what counts against it.
    function guarantorOf(bytes32 guarantor) external view returns (uint128 limitFen, uint128 outstandingFen);
}
