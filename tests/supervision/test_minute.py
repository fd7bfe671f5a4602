"""The platform's two exports beside the register: who is late, whose permit ends, what to write."""

from datetime import date
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.supervision import operations as do
from postpermit.supervision.models import PlatformList
from postpermit.supervision.queries import minute
from tests.bureau import number_of
from tests.supervision.building import NAME
from tests.supervision.desk import CheckDesk

pytestmark = pytest.mark.django_db
SUBMISSIONS = ["排污许可证编号", "单位名称", "报告名称", "提交状态", "提交时间"]


def kept(checks: CheckDesk, code: str, *rows: list[Any]) -> PlatformList:
    by = checks.bureau("approval-1")
    data = f"PK\x03\x04{code}{rows}".encode()
    return do.keep_platform_list(
        code=code, name="导出.xlsx", data=data, table=list(rows), by=by, at=checks.at
    )


def test_who_has_not_submitted_is_late_only_by_a_day_that_was_given(checks: CheckDesk) -> None:
    held = kept(
        checks, "submissions", SUBMISSIONS, [number_of(1), NAME, "2026年第03季度季报表", "待提交", ""]
    )
    said = minute.submissions_of(held)
    assert [(s.period, s.done) for s in said] == [("2026Q3", False)]
    (late,) = minute.late_units(said, date(2026, 11, 24))
    assert (late.facility, late.due_on, late.days, late.source) == (
        checks.unit,
        date(2026, 10, 15),
        40,
        "许可证载明",
    )
    assert NAME in late.words
    assert "2026年第3季度" in late.words
    Duty.objects.filter(kind="submit-report-quarterly").update(
        basis={"note": "默认", "how": "fixed", "start": "2026-10-15", "n": 0}
    )
    assert minute.late_units(said, date(2026, 11, 24)) == []


def test_what_the_platform_shows_as_submitted_discharges_the_duty_once(checks: CheckDesk) -> None:
    held = kept(
        checks, "submissions", SUBMISSIONS, [number_of(1), "", "2026年第3季", "已提交", "2026-10-14 09:30:00"]
    )
    said = minute.submissions_of(held)
    rows = minute.newly_submitted(said)
    assert [(f, p, on) for f, _, p, on in rows] == [(checks.unit, "2026Q3", date(2026, 10, 14))]
    by = checks.bureau("approval-1")
    assert do.note_submissions(rows=rows, by=by, at=checks.at) == 1
    assert do.note_submissions(rows=rows, by=by, at=checks.at) == 0
    duty = Duty.objects.get(kind="submit-report-quarterly", period="2026Q3")
    assert (duty.state, duty.discharged_on) == ("DISCHARGED", date(2026, 10, 14))
    assert minute.late_units(said, date(2026, 11, 24)) == []


def test_a_permit_that_ends_is_told_with_its_message(checks: CheckDesk) -> None:
    header = ["许可证编号", "单位名称", "有效期止"]
    held = kept(
        checks, "holders", header, [number_of(1), NAME, "2026-12-31"], ["X" * 22, "平台独有", "2030-01-01"]
    )
    (ending,) = minute.ending_permits(held, date(2026, 11, 24))
    assert (ending.days, ending.late) == (37, True)
    assert "延续申请时限已过" in ending.words
    told = [d.what for d in minute.differences(held)]
    assert told[0] == "平台有，本系统没有"
    assert told[1].startswith("有效期止：平台 2026-12-31")


def test_the_same_export_again_is_the_same_list(checks: CheckDesk) -> None:
    row = [number_of(1), NAME, "2026年第3季", "待提交", ""]
    assert kept(checks, "submissions", SUBMISSIONS, row) == kept(checks, "submissions", SUBMISSIONS, row)
