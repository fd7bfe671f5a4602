"""推演: another frequency, share, ceiling or staff beside today's, in visits, weeks and load of one officer."""

import io
import json
from argparse import Namespace
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postpermit import law
from postpermit.duties.rules.what_if import Changes, UnreadableChanges
from postpermit.office.models import Officer
from postpermit.planning.models import PlannedVisit
from postpermit.planning.queries.what_if import Load, PlansBeside, Staff, plan_what_if, read_staff, staff_now
from postpermit.web.cli.what_if import plan_words, read_page, run
from tests.bureau import Bureau, number_of, unit_row
from tests.planning.drawing import certify

NOW = Staff(2, 1, 4)


@pytest.fixture
def units(bureau: Bureau, at: datetime) -> Bureau:
    """Two key, four simplified, ten registered units."""
    rows = [unit_row(n, 管理类别="重点管理", 街镇="甲街道") for n in range(2)]
    rows += [unit_row(n, 街镇="乙街道") for n in range(2, 6)]
    rows += [unit_row(n, 管理类别="登记管理", 街镇="乙街道") for n in range(10, 20)]
    bureau.units(*rows, at=at)
    return bureau


def tried(text: str, at: datetime) -> PlansBeside:
    changes, staff = read_page(text, 2027, NOW)
    return plan_what_if(changes, 2027, at.date(), NOW, staff)


def test_today_a_year_has_its_minima_and_the_share_of_the_draws(units: Bureau, at: datetime) -> None:
    found = tried("staff: {teams: 2}", at)
    assert found.before == found.after
    # Two key units twice, four simplified once, two of ten registered; sampling rides along.
    assert found.before.visits == 2 * 2 + 4 + 2 and not found.before.impossible
    assert sum(v for v, _, _ in found.before.weeks.values()) == found.before.visits
    assert sum(t for _, t, _ in found.before.weeks.values()) == found.before.field_days
    assert found.before.per_officer == Decimal(found.before.field_days * 2) / 4


def test_a_higher_frequency_and_share_cost_visits_and_nothing_is_adopted(units: Bureau, at: datetime) -> None:
    found = tried("values: {inspection.simplified.per_year: 2, inspection.registered.share: 0.5}", at)
    assert (found.before.visits, found.after.visits) == (10, 10 + 4 + 3)
    assert found.after.field_days > found.before.field_days
    assert law.value("inspection.simplified.per_year", on=at.date()).value == 1
    assert not PlannedVisit.objects.exists()


def test_a_ceiling_below_the_minimum_leaves_out_what_is_above_it_and_plans_the_rest(
    units: Bureau, at: datetime
) -> None:
    found = tried("values: {cap.key.per_year: 1}", at)
    assert len(found.after.impossible) == 2 and all("上限还剩 1 次" in s for s in found.after.impossible)
    assert (found.before.visits, found.after.visits) == (10, 8) and not found.before.impossible
    assert len(found.after.left_out) == 2 and "2 项排不下，没有计入" in found.after.remark
    assert sum(v for v, _, _ in found.after.weeks.values()) == 8 and not found.after.beyond


def test_without_a_crew_the_days_it_would_need_are_shown_and_never_a_nought(
    units: Bureau, at: datetime
) -> None:
    found = tried("staff: {crews: 0}", at)
    assert any("个监测组日，只有 0 个" in s for s in found.after.impossible)
    assert (found.after.visits, found.after.crew_days) == (10, found.before.crew_days)
    assert found.after.beyond and "人力不够" in found.after.remark and not found.after.left_out
    said = "\n".join(plan_words(found))
    assert "检查 10→10 次" in said and "→0 组日" not in said and "推演排不下" in said


def test_both_at_once_are_both_told(units: Bureau, at: datetime) -> None:
    found = tried("values: {cap.key.per_year: 1}\nstaff: {crews: 0}", at).after
    assert found.visits == 8 and len(found.left_out) == 2 and found.beyond
    assert any("上限" in s for s in found.impossible) and any("监测组日" in s for s in found.impossible)


def test_where_nothing_can_be_planned_no_figure_is_printed(units: Bureau, at: datetime) -> None:
    found = tried("staff: {crews: 0}", at)
    none = replace(found, after=Load(NOW, 0, 0, 0, 0, {}, ("没有可以安排的周。",), 2, planned=False))
    said = "\n".join(plan_words(none))
    assert "推演：无法编排" in said and "→0" not in said


def test_a_unit_of_another_class_is_planned_as_such(units: Bureau, at: datetime) -> None:
    found = tried(f"classes: {{{number_of(3)}: 重点管理}}", at)
    assert found.after.visits == found.before.visits + 1


@pytest.mark.parametrize(
    ("page", "sentence"),
    [([1], "staff 应含"), ({"cars": 2}, "staff 应含"), ({"teams": 0}, "1 至 500"), ({"crews": True}, "0 至 500"), ({"officers": "x"}, "staff.officers")],
)  # fmt: skip
def test_staff_that_cannot_be_is_refused(page: Any, sentence: str) -> None:
    with pytest.raises(UnreadableChanges, match=sentence):
        read_staff(page, NOW)


def test_staff_may_stand_alone_and_what_is_not_named_stays() -> None:
    assert read_page("staff: {teams: 5}", 2027, NOW) == (Changes(), Staff(5, 1, 4))
    assert read_page("values: {cap.key.per_year: 3}", 2027, NOW)[1] == NOW


def test_officers_are_counted_by_their_certificates(units: Bureau, at: datetime) -> None:
    Officer.objects.update(certificate="")
    assert staff_now(2027, at.date()).officers == 1
    certify(units)
    brigade = Officer.objects.filter(holdings__post__division="ENFORCEMENT").distinct()
    assert staff_now(2027, at.date()).officers == brigade.count() > 2


def test_the_command_prints_the_plan_beside_today(units: Bureau, tmp_path: Path, monkeypatch: Any) -> None:
    Officer.objects.update(certificate="")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: date(2026, 11, 24))
    file = tmp_path / "changes.yaml"
    file.write_text(
        "staff: {teams: 3, officers: 8}\nvalues: {inspection.simplified.per_year: 2}\n", encoding="utf-8"
    )
    said, told = io.StringIO(), io.StringIO()
    with redirect_stdout(said):
        assert run(Namespace(file=str(file), year=2027, json=False)) == 0
    assert (
        "年度计划（现行 检查 2 组、监测 1 组、可派 1 人；推演 检查 3 组、监测 1 组、可派 8 人）"
        in said.getvalue()
    )
    assert "检查 10→14 次" in said.getvalue() and "每人" in said.getvalue()
    with redirect_stdout(told):
        run(Namespace(file=str(file), year=2027, json=True))
    plan = json.loads(told.getvalue())["plan"]
    assert (plan["before"]["visits"], plan["after"]["visits"]) == (10, 14)
    assert sum(w["visits"][1] for w in plan["weeks"]) == 14
