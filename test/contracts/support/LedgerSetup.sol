// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {Cheats} from "./Cheats.sol";
import {IRegistry} from "./IRegistry.sol";

/// @title A ledger for tests in Solidity: the test contract holds every office.
abstract contract LedgerSetup {
    /// @dev Where the test runner answers cheatcodes: the last 20 bytes of `keccak256("hevm cheat code")`.
    Cheats internal constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant START = 1_600_000_000;

    IAccessManager internal manager;
    IEntityRegistry internal entities;
    IRegistry internal registry;

    function _deployLedger() internal {
        CHEATS.warp(START);
        manager = IAccessManager(_deploy("AccessManager", abi.encode(this)));
        entities = IEntityRegistry(_behindProxy("EntityRegistry", ""));
        registry = IRegistry(_behindProxy("AttestationRegistry", abi.encode(entities)));
    }

    function _agencyWithSigners(uint16 agencyId, address[] memory signers) internal {
        registry.defineAgency(agencyId, "code", "Agency", unicode"机构");
        manager.grantRole(Roles.agencyAdmin(agencyId), address(this), 0);
        for (uint256 i = 0; i < signers.length; ++i) {
            registry.addSigner(agencyId, signers[i]);
        }
    }

    function _schema(
        string memory name,
        uint16 agencyId,
        uint256 fieldCount,
        uint32 validity
    ) internal returns (bytes4) {
        string[] memory fields = new string[](fieldCount);
        return registry.defineSchema(name, agencyId, fields, ISchemas.Mode.Stream, validity, address(0));
    }

    function _behindProxy(string memory name, bytes memory constructorArguments) internal returns (address) {
        address implementation = _deploy(name, constructorArguments);
        bytes memory initialize = abi.encodeWithSignature("initialize(address)", manager);
        return _deploy("ERC1967Proxy", abi.encode(implementation, initialize));
    }

    /// @dev Deploys what the build made. Each test that says `new`, or names a contract and not its interface, would
    /// compile it again within itself: for minutes, and with the test's settings instead of the contract's.
    function _deploy(string memory name, bytes memory constructorArguments) internal returns (address deployed) {
        bytes memory code = abi.encodePacked(CHEATS.getCode(name), constructorArguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        require(deployed != address(0), name);
    }

    /// @dev `value` brought into `low … high`, both included; values that are inside stay.
    function _bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return value >= low && value <= high ? value : low + (value % (high - low + 1));
    }
}
