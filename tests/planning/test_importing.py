"""A draw that was made in the city's own system: every row known, or nothing taken."""

from datetime import datetime
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.planning import operations as do
from postpermit.planning.models import Draw
from postpermit.planning.queries.eligible import list_of_day
from postpermit.planning.rules.strata import Stratum
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of
from tests.bureau import Bureau, unit_row
from tests.planning.drawing import DrawDesk, draw_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> DrawDesk:
    """Six registered units."""
    return draw_desk(bureau, at, 6)


def take(
    desk: DrawDesk, *rows: list[str], header: tuple[str, ...] = ("登记编号", "单位名称"), **more: Any
) -> Draw:
    told: dict[str, Any] = {
        "plan": desk.plan, "stratum": "REGISTERED", "quarter": "2026Q4", "source": "市统一综合执法系统", "name": "抽取.xlsx",
        "data": b"PK\x03\x04 list", "table": [["抽取结果", ""], header, *rows], "by": desk.bureau("enforcement-1"), "at": desk.at,
    }  # fmt: skip
    return do.import_draw(**told | more)


def test_units_are_known_by_number_or_by_name_and_count_as_drawn(desk: DrawDesk) -> None:
    first, second = desk.units[:2]
    draw = take(desk, [first.number.lower(), ""], ["", second.name])
    assert (draw.state, draw.imported_from, draw.n, draw.seed) == ("DRAWN", "市统一综合执法系统", 2, "")
    assert list(draw.units.values_list("facility", "role")) == [
        (first.pk, "SELECTED"),
        (second.pk, "SELECTED"),
    ]
    assert [a.name for a in attachments_of(draw)] == ["抽取.xlsx"]
    assert Duty.objects.get(subject_ref=f"planning.draw:{draw.pk}").kind == "publish-draw"
    found = list_of_day(desk.plan, Stratum.REGISTERED, "2026Q4", desk.at.date())
    assert sum(e.reason == "本年已抽中" for e in found.excluded) == 2
    with pytest.raises(Refused, match="不能再抽"):
        desk.freeze()


def test_one_row_that_is_not_known_refuses_the_whole_list(desk: DrawDesk, at: datetime) -> None:
    (other,) = desk.bureau.units(unit_row(300, 管理类别="简化管理"), at=at)
    known = desk.units[0]
    with pytest.raises(Refused, match="第 4 行 无此厂"):
        take(desk, ["", known.name], ["", "无此厂"])
    with pytest.raises(Refused, match="是简化管理单位"):
        take(desk, ["", other.name])
    with pytest.raises(Refused, match="重复"):
        take(desk, ["", known.name], [known.number, ""])
    assert Draw.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"stratum": "OFFICERS"}, "只能导入"),
        ({"quarter": "2026Q9"}, "选择季度"),
        ({"quarter": "2027Q1"}, "不在 2026 年"),
        ({"source": " "}, "哪个系统"),
        ({"table": [["x"], ["y"]]}, "没有找到"),
        ({"table": [["编号"], [""]]}, "没有单位"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(desk: DrawDesk, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        take(desk, ["", desk.units[0].name], **more)


def test_a_quarter_that_has_its_draw_takes_no_other(desk: DrawDesk) -> None:
    desk.freeze()
    with pytest.raises(Refused, match="不能再导入"):
        take(desk, ["", desk.units[0].name])


def test_an_imported_draw_replaces_nobody_for_there_is_no_ranking(desk: DrawDesk) -> None:
    draw = take(desk, ["", desk.units[0].name])
    with pytest.raises(Refused, match="用完"):
        do.replace_unit(drawn=draw.units.get(), why="关闭", by=desk.bureau("enforcement-head"), at=desk.at)
