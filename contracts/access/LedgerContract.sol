// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";

/// @title What every stateful contract of the ledger shares: administration, pause and upgrade.
/// @dev The AccessManager decides who may call `pause` (guardian), `unpause` and `upgradeToAndCall` (governance, behind
/// its execution delay).
abstract contract LedgerContract is AccessManagedUpgradeable, PausableUpgradeable, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    // solhint-disable-next-line func-name-mixedcase
    function __LedgerContract_init(address authority_) internal onlyInitializing {
        __AccessManaged_init(authority_);
        __Pausable_init();
    }

    /// @notice Stops every function that changes the ledger; reading goes on. Guardian only.
    function pause() external restricted {
        _pause();
    }

    /// @notice Ends a pause. Governance only.
    function unpause() external restricted {
        _unpause();
    }

    function _authorizeUpgrade(address newImplementation) internal override restricted {}
}
