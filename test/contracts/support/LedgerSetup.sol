// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {AttestationRegistry} from "../../../contracts/attestation/AttestationRegistry.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";
import {LedgerContract} from "../../../contracts/access/LedgerContract.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {EntityRegistry} from "../../../contracts/identity/EntityRegistry.sol";
import {Cheats} from "./Cheats.sol";

/// @title A ledger for tests in Solidity: the test contract holds every office.
abstract contract LedgerSetup {
    /// @dev Where the test runner answers cheatcodes: the last 20 bytes of `keccak256("hevm cheat code")`.
    Cheats internal constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant START = 1_600_000_000;

    AccessManager internal manager;
    EntityRegistry internal entities;
    AttestationRegistry internal registry;

    function _deployLedger() internal {
        CHEATS.warp(START);
        manager = new AccessManager(address(this));
        entities = EntityRegistry(_behindProxy(new EntityRegistry()));
        registry = AttestationRegistry(_behindProxy(new AttestationRegistry(entities)));
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

    function _behindProxy(LedgerContract implementation) private returns (address) {
        bytes memory initialize = abi.encodeCall(EntityRegistry.initialize, (address(manager)));
        return address(new ERC1967Proxy(address(implementation), initialize));
    }

    /// @dev `value` brought into `low … high`, both included; values that are inside stay.
    function _bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return value >= low && value <= high ? value : low + (value % (high - low + 1));
    }
}
