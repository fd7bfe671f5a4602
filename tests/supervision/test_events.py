"""Abnormal events: on two desks at once, to the minute, and never forgotten before the unit runs normally again."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty
from postpermit.supervision import operations as do
from postpermit.supervision.models import AbnormalEvent, EventRouting
from postpermit.supervision.queries import facts_of
from postpermit.supervision.rules.events import follows_until_restored, routed_to
from postpermit.supervision.rules.waits import WAITS
from postpermit.supervision.states import EventKind
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from postpermit.trail.queries import attachments_of
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk, quarterly

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def receive(checks: CheckDesk, by: str = "approval-1", **given: Any) -> AbnormalEvent:
    told: dict[str, Any] = {
        "facility": checks.unit, "kind": "FACILITY", "what": "TA001 布袋破损停运", "equipment": "TA001",
        "began_at": checks.at - HOUR, "received_at": checks.at - MINUTE, "reporter": "演示厂张工", "exceeded": True,
    }  # fmt: skip
    return do.receive_event(by=checks.bureau(by), at=checks.at, **told | given)


def part(event: AbnormalEvent, division: str) -> EventRouting:
    return event.routings.get(division=division)


def waiting() -> list[tuple[str, str]]:
    rows = Duty.objects.filter(kind="follow-event", state="OPEN").order_by("obligor")
    return [(d.obligor_id, f"{d.due_on}") for d in rows]


def acknowledge(checks: CheckDesk, event: AbnormalEvent, division: str) -> EventRouting:
    by = checks.bureau(f"{division.lower()}-1")
    return do.acknowledge_event(routing=part(event, division), by=by, at=checks.at)


def handle(checks: CheckDesk, event: AbnormalEvent, division: str, text: str = "已到现场") -> EventRouting:
    by = checks.bureau(f"{division.lower()}-1")
    return do.handle_event(routing=part(event, division), text=text, by=by, at=checks.at)


def restore(checks: CheckDesk, event: AbnormalEvent, by: str = "pollution-1", **given: Any) -> AbnormalEvent:
    told: dict[str, Any] = {"restored_at": checks.at, "how": "更换布袋"}
    return do.restore_event(event=event, by=checks.bureau(by), at=checks.at, **told | given)


def test_every_event_goes_to_both_divisions() -> None:
    """SV-104"""
    assert {kind: routed_to(kind) for kind in EventKind} == dict.fromkeys(EventKind, ("ECOLOGY", "POLLUTION"))


def test_one_of_them_follows_it_until_it_is_over() -> None:
    """SV-105"""
    assert {kind: follows_until_restored(kind) for kind in EventKind} == dict.fromkeys(
        EventKind, "POLLUTION"
    ) | {EventKind.MONITORING: "ECOLOGY"}


def test_both_divisions_have_it_on_their_desk_at_once(checks: CheckDesk) -> None:
    event = receive(checks)
    assert (event.state, event.number) == ("RECEIVED", "普环异〔2026〕1号")
    assert [(r.division_id, r.state) for r in event.routings.all()] == [
        ("ECOLOGY", "RECEIVED"),
        ("POLLUTION", "RECEIVED"),
    ]
    assert waiting() == [("ECOLOGY", "2026-11-25"), ("POLLUTION", "2026-11-25")]
    assert Entry.objects.filter(verb="receive").count() == 1


def test_the_same_report_again_is_the_same_event(checks: CheckDesk) -> None:
    first = receive(checks)
    before = Entry.objects.count()
    assert receive(checks, by="ecology-1") == first
    assert (Entry.objects.count(), AbnormalEvent.objects.count()) == (before, 1)
    assert receive(checks, what="TA002 也停运").number == "普环异〔2026〕2号"


def test_who_takes_it_in_has_acknowledged_it_for_the_own_division(checks: CheckDesk) -> None:
    event = receive(checks, by="pollution-1", files=[("现场.txt", "照片说明".encode())])
    assert (part(event, "POLLUTION").state, part(event, "ECOLOGY").state) == ("ACKNOWLEDGED", "RECEIVED")
    assert waiting() == [("ECOLOGY", "2026-11-25"), ("POLLUTION", "2026-11-27")]
    assert [a.name for a in attachments_of(event)] == ["现场.txt"]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"kind": "FIRE"}, "kind"),
        ({"what": "  "}, "what"),
        ({"received_at": HOUR}, "received_at"),
        ({"began_at": timedelta()}, "began_at"),
    ],
)
def test_what_cannot_be_is_refused_whole(checks: CheckDesk, given: dict[str, Any], place: str) -> None:
    moments = {k: checks.at + v if isinstance(v, timedelta) else v for k, v in given.items()}
    with pytest.raises(Refused) as told:
        receive(checks, **moments)
    assert (told.value.place, AbnormalEvent.objects.count()) == (place, 0)


def test_each_division_follows_its_own_part_and_says_more_later(checks: CheckDesk) -> None:
    event = receive(checks)
    with pytest.raises(Refused, match="由转办到的科室自己办理"):
        do.acknowledge_event(routing=part(event, "ECOLOGY"), by=checks.bureau("pollution-1"), at=checks.at)
    with pytest.raises(Refused, match="不能再“登记处置情况”"):
        handle(checks, event, "ECOLOGY")
    acknowledge(checks, event, "ECOLOGY")
    with pytest.raises(Refused, match="写明处置情况"):
        handle(checks, event, "ECOLOGY", " ")
    handle(checks, event, "ECOLOGY", "已要求加测")
    handle(checks, event, "ECOLOGY", "加测结果达标")
    lines = part(event, "ECOLOGY").handling.splitlines()
    assert [line.partition("：")[2] for line in lines] == ["已要求加测", "加测结果达标"]
    assert waiting() == [("POLLUTION", "2026-11-25")]


def test_what_both_have_handled_still_waits_until_the_unit_runs_again(checks: CheckDesk) -> None:
    event = receive(checks, kind="MONITORING", what="采样点结冰，本季自行监测未能完成")
    for division in ("ECOLOGY", "POLLUTION"):
        acknowledge(checks, event, division)
        handle(checks, event, division)
    event.refresh_from_db()
    assert (event.state, waiting()) == ("AWAITING", [("ECOLOGY", "2026-12-08")])
    restore(checks, event, "ecology-1")
    assert (event.state, waiting()) == ("RESTORED", [])


def test_a_restored_event_is_over_for_who_knew_and_still_to_be_seen_by_who_did_not(checks: CheckDesk) -> None:
    event = receive(checks)
    restore(checks, event)
    assert (part(event, "POLLUTION").state, part(event, "ECOLOGY").state) == ("HANDLED", "RECEIVED")
    assert waiting() == [("ECOLOGY", "2026-11-25")]
    assert acknowledge(checks, event, "ECOLOGY").state == "HANDLED"
    assert waiting() == []
    with pytest.raises(Refused, match="已由他人办理"):
        restore(checks, event)


@pytest.mark.parametrize(
    "given", [{"restored_at": HOUR}, {"restored_at": -2 * HOUR}, {"how": " "}], ids=["later", "before", "how"]
)
def test_a_restoration_that_cannot_be_is_refused(checks: CheckDesk, given: dict[str, Any]) -> None:
    event = receive(checks)
    with pytest.raises(Refused, match="恢复"):
        restore(checks, event, **{k: checks.at + v if k == "restored_at" else v for k, v in given.items()})


def test_an_event_entered_twice_is_withdrawn_by_a_second_person(checks: CheckDesk) -> None:
    event = receive(checks, by="pollution-1")
    with pytest.raises(Refused, match="不能为同一人"):
        do.withdraw_event(event=event, why="重复", by=checks.bureau("pollution-1"), at=checks.at)
    do.withdraw_event(event=event, why="重复登记", by=checks.bureau("pollution-head"), at=checks.at)
    assert (event.state, waiting()) == ("WITHDRAWN", [])
    assert set(event.routings.values_list("state", flat=True)) == {"STOPPED"}
    assert receive(checks).number == "普环异〔2026〕2号"


def test_the_matching_report_must_mention_it(checks: CheckDesk) -> None:
    """SV-64"""
    began = datetime(2026, 9, 10, 8, 30, tzinfo=checks.at.tzinfo)
    event = receive(checks, began_at=began)
    withdrawn = receive(checks, began_at=began, what="误录")
    do.withdraw_event(event=withdrawn, why="误录", by=checks.bureau("pollution-head"), at=checks.at)
    check = checks.receive(quarterly()).check_matter
    (fact,) = facts_of(check, checks.at.date()).abnormal or ()
    assert (fact.on, fact.facility, fact.exceeded) == (began.date(), "TA001", True)
    assert check.hints.filter(rule="SV-64", state="OPEN").count() == 1
    assert event.facility == check.report.facility


class Events(RuleBasedStateMachine):
    """Acts of both divisions on a few events in any order."""

    bureau: ClassVar[Bureau]
    at: ClassVar[datetime]

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.desk = open_desk(self.bureau, self.at)
        for kind in ("FACILITY", "MONITORING"):
            receive(self.desk, kind=kind)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(
        number=st.integers(0, 1),
        division=st.sampled_from(["ECOLOGY", "POLLUTION"]),
        verb=st.sampled_from(["acknowledge", "acknowledge", "handle", "handle", "restore", "withdraw"]),
        who=st.sampled_from(["1", "head"]),
    )
    def act(self, number: int, division: str, verb: str, who: str) -> None:
        event = AbnormalEvent.objects.order_by("pk")[number]
        by, at = self.bureau(f"{division.lower()}-{who}"), self.desk.at
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                if verb == "acknowledge":
                    do.acknowledge_event(routing=part(event, division), by=by, at=at)
                elif verb == "handle":
                    do.handle_event(routing=part(event, division), text="办", by=by, at=at)
                elif verb == "restore":
                    do.restore_event(event=event, restored_at=at, how="好了", by=by, at=at)
                else:
                    do.withdraw_event(event=event, why="误录", by=by, at=at)
        except Refused:
            assert Entry.objects.count() == before

    @invariant()
    def whatever_waits_has_one_open_duty_and_nothing_else_has(self) -> None:
        for thing in (*AbnormalEvent.objects.all(), *EventRouting.objects.all()):
            key = f"{thing._meta.label_lower}/{thing.state}"
            count = Duty.objects.filter(subject_ref=reference(thing), state="OPEN").count()
            assert count == (1 if key in WAITS else 0), (key, count)

    @invariant()
    def an_event_that_is_not_over_lies_on_some_desk(self) -> None:
        for event in AbnormalEvent.objects.filter(state__in=("RECEIVED", "AWAITING")):
            things = [reference(event), *(reference(r) for r in event.routings.all())]
            assert Duty.objects.filter(subject_ref__in=things, state="OPEN").exists()

    @invariant()
    def nothing_acknowledged_is_left_of_an_event_that_is_over(self) -> None:
        assert not EventRouting.objects.filter(event__state="RESTORED", state="ACKNOWLEDGED").exists()
        over = EventRouting.objects.filter(event__state="WITHDRAWN").exclude(state="STOPPED")
        assert not over.exists()


def test_two_divisions_in_any_order_keep_the_invariants(bureau: Bureau, at: datetime) -> None:
    Events.bureau, Events.at = bureau, at
    run_state_machine_as_test(
        Events, settings=settings(max_examples=25, stateful_step_count=12, deadline=None, derandomize=True)
    )
