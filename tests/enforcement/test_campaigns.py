"""督察和监督帮扶问题 until they are struck off; 普法宣传 as a register."""

from datetime import date, timedelta
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CampaignFinding, LawPublicity
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.enforcement.case_desk import CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit that a campaign came to."""
    return open_cases(bureau)


def enter(desk: CaseDesk, **more: Any) -> CampaignFinding:
    given: dict[str, Any] = {
        "level": "CITY", "campaign": "市级督察", "found_on": desk.today, "facility": desk.unit, "what": "台账不全",
        "division": "ECOLOGY", "due_on": date(2026, 9, 20),
    }  # fmt: skip
    return do.enter_campaign_finding(by=desk.by("approval-1"), at=desk.at, **given | more)


def rectify(desk: CaseDesk, made: CampaignFinding, by: str = "ecology-1", **more: Any) -> CampaignFinding:
    given: dict[str, Any] = {"outcome": "已补齐", "rectified_on": desk.today}
    return do.rectify_campaign_finding(finding=made, by=desk.by(by), at=desk.at, **given | more)


def waits(made: CampaignFinding) -> list[tuple[str, str, str]]:
    rows = Duty.objects.filter(subject_ref=reference(made), state="OPEN")
    return [(d.kind, d.obligor_id, f"{d.due_on}") for d in rows]


def test_it_is_put_right_and_struck_off(desk: CaseDesk) -> None:
    made = enter(desk)
    assert waits(made) == [("rectify-campaign-finding", "ECOLOGY", "2026-09-20")]
    rectify(desk, made)
    assert waits(made) == [("strike-campaign-finding", "APPROVAL", "2026-09-15")]
    do.strike_campaign_finding(finding=made, struck_on=desk.today, by=desk.by("approval-head"), at=desk.at)
    assert (made.state, waits(made)) == ("STRUCK", [])


def test_sent_back_the_division_has_it_until_a_new_day(desk: CaseDesk) -> None:
    made = enter(desk)
    rectify(desk, made)
    back: dict[str, Any] = {"finding": made, "by": desk.by("approval-head"), "at": desk.at}
    with pytest.raises(Refused, match="请填写退回理由"):
        do.send_back_campaign_finding(why="", due_on=desk.today, **back)
    with pytest.raises(Refused, match="不能早于今天"):
        do.send_back_campaign_finding(why="不全", due_on=desk.today - timedelta(days=1), **back)
    do.send_back_campaign_finding(why="不全", due_on=date(2026, 10, 1), **back)
    assert (made.state, made.rectified_on) == ("OPEN", None)
    assert waits(made) == [("rectify-campaign-finding", "ECOLOGY", "2026-10-01")]


def test_what_is_not_entered(desk: CaseDesk) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"level": "X"}, "level"),
        ({"campaign": ""}, "campaign"),
        ({"what": ""}, "what"),
        ({"facility": None}, "place"),
        ({"found_on": date(2026, 9, 2)}, "found_on"),
        ({"due_on": date(2026, 8, 31)}, "due_on"),
        ({"division": "GROUP"}, "division"),
        ({"what": "举报人13800138000"}, "what"),
    ]
    for given, place in wrong:
        with pytest.raises(Refused) as told:
            enter(desk, **given)
        assert (told.value.place, CampaignFinding.objects.count()) == (place, 0)


def test_the_same_finding_is_entered_once(desk: CaseDesk) -> None:
    enter(desk)
    with pytest.raises(Refused, match="已登记为 普环督〔2026〕1号"):
        enter(desk)


def test_only_who_leads_puts_it_right_and_a_second_person_takes_it_back(desk: CaseDesk) -> None:
    made = enter(desk)
    with pytest.raises(Refused, match="由牵头科室"):
        rectify(desk, made, "pollution-1")
    with pytest.raises(Refused, match="不能晚于今天"):
        rectify(desk, made, rectified_on=desk.today + timedelta(days=1))
    with pytest.raises(Refused, match="录入人以外"):
        do.withdraw_campaign_finding(finding=made, why="误录", by=desk.by("approval-1"), at=desk.at)
    do.withdraw_campaign_finding(finding=made, why="误录", by=desk.by("approval-head"), at=desk.at)
    assert (made.state, waits(made)) == ("WITHDRAWN", [])
    assert Duty.objects.get(subject_ref=reference(made)).state == "VOID"


def test_two_people_who_strike_it_off(desk: CaseDesk) -> None:
    made = enter(desk)
    rectify(desk, made)
    stale = CampaignFinding.objects.get(pk=made.pk)
    do.strike_campaign_finding(finding=made, struck_on=desk.today, by=desk.by("approval-head"), at=desk.at)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="已由他人办理"):
        do.send_back_campaign_finding(
            finding=stale, why="x", due_on=desk.today, by=desk.by("approval-head"), at=desk.at
        )
    assert Entry.objects.count() == entries


def publish(desk: CaseDesk, **more: Any) -> LawPublicity:
    given: dict[str, Any] = {
        "on": desk.today,
        "topic": "排污许可",
        "form": "培训会",
        "audience": "持证单位",
        "people": 80,
    }
    return do.enter_publicity(by=desk.by("legal-1"), at=desk.at, **given | more)


def test_publicity_is_entered_once_and_taken_back_with_a_reason(desk: CaseDesk) -> None:
    row = publish(desk)
    with pytest.raises(Refused, match="已登记"):
        publish(desk)
    with pytest.raises(Refused, match="请填写撤销理由"):
        do.withdraw_publicity(row=row, why=" ", by=desk.by("legal-1"), at=desk.at)
    do.withdraw_publicity(row=row, why="误录", by=desk.by("legal-1"), at=desk.at)
    entries = Entry.objects.count()
    do.withdraw_publicity(row=row, why="再来", by=desk.by("legal-1"), at=desk.at)
    assert Entry.objects.count() == entries
    assert publish(desk).pk != row.pk
    for given, place in (
        ({"people": 0}, "people"),
        ({"topic": ""}, "topic"),
        ({"on": date(2026, 9, 2)}, "on"),
    ):
        with pytest.raises(Refused) as told:
            publish(desk, **given)
        assert told.value.place == place


def test_no_reason_holds_anybodys_number(desk: CaseDesk) -> None:
    """EN-80: neither for sending back nor for taking an entry back."""
    made = rectify(desk, enter(desk))
    told: dict[str, Any] = {
        "finding": made,
        "why": "请回电 138-0013-8000",
        "by": desk.by("approval-head"),
        "at": desk.at,
    }
    for act, more in (
        (do.send_back_campaign_finding, {"due_on": desk.today}),
        (do.withdraw_campaign_finding, {}),
    ):
        with pytest.raises(Refused, match="疑似有手机号码") as refused:
            act(**told | more)  # type: ignore[arg-type]
        assert refused.value.place == "why"
