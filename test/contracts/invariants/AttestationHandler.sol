// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {LedgerSetup} from "../support/LedgerSetup.sol";

/// @title Does to the registry whatever anybody might do, in any order, and keeps its own account of what must follow.
contract AttestationHandler is LedgerSetup {
    // Few of each, so that calls meet: what breaks an invariant takes several calls about one key.
    uint16 public constant AGENCIES = 2;
    uint32 public constant VALIDITY = 30 days;
    /// @dev Times are multiples of it, so that equal observations happen often.
    uint256 private constant STEP = 5 days;
    uint256 private constant WALLETS = 5;
    uint256 private constant SUBJECTS = 1;

    /// @dev What the account says of one key.
    struct Account {
        bytes4 schemaId;
        IAttestationRegistry.Statement latest;
        bool revoked;
    }

    bytes4[] public schemas;
    Account[] private accounts;
    mapping(bytes4 schemaId => mapping(bytes32 subject => uint256 indexPlusOne)) private places;
    mapping(address wallet => uint16 agencyId) public signsFor;

    /// @notice Something happened that the account says is impossible; empty while all is well.
    string public breach;

    constructor() {
        _deployLedger();
        for (uint16 agencyId = 1; agencyId <= AGENCIES; ++agencyId) {
            address[] memory signers = new address[](2);
            for (uint256 i = 0; i < 2; ++i) {
                signers[i] = _wallet(agencyId * 2 - 2 + i);
                signsFor[signers[i]] = agencyId;
            }
            _agencyWithSigners(agencyId, signers);
            schemas.push(_schema("fact.v1", agencyId, 1, VALIDITY));
        }
    }

    /// @notice Any wallet attests anything at any age.
    function attest(uint256 wallet, uint256 schema, uint256 subject, uint256 age, int256 value) external {
        (address caller, bytes4 schemaId) = (_wallet(wallet), _schemaAt(schema));
        IAttestationRegistry.Statement memory statement = _statement(subject, age, value);
        uint256 place = places[schemaId][statement.subject];
        CHEATS.prank(caller);
        try registry.attest(schemaId, statement) {
            if (signsFor[caller] != _agencyOf(schemaId))
                breach = "attested by a wallet that does not sign for the agency";
            if (place == 0) {
                accounts.push();
                place = accounts.length;
                places[schemaId][statement.subject] = place;
            } else if (statement.observedAt <= accounts[place - 1].latest.observedAt) {
                breach = "replaced by an observation that is not newer";
            }
            Account storage account = accounts[place - 1];
            (account.schemaId, account.latest, account.revoked) = (schemaId, statement, false);
        } catch {
            bool newer = place == 0 || statement.observedAt > accounts[place - 1].latest.observedAt;
            if (signsFor[caller] == _agencyOf(schemaId) && newer)
                breach = "refused a newer observation by a right signer";
        }
    }

    /// @notice Any wallet revokes what stands for a key, or misses its time by a second.
    function revoke(uint256 wallet, uint256 schema, uint256 subject, bool miss) external {
        (address caller, bytes4 schemaId, bytes32 id) = (_wallet(wallet), _schemaAt(schema), _subject(subject));
        uint256 place = places[schemaId][id];
        uint32 observedAt = place == 0 ? 1 : accounts[place - 1].latest.observedAt;
        if (miss) ++observedAt;
        bool right = signsFor[caller] == _agencyOf(schemaId) && place != 0 && !miss && !accounts[place - 1].revoked;
        CHEATS.prank(caller);
        try registry.revoke(schemaId, id, 0, observedAt, "reason") {
            if (right) accounts[place - 1].revoked = true;
            else breach = "revoked what it may not, what is not there, or twice";
        } catch {
            if (right) breach = "refused a right revocation";
        }
    }

    /// @notice An agency's admin adds any wallet; it is refused when that wallet signs for somebody already.
    function addSigner(uint256 agency, uint256 wallet) external {
        (uint16 agencyId, address signer) = (_agency(agency), _wallet(wallet));
        try registry.addSigner(agencyId, signer) {
            if (signsFor[signer] != 0) breach = "a wallet signs for two agencies";
            signsFor[signer] = agencyId;
        } catch {
            if (signsFor[signer] == 0) breach = "refused a free wallet";
        }
    }

    /// @notice An agency's admin drops any wallet; it is refused when that wallet is not the agency's.
    function dropSigner(uint256 agency, uint256 wallet) external {
        (uint16 agencyId, address signer) = (_agency(agency), _wallet(wallet));
        try registry.dropSigner(agencyId, signer) {
            if (signsFor[signer] != agencyId) breach = "dropped another agency's wallet";
            signsFor[signer] = 0;
        } catch {
            if (signsFor[signer] == agencyId) breach = "refused to drop a wallet";
        }
    }

    /// @notice A wallet without an office tries to add itself.
    function addSelf(uint256 agency, uint256 wallet) external {
        address caller = _wallet(wallet);
        CHEATS.prank(caller);
        try registry.addSigner(_agency(agency), caller) {
            breach = "a wallet added itself";
        } catch {}
    }

    function wait(uint256 time) external {
        CHEATS.warp(block.timestamp + (1 + (time % 4)) * STEP);
    }

    function accountCount() external view returns (uint256) {
        return accounts.length;
    }

    function accountAt(uint256 index) external view returns (Account memory) {
        return accounts[index];
    }

    function walletAt(uint256 index) external pure returns (address) {
        return _wallet(index);
    }

    function walletCount() external pure returns (uint256) {
        return WALLETS;
    }

    function registryAddress() external view returns (IAttestationRegistry) {
        return registry;
    }

    function signerOf(address wallet) external view returns (uint16 agencyId) {
        (agencyId, ) = registry.signerOf(wallet);
    }

    function _statement(
        uint256 subject,
        uint256 age,
        int256 value
    ) private view returns (IAttestationRegistry.Statement memory) {
        int256[] memory values = new int256[](1);
        values[0] = value;
        uint32 observedAt = uint32(block.timestamp - (age % 8) * STEP);
        return IAttestationRegistry.Statement(_subject(subject), 0, observedAt, bytes32(uint256(age)), values);
    }

    function _schemaAt(uint256 index) private view returns (bytes4) {
        return schemas[index % schemas.length];
    }

    function _agencyOf(bytes4 schemaId) private pure returns (uint16) {
        return uint16(uint32(schemaId) >> 16);
    }

    function _agency(uint256 index) private pure returns (uint16) {
        return uint16(1 + (index % AGENCIES));
    }

    function _subject(uint256 index) private pure returns (bytes32) {
        return bytes32(1 + (index % SUBJECTS));
    }

    function _wallet(uint256 index) private pure returns (address) {
        return address(uint160(0xa11ce000 + (index % WALLETS)));
    }
}
