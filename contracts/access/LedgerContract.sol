// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
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

    /// @notice Obeys another AccessManager from now on. Only `updateAuthority` of the present one may call.
    /// @dev Not its `execute`, through which governance could call in its name as well: what governance schedules there
    /// for this function belongs to role 0, so that no guardian could cancel it, and the AccessManager lets no other role
    /// have this function. `canCall` tells the two apart: it is true for the AccessManager during an `execute` only.
    function setAuthority(address newAuthority) public override {
        (bool executing, ) = IAccessManager(authority()).canCall(msg.sender, address(this), msg.sig);
        if (executing) revert AccessManagedUnauthorized(msg.sender);
        super.setAuthority(newAuthority);
    }

    function _authorizeUpgrade(address newImplementation) internal override restricted {}
}
