"""A draw in the database: frozen, committed, told, carried out, published or aborted; nobody can steer it."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postpermit.duties.models import Duty
from postpermit.duties.operations import record_act
from postpermit.office.models import Officer
from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.draw import commitment, list_hash
from postpermit.planning.draw import draw as pure_draw
from postpermit.planning.models import Draw, DrawnOfficer, DrawnUnit, Recusal
from postpermit.planning.queries.draw_page import listing_of, published_page
from postpermit.planning.queries.draws import places_of_draws
from postpermit.planning.queries.eligible import list_of_day, quarters_to_draw
from postpermit.planning.rules.strata import (
    Stratum,
    UnitOfDay,
    quarter_days,
    quarter_words,
    why_excluded,
)
from postpermit.planning.rules.waits import waiting_divisions
from postpermit.planning.states import DrawState
from postpermit.register.models import Facility
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from postpermit.trail.queries import timeline
from tests.bureau import Bureau, moment
from tests.planning.drawing import R1, R2, VALUE, DrawDesk, certify, draw_desk

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> DrawDesk:
    """Twenty registered units."""
    return draw_desk(bureau, at)


def test_the_list_of_the_day_is_frozen_with_its_digest_and_every_p(desk: DrawDesk) -> None:
    draw = desk.freeze()
    listing = listing_of(draw)
    assert (draw.state, draw.attempt, draw.total, draw.n) == (DrawState.FROZEN, 1, 20, 4)
    assert draw.list_hash == list_hash(listing).hex()
    assert {u["id"] for u in listing["units"]} == {str(u.public_id) for u in desk.units}
    assert sum(float(u["p"]) for u in listing["units"]) == pytest.approx(4)
    why = draw.given["units"][listing["units"][0]["id"]]
    assert why["years"] == 3 and any("管理类别" in text for text, _, _ in why["why"])
    assert [e.verb for e in timeline(draw)] == ["freeze"]


def test_who_cannot_be_drawn_stands_in_the_list_with_the_reason(desk: DrawDesk) -> None:
    ended, expired, visited = desk.units[:3]
    Facility.objects.filter(pk=ended.pk).update(ended_on=ON, ended_by="CANCEL")
    Facility.objects.filter(pk=expired.pk).update(valid_to=ON - timedelta(days=1))
    by = desk.bureau("enforcement-1")
    record_act(kind="inspection", facility=visited, on=ON, who="甲", result="无", by=by, at=desk.at)
    told = {e["id"]: e["reason"] for e in listing_of(desk.freeze())["excluded"]}
    assert told[str(ended.public_id)] == "已注销"
    assert told[str(expired.public_id)] == "有效期已届满"
    assert told[str(visited.public_id)].startswith("本年已检查")
    assert len(told) == 3


def test_pl_50_each_reason_and_its_boundary() -> None:
    """PL-50"""
    first, last = date(2023, 1, 1), date(2027, 1, 1)
    assert why_excluded(UnitOfDay(first, last, None), ON) == ""
    assert why_excluded(UnitOfDay(ON, ON, None), ON) == ""
    assert why_excluded(UnitOfDay(first, last, ON), ON) == "已终止"
    assert why_excluded(UnitOfDay(first, last, ON + timedelta(days=1)), ON) == ""
    assert why_excluded(UnitOfDay(ON + timedelta(days=1), last, None), ON) == "尚未生效"
    assert why_excluded(UnitOfDay(None, last, None), ON) == "档案中没有有效期"
    assert why_excluded(UnitOfDay(first, last, None, drawn=True), ON) == "本年已抽中"
    assert why_excluded(UnitOfDay(first, last, None, done=1, cap=2), ON) == "本年已检查或监测"
    assert "上限" in why_excluded(UnitOfDay(first, last, None, done=2, cap=2), ON)


def test_quarters_have_days_and_words() -> None:
    assert quarter_days("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter_days("2027Q1") == (date(2027, 1, 1), date(2027, 3, 31))
    assert quarter_words("2026Q2") == "2026年第2季度"
    for wrong in ("2026Q5", "2026", "Q4", "2026-4"):
        with pytest.raises(ValueError):
            quarter_days(wrong)
    assert quarters_to_draw(2026, ON) == ["2026Q4"]
    assert quarters_to_draw(2027, ON) == ["2027Q1"]
    assert quarters_to_draw(2026, date(2026, 5, 1)) == ["2026Q2", "2026Q3"]
    assert quarters_to_draw(2025, ON) == [] and quarters_to_draw(2028, ON) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quarter": "2026Q3"}, "本季度或下一季度"),
        ({"on": ON - timedelta(days=1)}, "封存当天"),
        ({"public_name": " "}, "公开随机数"),
        ({"public_day": ON}, "今天之后"),
        ({"purpose": "MONITORING"}, "不一致"),
        ({"stratum": "NONE"}, "不一致"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(desk: DrawDesk, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        desk.freeze(**changes)
    assert Draw.objects.count() == 0


def test_the_public_value_is_of_a_working_day_and_the_next_one_is_named(desk: DrawDesk) -> None:
    """PL-53"""
    for day in (date(2026, 11, 28), date(2026, 11, 29)):
        with pytest.raises(do.UnableToFreeze, match="下一个工作日 2026-11-30"):
            desk.freeze(public_day=day)
    with pytest.raises(do.UnableToFreeze, match="工作日历"):
        desk.freeze(public_day=date(2099, 1, 5))
    assert Draw.objects.count() == 0
    assert desk.freeze(public_day=date(2026, 11, 30)).public_day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (date(2026, 11, 25), date(2026, 11, 24)),
        (date(2026, 11, 26), date(2026, 11, 25)),
        (date(2026, 11, 27), date(2026, 11, 26)),
        (date(2026, 11, 30), date(2026, 11, 26)),
    ],
)
def test_bytes_are_due_while_they_are_still_taken(desk: DrawDesk, known: date, due: date) -> None:
    draw = desk.freeze(public_day=known)
    assert {d.due_on for d in Duty.objects.filter(kind="commit-draw")} == {due}
    do.commit_draw(
        draw=draw, digest=commitment(R1), by=desk.bureau("legal-1"), at=moment(due)
    )  # on that very day


def test_over_a_weekend_bytes_are_due_on_its_friday(bureau: Bureau) -> None:
    desk = draw_desk(bureau, moment(date(2026, 11, 27)))
    desk.freeze(public_day=date(2026, 11, 30))
    assert {d.due_on for d in Duty.objects.filter(kind="commit-draw")} == {date(2026, 11, 27)}


def test_a_stratum_is_frozen_once_a_quarter(desk: DrawDesk) -> None:
    desk.freeze()
    with pytest.raises(Refused, match="不能再抽"):
        desk.freeze()


def test_the_whole_draw_gives_what_the_bytes_say_and_whoever_has_the_file_can_check_it(
    desk: DrawDesk, tmp_path: Path
) -> None:
    draw = desk.publish(desk.carry_out())
    expected = pure_draw(listing_of(draw), R1, R2, VALUE)
    rows = list(
        DrawnUnit.objects.filter(draw=draw).order_by("rank").values_list("facility__public_id", "role")
    )
    assert [str(p) for p, _ in rows] == list(expected.ranking)
    assert [r for _, r in rows] == ["SELECTED"] * 4 + ["RESERVE"] * 16
    assert draw.seed == expected.seed.hex()
    page = published_page(draw, office=False)
    assert verify_draw.check(page) == []
    file, copy = tmp_path / "draw.json", tmp_path / "verify_draw.py"
    file.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
    copy.write_bytes(Path(verify_draw.__file__).read_bytes())
    done = subprocess.run([sys.executable, "-I", str(copy), str(file)], capture_output=True, check=False)
    assert done.returncode == 0
    assert [e.verb for e in reversed(list(timeline(draw)))] == [
        "freeze", "commit", "commit", "seal", "reveal", "reveal", "tell-value", "draw", "publish",
    ]  # fmt: skip


def test_pl_51_nobody_commits_once_the_public_value_can_be_known(desk: DrawDesk) -> None:
    """PL-51"""
    draw = desk.freeze()
    with pytest.raises(Refused, match="不能再封存"):
        do.commit_draw(draw=draw, digest=commitment(R1), by=desk.bureau("legal-1"), at=desk.later)
    late = desk.later - timedelta(days=1)
    assert (
        do.commit_draw(draw=draw, digest=commitment(R1), by=desk.bureau("legal-1"), at=late).state == "FROZEN"
    )


def test_what_is_no_commitment_of_two_different_people_is_refused(desk: DrawDesk) -> None:
    draw, legal = desk.freeze(), desk.bureau("legal-1")
    for digest in ("", "zz", commitment(R1).upper(), commitment(R1) + "0"):
        with pytest.raises(Refused, match="64 位"):
            do.commit_draw(draw=draw, digest=digest, by=legal, at=desk.at)
    with pytest.raises(Refused, match="法制科和执法大队"):
        do.commit_draw(draw=draw, digest=commitment(R1), by=desk.bureau("station-1"), at=desk.at)
    do.commit_draw(draw=draw, digest=commitment(R1), by=legal, at=desk.at)
    with pytest.raises(Refused, match="不能更换"):
        do.commit_draw(draw=draw, digest=commitment(R2), by=desk.bureau("legal-2"), at=desk.at)
    both = type(legal)(legal.ref, legal.name, "ENFORCEMENT")
    with pytest.raises(Refused, match="不同人员"):
        do.commit_draw(draw=draw, digest=commitment(R2), by=both, at=desk.at)
    with pytest.raises(Refused, match="已经用过"):
        do.commit_draw(draw=draw, digest=commitment(R1), by=desk.bureau("enforcement-1"), at=desk.at)


def test_bytes_that_were_not_committed_to_are_refused_every_time(desk: DrawDesk) -> None:
    draw = desk.commit(desk.freeze())
    for flipped in range(32):
        other = bytes(b ^ (1 if n == flipped else 0) for n, b in enumerate(R1))
        with pytest.raises(Refused, match="封存值不符"):
            do.reveal_draw(draw=draw, secret=other.hex(), by=desk.bureau("legal-1"), at=desk.later)
    with pytest.raises(Refused, match="封存值不符"):
        do.reveal_draw(draw=draw, secret=R1.hex(), by=desk.bureau("enforcement-1"), at=desk.later)
    with pytest.raises(Refused, match="没有封存过"):
        do.reveal_draw(draw=draw, secret=R1.hex(), by=desk.bureau("station-1"), at=desk.later)
    do.reveal_draw(draw=draw, secret=R1.hex(), by=desk.bureau("legal-1"), at=desk.later)
    with pytest.raises(Refused, match="已由他人公开"):
        do.reveal_draw(draw=draw, secret=R1.hex(), by=desk.bureau("legal-2"), at=desk.later)


def test_nothing_is_drawn_before_its_day_or_before_both_have_told(desk: DrawDesk) -> None:
    draw, by = desk.commit(desk.freeze()), desk.bureau("legal-1")
    with pytest.raises(Refused, match="都公开"):
        do.tell_value(draw=draw, public_value=VALUE, by=by, at=desk.later)
    draw = desk.reveal(draw)
    for act in (do.tell_value, do.carry_out_draw):
        with pytest.raises(Refused, match="才产生"):
            act(draw=draw, public_value=VALUE, by=by, at=desk.later - timedelta(days=1))
        with pytest.raises(Refused, match="取值"):
            act(draw=draw, public_value=" ", by=by, at=desk.later)
    done = desk.confirm(desk.tell(draw))
    with pytest.raises(Refused, match="已由他人办理"):
        desk.confirm(done, "7.1234")
    assert Draw.objects.get().public_value == VALUE


def test_an_aborted_draw_keeps_what_was_burned_and_is_counted(desk: DrawDesk) -> None:
    draw, head = desk.commit(desk.freeze()), desk.bureau("legal-head")
    with pytest.raises(Refused, match="理由"):
        do.abort_draw(draw=draw, why=" ", by=head, at=desk.at)
    aborted = do.abort_draw(draw=draw, why="名单有误", by=head, at=desk.at)
    again = desk.freeze()
    assert (aborted.state, again.attempt) == (DrawState.ABORTED, 2)
    assert aborted.commitments.count() == 2 and aborted.list_hash
    with pytest.raises(Refused, match="已经用过"):
        do.commit_draw(draw=again, digest=commitment(R1), by=desk.bureau("legal-1"), at=desk.at)
    assert list(Duty.objects.filter(subject_ref__startswith=f"planning.draw:{draw.pk}", state="OPEN")) == []


def test_a_drawn_draw_can_not_be_aborted(desk: DrawDesk) -> None:
    with pytest.raises(AlreadyMoved):
        do.abort_draw(draw=desk.carry_out(), why="不满意", by=desk.bureau("legal-head"), at=desk.later)


def test_both_divisions_and_then_the_lawyers_have_the_draw_on_their_desk(desk: DrawDesk) -> None:
    def waiting() -> list[tuple[str, str]]:
        rows = Duty.objects.filter(subject_ref__startswith="planning.draw:", state="OPEN")
        return sorted(rows.values_list("kind", "obligor"))

    draw = desk.freeze()
    assert waiting() == [("commit-draw", "ENFORCEMENT"), ("commit-draw", "LEGAL")]
    refs = list(
        Duty.objects.filter(subject_ref__startswith="planning.draw:").values_list("subject_ref", flat=True)
    )
    assert set(places_of_draws(refs).values()) == {("draw", draw.public_id)} and len(refs) == 2
    do.commit_draw(draw=draw, digest=commitment(R1), by=desk.bureau("legal-1"), at=desk.at)
    assert waiting() == [("commit-draw", "ENFORCEMENT")]
    do.commit_draw(draw=draw, digest=commitment(R2), by=desk.bureau("enforcement-1"), at=desk.at)
    assert waiting() == [("carry-out-draw", "ENFORCEMENT"), ("carry-out-draw", "LEGAL")]
    assert {d.due_on for d in Duty.objects.filter(kind="carry-out-draw")} == {date(2026, 11, 30)}
    draw = desk.reveal(draw)
    assert waiting() == [("carry-out-draw", "LEGAL")]
    draw = desk.tell(draw)
    assert waiting() == [("carry-out-draw", "ENFORCEMENT")]
    draw = desk.confirm(draw)
    assert waiting() == [("publish-draw", "LEGAL")]
    desk.publish(draw)
    assert waiting() == []
    assert waiting_divisions(DrawState.ABORTED, frozenset()) == {}


def test_the_next_quarter_leaves_out_who_was_drawn_and_carries_the_rest(desk: DrawDesk) -> None:
    drawn = desk.carry_out()
    found = list_of_day(desk.plan, Stratum.REGISTERED, "2026Q4", desk.at.date())
    assert found.share.n == 0 and found.chances is None
    assert sum(e.reason == "本年已抽中" for e in found.excluded) == drawn.n == 4


def test_the_number_of_queries_does_not_grow_with_the_list(desk: DrawDesk, bureau: Bureau) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            list_of_day(desk.plan, Stratum.REGISTERED, "2026Q4", ON)
        return len(seen)

    before = queries()
    Facility.objects.filter(pk__in=[u.pk for u in desk.units[1:]]).update(management_class="SIMPLIFIED")
    assert queries() == before


def test_officers_are_drawn_for_every_planned_visit_from_what_was_frozen(desk: DrawDesk) -> None:
    certify(desk.bureau)
    weeks = [date(2026, 12, 7), date(2026, 12, 14)]
    planned = [desk.planned(unit, weeks[n % 2]) for n, unit in enumerate(desk.units[:6])]
    kept_away = desk.bureau.officers["enforcement-1"]
    Recusal.objects.create(
        officer=kept_away, facility=desk.units[0], why="回避", from_on=ON, decided_name="示"
    )
    draw = desk.publish(desk.carry_out(Stratum.OFFICERS))
    assert {u["p"] for u in listing_of(draw)["units"]} == {"1.0000"}
    pairs = {v.pk: list(DrawnOfficer.objects.filter(visit=v, chosen=True)) for v in planned}
    assert {len(pair) for pair in pairs.values()} == {2}
    assert kept_away.pk not in {o.officer_id for o in DrawnOfficer.objects.filter(visit=planned[0])}
    page = published_page(draw, office=True, people=True)
    assert verify_draw.check(page) == [] and len(page["officers"]["assignments"]) == 6
    assert "officers" not in published_page(draw, office=False)
    with pytest.raises(Refused, match="本季度已封存或已抽取"):
        desk.freeze(Stratum.OFFICERS)


def test_officers_are_not_drawn_where_no_visit_is_planned(desk: DrawDesk) -> None:
    with pytest.raises(Refused, match="没有等待抽取人员"):
        desk.freeze(Stratum.OFFICERS)
    desk.planned(desk.units[0], date(2026, 12, 7))
    Officer.objects.update(certificate="")
    with pytest.raises(Refused, match="执法证"):
        desk.freeze(Stratum.OFFICERS)


def test_simplified_holders_are_drawn_for_monitoring(bureau: Bureau, at: datetime) -> None:
    desk = draw_desk(bureau, at, 10, "简化管理")
    draw = desk.carry_out(Stratum.SIMPLIFIED, equal=True)
    assert (draw.purpose, draw.n) == ("MONITORING", 3)
    assert {u["p"] for u in listing_of(draw)["units"]} == {"0.3000"}


def test_every_act_of_a_draw_leaves_one_entry(desk: DrawDesk) -> None:
    before = Entry.objects.count()
    draw = desk.freeze()
    opened = Duty.objects.filter(subject_ref__startswith="planning.draw:").count()
    assert Entry.objects.count() - before - opened == len(list(timeline(draw))) == 1


def test_a_result_that_can_be_worked_out_is_drawn_and_not_stopped(desk: DrawDesk) -> None:
    """PL-52"""
    head = desk.bureau("legal-head")
    told = desk.reveal(desk.commit(desk.freeze()))
    with pytest.raises(Refused, match="不能中止"):
        do.abort_draw(draw=told, why="不满意", by=head, at=desk.later)
    early = do.abort_draw(draw=told, why="名单有误", by=head, at=desk.at)
    assert early.state == DrawState.ABORTED


def test_a_number_that_is_held_back_may_still_be_answered_by_an_abort(desk: DrawDesk) -> None:
    """PL-52"""
    draw = desk.commit(desk.freeze())
    do.reveal_draw(draw=draw, secret=desk.secrets[0].hex(), by=desk.bureau("legal-1"), at=desk.later)
    stopped = do.abort_draw(draw=draw, why="一方未公开", by=desk.bureau("legal-head"), at=desk.later)
    assert stopped.state == DrawState.ABORTED
