// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title The roles of the ledger, as role ids of the one OpenZeppelin AccessManager.
/// @dev Role 0 (`ADMIN_ROLE` of the AccessManager) is governance, which administers the roles behind an execution delay.
/// Every function that a role opens is listed in `docs/access.md`.
library Roles {
    /// @dev May pause, and may cancel what governance has scheduled. Has no delay: harm must be stopped at once.
    uint64 internal constant GUARDIAN = 1;
    /// @dev Supervisors of the seven kinds of local finance institution.
    uint64 internal constant REGULATOR = 2;
    /// @dev Market regulation: registers, suspends and reinstates entities.
    uint64 internal constant REGISTRAR = 3;
    /// @dev Adds agencies and schemas of the catalogue. What it adds can never be changed, so it needs no delay.
    uint64 internal constant STEWARD = 4;
    /// @dev What governance does to the ledger itself: upgrades, ends of pauses, resolvers. Held by governance, behind the
    /// same delay. A role of its own, because role 0 cannot have a guardian, and nobody else could cancel.
    uint64 internal constant GOVERNED = 5;

    /// @dev Agency `n` is administered by role `AGENCY_ADMIN_BASE + n`.
    uint64 internal constant AGENCY_ADMIN_BASE = 1000;

    /// @notice The role whose members add and drop the signing wallets of one agency.
    /// @param agencyId number of the agency in the catalogue, 1 or more
    function agencyAdmin(uint16 agencyId) internal pure returns (uint64) {
        return AGENCY_ADMIN_BASE + agencyId;
    }
}
