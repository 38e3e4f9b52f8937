// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Who a loan is between, for contracts that serve it.
interface ILoanParties {
    /// @notice The entity that has lent, or to which the loan was assigned; 0 before acceptance.
    function lenderOf(uint64 loanId) external view returns (bytes32);
}
