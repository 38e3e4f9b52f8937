// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ISoftAssets} from "../../../contracts/assets/ISoftAssets.sol";
import {IPledgeRegistry} from "../../../contracts/assets/IPledgeRegistry.sol";
import {IGuaranteeRegistry} from "../../../contracts/lending/IGuaranteeRegistry.sol";
import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {TestMoney} from "../helpers/TestMoney.sol";
import {IAssets} from "../support/IAssets.sol";
import {LedgerSetup} from "../support/LedgerSetup.sol";
import {AssetActions} from "./AssetActions.sol";
import {CreditActors} from "./CreditActors.sol";
import {CreditHandler} from "./CreditHandler.sol";
import {LoanAccounts} from "./LoanAccounts.sol";

/// @notice What holds of assets, liens, loans and guarantees after any sequence of calls: see docs/invariants.md. Each
/// sentence is a function; they are looked at together after each call, because a campaign for each would take minutes.
contract CreditInvariants is LedgerSetup {
    uint8 private constant IN_FORCE = 1;
    uint8 private constant REVOKED = 2;
    uint8 private constant ENCUMBERED = 4;

    CreditHandler private handler;
    IAssets private assets;
    IPledgeRegistry private pledges;
    IGuaranteeRegistry private guarantees;
    ILoanDesk private desk;
    TestMoney private money;

    function setUp() public {
        handler = CreditHandler(_deploy("CreditHandler", ""));
        assets = handler.assetsAddress();
        pledges = handler.pledgesAddress();
        guarantees = handler.guaranteesAddress();
        desk = handler.deskAddress();
        money = handler.moneyAddress();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// hardhat-config: invariant.runs = 256
    /// hardhat-config: invariant.depth = 128
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_AssetsAndLiens() public view {
        for (uint256 i = 0; i < handler.paperCount(); ++i) {
            AssetActions.Paper memory paper = handler.paperAt(i);
            ISoftAssets.Asset memory asset = assets.assetOf(paper.id);
            IPledgeRegistry.Lien[] memory liens = pledges.liensOf(paper.id);
            eachPaperIsOneAssetOfOneCompany(paper, asset);
            theTokenLiesWithAControllerOfItsEntity(paper);
            anAssetIsLockedExactlyWhileALienIsOnIt(paper, asset, liens);
            ranksAreDenseAndHeldOnce(paper, liens);
            liensNeverExceedTheAdvanceValueAtTheirPledge(paper, liens);
            everyLienBelongsToAnOpenLoanOfTheHolder(asset, liens);
        }
    }

    /// hardhat-config: invariant.runs = 256
    /// hardhat-config: invariant.depth = 128
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_Loans() public view {
        for (uint64 loanId = 1; loanId <= handler.caseCount(); ++loanId) {
            LoanAccounts.Case memory expected = handler.caseAt(loanId);
            ILoanDesk.Loan memory loan = desk.loanOf(loanId);
            theBookIsWhatWasDone(expected, loan);
            aLoanCountsItsLiensAndAnEndedOneHasNone(loanId, loan);
            outstandingIsLentPlusAccruedLessRepaid(loanId, expected, loan);
            aGuaranteeIsWhatWasPromised(loanId, expected);
        }
        guaranteesCountAgainstTheLimit();
        noMoneyIsMadeOrLost();
    }

    function eachPaperIsOneAssetOfOneCompany(
        AssetActions.Paper memory paper,
        ISoftAssets.Asset memory asset
    ) private view {
        require(assets.assetIdOf(paper.register, paper.number) == paper.id, "another id");
        require(asset.entity == paper.entity && asset.kind == paper.kind, "holder or kind");
        require((asset.flags & IN_FORCE != 0) == paper.inForce, "in force");
        require((asset.flags & REVOKED != 0) == paper.revoked, "revoked");
    }

    function theTokenLiesWithAControllerOfItsEntity(AssetActions.Paper memory paper) private view {
        address owner = handler.ownerOf(paper.id);
        require(owner == address(0) || handler.controlled(paper.entity, owner), "a stranger has the token");
    }

    function anAssetIsLockedExactlyWhileALienIsOnIt(
        AssetActions.Paper memory paper,
        ISoftAssets.Asset memory asset,
        IPledgeRegistry.Lien[] memory liens
    ) private view {
        bool encumbered = asset.flags & ENCUMBERED != 0;
        require(encumbered == (liens.length != 0), "flag");
        if (handler.ownerOf(paper.id) != address(0)) require(assets.locked(paper.id) == encumbered, "locked");
    }

    /// @dev The account keeps liens in the order of their pledging; a gap would cut the chain's list short.
    function ranksAreDenseAndHeldOnce(
        AssetActions.Paper memory paper,
        IPledgeRegistry.Lien[] memory liens
    ) private pure {
        require(liens.length == paper.liens.length, "number of liens");
        for (uint256 i = 0; i < liens.length; ++i) {
            require(liens[i].loanId == paper.liens[i], "rank");
            for (uint256 j = 0; j < i; ++j) require(liens[j].loanId != liens[i].loanId, "two ranks for one loan");
        }
    }

    /// @dev Those before a lien were there when it was pledged, and have only become smaller or fewer.
    function liensNeverExceedTheAdvanceValueAtTheirPledge(
        AssetActions.Paper memory paper,
        IPledgeRegistry.Lien[] memory liens
    ) private view {
        uint256 securedFen;
        for (uint256 i = 0; i < liens.length; ++i) {
            LoanAccounts.LienAccount memory expected = handler.lienAt(paper.id, liens[i].loanId);
            securedFen += liens[i].securedFen;
            require(liens[i].securedFen == expected.securedFen, "secured");
            require(liens[i].valueFen == expected.valueFen && liens[i].advanceBps == expected.advanceBps, "value");
            require(securedFen <= (expected.valueFen * expected.advanceBps) / 10_000, "above the advance value");
        }
    }

    function everyLienBelongsToAnOpenLoanOfTheHolder(
        ISoftAssets.Asset memory asset,
        IPledgeRegistry.Lien[] memory liens
    ) private view {
        for (uint256 i = 0; i < liens.length; ++i) {
            ILoanDesk.Loan memory loan = desk.loanOf(liens[i].loanId);
            require(_isOpen(loan.terms.state), "a lien of a loan that is not open");
            require(loan.borrower == asset.entity, "an encumbered asset moved");
        }
    }

    function theBookIsWhatWasDone(LoanAccounts.Case memory expected, ILoanDesk.Loan memory loan) private pure {
        require(loan.terms.state == expected.state, "state");
        require(loan.borrower == expected.borrower && loan.lender == expected.lender, "parties");
        require(loan.terms.deadline == expected.deadline, "deadline");
        require(loan.assignee == expected.assignee, "assignee");
        require(loan.claim.amountFen == expected.claimFen && loan.claim.answerBy == expected.answerBy, "claim");
    }

    function aLoanCountsItsLiensAndAnEndedOneHasNone(uint64 loanId, ILoanDesk.Loan memory loan) private view {
        uint256 count = handler.pledgedFor(loanId).length;
        require(loan.terms.pledges == count, "number of pledges");
        require(count == 0 || _isOpen(loan.terms.state), "an ended loan has a lien");
    }

    /// @dev The account keeps totals that only grow; the chain keeps what is left.
    function outstandingIsLentPlusAccruedLessRepaid(
        uint64 loanId,
        LoanAccounts.Case memory expected,
        ILoanDesk.Loan memory loan
    ) private view {
        if (loan.terms.state != ILoanDesk.State.Active && loan.terms.state != ILoanDesk.State.Defaulted) return;
        ILoanDesk.Balance memory balance = desk.balanceOf(loanId);
        uint256 outstandingFen = handler.outstandingOf(loanId);
        require(desk.outstandingOf(loanId) == outstandingFen, "outstanding");
        require(balance.principalFen == expected.principalFen && balance.feesFen == expected.feesFen, "allocation");
        require(
            balance.interestUnits / 3_600_000 == outstandingFen - expected.principalFen - expected.feesFen,
            "interest"
        );
        require(balance.dueDay == expected.dueDay, "due day");
    }

    function aGuaranteeIsWhatWasPromised(uint64 loanId, LoanAccounts.Case memory expected) private view {
        (bytes32 guarantor, uint56 guaranteedFen) = guarantees.guaranteeOf(loanId);
        require(guaranteedFen == expected.guaranteedFen, "guaranteed");
        require((guarantor == 0) == (guaranteedFen == 0), "guarantor");
        require(guarantor == 0 || _isOpen(expected.state), "a guarantee of a loan that is not open");
    }

    function guaranteesCountAgainstTheLimit() private view {
        bytes32 guarantor = handler.guarantorId();
        (uint128 limitFen, uint128 outstandingFen) = guarantees.guarantorOf(guarantor);
        uint256 sum;
        for (uint64 loanId = 1; loanId <= handler.caseCount(); ++loanId) {
            sum += guarantees.promiseOf(loanId, guarantor).guaranteedFen;
        }
        require(sum == outstandingFen && outstandingFen == handler.allPromisedFen(), "sum of promises");
        require(outstandingFen <= limitFen, "above the limit");
    }

    /// @dev The desk has what it keeps for lenders and nothing else.
    function noMoneyIsMadeOrLost() private view {
        uint256 keptUnits;
        for (uint256 i = 0; i < handler.partyCount(); ++i) {
            CreditActors.Party memory party = handler.partyAt(i);
            uint256 kept = desk.keptFor(party.id, address(money));
            require(kept == handler.keptUnits(party.id), "kept");
            keptUnits += kept;
        }
        require(money.balanceOf(address(desk)) == keptUnits, "the desk's balance");
    }

    function _isOpen(ILoanDesk.State state) private pure returns (bool) {
        return state >= ILoanDesk.State.Accepted && state <= ILoanDesk.State.Defaulted;
    }
}
