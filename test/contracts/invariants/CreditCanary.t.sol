// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ILoanDesk} from "../../../contracts/lending/ILoanDesk.sol";
import {CreditExits} from "./CreditExits.sol";
import {CreditHandler} from "./CreditHandler.sol";

/// @notice The random calls are worth something only if they go deep: each of these must have happened.
contract CreditCanary is CreditExits {
    uint256 private constant WORLDS = 40;
    uint256 private constant CALLS = 500;

    string private constant ACTIONS =
        "statePaper;appraise;wait;rareThing;lend;makeOffer;acceptOffer;guarantee;disburse;answerReceipt;pay;claim;end;"
        "addCollateral;restructure;assign;demand;enforce;";

    string private constant DEEDS =
        "hand over;suspend;reinstate;wait;register;update;heal a revocation;state what is no asset;"
        "refuse a misspelt number;revoke;revoke under a live lien;revoke a statement on which no asset rests;"
        "appraise;revoke an appraisal;follow;transfer;refuse the transfer of an encumbered asset;"
        "refuse an intruder;apply;change a product;offer;change an offer;accept;accept with a guarantee;withdraw;"
        "decline;withdraw an offer;promise a guarantee;take back a promise;release a guarantee;pledge;"
        "pledge behind others;disburse in tokens;disburse off the chain;confirm a receipt;"
        "be silent about a receipt;deny a receipt;repay in tokens;repay a suspended lender;record a repayment;"
        "claim a repayment;confirm a claim;be silent about a claim;reject a claim;settle;settle and release;"
        "collect;add collateral;release;release before others;reduce a lien;change an advance rate;enforce;"
        "enforce before others;enforce as a junior;take an asset over;"
        "refuse enforcement before the end of the notice;refuse a junior's enforcement;propose new terms;"
        "accept new terms;heal a default;take a loan over;declare a default;write off;expire;cancel;"
        "give up a disbursement;lapse;deny a receipt again;attest a withdrawn paper for another company;";

    mapping(string deed => uint256) private done;

    function test_EveryActionSucceedsSomewhere() public {
        string[] memory actions = _words(ACTIONS);
        string[] memory deeds = _words(DEEDS);
        for (uint256 world = 0; world < WORLDS; ++world) {
            CreditHandler handler = CreditHandler(_deploy("CreditHandler", ""));
            _live(handler, actions, world);
            _leaveEverything(handler);
            for (uint256 i = 0; i < deeds.length; ++i) done[deeds[i]] += handler.successes(deeds[i]);
        }
        string memory missing;
        for (uint256 i = 0; i < deeds.length; ++i) {
            if (done[deeds[i]] == 0) missing = string.concat(missing, deeds[i], "; ");
        }
        require(bytes(missing).length == 0, string.concat("never done: ", missing));
        for (uint8 state = 1; state <= uint8(ILoanDesk.State.Defaulted); ++state) {
            require(left[ILoanDesk.State(state)] != 0, "a state that no world ended in");
        }
    }

    function _live(CreditHandler handler, string[] memory actions, uint256 world) private {
        for (uint256 i = 0; i < CALLS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(world, i)));
            string memory action = actions[seed % actions.length];
            (bool success, ) = address(handler).call(abi.encodeWithSignature(string.concat(action, "(uint256)"), seed));
            require(success, string.concat(action, " failed"));
        }
        require(bytes(handler.breach()).length == 0, handler.breach());
    }

    /// @dev The words of a list in which each ends with a semicolon.
    function _words(string memory list) private pure returns (string[] memory words) {
        bytes memory text = bytes(list);
        words = new string[](text.length);
        bytes memory word;
        uint256 count;
        for (uint256 i = 0; i < text.length; ++i) {
            if (text[i] != ";") word = abi.encodePacked(word, text[i]);
            else (words[count++], word) = (string(word), "");
        }
        assembly ("memory-safe") {
            mstore(words, count)
        }
    }
}
