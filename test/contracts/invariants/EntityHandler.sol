// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {LedgerSetup} from "../support/LedgerSetup.sol";

/// @title Does to the register of entities whatever anybody might do, and keeps its own account of what must follow.
contract EntityHandler is LedgerSetup {
    uint256 private constant WALLETS = 4;

    /// @dev Three codes of real companies; the rest is in the handler's account.
    bytes18[3] private codes = [bytes18("9144030071526726XG"), "914403001922038216", "91330100799655058B"];

    struct Account {
        IEntityRegistry.Entity entity;
        address proposed;
    }

    mapping(bytes32 entityId => Account) private accounts;

    /// @notice Something happened that the account says is impossible; empty while all is well.
    string public breach;

    constructor() {
        _deployLedger();
    }

    function register(uint256 code, uint8 kind, uint256 wallet) external {
        bytes18 uscc = codes[code % 3];
        IEntityRegistry.Kind known = IEntityRegistry.Kind(1 + (kind % 9));
        Account storage account = accounts[keccak256(abi.encodePacked(uscc))];
        bool right = account.entity.kind == IEntityRegistry.Kind.None;
        try entities.register(uscc, known, _wallet(wallet)) {
            if (!right) breach = "registered twice";
            account.entity = IEntityRegistry.Entity(
                _wallet(wallet),
                known,
                IEntityRegistry.Status.Active,
                uint48(block.timestamp)
            );
        } catch {
            if (right) breach = "refused a registration";
        }
    }

    function suspend(uint256 code) external {
        Account storage account = accounts[entityAt(code)];
        bool right = account.entity.status == IEntityRegistry.Status.Active;
        try entities.suspend(entityAt(code), "reason") {
            if (!right) breach = "suspended what is not active";
            account.entity.status = IEntityRegistry.Status.Suspended;
            account.proposed = address(0);
        } catch {
            if (right) breach = "refused a suspension";
        }
    }

    function reinstate(uint256 code) external {
        Account storage account = accounts[entityAt(code)];
        bool right = account.entity.status == IEntityRegistry.Status.Suspended;
        try entities.reinstate(entityAt(code), "reason") {
            if (!right) breach = "reinstated what is not suspended";
            account.entity.status = IEntityRegistry.Status.Active;
        } catch {
            if (right) breach = "refused a reinstatement";
        }
    }

    function propose(uint256 code, uint256 caller, uint256 next) external {
        Account storage account = accounts[entityAt(code)];
        bool right =
            account.entity.status == IEntityRegistry.Status.Active && account.entity.controller == _wallet(caller);
        CHEATS.prank(_wallet(caller));
        try entities.proposeController(entityAt(code), _wallet(next)) {
            if (!right) breach = "proposed by somebody else than the acting controller";
            account.proposed = _wallet(next);
        } catch {
            if (right) breach = "refused the controller's proposal";
        }
    }

    function proposeAsRegistrar(uint256 code, uint256 next) external {
        Account storage account = accounts[entityAt(code)];
        bool right = account.entity.kind != IEntityRegistry.Kind.None;
        try entities.proposeControllerAsRegistrar(entityAt(code), _wallet(next)) {
            if (!right) breach = "proposed for an unknown entity";
            account.proposed = _wallet(next);
        } catch {
            if (right) breach = "refused the registrar's proposal";
        }
    }

    function accept(uint256 code, uint256 caller) external {
        Account storage account = accounts[entityAt(code)];
        bool right = account.entity.kind != IEntityRegistry.Kind.None && account.proposed == _wallet(caller);
        CHEATS.prank(_wallet(caller));
        try entities.acceptController(entityAt(code)) {
            if (!right) breach = "accepted without an offer";
            (account.entity.controller, account.proposed) = (_wallet(caller), address(0));
        } catch {
            if (right) breach = "refused the proposed controller";
        }
    }

    /// @notice A wallet without an office tries the registrar's functions.
    function usurp(uint256 code, uint256 caller) external {
        CHEATS.prank(_wallet(caller));
        try entities.proposeControllerAsRegistrar(entityAt(code), _wallet(caller)) {
            breach = "a wallet made itself registrar";
        } catch {}
    }

    function wait(uint256 time) external {
        CHEATS.warp(block.timestamp + _bound(time, 1, 30 days));
    }

    function entityAt(uint256 code) public view returns (bytes32) {
        return keccak256(abi.encodePacked(codes[code % 3]));
    }

    function accountOf(bytes32 entityId) external view returns (Account memory) {
        return accounts[entityId];
    }

    function registryAddress() external view returns (IEntityRegistry) {
        return entities;
    }

    /// @dev The first is the zero address: an entity without a wallet, an offer withdrawn. Nobody can call as it.
    function _wallet(uint256 index) private pure returns (address) {
        return index % WALLETS == 0 ? address(0) : address(uint160(0xb0b000 + (index % WALLETS)));
    }
}
