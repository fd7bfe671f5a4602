"""SV-4: 退回的执行报告没有在约定时间内重新提交。"""

from datetime import date

import pytest

from postpermit.supervision.rules.facts import Returned
from tests.supervision.building import case, fires, lacks, owed, report

BACK, AGREED = date(2027, 1, 10), date(2027, 1, 31)


def test_a_report_sent_back_and_not_seen_again() -> None:
    """SV-4 fires: when it went back, and when it had to come."""
    (hit,) = fires(4, case(report(), returned=Returned(BACK, AGREED)))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "APPROVAL", "basic")
    assert (hit.cell, hit.found) == ("2027年1月10日退回的报告", "未重新提交")
    assert hit.expected == "不晚于2027年1月31日重新提交"
    assert hit.clause == "plan:5.3"


@pytest.mark.parametrize(
    ("again", "on", "hits"),
    [
        (None, AGREED, 0),
        (None, date(2027, 2, 1), 1),
        (AGREED, date(2027, 5, 1), 0),
        (date(2027, 2, 1), date(2027, 5, 1), 1),
    ],
)
def test_the_agreed_day_is_the_last_one(again: date | None, on: date, hits: int) -> None:
    """SV-4 at its boundary: on the agreed day it is in time, also when nothing has come yet."""
    found = fires(4, case(None, returned=Returned(BACK, AGREED, again), on=on))
    assert len(found) == hits
    assert not found or not again or found[0].found == "2027年2月1日重新提交"


def test_where_the_check_is_known_no_return_is_no_return() -> None:
    """SV-4 is silent beside an obligation, and says 无法判断 for a bare file."""
    assert fires(4, case(report(), obligation=owed())) == []
    assert lacks(4, case(report())) == ["没有这一期报告的退回记录"]
