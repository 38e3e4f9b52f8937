// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {CreditSetup} from "../support/CreditSetup.sol";

/// @title Who acts in the random calls on the lending side, by chance or by right; and what every call is held to.
/// @dev Each call brings one random number, of which everything else is made: a fuzzer that likes the ends of a range must
/// not always call as the first company about the first loan.
abstract contract CreditActors is CreditSetup {
    uint256 internal constant COMPANIES = 3;
    uint256 internal constant LENDERS = 3;
    uint256 internal constant FIRST_LENDER = COMPANIES;
    uint256 internal constant GUARANTOR = FIRST_LENDER + LENDERS;
    uint256 internal constant APPRAISER = GUARANTOR + 1;
    uint256 internal constant BUYER = APPRAISER + 1;
    uint256 internal constant PARTIES = BUYER + 1;

    /// @dev Each party has two wallets, between which control goes to and fro; two more wallets are strangers.
    uint256 private constant WALLETS = 2 * PARTIES + 2;

    /// @dev What the account says of an entity.
    struct Party {
        bytes32 id;
        address controller;
        bool suspended;
    }

    Party[PARTIES] internal parties;
    mapping(bytes32 entity => mapping(address wallet => bool)) public controlled;

    /// @notice Something happened that the account says is impossible; empty while all is well.
    string public breach;
    /// @notice How often each action did something, and not merely refused.
    mapping(string action => uint256) public successes;

    uint256 private entropy;
    uint256 private calls;

    /// @dev Every call begins with it.
    modifier act(uint256 seed) {
        entropy = uint256(keccak256(abi.encode(seed, ++calls)));
        _;
    }

    // Identity

    /// @notice Control of an entity changes, by its controller's will or, for a suspended one, by the registrar's.
    function _handOver() internal {
        uint256 index = _pick(PARTIES);
        Party storage party = parties[index];
        address next = party.controller == _wallet(2 * index) ? _wallet(2 * index + 1) : _wallet(2 * index);
        if (party.suspended) {
            entities.proposeControllerAsRegistrar(party.id, next);
        } else {
            CHEATS.prank(party.controller);
            entities.proposeController(party.id, next);
        }
        CHEATS.prank(next);
        entities.acceptController(party.id);
        party.controller = next;
        controlled[party.id][next] = true;
        _did("hand over");
        if (!party.suspended) _receive(party.id, next);
    }

    /// @notice The registrar suspends an entity, or reinstates all that are suspended.
    function _suspend() internal {
        Party storage party = parties[_pick(PARTIES)];
        if (!_chance(4)) {
            for (uint256 i = 0; i < PARTIES; ++i) _reinstate(parties[i]);
        } else if (!party.suspended) {
            entities.suspend(party.id, "reason");
            party.suspended = true;
            _did("suspend");
        }
    }

    function partyAt(uint256 index) external view returns (Party memory) {
        return parties[index];
    }

    function guarantorId() external view returns (bytes32) {
        return parties[GUARANTOR].id;
    }

    function partyCount() external pure returns (uint256) {
        return PARTIES;
    }

    function _meetParties() internal {
        for (uint256 index = 0; index < PARTIES; ++index) {
            IEntityRegistry.Kind kind = IEntityRegistry.Kind.Company;
            if (index >= FIRST_LENDER && index < GUARANTOR) kind = IEntityRegistry.Kind.Bank;
            if (index == GUARANTOR) kind = IEntityRegistry.Kind.FinancingGuarantee;
            bytes32 id = _entity(index + 1, kind, _wallet(2 * index));
            parties[index] = Party(id, _wallet(2 * index), false);
            controlled[id][_wallet(2 * index)] = true;
            _receive(id, _wallet(2 * index));
        }
        for (uint256 i = 0; i < WALLETS; ++i) {
            money.mint(_wallet(i), 1e24);
            CHEATS.prank(_wallet(i));
            money.approve(address(desk), type(uint256).max);
        }
        guarantees.setLimit(parties[GUARANTOR].id, 150_000_000);
        assets.setAppraiser(parties[APPRAISER].id, true);
    }

    function _reinstate(Party storage party) private {
        if (!party.suspended) return;
        entities.reinstate(party.id, "reason");
        party.suspended = false;
        _did("reinstate");
    }

    function _receive(bytes32 entity, address wallet) private {
        CHEATS.prank(wallet);
        assets.receiveFor(entity);
    }

    // Chance

    function _pick(uint256 count) internal returns (uint256) {
        entropy = uint256(keccak256(abi.encode(entropy)));
        return entropy % count;
    }

    function _between(uint256 low, uint256 high) internal returns (uint256) {
        return low + _pick(high - low + 1);
    }

    /// @dev True once in `times` cases.
    function _chance(uint256 times) internal returns (bool) {
        return _pick(times) == 0;
    }

    /// @dev Whoever acts for the entity; once in ten cases anybody.
    function _caller(bytes32 entity) internal returns (address) {
        return _chance(10) ? _anybody() : _partyOf(entity).controller;
    }

    function _anybody() internal returns (address) {
        return _wallet(_pick(WALLETS));
    }

    /// @dev One of the companies, or the buyer, which is one too.
    function _company() internal returns (bytes32) {
        return parties[_chance(6) ? BUYER : _pick(COMPANIES)].id;
    }

    function _lender() internal returns (bytes32) {
        return parties[FIRST_LENDER + _pick(LENDERS)].id;
    }

    // The account

    /// @dev Whether the account says that the wallet may act for the entity.
    function _acts(bytes32 entity, address wallet) internal view returns (bool) {
        Party storage party = _partyOf(entity);
        return party.id != 0 && party.controller == wallet && !party.suspended;
    }

    /// @dev The party with this id; the last one, which has none, for an unknown id.
    function _partyOf(bytes32 entity) internal view returns (Party storage) {
        for (uint256 i = 0; i < PARTIES; ++i) {
            if (parties[i].id == entity) return parties[i];
        }
        return nobody;
    }

    Party private nobody;

    function _did(string memory action) internal {
        ++successes[action];
    }

    /// @dev What must hold of a call that succeeded.
    function _must(bool holds, string memory otherwise) internal {
        if (!holds) breach = otherwise;
    }

    /// @dev Of every refusal: an error with a name, and no slip of arithmetic.
    function _refused(bytes memory reason) internal {
        if (reason.length < 4) breach = "refused without an error";
        else if (bytes4(reason) == 0x4e487b71) breach = "refused by a panic";
    }

    /// @dev The same, and a right call must not have been refused at all.
    function _refusedRight(bytes memory reason, bool right, string memory otherwise) internal {
        _refused(reason);
        if (right) breach = otherwise;
    }

    function _wallet(uint256 index) internal pure returns (address) {
        return address(uint160(0xa11ce000 + index));
    }
}
