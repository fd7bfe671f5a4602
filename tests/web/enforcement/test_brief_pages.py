"""The page before a visit: the phone takes along what the desk shows, and nothing is said of a visit that could not look."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.asked import answered, facts_of, list_of
from postpermit.enforcement.queries.brief import brief_of
from postpermit.enforcement.rules.applicability import Listed, applicable, known_facts
from postpermit.enforcement.states import CheckResult
from postpermit.register.models import Limit, Outlet, RegisteredItem, SelfMonitoring
from postpermit.web.desk.enforcement.brief import supervision_beside
from postpermit.web.paper.brief_paper import as_typst, blocks_of, lines_of, visit_words
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def permit(visits: VisitDesk, unit: int, limits: int = 1, amount: int | None = None) -> None:
    """An air outlet with limits and monitoring by hand."""
    held = visits.units[unit]
    outlet = Outlet.objects.create(facility=held, code="DA001", name="排气筒", kind="AIR")
    since = {"facility": held, "outlet": outlet, "in_force_from": visits.today}
    for n in range(limits):
        Limit.objects.create(
            **since, pollutant=f"污染物{n}", text="60", high=60, unit="mg/m3", annual_amount=amount
        )
    SelfMonitoring.objects.create(**since, pollutant="颗粒物", manner="MANUAL", frequency="1次/半年")


def load(visits: VisitDesk) -> dict[str, list[str]]:
    """What the phone holds of the page before the only visit."""
    (visit,) = client_of(visits).get("/field/bundle/").json()["visits"]
    return {part["label"]: part["lines"] for part in visit["brief"]}


def test_the_phone_takes_along_what_the_desk_shows(visits: VisitDesk) -> None:
    """Annex 3 items 2.5 and, for a registered unit, 5.1 to 5.6 are checked against it without signal."""
    permit(visits, 3, limits=20, amount=2)
    kinds = {
        "PRODUCT": "塑料件",
        "TREATMENT": "活性炭吸附",
        "DESTINATION": "15 m 排气筒",
        "STANDARD": "DB31/933",
    }
    for kind, name in kinds.items():
        item = {"facility": visits.units[3], "kind": kind, "name": name, "in_force_from": visits.today}
        RegisteredItem.objects.create(**item)
    visit = visits.assigned(3)
    held = load(visits)
    assert {line.partition("：")[2].strip() for line in held["登记表"]} == set(kinds.values())
    assert len(held["许可限值"]) == 20 and "年许可排放量 2 t" in held["许可限值"][0]
    assert held["自行监测"] == ["DA001 颗粒物 1次/半年"]
    standing = visits.bureau.standing("enforcement-1")
    found, beside = brief_of(visit, visits.today), supervision_beside(standing, visit.facility)
    assert [title for title, _, _ in blocks_of(found, beside)] == [t for t in held if t != "单位"]
    assert len({b["title"]: b["lines"] for b in as_typst(found, beside, "")["blocks"]}["许可限值"]) == 8


def test_hints_of_execution_reports_reach_the_phone(visits: VisitDesk) -> None:
    found = brief_of(visits.prepare(1), visits.today)
    hint: Any = type("Hint", (), {"rule": "SV-1", "message": "长" * 100})()
    beside = {"report_findings": [], "hints": [hint], "checks": [], "plans": [], "events": []}
    lines = {part["label"]: part["lines"] for part in lines_of(found, beside)}
    assert lines["执行报告系统提示（未经核实）"] == [f"SV-1 {'长' * 100}"]


def earlier(visits: VisitDesk, outcome: str, **more: Any) -> str:
    """What the page says of a visit that ended at 07:30."""
    visit = visits.ended(1, outcome, **more)
    early = datetime(2026, 11, 24, 7, 30, tzinfo=SHANGHAI)
    Visit.objects.filter(pk=visit.pk).update(started_at=early - timedelta(hours=1), ended_at=early)
    (said,) = brief_of(visits.prepare(1, kind="TRIGGERED", reason="COMPLAINT"), visits.today).visits
    return visit_words(said)


def test_a_visit_before_eight_stands_under_its_own_day(visits: VisitDesk) -> None:
    """EN-13: and whoever met nobody found nothing out, which is not 未发现问题."""
    assert earlier(visits, "NOBODY") == "2026-11-24 有计划检查 无人"


def test_only_a_filled_list_without_failures_found_nothing(visits: VisitDesk) -> None:
    """EN-13: of a list that nobody filled the page says how much is open."""
    said = earlier(visits, "DONE", kind="TRIGGERED", reason="COMPLAINT")
    assert "未发现问题" not in said and "项未查" in said
    visit = Visit.objects.get(outcome="DONE")
    visits.answer_all(visit)
    again = brief_of(visits.prepare(1, kind="TRIGGERED", reason="COMPLAINT"), visits.today)
    assert visit_words(again.visits[0]).endswith("已完成：未发现问题")
    visits.find(visit, "标志牌缺失")
    found = brief_of(Visit.objects.latest("pk"), visits.today)
    assert visit_words(found.visits[0]).endswith("：标志牌缺失")


def test_what_the_permit_does_not_have_is_set_aside_and_stays_so(visits: VisitDesk) -> None:
    """EN-141: of a unit whose permit is entered; a later register changes nothing of what this visit asked."""
    permit(visits, 1)
    visit = visits.prepare(1)
    aside = {q.code for q in list_of(visit).questions if not applicable(q, facts_of(visit)).applies}
    assert aside == {"2.2.2", "2.5.2", "3.3.1", "3.3.2", "3.3.3", "3.4.1"}
    Outlet.objects.create(facility=visits.units[1], code="DW001", kind="WATER", automatic=True)
    assert answered(visit).summary.questions[CheckResult.NOT_APPLICABLE] == len(aside)
    assert "没有废水排放" in text_of(client_of(visits).get(f"/visits/{visit.public_id}/"))
    later = visits.prepare(1, kind="TRIGGERED", reason="COMPLAINT")
    assert "3.3.1" in answered(later).unanswered


def test_what_is_not_entered_is_asked() -> None:
    """EN-141: silence of the register proves nothing."""
    assert known_facts(Listed()) == known_facts(Listed(kinds=("AIR", ""))) == {}
    assert known_facts(Listed(limits=True, amounts=True)) == {"total_amount": True}
    assert known_facts(Listed(monitoring=True)) == {}  # without outlets nobody entered the permit
    assert known_facts(Listed(kinds=("AIR",), monitoring=True, automatic=True))["automatic_device"] is True


def test_a_unit_of_which_nothing_is_entered_is_asked_everything(visits: VisitDesk) -> None:
    visit = do.prepare_visit(
        facility=visits.units[2], kind="PLANNED", manner="ON_SITE", reason="NONE", scheduled_on=visits.today,
        by=visits.by(), at=visits.at,
    )  # fmt: skip
    assert facts_of(visit).known == {}
