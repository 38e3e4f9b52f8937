// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AssetKind, Register} from "../../../contracts/assets/AssetKind.sol";
import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {IAttestationResolver} from "../../../contracts/attestation/IAttestationResolver.sol";
import {CreditActors} from "./CreditActors.sol";

/// @title What happens to papers: attested, revoked, valued, moved; and an account of each of them.
abstract contract AssetActions is CreditActors {
    // Few papers for all companies, so that they meet over the same ones.
    uint256 internal constant PAPERS = 8;

    /// @dev What the account says of a paper. `entity` is zero while no asset exists.
    /// @param schemaId and `subject`: whose statement the asset rests on
    /// @param moved whether it has changed hands since that statement
    /// @param liens loans that it secures, in the order of their pledging
    struct Paper {
        uint256 id;
        Register register;
        uint256 number;
        bytes32 entity;
        AssetKind kind;
        bool inForce;
        bool revoked;
        uint256 dueAt;
        uint256 faceFen;
        bytes4 schemaId;
        bytes32 subject;
        uint256 observedAt;
        bytes32 appraiser;
        uint256 appraisedFen;
        uint256 appraisedAt;
        bool moved;
        uint64[] liens;
    }

    Paper[PAPERS] internal papers;

    // Attestations

    /// @notice An agency states something about a paper, mostly about its holder's, sometimes about another company's.
    function _statePaper() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        bytes4 schemaId = _schemaOf(paper.register);
        bytes32 subject = paper.entity == 0 || _chance(5) ? _company() : paper.entity;
        // Mostly the first label, which is a kind in every schema; the third is none.
        uint256 label = _chance(3) ? _pick(3) : 0;
        IAttestationRegistry.Statement memory statement = _paper(
            subject,
            paper.number,
            label,
            !_chance(8),
            int256(_chance(20) ? block.timestamp : block.timestamp + _between(1 days, 1500 days)),
            paper.register == Register.Patent ? NOT_STATED : int256(_between(1_000_000, 300_000_000)),
            block.timestamp - _pick(3) * 1 days
        );
        address caller = _agencyCaller(schemaId);
        CHEATS.prank(caller);
        try registry.attest(schemaId, statement) {
            _must(caller == _signer(_agencyOf(schemaId)), "a paper was attested by a stranger");
            _stated(paper, schemaId, statement);
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    /// @notice The number of a paper in another written form: lower case, with a space, full-width, or under another key.
    function _misspell() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        bytes4 schemaId = _schemaOf(paper.register);
        uint256 number = _misspelt(paper.number);
        IAttestationRegistry.Statement memory statement = _paper(
            _company(),
            number,
            0,
            true,
            int256(block.timestamp + 365 days),
            50_000_000,
            block.timestamp
        );
        if (number == paper.number) statement.itemKey = bytes32(_pick(type(uint256).max));
        CHEATS.prank(_signer(_agencyOf(schemaId)));
        try registry.attest(schemaId, statement) {
            _must(false, "a second written form of a number was taken");
        } catch (bytes memory reason) {
            _refused(reason);
            _did("refuse a misspelt number");
        }
    }

    /// @notice An agency revokes its newest statement about a paper and a company; the asset need not rest on it.
    function _revokePaper() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        bytes4 schemaId = _schemaOf(paper.register);
        bytes32 subject = paper.entity == 0 || _chance(2) ? _company() : paper.subject;
        (bytes27 id, uint32 observedAt, bool revoked) = registry.latestOf(schemaId, subject, _keyOf(paper.number));
        address caller = _agencyCaller(schemaId);
        bool right = caller == _signer(_agencyOf(schemaId)) && id != 0 && !revoked;
        CHEATS.prank(caller);
        try registry.revoke(schemaId, subject, _keyOf(paper.number), observedAt, "reason") {
            _must(right, "a statement was revoked without right");
            bool restsOnIt = paper.subject == subject && paper.observedAt == observedAt;
            if (!restsOnIt) return _did("revoke a statement on which no asset rests");
            paper.revoked = true;
            _did("revoke");
            if (paper.liens.length != 0) _did("revoke under a live lien");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right revocation was refused");
        }
    }

    /// @notice One of two appraisers values an asset, or revokes what it said last.
    function _appraise() internal {
        Paper storage paper = papers[_chance(2) ? _pick(PAPERS) : _pick(2)];
        bytes32 appraiser = parties[_chance(3) ? BUYER : APPRAISER].id;
        address caller = _caller(appraiser);
        if (_chance(6)) return _unvalue(paper, appraiser, caller);
        uint256 valueFen = _chance(20) ? 0 : _between(10_000_000, 400_000_000);
        uint256 observedAt = block.timestamp - _pick(3) * 1 days;
        bool right =
            _acts(appraiser, caller) &&
                paper.entity != 0 &&
                paper.entity != appraiser &&
                valueFen != 0 &&
                observedAt > paper.appraisedAt;
        IAttestationRegistry.Statement memory statement = _valuation(appraiser, paper.id, int256(valueFen), observedAt);
        CHEATS.prank(caller);
        try registry.attest(valuationSchema, statement) {
            _must(right, "an asset was valued without right");
            (paper.appraiser, paper.appraisedFen, paper.appraisedAt) = (appraiser, valueFen, observedAt);
            _did("appraise");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    // Holders

    /// @notice A token is brought to whoever controls its entity now. Anybody may.
    function _followController() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        bool right = paper.entity != 0 && !_partyOf(paper.entity).suspended;
        CHEATS.prank(_anybody());
        try assets.follow(paper.id) {
            _must(right, "a token followed nobody");
            _must(assets.ownerOf(paper.id) == _partyOf(paper.entity).controller, "a token followed a stranger");
            _did("follow");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a token did not follow its controller");
        }
    }

    /// @notice A token is sent to any wallet, encumbered or not.
    function _transfer() internal {
        Paper storage paper = papers[_pick(PAPERS)];
        address from = _partyOf(paper.entity).controller;
        address to = _chance(5) ? _anybody() : _partyOf(_company()).controller;
        address caller = _chance(10) ? _anybody() : from;
        bytes32 next = assets.receiverOf(to);
        bool right =
            paper.liens.length == 0 &&
                _acts(paper.entity, from) &&
                caller == from &&
                ownerOf(paper.id) == from &&
                _acts(next, to);
        CHEATS.prank(caller);
        try assets.transferFrom(from, to, paper.id) {
            _must(paper.liens.length == 0, "an encumbered asset was transferred");
            _must(right, "an asset was transferred without right");
            (paper.entity, paper.moved) = (next, true);
            _did("transfer");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right transfer was refused");
            if (paper.liens.length != 0) _did("refuse the transfer of an encumbered asset");
        }
    }

    /// @notice What only the ledger's own parts may call, called by anybody.
    function _intrude() internal {
        (address target, bytes memory call) = _intrusion(papers[_pick(PAPERS)], uint64(_between(1, 20)));
        CHEATS.prank(_anybody());
        (bool success, ) = target.call(call);
        _must(!success, "anybody called what only a part of the ledger may");
        _did("refuse an intruder");
    }

    /// @dev Each company begins with papers that it can pledge; one paper nobody knows yet.
    function _registerPapers() internal {
        for (uint256 i = 0; i + 1 < PAPERS; ++i) {
            Paper storage paper = papers[i];
            bytes4 schemaId = _schemaOf(paper.register);
            bytes32 company = parties[i % COMPANIES].id;
            int256 faceFen = paper.register == Register.Patent ? NOT_STATED : int256(100_000_000);
            IAttestationRegistry.Statement memory statement = _paper(
                company,
                paper.number,
                0,
                true,
                int256(block.timestamp + 1000 days),
                faceFen,
                block.timestamp
            );
            CHEATS.prank(_signer(_agencyOf(schemaId)));
            registry.attest(schemaId, statement);
            _stated(paper, schemaId, statement);
        }
    }

    function _stated(Paper storage paper, bytes4 schemaId, IAttestationRegistry.Statement memory statement) private {
        AssetKind kind = _kindOf(paper.register, uint256(statement.values[1]));
        bool inForce = statement.values[2] == 1;
        if (paper.entity == 0) {
            if (!inForce || kind == AssetKind.None) return _did("state what is no asset");
            (paper.entity, paper.kind) = (statement.subject, kind);
            _did("register");
        } else {
            if (paper.entity != statement.subject) _entrusted(paper, statement.subject);
            _must(statement.observedAt > paper.observedAt, "an older statement replaced a newer one");
            _did(paper.revoked ? "heal a revocation" : "update");
        }
        (paper.inForce, paper.revoked, paper.moved) = (inForce, false, false);
        (paper.dueAt, paper.observedAt) = (uint256(statement.values[3]), statement.observedAt);
        paper.faceFen = statement.values[4] == NOT_STATED ? 0 : uint256(statement.values[4]);
        (paper.schemaId, paper.subject) = (schemaId, statement.subject);
    }

    /// @dev An agency that was wrong about the holder, and has said so, may name another while nothing else has happened.
    function _entrusted(Paper storage paper, bytes32 subject) private {
        bool withdrawn = paper.revoked && !paper.moved && paper.liens.length == 0;
        _must(withdrawn, "one paper belongs to two companies");
        paper.entity = subject;
        _did("attest a withdrawn paper for another company");
    }

    function _intrusion(Paper storage paper, uint64 loanId) private returns (address target, bytes memory call) {
        uint256 which = _pick(8);
        bytes32 entity = _company();
        target =
            which < 3
                ? address(assets)
                : which < 6
                    ? address(pledges)
                    : address(guarantees);
        if (which == 0) call = abi.encodeCall(assets.encumber, (paper.id, paper.entity));
        if (which == 1) call = abi.encodeCall(assets.disencumber, (paper.id));
        if (which == 2) call = abi.encodeCall(assets.seize, (paper.id, entity));
        if (which == 3) call = abi.encodeCall(pledges.pledge, (loanId, paper.entity, paper.id, 1));
        if (which == 4) call = abi.encodeCall(pledges.release, (loanId, paper.id));
        if (which == 5) call = abi.encodeCall(pledges.enforce, (loanId, paper.id, entity, 1));
        if (which == 6) call = abi.encodeCall(guarantees.give, (loanId, parties[GUARANTOR].id, 0, 0));
        if (which == 7) call = abi.encodeCall(guarantees.end, (loanId));
    }

    function _unvalue(Paper storage paper, bytes32 appraiser, address caller) private {
        (, uint32 observedAt, ) = registry.latestOf(valuationSchema, appraiser, bytes32(paper.id));
        CHEATS.prank(caller);
        try registry.revoke(valuationSchema, appraiser, bytes32(paper.id), observedAt, "reason") {
            _must(_acts(appraiser, caller), "an appraisal was revoked by a stranger");
            _did("revoke an appraisal");
            if (paper.appraiser != appraiser || paper.appraisedAt != observedAt) return;
            (paper.appraiser, paper.appraisedFen, paper.appraisedAt) = (0, 0, 0);
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    // The account

    function _namePapers() internal {
        _namePaper(0, Register.Patent, "ZL201910123456X");
        _namePaper(1, Register.Patent, "ZL2020200000001");
        _namePaper(2, Register.CustomsDeclaration, "530420200000000001");
        _namePaper(3, Register.CustomsDeclaration, "530420200000000002");
        _namePaper(4, Register.VatInvoice, "04400191130A0001");
        _namePaper(5, Register.VatInvoice, "04400191130A0002");
        _namePaper(6, Register.VatInvoice, "04400191130A0003");
        _namePaper(7, Register.VatInvoice, "04400191130A0004");
    }

    function _namePaper(uint256 index, Register register, bytes memory number) private {
        Paper storage paper = papers[index];
        paper.register = register;
        paper.number = _text(number);
        paper.id = uint256(keccak256(abi.encode(register, keccak256(number))));
    }

    /// @notice The wallet that has an asset's token; zero when there is no token.
    function ownerOf(uint256 assetId) public view returns (address owner) {
        try assets.ownerOf(assetId) returns (address found) {
            owner = found;
        } catch {}
    }

    function paperAt(uint256 index) external view returns (Paper memory) {
        return papers[index];
    }

    function paperCount() external pure returns (uint256) {
        return PAPERS;
    }

    /// @dev What a lender may lend on, as the account knows it.
    function _valueOf(Paper storage paper) internal view returns (uint256) {
        bool valid = paper.appraisedAt != 0 && block.timestamp <= paper.appraisedAt + APPRAISAL_VALIDITY;
        if (!valid) return paper.faceFen;
        return paper.faceFen == 0 || paper.appraisedFen < paper.faceFen ? paper.appraisedFen : paper.faceFen;
    }

    function _pledgeable(Paper storage paper) internal view returns (bool) {
        return
            paper.entity != 0 &&
            paper.inForce &&
            !paper.revoked &&
            block.timestamp < paper.dueAt - (paper.dueAt % 1 days) &&
            block.timestamp <= paper.observedAt + PAPER_VALIDITY &&
            _valueOf(paper) != 0;
    }

    function _paperOf(uint256 assetId) internal view returns (Paper storage) {
        uint256 index;
        while (papers[index].id != assetId) ++index;
        return papers[index];
    }

    /// @dev One of the schemas that write in the register.
    function _schemaOf(Register register) private returns (bytes4) {
        if (register == Register.Patent) return patentSchema;
        if (register == Register.VatInvoice) return invoiceSchema;
        return _chance(2) ? declarationSchema : taxDeclarationSchema;
    }

    function _kindOf(Register register, uint256 label) private pure returns (AssetKind) {
        if (register == Register.VatInvoice) return AssetKind.VatInvoice;
        if (label > 1) return AssetKind.None;
        if (register == Register.Patent) return label == 0 ? AssetKind.InventionPatent : AssetKind.UtilityModel;
        return label == 0 ? AssetKind.ImportDeclaration : AssetKind.ExportDeclaration;
    }

    function _agencyCaller(bytes4 schemaId) private returns (address) {
        return _chance(12) ? _anybody() : _signer(_agencyOf(schemaId));
    }

    function _agencyOf(bytes4 schemaId) private pure returns (uint16) {
        return uint16(uint32(schemaId) >> 16);
    }

    /// @dev Another way to write the number; once in four cases the number itself.
    function _misspelt(uint256 number) private returns (uint256) {
        uint256 way = _pick(4);
        if (way == 0) return (number << 8) | 0x20;
        if (way == 1) return (number << 24) | 0xefbc91;
        if (way == 2) return number | (0x20 << (8 * 13)) | 0x20;
        return number;
    }
}
