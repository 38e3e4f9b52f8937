// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token as a central bank would issue it, but that anybody mints and its decimals can be changed.
contract PlainToken is ERC20 {
    uint8 private _decimals;

    constructor(uint8 decimals_) ERC20("Test yuan", "TCNY") {
        _decimals = decimals_;
    }

    function mint(address to, uint256 units) external {
        _mint(to, units);
    }

    function setDecimals(uint8 decimals_) external {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}

/// @title A token that delivers another amount than was sent: less (a fee), nothing, or more.
contract SkewedToken is PlainToken {
    uint256 public deliveredBps = 10_000;

    constructor() PlainToken(2) {}

    function deliver(uint256 bps) external {
        deliveredBps = bps;
    }

    function _update(address from, address to, uint256 units) internal override {
        if (from == address(0) || to == address(0)) {
            super._update(from, to, units);
            return;
        }
        super._update(from, address(0), units);
        super._update(address(0), to, (units * deliveredBps) / 10_000);
    }
}

/// @title A token that refuses to give to, or take from, wallets on its list.
contract BlacklistToken is PlainToken {
    error Blacklisted(address wallet);

    mapping(address wallet => bool) public isBlacklisted;

    constructor() PlainToken(6) {}

    function blacklist(address wallet, bool listed) external {
        isBlacklisted[wallet] = listed;
    }

    function _update(address from, address to, uint256 units) internal override {
        if (isBlacklisted[from]) revert Blacklisted(from);
        if (isBlacklisted[to]) revert Blacklisted(to);
        super._update(from, to, units);
    }
}

/// @title A token that calls somebody back whenever it moves, and reports the outcome instead of failing with it.
contract ReentrantToken is PlainToken {
    event CalledBack(bool success, bytes answer);

    address private _target;
    bytes private _data;

    constructor() PlainToken(2) {}

    function callBack(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function _update(address from, address to, uint256 units) internal override {
        super._update(from, to, units);
        if (_target == address(0)) return;
        (bool success, bytes memory answer) = _target.call(_data);
        emit CalledBack(success, answer);
    }
}

/// @title What the two tokens below share: balances and allowances without any of ERC-20's answers.
abstract contract BareToken {
    mapping(address wallet => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 units) external {
        balanceOf[to] += units;
    }

    function approve(address spender, uint256 units) external {
        allowance[msg.sender][spender] = units;
    }

    function decimals() external pure virtual returns (uint256) {
        return 2;
    }

    function _move(address from, address to, uint256 units) internal {
        balanceOf[from] -= units;
        balanceOf[to] += units;
    }
}

/// @title A token whose transfers return nothing, as those of the first stablecoins.
contract SilentToken is BareToken {
    function transfer(address to, uint256 units) external {
        _move(msg.sender, to, units);
    }

    function transferFrom(address from, address to, uint256 units) external {
        allowance[from][msg.sender] -= units;
        _move(from, to, units);
    }
}

/// @title A token that answers false instead of reverting, after it has moved the money or not.
contract FalseToken is BareToken {
    bool public moves;

    function setMoves(bool moves_) external {
        moves = moves_;
    }

    function transfer(address to, uint256 units) external returns (bool) {
        if (moves) _move(msg.sender, to, units);
        return false;
    }

    function transferFrom(address from, address to, uint256 units) external returns (bool) {
        if (moves) _move(from, to, units);
        return false;
    }
}

/// @title A contract whose `decimals` does not fit the byte that ERC-20 gives it.
contract WideDecimalsToken is BareToken {
    function decimals() external pure override returns (uint256) {
        return 258;
    }
}
