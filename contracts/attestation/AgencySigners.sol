// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {LedgerContract} from "../access/LedgerContract.sol";
import {Roles} from "../access/Roles.sol";
import {IAgencySigners} from "./IAgencySigners.sol";

/// @title AgencySigners: see IAgencySigners for what it does.
/// @dev Inherited by the attestation registry, because an external call for each attestation would cost 5,000 gas; kept
/// in one word for each wallet, because the AccessManager would cost 13,800.
abstract contract AgencySigners is LedgerContract, IAgencySigners {
    struct Signer {
        uint16 agencyId;
        uint48 since;
    }

    /// @custom:storage-location erc7201:lingnan.storage.AgencySigners
    struct AgencySignersStorage {
        mapping(address wallet => Signer) signers;
        mapping(uint16 agencyId => bool) agencies;
    }

    // keccak256(abi.encode(uint256(keccak256("lingnan.storage.AgencySigners")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x90f7a68f186eeedbad58b0e083305f3920e8d6953e2ec2b7118948366745ef00;

    /// @inheritdoc IAgencySigners
    function defineAgency(
        uint16 agencyId,
        string calldata code,
        string calldata nameEn,
        string calldata nameZh
    ) external restricted whenNotPaused {
        if (agencyId == 0) revert AgencySignersInvalidAgency(agencyId);
        AgencySignersStorage storage $ = _signersStorage();
        if ($.agencies[agencyId]) revert AgencySignersAgencyExists(agencyId);
        $.agencies[agencyId] = true;
        emit AgencyDefined(agencyId, code, nameEn, nameZh);
    }

    /// @inheritdoc IAgencySigners
    function addSigner(uint16 agencyId, address wallet) external whenNotPaused {
        _requireAgency(agencyId);
        _requireAgencyAdmin(agencyId);
        if (wallet == address(0)) revert AgencySignersInvalidWallet();
        AgencySignersStorage storage $ = _signersStorage();
        uint16 held = $.signers[wallet].agencyId;
        if (held != 0) revert AgencySignersWalletTaken(wallet, held);
        $.signers[wallet] = Signer(agencyId, uint48(block.timestamp));
        emit SignerAdded(agencyId, wallet, msg.sender);
    }

    /// @inheritdoc IAgencySigners
    function dropSigner(uint16 agencyId, address wallet) external {
        _requireAgency(agencyId);
        _requireAgencyAdmin(agencyId);
        _requireSigner(agencyId, wallet);
        delete _signersStorage().signers[wallet];
        emit SignerDropped(agencyId, wallet, msg.sender);
    }

    /// @inheritdoc IAgencySigners
    function agencyExists(uint16 agencyId) external view returns (bool) {
        return _signersStorage().agencies[agencyId];
    }

    /// @inheritdoc IAgencySigners
    function signerOf(address wallet) external view returns (uint16 agencyId, uint48 since) {
        Signer memory signer = _signersStorage().signers[wallet];
        return (signer.agencyId, signer.since);
    }

    function _requireAgency(uint16 agencyId) internal view {
        if (!_signersStorage().agencies[agencyId]) revert AgencySignersUnknownAgency(agencyId);
    }

    function _requireSigner(uint16 agencyId, address wallet) internal view {
        if (_signersStorage().signers[wallet].agencyId != agencyId) revert AgencySignersNotSigner(agencyId, wallet);
    }

    function _requireAgencyAdmin(uint16 agencyId) private view {
        (bool isMember, uint32 executionDelay) = IAccessManager(authority()).hasRole(
            Roles.agencyAdmin(agencyId),
            msg.sender
        );
        if (!isMember || executionDelay != 0) revert AgencySignersNotAdmin(agencyId, msg.sender);
    }

    function _signersStorage() private pure returns (AgencySignersStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
