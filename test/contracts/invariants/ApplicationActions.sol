// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {IProductCatalogue} from "../../../contracts/lending/IProductCatalogue.sol";
import {LoanAccounts} from "./LoanAccounts.sol";

/// @title From application to acceptance, by anybody at any time.
abstract contract ApplicationActions is LoanAccounts {
    function _applyFor() internal {
        uint256 index = _pick(offered.length);
        Product memory product = offered[index];
        bytes32 borrower = _chance(15) ? _lender() : _company();
        uint16 version = _chance(15) ? product.version + 1 : product.version;
        uint56 amountFen = uint56(_between(100_000, _chance(15) ? 200_000_000 : 40_000_000));
        uint16 tenorMonths = uint16(_chance(15) ? _pick(40) : _between(1, 6));
        address caller = _caller(borrower);
        CHEATS.prank(caller);
        try desk.applyFor(borrower, product.id, version, amountFen, tenorMonths, "purpose") returns (uint64 loanId) {
            _must(_acts(borrower, caller), "somebody else applied");
            _must(borrower != product.lender, "a lender applied to itself");
            _must(version == product.version, "an application for terms that cannot be had");
            _must(amountFen <= 100_000_000 && tenorMonths >= 1 && tenorMonths <= 24, "an application out of range");
            _must(loanId == ++caseCount, "two cases with one number");
            Case storage loan = cases[loanId];
            (loan.borrower, loan.product, loan.state) = (borrower, index, ILoanDesk.State.Applied);
            loan.deadline = block.timestamp + 60 days;
            _did("apply");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    /// @notice A lender changes a product: applications under the old version can no longer be offered on.
    function _changeProduct() internal {
        Product storage product = offered[_pick(offered.length)];
        address caller = _caller(product.lender);
        address token = product.token ? address(money) : address(0);
        CHEATS.prank(caller);
        try products.change(product.id, product.version, _terms(product.kinds), token, "") {
            _must(_acts(product.lender, caller), "somebody else changed a product");
            ++product.version;
            _did("change a product");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    function _makeOffer() internal {
        uint64 loanId = _caseIn(_pending());
        if (loanId == 0) return;
        Case storage loan = cases[loanId];
        bytes32 lender = _lenderOf(loanId);
        ILoanDesk.Offer memory terms = _randomOffer(loan);
        address caller = _caller(lender);
        CHEATS.prank(caller);
        try desk.offer(loanId, terms) {
            _must(_acts(lender, caller), "somebody else offered");
            _must(_is(loanId, _pending()), "an offer on what is no application");
            _must(terms.feeFen <= terms.amountFen / 10, "a fee above a tenth");
            _did(loan.onOffer.length == 0 ? "offer" : "change an offer");
            (loan.state, loan.deadline) = (ILoanDesk.State.Offered, terms.validUntil);
            loan.onOffer = abi.encode(terms);
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    /// @notice A borrower accepts what is on offer, mostly after the guarantor and the senior lienholders have agreed.
    function _acceptOffer() internal {
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Offered));
        if (loanId == 0 || cases[loanId].onOffer.length == 0) return;
        Case storage loan = cases[loanId];
        ILoanDesk.Offer memory terms = abi.decode(loan.onOffer, (ILoanDesk.Offer));
        if (!_chance(6)) _gatherConsents(loanId, terms);
        bool changed = _chance(12);
        if (changed) ++terms.amountFen;
        address caller = _caller(loan.borrower);
        CHEATS.prank(caller);
        try desk.accept(loanId, terms) {
            _must(!changed, "an offer was accepted that nobody made");
            _must(_acts(loan.borrower, caller), "somebody else accepted");
            _accepted(loanId, terms);
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    function _withdraw() internal {
        uint64 loanId = _caseIn(_pending());
        if (loanId == 0) return;
        address caller = _caller(cases[loanId].borrower);
        bool right = _acts(cases[loanId].borrower, caller) && _is(loanId, _pending());
        CHEATS.prank(caller);
        try desk.withdraw(loanId) {
            _must(right, "an application was withdrawn without right");
            _ended(loanId, ILoanDesk.State.Withdrawn, new uint256[](0));
            _did("withdraw");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a right withdrawal was refused");
        }
    }

    /// @notice A lender declines, or takes its offer back.
    function _decline() internal {
        uint64 loanId = _caseIn(_pending());
        if (loanId == 0) return;
        bytes32 lender = _lenderOf(loanId);
        address caller = _caller(lender);
        bool wholly = _chance(2);
        uint256 states = wholly ? _pending() : _bit(ILoanDesk.State.Offered);
        bool right = _acts(lender, caller) && _is(loanId, states);
        bytes memory call =
            wholly ? abi.encodeCall(desk.decline, (loanId, "reason")) : abi.encodeCall(desk.withdrawOffer, (loanId));
        CHEATS.prank(caller);
        (bool success, bytes memory reason) = address(desk).call(call);
        if (!success) return _refusedRight(reason, right, "a lender could not decline");
        _must(right, "declined without right");
        if (wholly) {
            _ended(loanId, ILoanDesk.State.Declined, new uint256[](0));
            return _did("decline");
        }
        Case storage loan = cases[loanId];
        (loan.state, loan.deadline, loan.onOffer) = (ILoanDesk.State.Applied, block.timestamp + 60 days, "");
        _did("withdraw an offer");
    }

    /// @notice The guarantor promises for what is on offer, or takes a promise back; the lender releases a guarantee.
    function _guarantee() internal {
        uint256 which = _pick(4);
        if (which == 0) return _takeBack(_caseIn(type(uint256).max));
        if (which == 1) return _release(_caseIn(_open()));
        uint64 loanId = _caseIn(_bit(ILoanDesk.State.Offered));
        if (loanId == 0 || cases[loanId].onOffer.length == 0) return;
        _undertake(loanId, abi.decode(cases[loanId].onOffer, (ILoanDesk.Offer)), uint56(_between(0, 60_000_000)));
    }

    function _publishProducts() internal {
        for (uint256 i = 0; i < LENDERS; ++i) {
            bytes32 lender = parties[FIRST_LENDER + i].id;
            _publish(Product(0, lender, false, ALL_KINDS, 1));
            // The last lender takes nothing but patents for it.
            _publish(Product(0, lender, true, i + 1 == LENDERS ? uint16(6) : ALL_KINDS, 1));
        }
    }

    function _publish(Product memory product) private {
        bytes memory call = abi.encodeCall(
            products.publish,
            (
                product.lender,
                product.token ? "tokens" : "bank money",
                _terms(product.kinds),
                product.token ? address(money) : address(0),
                ""
            )
        );
        CHEATS.prank(_partyOf(product.lender).controller);
        (, bytes memory answer) = address(products).call(call);
        product.id = abi.decode(answer, (uint32));
        offered.push(product);
    }

    function _accepted(uint64 loanId, ILoanDesk.Offer memory terms) private {
        Case storage loan = cases[loanId];
        bytes32 lender = _lenderOf(loanId);
        _must(_is(loanId, _bit(ILoanDesk.State.Offered)), "accepted what is not on offer");
        _must(block.timestamp <= terms.validUntil, "an offer was accepted after its time");
        _must(!_partyOf(lender).suspended, "an offer of a suspended lender was accepted");
        (loan.lender, loan.state, loan.onOffer) = (lender, ILoanDesk.State.Accepted, "");
        loan.deadline = block.timestamp + 30 days;
        (loan.rateBps, loan.overdueRateBps) = (terms.rateBps, terms.overdueRateBps);
        (loan.agreedFen, loan.agreedFeeFen) = (terms.amountFen, terms.feeFen);
        _did("accept");
        if (terms.guarantor != 0) {
            _must(promisedFen[loanId] == terms.guaranteedFen, "a guarantee that was not promised");
            _must(_acts(terms.guarantor, promisedBy[loanId]), "a guarantee of a wallet that has no say");
            loan.guaranteedFen = terms.guaranteedFen;
            _did("accept with a guarantee");
        }
        for (uint256 i = 0; i < terms.collateral.length; ++i) {
            _pledged(loanId, terms.collateral[i].assetId, terms.collateral[i].securedFen);
        }
    }

    function _gatherConsents(uint64 loanId, ILoanDesk.Offer memory terms) private {
        if (terms.guarantor != 0) _undertake(loanId, terms, terms.guaranteedFen);
        for (uint256 i = 0; i < terms.collateral.length; ++i) {
            _gatherJuniorConsents(loanId, terms.collateral[i].assetId, terms.collateral[i].securedFen);
        }
    }

    /// @dev Every lienholder of an asset lets a loan be secured behind its own lien, once in ten cases for too little.
    function _gatherJuniorConsents(uint64 loanId, uint256 assetId, uint56 securedFen) internal {
        Paper storage paper = _paperOf(assetId);
        for (uint256 i = 0; i < paper.liens.length; ++i) {
            uint64 senior = paper.liens[i];
            uint56 consentFen = _chance(10) ? securedFen - 1 : securedFen;
            address caller = _caller(cases[senior].lender);
            CHEATS.prank(caller);
            try pledges.consentToJunior(assetId, senior, loanId, consentFen) {
                _must(_acts(cases[senior].lender, caller), "somebody else consented to a junior lien");
                juniorConsents[_consentKey(assetId, senior, loanId)] = consentFen;
            } catch (bytes memory reason) {
                _refused(reason);
            }
        }
    }

    function _undertake(uint64 loanId, ILoanDesk.Offer memory terms, uint56 fen) private {
        bytes32 guarantor = parties[GUARANTOR].id;
        (uint128 limitFen, ) = guarantees.guarantorOf(guarantor);
        address caller = _caller(guarantor);
        CHEATS.prank(caller);
        try guarantees.undertake(guarantor, loanId, keccak256(abi.encode(terms)), fen) {
            _must(_acts(guarantor, caller), "somebody else promised a guarantee");
            _must(promisedFen[loanId] == 0 && fen != 0, "a case was promised for twice");
            _must(allPromisedFen + fen <= limitFen, "a guarantee above the guarantor's limit");
            promisedFen[loanId] = fen;
            allPromisedFen += fen;
            promisedBy[loanId] = caller;
            _did("promise a guarantee");
        } catch (bytes memory reason) {
            _refused(reason);
        }
    }

    function _takeBack(uint64 loanId) private {
        bytes32 guarantor = parties[GUARANTOR].id;
        address caller = _caller(guarantor);
        bool right = _acts(guarantor, caller) && promisedFen[loanId] != 0 && cases[loanId].guaranteedFen == 0;
        CHEATS.prank(caller);
        try guarantees.takeBack(guarantor, loanId) {
            _must(right, "a promise was taken back without right");
            _unpromised(loanId);
            _did("take back a promise");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a promise could not be taken back");
        }
    }

    function _release(uint64 loanId) private {
        address caller = _caller(cases[loanId].lender);
        bool right = _acts(cases[loanId].lender, caller) && cases[loanId].guaranteedFen != 0;
        CHEATS.prank(caller);
        try guarantees.release(loanId) {
            _must(right, "a guarantee was released without right");
            _unpromised(loanId);
            cases[loanId].guaranteedFen = 0;
            _did("release a guarantee");
        } catch (bytes memory reason) {
            _refusedRight(reason, right, "a guarantee could not be released");
        }
    }

    function _randomOffer(Case storage loan) private returns (ILoanDesk.Offer memory terms) {
        terms.amountFen = uint56(_between(100_000, 40_000_000));
        terms.feeFen = uint40(_chance(2) ? 0 : _between(0, terms.amountFen / (_chance(10) ? 8 : 10)));
        terms.tenorMonths = uint16(_between(1, 6));
        terms.rateBps = uint16(_between(300, 1200));
        terms.overdueRateBps = uint16(_between(terms.rateBps, (uint256(terms.rateBps) * 3) / 2));
        terms.validUntil = uint40(block.timestamp + _between(1 days, 60 days));
        if (_chance(4)) {
            terms.guarantor = parties[GUARANTOR].id;
            terms.guaranteedFen = uint56(_between(1, terms.amountFen));
        }
        terms.collateral = _randomCollateral(loan.borrower);
    }

    /// @dev At most two of the borrower's papers, free or pledged.
    function _randomCollateral(bytes32 borrower) private returns (ILoanDesk.Collateral[] memory collateral) {
        uint256 count;
        collateral = new ILoanDesk.Collateral[](2);
        uint256 start = _pick(PAPERS);
        for (uint256 i = 0; i < PAPERS && count < 2; ++i) {
            Paper storage paper = papers[(start + i) % PAPERS];
            if (paper.entity != borrower && !_chance(40)) continue;
            if (_pledgeable(paper) || _chance(40)) {
                collateral[count++] = ILoanDesk.Collateral(paper.id, _somethingSecured(paper));
            }
        }
        if (_chance(5)) count = 0;
        assembly ("memory-safe") {
            mstore(collateral, count)
        }
    }

    /// @dev Mostly a part of what is available, sometimes a little more than all.
    function _somethingSecured(Paper storage paper) internal returns (uint56) {
        uint256 limit = (_valueOf(paper) * pledges.advanceRateOf(paper.kind)) / 10_000;
        uint256 securedFen = _securedFen(paper);
        uint256 available = limit > securedFen ? limit - securedFen : 0;
        return uint56(1 + (_chance(12) ? available : _pick(available / 2 + 1)));
    }
}
