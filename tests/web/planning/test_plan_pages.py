"""The plan on screen: reckoned once however often one asks, moved with its effect shown, published without units or days."""

import io
import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postpermit.duties.operations import generate_duties
from postpermit.planning import operations as do
from postpermit.planning.models import Need, PlannedVisit, YearPlan
from postpermit.planning.operations import computing
from postpermit.planning.planner import plan_visits
from postpermit.planning.queries.plan_page import month_rows
from postpermit.trail.actors import COMMAND_LINE
from postpermit.web.desk.planning import plan_acts
from postpermit.web.sheets import workbook
from tests.bureau import Bureau, unit_row
from tests.planning.planning_desk import PlanDesk, plan_desk, winter

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> PlanDesk:
    return plan_desk(bureau, at, 2, 2)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def client(desk: PlanDesk, account: str) -> Client:
    browser = Client()
    browser.force_login(desk.bureau.officers[account].user, backend=BACKEND)
    return browser


def key() -> str:
    return uuid.uuid4().hex


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_plan_is_begun_in_the_browser_and_the_year_has_only_one(desk: PlanDesk) -> None:
    browser = client(desk, "enforcement-1")
    typed = {"year": "2027", "teams": "2", "crews": "1", "act_key": key()}
    first, again = browser.post("/plans/new/", typed), browser.post("/plans/new/", typed)
    assert first["Location"] == again["Location"] == f"/plans/{YearPlan.objects.get().public_id}/"
    second = browser.post("/plans/new/", typed | {"act_key": key()})
    assert second.status_code == 422 and "2027 年的计划已经有了" in body(second)
    wrong = browser.post("/plans/new/", typed | {"teams": "x", "act_key": key()})
    assert wrong.status_code == 422 and "请选择检查组数" in body(wrong)


def test_asked_twice_the_planner_begins_once_and_the_page_says_how_it_ended(
    desk: PlanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = desk.make()
    began: list[Any] = []
    monkeypatch.setattr(computing, "plan_visits", lambda year, **_: plan_visits(year, polished=False))
    monkeypatch.setattr(plan_acts, "start", lambda *told: began.append(told))
    browser, page = client(desk, "enforcement-1"), f"/plans/{plan.public_id}/"
    browser.post(f"{page}compute/", {"keep_moved": "1"})
    assert "正在编排" in body(browser.post(f"{page}compute/", {"keep_moved": "1"}, follow=True))
    assert len(began) == 1
    assert 'hx-trigger="every 1s"' in body(browser.get(f"{page}progress/"))
    plan_acts.work(*began[0])
    done = browser.get(f"{page}progress/")
    assert "编排完成" in body(done) and "every 1s" not in body(done)
    shown = body(browser.get(page))
    assert "次检查全部可行" in shown and "任何安排都不可能低于下界" in shown
    assert re.search(r"差距</dt><dd class=\"tabular\">\d+\.\d\d%", shown)
    assert "没有问题" in body(browser.get(f"{page}check/"))


def test_what_the_planner_refuses_stands_on_the_page(desk: PlanDesk) -> None:
    plan = desk.make(teams=1, crews=0)
    by = desk.bureau("enforcement-1")
    plan_acts.work(plan.pk, None, {"keep_moved": True, "readmit": False}, by)
    shown = body(client(desk, "legal-1").get(f"/plans/{plan.public_id}/"))
    assert "这一年排不下" in shown and "个监测组日，只有 0 个" in shown
    plan_acts.work(plan.pk, "换", {"keep_moved": True, "readmit": False}, by)
    shown = body(client(desk, "legal-1").get(f"/plans/{plan.public_id}/"))
    assert "计划公布以后才能重新编排" in shown


def test_a_visit_dragged_shows_its_effect_and_moves_only_with_a_reason(desk: PlanDesk) -> None:
    plan = desk.computed()
    visit = plan.visits.filter(duties__duty__period="2027H1")[:1].get()
    browser, page = client(desk, "enforcement-1"), f"/plans/visits/{visit.public_id}/"
    part = body(browser.get(f"{page}?week=2027-05-10", headers={"HX-Request": "true"}))
    assert "<html" not in part and "在期限内" in part and 'name="week" value="2027-05-10"' in part
    late = body(browser.get(f"{page}?week=2027-07-12", headers={"HX-Request": "true"}))
    assert "不能改到这一周" in late and "<form" not in late
    assert "<form" not in body(
        client(desk, "legal-1").get(f"{page}?week=2027-05-10", headers={"HX-Request": "1"})
    )
    typed = {"week": "2027-05-10", "why": "", "act_key": key()}
    bare = browser.post(f"{page}do/move/", typed)
    assert bare.status_code == 422 and "请填写理由" in body(bare) and "在期限内" in body(bare)
    moved = {**typed, "why": "单位检修", "act_key": key()}
    assert browser.post(f"{page}do/move/", moved).status_code == 302
    assert "先前已办理" in body(browser.post(f"{page}do/move/", moved, follow=True))
    refused = browser.post(f"{page}do/move/", {**moved, "week": "2027-07-12", "act_key": key()})
    assert refused.status_code == 422 and "窗口 2027-06-30 结束" in body(refused)
    visit.refresh_from_db()
    assert visit.week == date(2027, 5, 10)
    plain = body(browser.get(page))
    assert 'option value="2027-05-10" selected' in plain and "人工调整" in plain
    assert "现有 1 次是人工调整的周次" in body(browser.get(f"/plans/{plan.public_id}/"))
    gone = browser.post(f"{page}do/drop/", {"why": "与市级合并", "act_key": key()}, follow=True)
    assert "已移出" in body(gone)


def test_the_plan_goes_through_its_steps_in_the_browser(desk: PlanDesk) -> None:
    plan = desk.computed()
    need = do.submit_need(year=2027, text="请查河岸排口", by=desk.bureau("ecology-1"), at=desk.at)
    page = f"/plans/{plan.public_id}/"

    def step(account: str, verb: str, **typed: str) -> Any:
        return client(desk, account).post(f"{page}do/{verb}/", {"act_key": key(), **typed}, follow=True)

    assert "已报法制科" in body(step("enforcement-1", "submit"))
    assert step("enforcement-1", "include").status_code == 404
    waiting = step("legal-1", "include")
    assert waiting.status_code == 422 and "还有 1 项工作需求" in body(waiting)
    assert f"/needs/{need.public_id}/do/take/" in body(client(desk, "legal-1").get(page))
    assert f"/needs/{need.public_id}/do/take/" not in body(client(desk, "enforcement-1").get(page))
    taken = client(desk, "legal-1").post(
        f"/needs/{need.public_id}/do/take/", {"why": "", "from": "plan", "act_key": key()}, follow=True
    )
    assert "已采纳" in body(taken) and taken.redirect_chain[-1][0] == page
    assert "等待批准" in body(step("legal-1", "include"))
    assert "已批准" in body(step("legal-head", "approve"))
    assert "请填写计划文号" in body(step("legal-1", "publish", number=""))
    assert "普环〔2027〕1号" in body(step("legal-1", "publish", number="普环〔2027〕1号"))
    plan.refresh_from_db()
    assert plan.state == "PUBLISHED"


def test_what_is_published_names_months_and_classes_and_no_unit(desk: PlanDesk) -> None:
    plan = desk.computed()
    answer = client(desk, "legal-1").get(f"/plans/{plan.public_id}/public/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    rows = month_rows(plan)
    assert [r.month for r in rows] == list(range(1, 13))
    assert sum(r.total for r in rows) == plan.visits.count()


def test_the_visits_are_filtered_and_taken_out_as_a_sheet(desk: PlanDesk) -> None:
    plan = desk.computed()
    browser, page = client(desk, "approval-1"), f"/plans/{plan.public_id}/"
    some = plan.visits.filter(zone="甲街道").count()
    assert 0 < some < plan.visits.count()
    sheet = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"{page}?street=甲街道&format=xlsx").content)
    ).active
    assert sheet.max_row == some + 1 and {r[1] for r in sheet.iter_rows(min_row=2, values_only=True)} == {
        "甲街道"
    }
    week = plan.visits.first().week
    table = body(browser.get(f"{page}?week={week}")).partition('<h2 id="visits">')[2].partition("<aside")[0]
    assert table.count("main-cell") == plan.visits.filter(week=week).count()
    for odd in ("?week=x", "?state=NO&klass=?", "?page=999", "?week=9999-99-99"):
        assert browser.get(page + odd).status_code == 200


def test_a_list_of_thirty_costs_as_many_queries_as_one_of_one(desk: PlanDesk) -> None:
    plan = desk.computed()
    keep = plan.visits.filter(duties__duty__kind="inspect-simplified")[:1].get()
    for visit in plan.visits.exclude(pk=keep.pk):
        visit.duties.all().delete()
        visit.delete()
    browser = client(desk, "approval-1")
    pages = (f"/plans/{plan.public_id}/", "/plans/", "/needs/")
    do.submit_need(year=2027, text="甲", by=desk.bureau("ecology-1"), at=desk.at)

    def counts() -> list[int]:
        out = []
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert browser.get(page).status_code == 200
            out.append(len(seen))
        return out

    one = counts()
    duty = keep.duties.get().duty
    for n in range(30):
        row = PlannedVisit.objects.create(
            state="PLANNED", plan=plan, facility=keep.facility, zone=keep.zone, week=date(2027, 1, 4) + timedelta(weeks=n + 60),
            earliest=keep.earliest, latest=keep.latest,
        )  # fmt: skip
        row.duties.create(duty=duty)
        do.submit_need(year=2027, text=f"乙{n}", by=desk.bureau("ecology-1"), at=desk.at)
    YearPlan.objects.bulk_create([YearPlan(state="DRAFT", year=2030 + n) for n in range(30)])
    assert counts() == one


def test_a_plan_made_elsewhere_comes_in_as_a_sheet_or_not_at_all(desk: PlanDesk) -> None:
    plan, browser = desk.make(), client(desk, "enforcement-1")

    def send(*rows: tuple[str, str]) -> Any:
        file = io.BytesIO(workbook("计划", ("单位名称", "周"), rows)[0])
        file.name = "计划.xlsx"
        typed = {"plan": str(plan.public_id), "source": "市平台", "act_key": key(), "file": file}
        return browser.post("/plans/import/", typed)

    wrong = send((desk.units[0].name, "第12周"), ("没有这家", "第13周"))
    assert wrong.status_code == 422 and "第 3 行 没有这家" in body(wrong) and not plan.visits.exists()
    assert "涉密" in body(send((desk.units[0].name, "涉密")))
    assert send((desk.units[0].name, "第12周")).status_code == 302
    assert plan.visits.get().week == date(2027, 3, 22)
    shown = body(browser.get(f"/plans/{plan.public_id}/"))
    assert "导入自市平台" in shown and "compute/" not in shown


def test_a_division_says_what_it_needs_or_that_it_needs_nothing(desk: PlanDesk) -> None:
    browser = client(desk, "ecology-1")
    typed = {"year": "2027", "text": "请查重金属单位", "unit": desk.units[0].number, "act_key": key()}
    assert browser.post("/needs/new/", typed | {"unit": "9", "act_key": key()}).status_code == 422
    browser.post("/needs/new/", typed)
    browser.post("/needs/new/", typed)
    assert Need.objects.get().facility == desk.units[0]
    none = {"year": "2027", "nothing": "1"}
    unsure = client(desk, "pollution-1").post("/needs/new/", none | {"act_key": key()})
    assert unsure.status_code == 422 and "请先勾选" in body(unsure) and Need.objects.count() == 1
    client(desk, "pollution-1").post("/needs/new/", none | {"sure": "1", "act_key": key()})
    both = browser.post("/needs/new/", none | {"sure": "1", "act_key": key()})
    assert both.status_code == 422 and "不能再说明没有需求" in body(both)
    said = body(client(desk, "legal-1").get("/needs/?year=2027"))
    assert "请查重金属单位" in said and "没有需要列入计划的检查需求" in said
    need = Need.objects.get(division="ECOLOGY")
    bare = client(desk, "legal-1").post(f"/needs/{need.public_id}/do/decline/", {"why": "", "act_key": key()})
    assert bare.status_code == 422 and "请填写理由" in body(bare)
    assert "do/decline" not in body(browser.get("/needs/"))


def test_other_frequencies_and_fewer_people_stand_beside_today(desk: PlanDesk) -> None:
    browser = client(desk, "legal-1")
    asked = {"year": "2027", "name-0": "inspection.simplified.per_year", "value-0": "2", "teams": "3"}
    shown = body(browser.get("/plans/what-if/", asked))
    assert (
        re.search(r"检查次数</td><td class=\"num\" data-label=\"现行\">\d+", shown) and "检查 3 组" in shown
    )
    short = body(browser.get("/plans/what-if/", {"year": "2027", "crews": "0"}))
    assert "推演排不下" in short and "个监测组日，只有 0 个" in short
    for odd in ("²", "9" * 30, "-1", "x"):
        assert browser.get("/plans/what-if/", {"year": odd}).status_code == 200
    wrong = browser.get("/plans/what-if/", {"year": "2027", "officers": "many"})
    assert wrong.status_code == 422 and "staff.officers" in body(wrong)
    assert browser.get("/plans/what-if/?year=2027&page=staff:%20%5B1%5D").status_code == 422


def test_the_unit_shows_what_is_planned_for_it_and_the_duty_leads_to_its_plan(desk: PlanDesk) -> None:
    plan = desk.submitted()
    unit = desk.units[0]
    shown = body(client(desk, "approval-1").get(f"/facilities/{unit.public_id}/"))
    assert f"/plans/visits/{plan.visits.filter(facility=unit).first().public_id}/" in shown
    desk_page = body(client(desk, "legal-1").get("/"))
    assert f"/plans/{plan.public_id}/" in desk_page


def test_new_units_are_named_by_the_check_until_the_plan_is_made_again(desk: PlanDesk) -> None:
    plan = desk.published()
    desk.bureau.units(
        unit_row(51, 首次发证日期=date(2027, 1, 4), 有效期起=date(2027, 1, 4), 有效期止=date(2032, 1, 3)),
        at=desk.at,
    )
    generate_duties(year=2027, by=COMMAND_LINE, at=desk.at)
    found = body(client(desk, "enforcement-1").get(f"/plans/{plan.public_id}/check/"))
    assert "试验51号厂（演示） 新证首次执法检查" in found and "安排了 0 次，应为 1 次" in found


def test_a_published_plan_is_reckoned_again_only_after_its_effect_was_looked_at(
    desk: PlanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = desk.published()
    began: list[Any] = []
    monkeypatch.setattr(plan_acts, "start", lambda *told: began.append(told))
    desk.bureau.units(
        unit_row(51, 首次发证日期=date(2027, 1, 4), 有效期起=date(2027, 1, 4), 有效期止=date(2032, 1, 3)),
        at=desk.at,
    )
    generate_duties(year=2027, by=COMMAND_LINE, at=desk.at)
    browser, page = client(desk, "enforcement-1"), f"/plans/{plan.public_id}/"
    assert f'action="{page}replan/"' in body(browser.get(page))
    shown = browser.post(f"{page}compute/", {"why": "新领证"}, follow=True)
    assert not began and "新列入 1 次" in body(shown) and "试验51号厂（演示）" in body(shown)
    assert not plan.visits.filter(facility__name="试验51号厂（演示）").exists()
    assert browser.get(f"{page}replan/").status_code == 422
    (mark,) = re.findall(r'name="seen" value="(\w{64})"', body(shown))
    browser.post(f"{page}compute/", {"why": "新领证", "seen": mark})
    ((pk, why, asked, by, seen),) = began
    assert (pk, why, seen) == (plan.pk, "新领证", mark)
    plan_acts.work(pk, why, asked, by, seen)
    assert plan.visits.filter(facility__name="试验51号厂（演示）").count() == 1


def test_the_plan_opens_at_this_week_and_says_what_was_missed(
    desk: PlanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = desk.published()
    early, late = plan.visits.order_by("week", "pk")[0], plan.visits.order_by("-week", "pk")[0]
    PlannedVisit.objects.filter(pk=early.pk).update(week=date(2027, 1, 4))
    gone = plan.visits.filter(week__lt=date(2027, 3, 8)).count()
    monkeypatch.setattr("django.utils.timezone.now", lambda: winter(10, 3))
    browser, page = client(desk, "enforcement-1"), f"/plans/{plan.public_id}/"

    def shown(query: str) -> str:
        return body(browser.get(page + query)).partition('<h2 id="visits">')[2].partition("<aside")[0]

    opened, whole, missed = shown(""), shown("?span=whole"), shown("?span=missed")
    assert (
        'data-week="2027-03-08" data-now' in body(browser.get(page))
        and body(browser.get(page)).count("本周</strong>") == 1
    )
    own, other = f"/plans/visits/{early.public_id}/", f"/plans/visits/{late.public_id}/"
    assert own not in opened and other in opened and f"有 {gone} 次检查的那一周已经过去" in opened
    assert own in whole and other in whole
    assert own in missed and other not in missed and 'pill-warning">已错过，待重新编排' in missed
    assert "已错过，待重新编排" in body(browser.get(own)) and "已错过" not in body(browser.get(other))
    assert own in shown("?week=2027-01-04") and own in shown("?state=PLANNED")
    told = openpyxl.load_workbook(io.BytesIO(browser.get(f"{page}?span=missed&format=xlsx").content)).active
    assert [row[9] for row in told.iter_rows(min_row=2, values_only=True)] == ["已错过，待重新编排"] * gone
