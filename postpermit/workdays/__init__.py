"""工作日：按国务院放假安排推算工作日期限，不认识数据库。"""

from postpermit.workdays.calendar import Calendar, Day, OutOfRange, Year, describe, shipped
from postpermit.workdays.periods import add_months, ten_day_period
from postpermit.workdays.reckoning import Reckoning, add, between, first_ten_last_working_day, roll
from postpermit.workdays.years import UnreadableYear, YearList, read_year, year_of

__all__ = [
    "Calendar",
    "Day",
    "OutOfRange",
    "Reckoning",
    "UnreadableYear",
    "Year",
    "YearList",
    "add",
    "add_months",
    "between",
    "describe",
    "first_ten_last_working_day",
    "read_year",
    "roll",
    "shipped",
    "ten_day_period",
    "year_of",
]
