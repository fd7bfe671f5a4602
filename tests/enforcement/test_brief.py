"""What is read: the page before a visit, the list, the text to paste, and what stands on the papers."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postpermit import law
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LoadedChecklist, SignedPaper, Visit, VisitComplaint
from postpermit.enforcement.queries.asked import list_of
from postpermit.enforcement.queries.brief import brief_of
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.queries.paste import paste_text, photos_by_item
from postpermit.enforcement.queries.places import places_of
from postpermit.enforcement.queries.visit_page import visit_page
from postpermit.enforcement.queries.visits import marks_of, visit_list
from postpermit.office.operations.adopt_value import adopt_value
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"
FULL: dict[str, Any] = {
    "in_charge": "演示人",
    "recorder": "杨示安",
    "certificates_shown": True,
    "rights_told": True,
    "recusal_answer": "不申请",
    "party_words": "已阅，无误",
    "production": "正常生产",
}


def queries(act: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def test_the_brief_puts_first_what_failed_and_what_is_open(visits: VisitDesk) -> None:
    earlier = visits.ended(1)
    visits.answer_all(earlier, q2_1_1="FAILS", q2_2_1="NOT_CHECKED")
    finding = visits.find(earlier, question="3.1.1")
    VisitComplaint.objects.create(
        state="RECEIVED",
        number="诉1",
        source="HOTLINE",
        received_on=visits.today,
        facility=visits.units[1],
        what="夜间异味",
        entered_ref="x",
        entered_name="x",
    )
    brief = brief_of(visits.prepare(1), visits.today + timedelta(days=60))
    assert [(f.question.code, f.why) for f in brief.first] == [
        ("2.1.1", "上次不符合"),
        ("2.2.1", "上次未查"),
        ("3.1.1", "问题还在整改或办理"),
    ]
    assert [v.visit for v in brief.visits] == [earlier]
    assert (list(brief.open_findings), brief.used) == ([finding], 2)
    assert brief.complaints[0].what == "夜间异味"
    assert {"settle-visit-finding", "carry-out-visit"} & {d.kind for d in brief.overdue}
    assert brief.asked > 20


def test_the_brief_asks_as_much_of_a_new_unit_as_of_an_old_one(visits: VisitDesk) -> None:
    fresh = visits.prepare(2)
    few = queries(lambda: brief_of(fresh, visits.today))
    for _ in range(3):
        visits.find(visits.ended(1, kind="TRIGGERED", reason="COMPLAINT"))
    known = visits.prepare(1)
    assert queries(lambda: brief_of(known, visits.today)) - few <= 3


def test_a_list_of_thirty_asks_as_much_as_a_list_of_one(visits: VisitDesk) -> None:
    standing = visits.bureau.standing("enforcement-1")

    def page() -> None:
        rows = list(visit_list(standing, on=visits.today)[:50])
        assert marks_of(rows)

    visits.find(visits.ended(1))
    page()
    one = queries(page)
    for number in range(29):
        visits.assigned(1 + number % 3, kind="TRIGGERED", reason="COMPLAINT")
    assert (queries(page), visit_list(standing, on=visits.today).count()) == (one, 30)


def test_the_list_is_narrowed_and_shows_whom_and_what(visits: VisitDesk) -> None:
    standing, other = visits.bureau.standing("enforcement-1"), visits.bureau.standing("enforcement-4")
    mine, ended, bare = visits.assigned(1), visits.close(visits.ended(2)), visits.prepare(3)
    visits_of = {"on": visits.today}

    def numbers(**asked: Any) -> list[Visit]:
        who = asked.pop("who", standing)
        return list(visit_list(who, **visits_of | asked))

    assert numbers() == [bare, ended, mine]
    assert numbers(state="going") == [bare, mine]
    assert numbers(state="CLOSED") == numbers(disclosed="no") == numbers(outcome="DONE") == [ended]
    assert numbers(mine="1") == [ended, mine]
    assert numbers(mine="1", who=other) == []
    # Who was not sent by the day of the visit is late as well as who did not go.
    assert numbers(late="1", on=visits.today + timedelta(days=1)) == [bare, mine]
    assert numbers(q="试验3号厂") == numbers(klass="REGISTERED") == [bare]
    assert numbers(q=ended.number) == [ended]
    assert numbers(month="2026-11", street="长征镇") == [bare, ended, mine]
    assert numbers(month="2026-12") == numbers(kind="CASE") == []
    assert len(numbers(month="2026-99")) == 3
    marks = marks_of([mine, bare])
    assert (marks[mine.pk].team, marks[bare.pk].team) == ("韩示安、杨示安", "")
    assert marks[mine.pk].duty and marks[mine.pk].duty.kind == "carry-out-visit"
    assert places_of([mine.reference(), "enforcement.visit:x"]) == {
        mine.reference(): ("visit", mine.public_id)
    }


def test_the_pasted_text_follows_the_field_order_of_the_citys_system(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    visits.answer_all(visit, q2_1_1="FAILS")
    visits.find(visit, "标志牌缺失", question="2.1.1")
    visits.photo(visit, "2.1.1", "标志牌")
    visits.photo(visit, "1.1.1", "副本")
    visits.photo(visit, "", "大门")
    do.add_participant(
        visit=visit, kind="STATION", name="许示安", body="监测站", by=visits.by(), at=visits.at
    )
    told_by = {"in_charge": "演示人", "in_charge_phone": "021-00000000"}
    do.edit_record(visit=visit, elements=told_by, by=visits.by(), at=visits.at)
    visits.finish(visit)
    lines = paste_text(visit).split("\n")
    order = law.system("CITY-ENFORCEMENT").fields["enforcement.visit"]
    assert [line.partition("：")[0] for line in lines] == [label for label, _ in order]
    told = dict(line.partition("：")[::2] for line in lines)
    assert (told["检查码"], told["检查人员"], told["检查结局"]) == (
        visit.inspection_code,
        "韩示安、杨示安",
        "已完成",
    )
    assert (told["检查开始时间"], told["参加人员"]) == ("2026-11-24 08:00", "许示安（监测站）")
    assert "2.1 排放口：不符合（见照片）" in told["检查情况"]
    assert told["发现问题"] == "1. 标志牌缺失"
    assert [p["proves"] for p in photos_by_item(visit)] == ["副本", "标志牌", "大门"]
    assert all(told.values()) and set(told) == {label for label, _ in order}


def test_the_record_holds_every_element_and_signing_freezes_it(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    visits.find(visit)
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    do.edit_record(elements=FULL | {"recorder": ""}, **told)
    original = {"original_system": "CITY-ENFORCEMENT", "original_number": "沪执法1"}
    sign = {"kind": "RECORD", "signed_on": visits.today, **original, **told}
    with pytest.raises(Refused, match="还没有结束"):
        do.sign_paper(**sign)
    visits.finish(visit)
    with pytest.raises(Refused, match="笔录还缺：记录人"):
        do.sign_paper(**sign)
    do.edit_record(elements={"recorder": "杨示安"}, **told)
    content = content_of(visit, "RECORD")
    assert (content["from"], content["to"], content["head"], content["ending"]) == (
        "2026-11-24 08:00",
        "2026-11-24 09:00",
        "底稿",
        "以下空白",
    )
    assert [i["certificate"] for i in content["inspectors"]] == [o.certificate for o in visits.team()]
    assert "申请回避" in content["notice"] and content["findings"][0]["text"] == "标志牌缺失"
    paper = do.sign_paper(**sign)
    assert (paper.version, paper.number, do.sign_paper(**sign)) == (1, "", paper)
    do.reopen_record(why="漏记排放情况", **told)
    do.edit_record(elements={"discharge": "正常"}, **told)
    with pytest.raises(Refused, match="更改理由"):
        do.sign_paper(**sign)
    newer = do.sign_paper(**sign, why="补记排放情况")
    assert (newer.version, SignedPaper.objects.get(pk=paper.pk).content == paper.content) == (2, True)
    assert [p.version for p in visit_page(visit).papers] == [2, 1]


def test_a_paper_says_where_its_original_lies_or_bears_our_number_where_we_issue(visits: VisitDesk) -> None:
    visit = visits.ended(1)
    told = {
        "visit": visit,
        "kind": "CHECKLIST",
        "signed_on": visits.today,
        "by": visits.by(),
        "at": visits.at,
    }
    for changes, said in (
        ({"original_system": "CITY-ENFORCEMENT"}, "一并填写"),
        ({"original_system": "NOWHERE", "original_number": "1"}, "没有这个系统"),
        ({"signed_on": visits.today + timedelta(days=1)}, "晚于今天"),
        ({"signed_on": visits.today - timedelta(days=1)}, "早于检查"),
        ({"kind": "POEM"}, "文书种类"),
    ):
        with pytest.raises(Refused, match=said):
            do.sign_paper(**told | changes)
    scan = attach(subject=visit, name="笔录.pdf", data=b"%PDF-1.4 scan", by=visits.by(), at=visits.at)
    original = {"original_system": "CITY-ENFORCEMENT", "original_number": "沪执法1", "scan": scan}
    kept = do.sign_paper(**told | original)
    assert (kept.original_number, kept.scan, kept.number) == ("沪执法1", scan, "")
    adopt_value(
        name="inspection.place_of_issue",
        text="yes",
        since=visits.today,
        document="演示文件",
        by=visits.by("legal-head"),
        at=visits.at,
    )
    found = visits.find(visit)
    do.correct_on_the_spot(finding=found, demand="补挂", by=visits.by(), at=visits.at)
    do.number_paper(visit=visit, kind="ORDER", by=visits.by(), at=visits.at)
    assert do.sign_paper(**told | {"kind": "ORDER"}).number == "普环责改〔2026〕1号"
    photos = content_of(visit, "PHOTOS")
    visits.photo(visit, "2.1.1")
    assert (photos["photos"], len(content_of(visit, "PHOTOS")["photos"])) == ([], 1)


def test_the_checklist_sheet_gives_each_item_its_result_and_each_question_its_basis(
    visits: VisitDesk,
) -> None:
    visit = visits.ended(1)
    visits.answer_all(visit, q2_1_1="FAILS")
    sheet = content_of(visit, "CHECKLIST")
    results = {i["code"]: i["result"] for i in sheet["items"]}
    assert (results["2.1"], results["1.1"], len(results)) == ("不符合", "符合", 17)
    asked = next(q for i in sheet["items"] for q in i["questions"] if q["code"] == "2.1.1")
    assert asked["result"] == "不符合" and asked["bases"]


def test_a_list_of_the_city_stands_beside_annex_3_and_never_in_its_place(visits: VisitDesk) -> None:
    row = {
        "分组": "电镀",
        "检查项编号": "2.1",
        "检查项": "槽液",
        "问题编号": "2.1.1",
        "问题": "槽边抽风是否运行？",
        "看什么": "看风机",
    }
    extra = LoadedChecklist.objects.create(
        name="电镀",
        since=visits.today,
        document="演示",
        rows=[row],
        loaded_ref="x",
        loaded_name="x",
        at=visits.at,
    )
    visit = visits.ended(1, extra_list=extra)
    asked = [q.code for q in list_of(visit).questions]
    assert (asked[-1], len(asked) == len(set(asked))) == ("行业2.1.1", True)
    visits.answer_all(visit, q2_1_1="FAILS")
    results = {i["code"]: i["result"] for i in content_of(visit, "CHECKLIST")["items"]}
    assert (results["2.1"], results["行业2.1"]) == ("不符合", "符合")
