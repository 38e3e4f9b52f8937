// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.29;

import {IEAS} from "@ethereum-attestation-service/eas-contracts/contracts/IEAS.sol";
import {Attestation} from "@ethereum-attestation-service/eas-contracts/contracts/Common.sol";

/// @title The least that a score over records of the Ethereum Attestation Service takes, for the benchmark.
/// @notice Each record is read from storage, because EAS keeps the data there and not its hash. One schema and one
/// attester for all, four bins in the code for the first value of each, one word stored: all in its favour.
contract EasScore {
    IEAS private immutable EAS;
    bytes32 private immutable SCHEMA;
    address private immutable ATTESTER;

    mapping(address company => uint256) private _ratings;

    event Certified(address indexed company, uint256 total, bytes32 evidence);

    error EasScoreUnusable(bytes32 uid);

    constructor(IEAS eas, bytes32 schema, address attester) {
        (EAS, SCHEMA, ATTESTER) = (eas, schema, attester);
    }

    function certify(address company, bytes32[] calldata uids) external {
        uint256 total = 500;
        for (uint256 i = 0; i < uids.length; ++i) {
            Attestation memory record = EAS.getAttestation(uids[i]);
            if (
                record.schema != SCHEMA ||
                record.attester != ATTESTER ||
                record.recipient != company ||
                record.revocationTime != 0 ||
                (record.expirationTime != 0 && record.expirationTime < block.timestamp)
            ) revert EasScoreUnusable(uids[i]);
            int256[8] memory values = abi.decode(record.data, (int256[8]));
            total +=
                values[0] < 0
                    ? 0
                    : values[0] < 1_000
                        ? 5
                        : values[0] < 1_000_000
                            ? 10
                            : 15;
        }
        bytes32 evidence = keccak256(abi.encodePacked(uids));
        _ratings[company] = (uint256(evidence) << 64) | (block.timestamp << 16) | total;
        emit Certified(company, total, evidence);
    }
}
