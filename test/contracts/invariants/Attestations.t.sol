// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {AttestationHandler} from "./AttestationHandler.sol";

/// @notice What holds of the attestation registry after any sequence of calls: see docs/invariants.md.
contract AttestationsInvariants {
    AttestationHandler private handler;
    IAttestationRegistry private registry;

    function setUp() public {
        handler = new AttestationHandler();
        registry = handler.registryAddress();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @notice Only the issuing agency's signers change its statements, only newer observations replace older ones, and
    /// every right call succeeds.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 100
    function invariant_NothingImpossibleHappened() public view {
        require(bytes(handler.breach()).length == 0, handler.breach());
    }

    /// @notice The chain keeps the id and the time of the newest statement for each key.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 100
    function invariant_TheNewestStatementStands() public view {
        for (uint256 i = 0; i < handler.accountCount(); ++i) {
            AttestationHandler.Account memory account = handler.accountAt(i);
            IAttestationRegistry.Statement memory latest = account.latest;
            (bytes27 id, uint32 observedAt, bool revoked) = registry.latestOf(account.schemaId, latest.subject, 0);
            bytes memory record = abi.encodePacked(
                (uint256(uint32(account.schemaId)) << 224) | (latest.values.length << 32) | latest.observedAt,
                latest.subject,
                latest.itemKey,
                latest.evidence,
                latest.values
            );
            require(id == bytes27(keccak256(record)), "id");
            require(observedAt == latest.observedAt, "observedAt");
            require(revoked == account.revoked, "revoked");
        }
    }

    /// @notice A statement is current exactly when it is the newest, is not revoked and has not expired.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 100
    function invariant_CurrentMeansNewestAndNeitherRevokedNorExpired() public view {
        for (uint256 i = 0; i < handler.accountCount(); ++i) {
            AttestationHandler.Account memory account = handler.accountAt(i);
            IAttestationRegistry.Statement memory latest = account.latest;
            bool expired = block.timestamp > uint256(latest.observedAt) + handler.VALIDITY();
            require(registry.isCurrent(account.schemaId, latest) == (!account.revoked && !expired), "current");
            latest.values[0] = latest.values[0] ^ 1;
            require(!registry.isCurrent(account.schemaId, latest), "forged");
        }
    }

    /// @notice A wallet signs for the agency whose admin added it last and has not dropped it, or for none.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 100
    function invariant_AWalletSignsForOneAgency() public view {
        for (uint256 i = 0; i < handler.walletCount(); ++i) {
            address wallet = handler.walletAt(i);
            require(handler.signerOf(wallet) == handler.signsFor(wallet), "signer");
        }
    }
}
