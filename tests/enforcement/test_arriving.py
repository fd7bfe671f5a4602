"""What the server asks of acts as they arrive: whose they are, what hour they name, and whether somebody was there before."""

from datetime import datetime, timedelta

import pytest

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.device_acts import UnableToTake
from postpermit.enforcement.rules.arriving import (
    caption_overtaken,
    code_overtaken,
    done_before,
    hour_of,
    not_own,
)
from postpermit.trail.errors import Refused
from tests.bureau import Bureau, unit_row
from tests.enforcement.sent import act, answer, photo, sent_visit, shot
from tests.enforcement.test_device_acts import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(bureau: Bureau, at: datetime) -> Visit:
    return sent_visit(bureau, *bureau.units(unit_row(1), at=at))


@pytest.fixture
def post(bureau: Bureau, at: datetime) -> Post:
    return Post(bureau, at)


def test_what_one_wrote_is_sent_by_nobody_else(visit: Visit, post: Post, bureau: Bureau) -> None:
    """EN-110: both were sent on the visit."""
    mine = bureau("enforcement-1").ref
    with pytest.raises(UnableToTake, match="另一人填写"):
        post(answer(visit, owner=mine), who="enforcement-2")
    assert post(answer(visit, owner=mine))["outcome"] == "TAKEN"
    assert not_own("", mine) == not_own(mine, mine, carried=True) == "" != not_own("", mine, carried=True)


def test_a_clock_slightly_ahead_is_taken_as_now_and_one_far_ahead_is_refused(
    visit: Visit, post: Post, at: datetime
) -> None:
    """EN-111: the limit itself still counts as now."""
    edge = at + timedelta(minutes=5)
    assert hour_of(edge, at) == at == hour_of(at, at)
    assert hour_of(edge + timedelta(seconds=1), at) > edge and hour_of(at - timedelta(hours=1), at) < at
    for minutes, kind, payload in (
        (6, "start", {}),
        (5, "start", {}),
        (6, "finish", {"outcome": "DONE", "conclusion": "未见异常"}),
        (5, "finish", {"outcome": "DONE", "conclusion": "未见异常"}),
    ):
        name = "started_at" if kind == "start" else "ended_at"
        raw = act(visit, kind, payload | {name: (at + timedelta(minutes=minutes)).isoformat()})
        if minutes > 5:
            with pytest.raises(Refused, match="不能晚于现在"):
                post(raw)
        else:
            assert post(raw)["outcome"] == "TAKEN"
    visit.refresh_from_db()
    assert (visit.started_at, visit.ended_at) == (at, at)


def test_the_code_is_entered_on_the_telephone_under_the_desks_rule(
    visit: Visit, post: Post, bureau: Bureau
) -> None:
    """EN-112: got at the gate; another's code is not written over, and no code serves two visits."""
    Visit.objects.filter(pk=visit.pk).update(inspection_code="")
    begin = act(visit, "start", {"started_at": "2026-11-24T09:30:00+08:00"})
    with pytest.raises(Refused, match="检查码"):
        post(begin)
    assert post(act(visit, "code", {"code": " XC-9 ", "was": ""}))["code"] == "XC-9"
    assert post(begin)["state"] == "UNDERWAY"
    late = post(act(visit, "code", {"code": "XC-10", "was": ""}), who="enforcement-2")
    assert (late["outcome"], late["reason"]) == ("SET_ASIDE", "检查码已由他人登记为 XC-9")
    assert post(act(visit, "code", {"code": "XC-11", "was": "XC-9"}))["outcome"] == "TAKEN"
    other = sent_visit(bureau, visit.facility, number="二号", inspection_code="")
    for bad in ("XC-11", "", "X" * 65):
        with pytest.raises(Refused):
            post(act(other, "code", {"code": bad, "was": ""}))
    visit.refresh_from_db()
    assert visit.inspection_code == "XC-11"
    assert code_overtaken("A", "A", "B") == code_overtaken("A", "", "A") == "" != code_overtaken("A", "", "B")


def test_a_caption_is_written_later_from_the_telephone_and_nobodys_words_are_written_over(
    visit: Visit, post: Post
) -> None:
    """EN-114: the photo and what was said before stay."""
    post(act(visit, "start", {"started_at": "2026-11-24T09:30:00+08:00"}))
    data, uid = photo(), "7e1a45b0-6f57-4a04-a1f2-1de1a3a0ce70"
    later = act(visit, "caption", {"picture": uid, "caption": "排口没有标识牌", "was": "原话"})
    with pytest.raises(Refused, match="还没有到达"):
        post(later)
    post(act(visit, "picture", shot(data, caption="原话"), {"uid": uid}), data)
    assert post(later)["outcome"] == "TAKEN"
    late = post(
        act(visit, "caption", {"picture": uid, "caption": "另说", "was": "原话"}), who="enforcement-2"
    )
    assert (late["outcome"], late["reason"]) == ("SET_ASIDE", "照片说明已由他人补写为“排口没有标识牌”")
    with pytest.raises(Refused, match="证明什么"):
        post(act(visit, "caption", {"picture": uid, "caption": "", "was": "排口没有标识牌"}))
    kept = visit.pictures.get()
    assert (kept.caption, [c.text for c in kept.captions.all()]) == ("原话", ["排口没有标识牌"])
    assert caption_overtaken("甲", "甲", "乙") == caption_overtaken("乙", "甲", "乙") == ""


def test_whoever_taps_twice_is_told_that_it_was_himself() -> None:
    """EN-113: and the second person that it was somebody else."""
    assert done_before("开始检查", "09:30", by_self=True) == "您已经开始检查，09:30"
    assert done_before("开始检查", "09:30", by_self=False) == "已由他人开始检查，09:30"
