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
        if (signature.length == 64 && signer.code.length == 0) {
            (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(
                digest,
                bytes32(signature[:32]),
                bytes32(signature[32:])
            );
            return problem == ECDSA.RecoverError.NoError && recovered == signer;
        }
        return SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature);
    }
}
