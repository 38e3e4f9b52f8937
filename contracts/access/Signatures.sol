// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures of wallets of every kind.
library Signatures {
    /// @notice Whether `signature` over `digest` was made by `signer`: 65 bytes (r, s, v), 64 bytes (ERC-2098), or, when
    /// the signer is a contract, anything that its ERC-1271 function accepts.
    /// @dev Two encodings of one signature exist, so a signature must never serve as an identifier or a nonce.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        // The key first: most signers have no code, and to ask whether they have costs 2,600 gas.
        if (signer != address(0) && _recover(digest, signature) == signer) return true;
        return
            signer.code.length != 0 && SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @dev Zero when the signature has neither form or is no signature.
    function _recover(bytes32 digest, bytes calldata signature) private pure returns (address recovered) {
        if (signature.length == 64) {
            (recovered, , ) = ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
        } else {
            (recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        }
    }
}
