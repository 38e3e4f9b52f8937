// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {IDeclarations} from "../../../contracts/attestation/IDeclarations.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";
import {IEntityRegistry} from "../../../contracts/identity/IEntityRegistry.sol";
import {LedgerSetup} from "../support/LedgerSetup.sol";

/// @notice The counterparty that a declaration names by its code, and who may answer in what order.
contract DeclarationsTest is LedgerSetup {
    address private constant WALLET = address(0xc0);
    address private constant SIGNER = address(0x516);
    address private constant PARTNER = address(0xba4);
    uint16 private constant AGENCY = 2;

    IDeclarations private declarations;
    bytes4 private schemaId;
    bytes32 private company;

    function setUp() public {
        _deployLedger();
        declarations = IDeclarations(_behindProxy("Declarations", abi.encode(entities, registry)));
        address[] memory signers = new address[](1);
        signers[0] = SIGNER;
        _agencyWithSigners(AGENCY, signers);
        string[] memory fields = new string[](2);
        schemaId = registry.defineSchema("company.asset.v1", 0, fields, ISchemas.Mode.Stream, 90 days, address(0));
        declarations.defineRule(schemaId, 1, uint240(1 << AGENCY));
        company = entities.register("9144030071526726XG", IEntityRegistry.Kind.Company, WALLET);
    }

    /// @notice Any code of 18 bytes names the entity whose id is its hash.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_ACodeNamesItsEntity(bytes18 code) public {
        code = bytes18(uint144(code) | (uint144(0x30) << 136));
        IAttestationRegistry.Statement memory statement = _declare(int256(uint256(uint144(code))));
        bytes memory reason = _countersign(statement);
        require(bytes4(reason) == IDeclarations.DeclarationsNotCounterparty.selector, "error");
        bytes32 expected = keccak256(abi.encodePacked(code));
        bytes32 counterparty;
        assembly ("memory-safe") {
            counterparty := mload(add(reason, 0x44))
        }
        require(counterparty == expected, "counterparty");
    }

    /// @notice A text of another length names nobody, nor does what is not stated.
    /// hardhat-config: fuzz.runs = 128
    function testFuzz_AnotherLengthNamesNobody(uint256 text, uint8 length) public {
        length = uint8(length % 33);
        if (length == 18) length = 19;
        if (length < 32) text &= (uint256(1) << (8 * uint256(length))) - 1;
        // The first character is there, so that the text has its length.
        if (length != 0) text |= uint256(0x41) << (8 * (uint256(length) - 1));
        IAttestationRegistry.Statement memory statement = _declare(int256(text));
        require(bytes4(_countersign(statement)) == IDeclarations.DeclarationsNoCounterparty.selector, "error");
    }

    /// @notice Any sequence of answers follows the table: the counterparty answers first and once; an agency may confirm
    /// what is not rejected and reject what it pleases; a rejection is final.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_AnswersFollowTheTable(uint256 seed) public {
        entities.register("914403001922038216", IEntityRegistry.Kind.Company, PARTNER);
        uint256 code = uint256(uint144(bytes18("914403001922038216")));
        IAttestationRegistry.Statement memory statement = _declare(int256(code));
        (bytes27 id, , ) = registry.latestOf(schemaId, company, 0);
        IDeclarations.State state = IDeclarations.State.Declared;
        for (uint256 i = 0; i < 6; ++i) {
            uint256 which = (seed >> (8 * i)) % 4;
            bool right =
                which < 2
                    ? state == IDeclarations.State.Declared
                    : state != IDeclarations.State.Rejected && (which == 3 || state != IDeclarations.State.Confirmed);
            require(_answer(which, statement) == right, "right");
            if (right) state = which % 2 == 1 ? IDeclarations.State.Rejected : _stateAfter(which);
            require(declarations.answerOf(id).state == state, "state");
        }
    }

    function _stateAfter(uint256 which) private pure returns (IDeclarations.State) {
        return which == 0 ? IDeclarations.State.Countersigned : IDeclarations.State.Confirmed;
    }

    /// @dev 0 countersign, 1 reject, 2 confirm, 3 reject as an agency.
    function _answer(uint256 which, IAttestationRegistry.Statement memory statement) private returns (bool success) {
        bytes memory call =
            which == 0
                ? abi.encodeCall(declarations.countersign, (schemaId, statement))
                : which == 1
                    ? abi.encodeCall(declarations.reject, (schemaId, statement, "reason"))
                    : which == 2
                        ? abi.encodeCall(declarations.confirm, (schemaId, statement))
                        : abi.encodeCall(declarations.rejectAsAgency, (schemaId, statement, "reason"));
        CHEATS.prank(which < 2 ? PARTNER : SIGNER);
        (success, ) = address(declarations).call(call);
    }

    function _declare(int256 counterparty) private returns (IAttestationRegistry.Statement memory statement) {
        int256[] memory values = new int256[](2);
        (values[0], values[1]) = (100_000, counterparty);
        statement = IAttestationRegistry.Statement(company, 0, uint32(START), 0, values);
        CHEATS.prank(WALLET);
        registry.attest(schemaId, statement);
    }

    function _countersign(IAttestationRegistry.Statement memory statement) private returns (bytes memory) {
        CHEATS.prank(PARTNER);
        try declarations.countersign(schemaId, statement) {
            revert("a stranger countersigned");
        } catch (bytes memory reason) {
            return reason;
        }
    }
}
