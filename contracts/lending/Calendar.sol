// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Calendar days in Beijing.
/// @notice A day is a number: whole days since 1970-01-01 by China Standard Time (UTC+8, no summer time). Dates follow the
/// proleptic Gregorian calendar; the conversion is Howard Hinnant's `days_from_civil`
/// (https://howardhinnant.github.io/date_algorithms.html), for days after 1970 only.
library Calendar {
    uint256 private constant OFFSET_SECONDS = 8 hours;
    /// @dev Days from 0000-03-01 to 1970-01-01.
    uint256 private constant EPOCH_SHIFT = 719_468;
    uint256 private constant DAYS_PER_ERA = 146_097;

    /// @notice The day on which a time falls.
    /// @param time unix seconds
    function dayOf(uint256 time) internal pure returns (uint256) {
        return (time + OFFSET_SECONDS) / 1 days;
    }

    /// @notice The unix time at which a day ends: the first second of the next one.
    function endOf(uint256 day) internal pure returns (uint256) {
        return (day + 1) * 1 days - OFFSET_SECONDS;
    }

    /// @notice The same day of the month so many months later, or the month's last day where it has no such day.
    function addMonths(uint256 day, uint256 months) internal pure returns (uint256) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = _civil(day);
        uint256 total = year * 12 + (month - 1) + months;
        (year, month) = (total / 12, (total % 12) + 1);
        uint256 last = _daysInMonth(year, month);
        return _dayNumber(year, month, dayOfMonth < last ? dayOfMonth : last);
    }

    function _civil(uint256 day) private pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
        uint256 shifted = day + EPOCH_SHIFT;
        uint256 era = shifted / DAYS_PER_ERA;
        uint256 dayOfEra = shifted % DAYS_PER_ERA;
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 monthFromMarch = (5 * dayOfYear + 2) / 153;
        dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    }

    function _dayNumber(uint256 year, uint256 month, uint256 dayOfMonth) private pure returns (uint256) {
        uint256 fromMarch = month > 2 ? month - 3 : month + 9;
        uint256 shiftedYear = month > 2 ? year : year - 1;
        uint256 yearOfEra = shiftedYear % 400;
        uint256 dayOfYear = (153 * fromMarch + 2) / 5 + dayOfMonth - 1;
        uint256 dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (shiftedYear / 400) * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    function _daysInMonth(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
