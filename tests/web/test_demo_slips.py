"""The demo's clock: hours of days gone by as told, and of today nothing that is yet to come."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from postpermit.web.cli import demo_slips
from postpermit.web.cli.demo_slips import moment

EARLY = datetime(2026, 11, 27, 4, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_whoever_opens_the_demo_early_reads_of_nothing_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_slips.timezone, "localtime", lambda: EARLY)
    today = date(2026, 11, 27)
    assert moment(today, 8, 30) == moment(today, 18) == EARLY
    assert moment(today, 4).hour == 4
    assert moment(today - timedelta(days=1), 18).hour == 18
    assert moment(today + timedelta(days=1), 8).hour == 8, "a story of another day is told as it stands"
