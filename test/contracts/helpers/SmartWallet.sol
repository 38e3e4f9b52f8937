// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A wallet that is a contract: two owners sign together, so that a signature has 130 bytes.
contract SmartWallet is IERC1271 {
    address public immutable FIRST;
    address public immutable SECOND;

    constructor(address first, address second) {
        FIRST = first;
        SECOND = second;
    }

    function execute(address target, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == FIRST, "not an owner");
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 130) return 0xffffffff;
        bool signed = ECDSA.recover(digest, signature[:65]) == FIRST && ECDSA.recover(digest, signature[65:]) == SECOND;
        return signed ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
