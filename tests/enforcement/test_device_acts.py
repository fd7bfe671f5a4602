"""What telephones send takes effect once, and whatever cannot take effect is kept or stays where it is."""

import contextlib
import json
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from postpermit.enforcement.models import DeviceAct, Visit, VisitAnswer, VisitPicture
from postpermit.enforcement.operations.device_acts import UnableToTake, take
from postpermit.enforcement.queries.answers import answers_of, questions_asked
from postpermit.enforcement.queries.aside import aside_of
from postpermit.enforcement.rules.device_act import UnreadableAct
from postpermit.enforcement.rules.versions import clock_apart, why_aside, why_closed
from postpermit.trail.errors import Refused
from postpermit.trail.files import path_of
from postpermit.trail.models import Attachment, Entry
from tests.bureau import Bureau, unit_row
from tests.enforcement.device_model import Phone, shake
from tests.enforcement.sent import act, answer, photo, picture, sent_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(bureau: Bureau, at: datetime) -> Visit:
    return sent_visit(bureau, *bureau.units(unit_row(1), at=at))


class Post:
    """Where acts are handed in."""

    def __init__(self, bureau: Bureau, at: datetime) -> None:
        self.bureau, self.at = bureau, at

    def __call__(
        self, raw: bytes, data: bytes | None = None, who: str = "enforcement-1", **changes: Any
    ) -> dict[str, Any]:
        return take(raw=raw, data=data, by=self.bureau(who), at=self.at, **changes)


@pytest.fixture
def post(bureau: Bureau, at: datetime) -> Post:
    return Post(bureau, at)


def test_the_receipt_carries_the_digest_of_the_bytes_and_comes_again_unchanged(
    visit: Visit, post: Post
) -> None:
    data = photo()
    raw = picture(visit, data)
    first = post(raw, data)
    assert (first["outcome"], first["duplicate"]) == ("TAKEN", False)
    assert first["data_digest"] == VisitPicture.objects.get().sha256
    assert post(raw, data) == {**first, "duplicate": True}
    assert VisitPicture.objects.count() == DeviceAct.objects.count() == 1


def test_the_same_number_with_other_bytes_is_refused(visit: Visit, post: Post) -> None:
    uid = "7e1a45b0-6f57-4a04-a1f2-1de1a3a0ce70"
    post(answer(visit, uid=uid))
    with pytest.raises(UnableToTake, match="两份不同"):
        post(answer(visit, uid=uid, note="另写"))
    assert VisitAnswer.objects.get().note == ""


def test_two_telephones_on_the_same_version_leave_two_versions(visit: Visit, post: Post) -> None:
    post(answer(visit))
    receipt = post(answer(visit, result="FAILS", note="过期", device="two"), who="enforcement-2")
    assert receipt["conflict"] and len(receipt["current"]) == 2
    chosen, lost = (row["uid"] for row in receipt["current"])
    settled = post(act(visit, "settle", {"question": "1.1.1", "uid": chosen, "over": [lost]}))
    assert [row["uid"] for row in settled["current"]] == [chosen]


@pytest.mark.parametrize(("result", "words"), [("FAILS", "请写明情况"), ("NOT_APPLICABLE", "请写明理由")])
def test_an_answer_without_its_words_stays_on_the_device_as_on_the_desk(
    visit: Visit, post: Post, result: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        post(answer(visit, result=result, note=" "))
    assert not DeviceAct.objects.exists() and not answers_of(visit)
    assert post(answer(visit, result=result, note="多出一个排口"))["outcome"] == "TAKEN"


def test_a_choice_of_a_version_that_is_still_on_its_way_stays_on_the_device(visit: Visit, post: Post) -> None:
    unknown = "7e1a45b0-6f57-4a04-a1f2-1de1a3a0ce70"
    with pytest.raises(UnreadableAct, match="还没有到达"):
        post(act(visit, "settle", {"question": "1.1.1", "uid": unknown, "over": []}))
    assert not DeviceAct.objects.exists()


def test_a_photo_that_came_in_half_stays_on_the_device(visit: Visit, post: Post) -> None:
    data = photo()
    with pytest.raises(UnreadableAct, match="没有传完整"):
        post(picture(visit, data), data[:-3])
    assert not DeviceAct.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("why", ["closed", "recused", "replaced", "wish"])
def test_what_comes_too_late_is_kept_whole_without_effect(
    bureau: Bureau, visit: Visit, post: Post, at: datetime, why: str
) -> None:
    """EN-95: kept, marked 未采纳 with the reason, and the device may let go of it."""
    if why == "closed":
        done = {"started_at": at, "ended_at": at, "outcome": "DONE"}
        unit = visit.facility
        visit = sent_visit(bureau, unit, number="普环检〔2026〕2号", state="CLOSED", **done)
    if why in ("recused", "replaced"):
        visit.officers.filter(name=bureau("enforcement-1").name).update(left_as=why.upper(), left_why="亲属")
    data = photo()
    raw = picture(visit, data)
    receipt = post(raw, data, aside=why == "wish")
    assert receipt["outcome"] == "SET_ASIDE" and receipt["reason"]
    assert "act" not in receipt
    kept = DeviceAct.objects.get()
    assert kept.answer["act"].encode() == raw
    held = Attachment.objects.get(public_id=UUID(kept.answer["attachment"]))
    assert path_of(held.sha256).read_bytes() == data
    assert not VisitPicture.objects.exists()
    assert Entry.objects.filter(verb="set-aside").get().why == receipt["reason"]
    (shown,) = aside_of(kept.visit)
    assert (shown.kind, shown.why) == ("照片和签名", receipt["reason"])
    assert shown.by == bureau("enforcement-1").name


def test_the_photo_of_the_signed_page_closes_the_record(visit: Visit, post: Post) -> None:
    """EN-98: elements and people come too late then; answers and photos do not."""
    page = photo()
    post(act(visit, "record", {"element": "in_charge", "text": "演示甲", "was": ""}))
    post(picture(visit, page, kind="SIGNED_PAGE"), page)
    for kind, body in (
        ("record", {"element": "in_charge", "text": "演示乙", "was": "演示甲"}),
        ("participant", {"kind": "UNIT", "name": "演示丙"}),
    ):
        late = post(act(visit, kind, body))
        assert (late["outcome"], late["reason"]) == ("SET_ASIDE", "笔录已签字，不再改动")
    assert post(answer(visit))["outcome"] == "TAKEN"
    visit.refresh_from_db()
    assert visit.record == {"in_charge": "演示甲"} and not visit.participants.exists()
    assert why_closed("answer", signed=True) == why_closed("record", signed=False) == ""


def test_every_reason_for_setting_aside_has_its_sentence() -> None:
    """EN-95: states and recusal."""
    said = {state: why_aside(state, left_as="") for state in ("ASSIGNED", "UNDERWAY", "ENDED", "CLOSED")}
    assert said == {"ASSIGNED": "", "UNDERWAY": "", "ENDED": "", "CLOSED": "检查已办结"}
    assert why_aside("UNDERWAY", left_as="RECUSED") == "您已回避这次检查"
    assert why_aside("UNDERWAY", left_as="UNABLE") == "您已登记为不能前往这次检查"
    assert why_aside("UNDERWAY", left_as="REPLACED") == "这次检查已改派他人"


def test_who_was_never_sent_does_not_learn_that_the_visit_exists(visit: Visit, post: Post) -> None:
    said = []
    for raw, who in (
        (answer(visit), "station-1"),
        (answer(visit, visit=str(visit.pk).zfill(32)), "enforcement-1"),
    ):
        with pytest.raises(UnableToTake) as refused:
            post(raw, who=who)
        said.append(str(refused.value))
    assert said[0] == said[1]


NO_ACTS = (b"", b"\xff\xfe", b"[]", b"{}", b"null", b'{"payload": {}}', b"[" * 5000, b"x" * 70000)
MALFORMED: tuple[dict[str, Any], ...] = (
    {"uid": "7"}, {"uid": 7}, {"visit": None}, {"kind": "dance"}, {"kind": ["answer"]}, {"device": ""}, {"device": "x" * 41},
    {"based_on": "older"}, {"told_at": "yesterday"}, {"told_at": "2026-11-24T10:00:00"}, {"told_at": 5}, {"payload": []},
    {"payload": {"question": 1}}, {"payload": {"question": "1.1.1", "result": "MEETS", "note": "涉密"}},
    {"kind": "picture", "payload": {"kind": "EVIDENCE"}}, {"kind": "start", "payload": {}},
    {"kind": "record", "payload": {"element": "weather"}}, {"kind": "finish", "payload": {"ended_at": "x"}},
    {"kind": "participant", "payload": {"kind": "CAT", "name": "某"}}, {"kind": "settle", "payload": {"over": 1}},
    {"kind": "answer", "payload": {"question": "1.1.1", "result": "MEETS", "note": "长" * 2001}},
)  # fmt: skip


def test_a_malformed_act_is_refused_with_a_sentence_and_leaves_no_trace(visit: Visit, post: Post) -> None:
    for raw in (*NO_ACTS, *(answer(visit, **changes) for changes in MALFORMED)):
        with pytest.raises(Refused, match="[\u4e00-\u9fff]"):
            post(raw)
    assert not DeviceAct.objects.exists() and not Entry.objects.filter(verb="answer").exists()


def test_spoiled_bytes_are_taken_or_refused_but_never_break_anything(visit: Visit, post: Post) -> None:
    dice, whole = random.Random(11), answer(visit, note="多出一个排口")
    odd = (b'"\\ud800"', b'"\\u0000"', b"1e999", b"{}", b"[]", b"null", b'"' + b"x" * 3000 + b'"')
    for _ in range(250):
        spoiled = bytearray(whole)
        spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        raw = bytes(spoiled).replace(b'"MEETS"', dice.choice(odd)) if dice.random() < 0.4 else bytes(spoiled)
        with contextlib.suppress(Refused):
            post(raw)


def test_an_answer_with_a_file_is_refused(visit: Visit, post: Post) -> None:
    with pytest.raises(UnreadableAct, match="不应带文件"):
        post(answer(visit), photo())


def test_a_wrong_clock_is_noted_and_orders_nothing(visit: Visit, post: Post, at: datetime) -> None:
    """EN-94: told times a year apart, in the wrong order."""
    uid = "7e1a45b0-6f57-4a04-a1f2-1de1a3a0ce70"
    first = post(answer(visit, uid=uid, told_at="2031-01-01T00:00:00+08:00"), sent_at=at + timedelta(hours=2))
    assert first["clock"] == 120
    post(answer(visit, result="FAILS", note="过期", based_on=uid, told_at="2012-01-01T00:00:00+08:00"))
    assert [row.result for row in answers_of(visit)["1.1.1"]] == ["FAILS"]
    assert clock_apart(at - timedelta(minutes=5), at) == clock_apart(None, at) == 0
    assert clock_apart(at - timedelta(minutes=6), at) == -6


def test_a_visit_is_begun_written_down_and_ended_from_the_telephone(visit: Visit, post: Post) -> None:
    begin = {"started_at": "2026-11-24T09:30:00+08:00"}
    assert post(act(visit, "start", begin))["state"] == "UNDERWAY"
    again, late = post(act(visit, "start", begin)), post(act(visit, "start", begin), who="enforcement-2")
    assert again["reason"] == "您已经开始检查，记录的开始时间是 2026-11-24 09:30"
    assert late["outcome"] == "SET_ASIDE" and late["reason"].startswith("已由他人开始检查")
    post(act(visit, "participant", {"kind": "UNIT", "name": "演示甲", "body": "环保专员"}))
    post(act(visit, "record", {"element": "in_charge", "text": "演示甲", "was": ""}))
    post(act(visit, "record", {"element": "rights_told", "text": "是", "was": ""}))
    ended = {"outcome": "DONE", "conclusion": "未见异常", "ended_at": "2026-11-24T09:58:00+08:00"}
    assert post(act(visit, "finish", ended))["state"] == "ENDED"
    assert "您已经结束检查" in post(act(visit, "finish", ended))["reason"]
    visit.refresh_from_db()
    assert (visit.record["in_charge"], visit.record["rights_told"], visit.outcome) == ("演示甲", True, "DONE")
    assert visit.participants.get().body == "环保专员"


def test_an_element_that_the_desk_changed_meanwhile_becomes_two_versions(visit: Visit, post: Post) -> None:
    Visit.objects.filter(pk=visit.pk).update(record={"in_charge": "演示乙"})
    receipt = post(act(visit, "record", {"element": "in_charge", "text": "演示甲", "was": ""}))
    assert receipt["conflict"] and [row["note"] for row in receipt["current"]] == ["演示乙", "演示甲"]
    visit.refresh_from_db()
    assert visit.record["in_charge"] == "演示乙"
    lost, chosen = (row["uid"] for row in receipt["current"])
    post(act(visit, "settle", {"question": "r.in_charge", "uid": chosen, "over": [lost]}))
    visit.refresh_from_db()
    assert visit.record["in_charge"] == "演示甲"


def test_sixty_schedules_against_the_real_tables(visit: Visit, post: Post, bureau: Bureau) -> None:
    """EN-90 EN-92 EN-93: the same shaking as in test_schedules, through the operation."""
    uids = (str(UUID(int=n + 2**100)) for n in range(10**6))
    questions = iter(questions_asked(visit))
    tables = 0
    for seed in range(60):
        dice = random.Random(seed)
        if seed % 10 == 0:
            asked = next(questions)
        phones = [Phone(name, str(visit.public_id), lambda: next(uids)) for name in ("one", "two")]
        before = VisitAnswer.objects.count() + VisitPicture.objects.count()
        shake(
            dice,
            phones,
            _rows(post),
            lambda q: [str(r.uid) for r in answers_of(visit).get(q, ())],
            [asked],
            12,
        )
        ever = [held for phone in phones for held in phone.ever]
        kept = dict(DeviceAct.objects.values_list("uid", "digest"))
        assert all(kept[UUID(held.uid)] == held.digest for held in ever)
        effects = sum(b'"settle"' not in held.raw for held in ever)
        assert VisitAnswer.objects.count() + VisitPicture.objects.count() == before + effects
        tables += len(ever)
    assert tables > 120
    assert all(answers_of(visit).values())


def _rows(post: Post) -> Any:
    """The operation with receipts that name versions by their number alone."""

    def through(raw: bytes, data: bytes | None) -> dict[str, Any]:
        receipt = post(
            raw, data, who="enforcement-1" if json.loads(raw)["device"] == "one" else "enforcement-2"
        )
        if "current" in receipt:
            receipt["current"] = [row["uid"] for row in receipt["current"]]
        return receipt

    return through
