// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Calendar} from "../../../contracts/lending/Calendar.sol";

/// @notice The calendar beside one that counts: year by year and month by month from 1970-01-01.
contract CalendarTest {
    /// @dev The last day that 16 bits of days can tell lies in 2149.
    uint256 private constant LAST_DAY = type(uint16).max;
    uint256 private constant MAX_MONTHS = 360;

    /// @notice Any day and any number of months that a loan may have.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_AddsMonthsAsACountDoes(uint256 day, uint256 months) public pure {
        day %= LAST_DAY + 1;
        months %= MAX_MONTHS + 1;
        require(Calendar.addMonths(day, months) == _addMonths(day, months), "day");
    }

    /// @notice The last days of a month, where the day may have to give way: each month of each kind of year.
    function test_AddsMonthsAtTheEndOfEachMonth() public pure {
        // 1972 a leap year, 2000 one in spite of the century, 2100 none because of it.
        uint256[4] memory someYears = [uint256(1972), 1999, 2000, 2100];
        for (uint256 i = 0; i < 4; ++i) {
            for (uint256 month = 1; month <= 12; ++month) {
                uint256 day = _dayNumber(someYears[i], month, _daysIn(someYears[i], month));
                for (uint256 months = 0; months <= 14; ++months) {
                    require(Calendar.addMonths(day, months) == _addMonths(day, months), "day");
                }
            }
        }
    }

    /// @notice A later day is never due earlier, and more months are never due earlier.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_KeepsTheOrder(uint256 day, uint256 months) public pure {
        day %= LAST_DAY;
        months %= MAX_MONTHS;
        uint256 due = Calendar.addMonths(day, months);
        require(Calendar.addMonths(day + 1, months) >= due, "a later day");
        require(Calendar.addMonths(day, months + 1) > due, "a later month");
        require(due >= day + months * 28 && due <= day + months * 31, "a month has 28 to 31 days");
    }

    /// @notice No month is added: the same day.
    /// hardhat-config: fuzz.runs = 256
    function testFuzz_AddsNothing(uint256 day) public pure {
        day %= LAST_DAY + 1;
        require(Calendar.addMonths(day, 0) == day, "day");
    }

    /// @notice Dates that anybody can look up.
    function test_KnowsDates() public pure {
        require(_dayNumber(1970, 1, 1) == 0, "epoch");
        require(_dayNumber(2020, 11, 30) == 18_596, "2020-11-30");
        require(Calendar.addMonths(18_596, 3) == _dayNumber(2021, 2, 28), "three months after 2020-11-30");
        require(Calendar.addMonths(_dayNumber(2024, 1, 31), 1) == _dayNumber(2024, 2, 29), "a leap day");
        require(Calendar.addMonths(_dayNumber(2024, 2, 29), 12) == _dayNumber(2025, 2, 28), "a year after it");
        require(Calendar.addMonths(_dayNumber(2020, 12, 31), 2) == _dayNumber(2021, 2, 28), "over new year");
    }

    /// @notice A day begins at 16:00 UTC of the day before: midnight in Beijing.
    function test_ADayIsBeijings() public pure {
        require(Calendar.dayOf(0) == 0, "08:00 on the first day");
        require(Calendar.dayOf(16 hours - 1) == 0, "23:59:59");
        require(Calendar.dayOf(16 hours) == 1, "00:00:00");
    }

    /// @notice Every second belongs to one day: it lies before that day's end, and not before the end of the day before.
    /// hardhat-config: fuzz.runs = 512
    function testFuzz_ADayHasOneEnd(uint256 time) public pure {
        time = 1 days + (time % (LAST_DAY * 1 days));
        uint256 day = Calendar.dayOf(time);
        require(time < Calendar.endOf(day), "before its end");
        require(time >= Calendar.endOf(day - 1), "after the end of the day before");
        require(Calendar.dayOf(Calendar.endOf(day)) == day + 1, "the end is the next day's");
    }

    function _addMonths(uint256 day, uint256 months) private pure returns (uint256) {
        uint256 year = 1970;
        while (day >= (_isLeap(year) ? 366 : 365)) {
            day -= _isLeap(year) ? 366 : 365;
            ++year;
        }
        uint256 month = 1;
        while (day >= _daysIn(year, month)) {
            day -= _daysIn(year, month);
            ++month;
        }
        for (uint256 i = 0; i < months; ++i) {
            if (++month == 13) (year, month) = (year + 1, 1);
        }
        uint256 last = _daysIn(year, month);
        return _dayNumber(year, month, day + 1 > last ? last : day + 1);
    }

    function _dayNumber(uint256 year, uint256 month, uint256 dayOfMonth) private pure returns (uint256 day) {
        for (uint256 y = 1970; y < year; ++y) day += _isLeap(y) ? 366 : 365;
        for (uint256 m = 1; m < month; ++m) day += _daysIn(year, m);
        return day + dayOfMonth - 1;
    }

    function _daysIn(uint256 year, uint256 month) private pure returns (uint256) {
        bytes memory table = hex"1f1c1f1e1f1e1f1f1e1f1e1f";
        return uint8(table[month - 1]) + (month == 2 && _isLeap(year) ? 1 : 0);
    }

    function _isLeap(uint256 year) private pure returns (bool) {
        if (year % 400 == 0) return true;
        return year % 100 != 0 && year % 4 == 0;
    }
}
