// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {AssetKind} from "./AssetKind.sol";

/// @title What the ledger keeps of an asset beside its token's owner: 96 bits of the same storage word.
/// @notice `kind (4) | flags (4) | dueDay (16) | knownUntil (32) | faceValueFen (40)`, the kind highest.
library AssetWord {
    uint256 internal constant MAX_FACE_VALUE_FEN = type(uint40).max;
    uint256 internal constant MAX_DUE_DAY = type(uint16).max;

    uint256 private constant FLAGS_AT = 88;

    /// @param flags four bits: see SoftAssets
    /// @param dueDay whole days since 1970 (UTC) of the due date; 0 when not stated; later than 2149-06-06 counts as then
    /// @param knownUntil unix seconds: after this the statement is too old for a new pledge
    /// @param faceValueFen declared or invoiced value; 0 when not stated; more than 2^40 - 1 counts as that
    struct Fields {
        AssetKind kind;
        uint8 flags;
        uint16 dueDay;
        uint32 knownUntil;
        uint40 faceValueFen;
    }

    function pack(Fields memory fields) internal pure returns (uint96) {
        return
            uint96(
                (uint256(uint8(fields.kind)) << 92) |
                    (uint256(fields.flags) << FLAGS_AT) |
                    (uint256(fields.dueDay) << 72) |
                    (uint256(fields.knownUntil) << 40) |
                    fields.faceValueFen
            );
    }

    function unpack(uint96 word) internal pure returns (Fields memory fields) {
        fields.kind = AssetKind(word >> 92);
        fields.flags = uint8((word >> FLAGS_AT) & 0xf);
        fields.dueDay = uint16(word >> 72);
        fields.knownUntil = uint32(word >> 40);
        fields.faceValueFen = uint40(word);
    }

    function has(uint96 word, uint8 flags) internal pure returns (bool) {
        return (word >> FLAGS_AT) & flags == flags;
    }

    function with(uint96 word, uint8 flags) internal pure returns (uint96) {
        return word | uint96(uint256(flags) << FLAGS_AT);
    }

    function without(uint96 word, uint8 flags) internal pure returns (uint96) {
        return word & ~uint96(uint256(flags) << FLAGS_AT);
    }
}
