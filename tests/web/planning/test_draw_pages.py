"""The pages of a draw, from the list that is frozen to what everybody may compute again."""

import html
import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from postpermit.duties.operations import record_act
from postpermit.enforcement.models import Visit
from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.draw import commitment
from postpermit.planning.models import Commitment, Draw, DrawnUnit
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import DrawState
from postpermit.web import middleware
from postpermit.web.sheets import workbook
from tests.bureau import Bureau, unit_row
from tests.planning.drawing import PARITY, R1, R2, VALUE, DrawDesk, certify, draw_desk
from tests.web.world import BACKEND

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture
def desk(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> DrawDesk:
    """Twenty registered units, and a door whose clock stands still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return draw_desk(bureau, at)


def who(desk: DrawDesk, account: str) -> Client:
    client = Client()
    client.force_login(desk.bureau.officers[account].user, backend=BACKEND)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_is_frozen_once_whatever_the_clicks(desk: DrawDesk) -> None:
    legal = who(desk, "legal-1")
    form = text(legal.get(reverse("new-draw")))
    assert "人民币汇率中间价" in form and 'value="2026-11-27"' in form
    typed = {
        "plan": str(desk.plan.public_id), "stratum": "REGISTERED", "quarter": "2026Q4", "public_name": PARITY,
        "public_day": desk.later.strftime("%Y-%m-%d"), "public_form": "DECIMALS_4", "act_key": KEY,
    }  # fmt: skip
    first, second = legal.post(reverse("new-draw"), typed), legal.post(reverse("new-draw"), typed)
    assert first["Location"] == second["Location"] and Draw.objects.count() == 1
    again = legal.post(reverse("new-draw"), typed | {"act_key": "m" * 32})
    assert again.status_code == 422 and "不能再抽" in text(again)
    wrong = legal.post(reverse("new-draw"), typed | {"act_key": "n" * 32, "public_day": "2026-11-24"})
    assert wrong.status_code == 422 and "今天之后" in text(wrong)
    sunday = legal.post(reverse("new-draw"), typed | {"act_key": "p" * 32, "public_day": "2026-11-29"})
    assert sunday.status_code == 422 and "下一个工作日 2026-11-30" in text(sunday)


def test_a_draw_goes_through_its_page_from_both_divisions_to_the_public(
    desk: DrawDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = desk.freeze()
    page = reverse("draw", args=[draw.public_id])

    def act(verb: str) -> str:
        return reverse("draw-act", args=[draw.public_id, verb])

    legal, squad, station = who(desk, "legal-1"), who(desk, "enforcement-1"), who(desk, "station-1")
    shown = text(legal.get(page))
    assert "data-commit=" in shown and "管理类别：登记管理" in shown and "app/commit.js" in shown
    assert "data-commit=" not in text(station.get(page))
    assert station.post(act("commit"), {"digest": commitment(R1), "act_key": KEY}).status_code == 404
    assert "64 位" in text(legal.post(act("commit"), {"digest": "zz", "act_key": KEY}))
    for client, r, key in ((legal, R1, "a" * 32), (squad, R2, "b" * 32)):
        assert client.post(act("commit"), {"digest": commitment(r), "act_key": key}).status_code == 302
    assert Commitment.objects.filter(draw=draw).count() == 2
    monkeypatch.setattr(middleware.timezone, "now", lambda: desk.later)
    legal, squad, station = who(desk, "legal-1"), who(desk, "enforcement-1"), who(desk, "station-1")
    wrong = legal.post(act("reveal"), {"secret": R2.hex(), "act_key": "c" * 32})
    assert wrong.status_code == 422 and "封存值不符" in text(wrong)
    for client, r, key in ((legal, R1, "d" * 32), (squad, R2, "e" * 32)):
        assert client.post(act("reveal"), {"secret": r.hex(), "act_key": key}).status_code == 302
    assert legal.post(act("draw"), {"public_value": VALUE, "act_key": "i" * 32}).status_code == 404
    value = "7.0913"
    told = legal.post(act("tell-value"), {"public_value": value, "act_key": "f" * 32})
    assert told.status_code == 302 and value not in text(squad.get(page)), "the second entry is not copied"
    assert legal.post(act("draw"), {"public_value": value, "act_key": "j" * 32}).status_code == 404
    differs = squad.post(act("draw"), {"public_value": "7.0812", "act_key": "l" * 32})
    assert differs.status_code == 422 and "不一致" in text(differs)
    done = squad.post(act("draw"), {"public_value": value, "act_key": "g" * 32})
    assert done.status_code == 302
    assert Client().get(reverse("public-draw", args=[draw.public_id])).status_code == 404
    assert legal.post(act("publish"), {"act_key": "h" * 32}).status_code == 302
    assert Draw.objects.get().state == DrawState.PUBLISHED
    assert "抽中" in text(station.get(page))


def test_the_public_page_carries_the_draw_without_a_name(desk: DrawDesk) -> None:
    draw, nobody = desk.publish(desk.carry_out()), Client()
    shown = text(nobody.get(reverse("public-draw", args=[draw.public_id])))
    (held,) = re.findall(r"<template data-draw-published>(.*?)</template>", shown, re.S)
    assert verify_draw.check(json.loads(html.unescape(held))) == []
    assert "app/draw.js" in shown and "data-draw-verdict" in shown
    for unit in desk.units:
        assert unit.name not in shown and unit.number not in shown
    listed = text(nobody.get(reverse("public-draws")))
    assert "2026年第4季度 登记管理单位执法检查抽取" in listed and "共 0 次" in listed
    package = nobody.get(reverse("public-draw-file", args=[draw.public_id, "zip"])).content
    names = zipfile.ZipFile(io.BytesIO(package)).namelist()
    assert names == ["抽取结果.json", "verify_draw.py", "README.txt"]
    assert nobody.get(reverse("public-draw-file", args=[draw.public_id, "list"])).status_code == 404


def test_an_aborted_draw_is_counted_in_public_and_shown_nowhere_else(desk: DrawDesk) -> None:
    draw = desk.freeze()
    head = who(desk, "legal-head")
    address = reverse("draw-act", args=[draw.public_id, "abort"])
    assert who(desk, "legal-1").post(address, {"why": "名单有误", "act_key": KEY}).status_code == 404
    assert head.post(address, {"why": "名单有误", "act_key": KEY}).status_code == 302
    assert "已中止：名单有误" in text(head.get(reverse("draw", args=[draw.public_id])))
    listed = text(Client().get(reverse("public-draws")))
    assert "共 1 次" in listed and str(draw.public_id) not in listed


def test_a_unit_is_replaced_from_its_row_by_the_chief_only(desk: DrawDesk) -> None:
    draw = desk.carry_out()
    address, chief = reverse("draw-replace", args=[draw.public_id]), who(desk, "enforcement-head")
    told = {"rank": "1", "why": "已关闭", "act_key": KEY}
    assert who(desk, "enforcement-1").post(address, told).status_code == 404
    for _ in range(2):
        assert chief.post(address, told).status_code == 302
    assert draw.replacements.count() == 1
    assert "已递补" in text(chief.get(reverse("draw", args=[draw.public_id])))
    chief.post(address, {"rank": "99999999999", "why": "甲", "act_key": "z" * 32})
    assert draw.replacements.count() == 1


def test_a_unit_that_was_inspected_since_is_not_offered_for_exchange(desk: DrawDesk) -> None:
    draw = desk.carry_out()
    first = draw.units.select_related("facility").order_by("rank")[0]
    chief, page = who(desk, "enforcement-head"), reverse("draw", args=[draw.public_id])
    offers = text(chief.get(page)).count("由下一名递补")
    by = desk.bureau("enforcement-1")
    done = {"on": desk.later.date(), "who": "演示", "result": "未发现问题", "by": by, "at": desk.later}
    record_act(kind="inspection", facility=first.facility, **done)
    shown = text(chief.get(page))
    assert shown.count("由下一名递补") == offers - 1 and "已检查" in shown


def test_a_result_of_another_system_comes_in_as_a_workbook(desk: DrawDesk) -> None:
    unit, squad = desk.units[0], who(desk, "enforcement-1")
    assert "市级" in text(squad.get(reverse("import-draw")))

    def send(rows: list[tuple[str, str]], key: str) -> Any:
        file = io.BytesIO(workbook("抽取", ("登记编号", "单位名称"), rows)[0])
        file.name = "抽取.xlsx"
        told = {
            "plan": str(desk.plan.public_id),
            "stratum": "REGISTERED",
            "quarter": "2026Q4",
            "source": "市级系统",
        }
        return squad.post(reverse("import-draw"), told | {"file": file, "act_key": key})

    refused = send([("", "无此厂")], KEY)
    assert refused.status_code == 422 and "第 2 行 无此厂" in text(refused)
    answer = send([(unit.number, unit.name)], "q" * 32)
    assert answer.status_code == 302
    shown = text(squad.get(answer["Location"]))
    assert unit.name in shown and "不能在这里复算" in shown
    draw = do.publish_draw(draw=Draw.objects.get(), by=desk.bureau("legal-1"), at=desk.later)
    public = text(Client().get(reverse("public-draw", args=[draw.public_id])))
    assert "不能在这里复算" in public and unit.name not in public and str(unit.public_id) in public


def test_the_files_of_a_draw_are_those_that_were_hashed(desk: DrawDesk) -> None:
    draw, station = desk.carry_out(), who(desk, "station-1")
    kept = station.get(reverse("draw-file", args=[draw.public_id, "list"])).content
    assert kept.decode() == draw.listing
    page = json.loads(station.get(reverse("draw-file", args=[draw.public_id, "json"])).content)
    assert verify_draw.check(page) == []
    assert station.get(reverse("draw-file", args=[draw.public_id, "x"])).status_code == 404


def test_lists_and_pages_ask_the_same_number_of_queries_for_one_and_for_thirty(desk: DrawDesk) -> None:
    draw, client = desk.publish(desk.carry_out()), who(desk, "legal-1")
    pages = [
        reverse("draws"),
        reverse("draw", args=[draw.public_id]),
        reverse("public-draw", args=[draw.public_id]),
    ]

    def counts() -> list[int]:
        out = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page).status_code == 200
            out.append(len(seen))
        return out

    before = counts()
    rows = [unit_row(n, 管理类别="登记管理") for n in range(601, 631)]
    added = desk.bureau.units(*rows, at=desk.at)
    DrawnUnit.objects.bulk_create(
        [
            DrawnUnit(draw=draw, facility=f, rank=100 + n, probability="0.2000", role="RESERVE")
            for n, f in enumerate(added)
        ]
    )
    for n in range(29):
        Draw.objects.create(
            state=DrawState.ABORTED, plan=desk.plan, purpose="INSPECTION", stratum="REGISTERED", quarter="2026Q3", attempt=n + 1,
            n=1, total=1, register_on=desk.at.date(), frozen_at=desk.at, frozen_name="示", why="试",
        )  # fmt: skip
    assert counts() == before


def test_a_draw_can_still_be_told_before_its_day_but_not_drawn(desk: DrawDesk) -> None:
    draw = desk.commit(desk.freeze())
    legal = who(desk, "legal-1")
    address = reverse("draw-act", args=[draw.public_id, "reveal"])
    assert legal.post(address, {"secret": R1.hex(), "act_key": KEY}).status_code == 302
    do.reveal_draw(draw=draw, secret=R2.hex(), by=desk.bureau("enforcement-1"), at=desk.at)
    early = legal.post(
        reverse("draw-act", args=[draw.public_id, "tell-value"]),
        {"public_value": VALUE, "act_key": "y" * 32},
    )
    assert early.status_code == 422 and "才产生" in text(early)


def test_a_name_is_public_once_the_result_of_the_visit_is(desk: DrawDesk) -> None:
    draw = desk.publish(desk.carry_out())
    first, second = (u.facility for u in draw.units.order_by("rank")[:2])
    told: dict[str, Any] = {
        "state": "CLOSED", "kind": "PLANNED", "manner": "ON_SITE", "reason": "NONE", "scheduled_on": date(2026, 12, 1),
        "checklist": "registered", "checklist_since": date(2026, 1, 1), "started_at": desk.at, "ended_at": desk.later,
        "outcome": "DONE", "entered_name": "示", "entered_ref": "示",
    }  # fmt: skip
    Visit.objects.create(number="试-1", facility=first, disclosed_on=date(2026, 12, 9), **told)
    Visit.objects.create(number="试-2", facility=second, **told)
    shown = text(Client().get(reverse("public-draw", args=[draw.public_id])))
    assert first.name in shown and second.name not in shown


def test_a_drawn_pair_of_officers_is_shown_as_people_not_units(desk: DrawDesk) -> None:
    certify(desk.bureau)
    desk.planned(desk.units[0], date(2026, 12, 7))
    draw = desk.carry_out(Stratum.OFFICERS)
    answer = who(desk, "enforcement-1").get(reverse("draw", args=[draw.public_id]))
    assert answer.status_code == 200 and desk.units[0].name in text(answer)


def test_who_is_kept_away_or_on_leave_stands_in_the_file_of_those_who_may_see_it(desk: DrawDesk) -> None:
    certify(desk.bureau)
    desk.planned(desk.units[0], date(2026, 12, 7))
    draw = desk.publish(desk.carry_out(Stratum.OFFICERS))
    for account, seen in (
        ("legal-1", True),
        ("enforcement-1", True),
        ("station-1", False),
        ("approval-1", False),
    ):
        client = who(desk, account)
        told = json.loads(client.get(reverse("draw-file", args=[draw.public_id, "json"])).content)
        assert ("officers" in told) is seen and verify_draw.check(told) == []
        assert ("recused" in json.dumps(told)) is seen
        package = client.get(reverse("draw-file", args=[draw.public_id, "zip"])).content
        files = zipfile.ZipFile(io.BytesIO(package))
        assert ("recused" in files.read("抽取结果.json").decode()) is seen
        assert ("不含检查人员名单" in files.read("README.txt").decode()) is not seen


def test_the_public_table_tells_its_rows_to_the_script_that_checks_them(desk: DrawDesk) -> None:
    draw = desk.publish(desk.carry_out())
    first = draw.units.get(rank=1)
    shown = text(Client().get(reverse("public-draw", args=[draw.public_id])))
    row = f'data-draw-row="{first.facility.public_id}" data-rank="1" data-p="{first.probability}" data-role="SELECTED"'
    assert row in shown


def test_a_visit_that_came_after_the_draw_is_offered_on_its_page_and_ranked_once(desk: DrawDesk) -> None:
    certify(desk.bureau)
    desk.planned(desk.units[0], date(2026, 12, 7))
    draw = desk.publish(desk.carry_out(Stratum.OFFICERS))
    page, act = (
        reverse("draw", args=[draw.public_id]),
        reverse("draw-act", args=[draw.public_id, "supplement"]),
    )
    legal = who(desk, "legal-1")
    assert "补充抽取" not in text(legal.get(page))
    desk.planned(desk.units[1], date(2026, 12, 14))
    assert "补充抽取检查人员（1 次检查）" in text(legal.get(page))
    assert who(desk, "station-1").post(act, {"act_key": KEY}).status_code == 404
    for _ in range(2):
        assert legal.post(act, {"act_key": KEY}).status_code == 302
    shown = text(legal.get(page))
    assert draw.supplements.count() == 1 and "第 1 次补充" in shown and "请办理" not in shown
    assert "第 1 次补充" in text(Client().get(reverse("public-draw", args=[draw.public_id])))
