"""Visits on the desk: prepared, sent, answered, ended, closed and disclosed through their pages."""

from urllib.parse import urlencode

import pytest

from postpermit.enforcement.models import Visit, VisitFinding
from postpermit.enforcement.queries.asked import list_of
from postpermit.planning.models import CapException
from postpermit.trail.attachments import attach
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import asked, client_of, send, text_of

pytestmark = pytest.mark.django_db
PLANNED = {"kind": "PLANNED", "manner": "ON_SITE", "reason": "NONE", "scheduled_on": "2026-11-24"}


def page_of(visit: Visit) -> str:
    """The visit's page."""
    return f"/visits/{visit.public_id}/"


def key_of(visits: VisitDesk, account: str) -> str:
    """An officer as a form names him."""
    return str(visits.officer(account).public_id)


def test_a_visit_goes_from_the_unit_to_its_disclosure(visits: VisitDesk) -> None:
    clerk, head = client_of(visits), client_of(visits, "enforcement-head")
    unit = visits.units[1]
    form = text_of(clerk.get(f"/visits/new/?facility={unit.public_id}"))
    assert unit.name in form
    assert "上限" in form
    made = send(clerk, "/visits/new/", facility=str(unit.public_id), **PLANNED)
    visit = Visit.objects.get()
    page = page_of(visit)
    assert (made.status_code, made["Location"]) == (302, page)
    lead, member = key_of(visits, "enforcement-1"), key_of(visits, "enforcement-2")
    assert send(head, f"{page}do/assign/", lead=lead, members=[member]).status_code == 302
    refused = send(clerk, f"{page}do/start/", started_at="0900")
    assert (refused.status_code, "先在市系统取得检查码" in text_of(refused)) == (422, True)
    assert send(clerk, f"{page}code/", code="JCM-1").status_code == 302
    assert send(clerk, f"{page}do/start/", started_at="0900").status_code == 302
    answers = {f"result-{q}": "MEETS" for q in _questions(visit)}
    first = next(iter(answers))
    answers |= {first: "FAILS", first.replace("result-", "note-"): "没有许可证"}
    assert send(clerk, f"{page}answers/", **answers)["Location"] == f"{page}#answers"
    shown = text_of(clerk.get(page))
    assert "没有许可证" in shown
    assert (
        send(clerk, f"{page}find/", text="许可证过期", question=first.removeprefix("result-")).status_code
        == 302
    )
    ended = send(clerk, f"{page}do/finish/", outcome="DONE", conclusion="发现一个问题。", ended_at="0930")
    assert ended.status_code == 302
    refused = send(clerk, f"{page}do/close/")
    assert "还有 1 个问题没有确定处理方式" in text_of(refused)
    finding = VisitFinding.objects.get()
    act = f"/visits/findings/{finding.public_id}/do/correct/"
    assert send(clerk, act, demand="十日内申请延续").status_code == 302
    assert send(clerk, f"{page}do/close/").status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.done_as is not None) == ("CLOSED", True)
    waiting = text_of(clerk.get("/visits/disclosure/"))
    assert "发现问题 1 个：立行立改" in waiting
    done = send(clerk, "/visits/disclosure/done/", visits=[str(visit.public_id)], on="2026-11-24")
    assert done.status_code == 302
    assert "没有待公开的检查结果" in text_of(clerk.get("/visits/disclosure/"))
    assert unit.name in text_of(clerk.get("/visits/disclosure/?done=1"))


def _questions(visit: Visit) -> list[str]:
    return [q.code for q in list_of(visit).questions]


def test_over_the_ceiling_the_head_lets_one_visit_through(visits: VisitDesk) -> None:
    unit = visits.units[3]
    head, clerk = client_of(visits, "enforcement-head"), client_of(visits)
    while (
        refused := send(clerk, "/visits/new/", facility=str(unit.public_id), **PLANNED)
    ).status_code == 302:
        assert Visit.objects.count() < 10
    body = text_of(refused)
    assert "请执法大队队长" in body
    assert client_of(visits, "enforcement-2").post("/visits/exception/", {}).status_code == 404
    assert body.count("再查即超过年度上限") == 1
    typed = {"facility": str(unit.public_id), "year": "2026"}
    empty = send(head, "/visits/exception/", **typed, cap_why="")
    assert (empty.status_code, "请填写批准理由" in text_of(empty)) == (422, True)
    told = typed | {
        "kind": "PLANNED",
        "manner": "OFF_SITE",
        "scheduled_on": "2026-12-01",
        "inspection_code": "JC-7",
    }
    let = send(head, "/visits/exception/", **told, cap_why="群众反映强烈")
    assert let.status_code == 302
    made = CapException.objects.get()
    back = text_of(head.get(let["Location"]))
    for kept in (
        'value="OFF_SITE" checked',
        'value="2026-12-01"',
        'value="JC-7"',
        f'value="{made.public_id}" selected',
    ):
        assert kept in back, kept
    assert "群众反映强烈" in text_of(clerk.get(f"/visits/new/?facility={unit.public_id}"))
    before = Visit.objects.count()
    through = send(
        clerk, "/visits/new/", facility=str(unit.public_id), exception=str(made.public_id), **PLANNED
    )
    assert (through.status_code, Visit.objects.count()) == (302, before + 1)
    assert Visit.objects.filter(exception=made).count() == 1


def test_the_ceiling_of_a_visit_next_year_is_that_of_next_year(visits: VisitDesk) -> None:
    unit = visits.units[3]
    told = PLANNED | {"facility": str(unit.public_id), "scheduled_on": "2027-01-12"}
    clerk = client_of(visits)
    while (refused := send(clerk, "/visits/new/", **told)).status_code == 302:
        assert Visit.objects.count() < 10
    assert "2027 年计入上限的检查" in text_of(refused)
    asked = text_of(client_of(visits, "enforcement-head").get(f"/visits/new/?{urlencode(told)}"))
    assert 'name="year" value="2027"' in asked


def test_what_the_visit_is_for_comes_along_from_where_it_was_asked(visits: VisitDesk) -> None:
    clerk = client_of(visits)
    plan = visits.plan(1)
    form = text_of(clerk.get(f"/visits/new/?planned={plan.public_id}"))
    assert "年度计划：" in form
    assert send(clerk, "/visits/new/", planned=str(plan.public_id), **PLANNED).status_code == 302
    assert Visit.objects.get().planned == plan
    finding = visits.find(visits.ended(2))
    send(clerk, f"/visits/findings/{finding.public_id}/do/correct/", demand="补挂标志牌")
    again = {"kind": "RECHECK", "reason": "RECHECK", "recheck_of": str(finding.public_id)}
    assert "复查" in text_of(clerk.get(f"/visits/new/?recheck_of={finding.public_id}"))
    assert send(clerk, "/visits/new/", **PLANNED | again).status_code == 302
    recheck = Visit.objects.get(recheck_of=finding)
    assert recheck.number in text_of(clerk.get(page_of(finding.visit)))
    assert clerk.get("/visits/new/?planned=nothing").status_code == 404


def test_answers_need_their_words_and_nothing_typed_is_lost(visits: VisitDesk) -> None:
    visit = visits.underway()
    clerk = client_of(visits)
    code, other = _questions(visit)[:2]
    typed = {
        f"result-{code}": "FAILS",
        f"note-{code}": "",
        f"result-{other}": "MEETS",
        f"note-{other}": "齐全",
    }
    refused = send(clerk, f"{page_of(visit)}answers/", **typed)
    body = text_of(refused)
    assert (refused.status_code, f"{code}：“不符合”请写明情况" in body, "齐全" in body) == (422, True, True)
    assert visit.answers.count() == 0
    saved = send(clerk, f"{page_of(visit)}answers/", **typed | {f"note-{code}": "锈蚀"})
    assert (saved.status_code, visit.answers.count()) == (302, 2)
    nothing = send(clerk, f"{page_of(visit)}answers/", **typed | {f"note-{code}": "锈蚀"})
    assert (nothing.status_code, visit.answers.filter(current=True).count()) == (302, 2)
    assert (
        send(client_of(visits, "enforcement-head"), f"{page_of(visit)}answers/", **typed).status_code == 404
    )


def test_two_versions_stand_until_somebody_chooses(visits: VisitDesk) -> None:
    visit = visits.underway()
    clerk = client_of(visits)
    code = _questions(visit)[0]
    send(clerk, f"{page_of(visit)}answers/", **{f"result-{code}": "MEETS", f"note-{code}": "看了"})
    mine = visit.answers.get()
    visits.answer(visit, code, "FAILS", "手机上写的")
    body = text_of(clerk.get(page_of(visit)))
    assert "两个版本，待选定" in body
    assert "手机上写的" in body
    over = " ".join(str(a.uid) for a in visit.answers.all())
    chosen = send(clerk, f"{page_of(visit)}version/", question=code, uid=str(mine.uid), over=over)
    assert (chosen.status_code, visit.answers.get(current=True)) == (302, mine)
    assert send(clerk, f"{page_of(visit)}version/", question=code, uid="x", over=over).status_code == 404


def test_a_version_written_meanwhile_is_not_written_over(visits: VisitDesk) -> None:
    visit = visits.underway()
    clerk = client_of(visits)
    code = _questions(visit)[0]
    phone = visits.answer(visit, code, "MEETS", "手机先写")
    late = {f"result-{code}": "FAILS", f"note-{code}": "电脑后写", f"base-{code}": ""}
    saved = send(clerk, f"{page_of(visit)}answers/", **late)
    assert saved.status_code == 302
    assert {a.note for a in visit.answers.filter(current=True)} == {phone.note, "电脑后写"}


def test_the_record_the_people_and_the_code_are_written_down(visits: VisitDesk) -> None:
    visit = visits.assigned()
    clerk = client_of(visits)
    page = page_of(visit)
    typed = {"r-in_charge": "演示主管", "r-certificates_shown": "1", "seen-in_charge": ""}
    assert send(clerk, f"{page}record/", **typed).status_code == 302
    visit.refresh_from_db()
    assert visit.record == {"in_charge": "演示主管", "certificates_shown": True}
    stale = send(
        clerk,
        f"{page}record/",
        **{
            "r-in_charge": "别人",
            "seen-in_charge": "",
            "r-certificates_shown": "1",
            "seen-certificates_shown": "1",
        },
    )
    assert (stale.status_code, "已由他人修改" in text_of(stale)) == (422, True)
    person = {"kind": "STATION", "name": "演示站员", "body": "监测站"}
    assert send(clerk, f"{page}participants/", **person).status_code == 302
    assert "演示站员" in text_of(clerk.get(page))
    other = visits.prepare(2, inspection_code="JCM-9")
    taken = send(clerk, f"{page_of(other)}code/", code="")
    assert taken.status_code == 422
    assert send(clerk, f"{page}code/", code="JCM-9").status_code == 422


def test_an_officer_who_keeps_away_is_followed_by_another(visits: VisitDesk) -> None:
    visit = visits.assigned()
    head = client_of(visits, "enforcement-head")
    body = text_of(head.get(page_of(visit)))
    assert "回避换人" in body
    typed = {
        "officer": key_of(visits, "enforcement-2"),
        "why": "亲属在该单位",
        "instead": key_of(visits, "enforcement-head"),
    }
    assert send(head, f"{page_of(visit)}do/recuse/", **typed).status_code == 302
    assert "）：亲属在该单位" in text_of(head.get(page_of(visit)))
    assert send(client_of(visits), f"{page_of(visit)}do/recuse/", **typed).status_code == 404


def test_the_list_filters_in_the_address_and_is_taken_out(visits: VisitDesk) -> None:
    visit = visits.assigned(inspection_code="JCM-7")
    clerk = client_of(visits, "legal-1")
    officer = key_of(visits, "enforcement-1")
    for query in (
        "state=ASSIGNED",
        "state=going",
        "kind=PLANNED",
        "klass=KEY",
        "street=长征镇",
        "month=2026-11",
        f"officer={officer}",
        f"q={visit.facility.name}",
    ):
        assert visit.number in text_of(clerk.get(f"/visits/?{query}")), query
    for query in (
        "state=CLOSED",
        "kind=CASE",
        "klass=SIMPLIFIED",
        "month=2025-01",
        "officer=x",
        "mine=1",
        "q=没有",
        "outcome=DONE",
    ):
        assert "没有符合条件的检查" in text_of(clerk.get(f"/visits/?{query}")), query
    for form in ("xlsx", "pdf", "text"):
        assert clerk.get(f"/visits/?format={form}").status_code == 200


def test_lists_and_the_page_ask_the_same_of_one_row_and_of_thirty(visits: VisitDesk) -> None:
    first = visits.ended(2)
    visits.find(first)
    addresses = ("/visits/", "/visits/findings/", "/visits/disclosure/", page_of(first))
    clerk = client_of(visits)
    asked(clerk, "/clauses/")
    one = [asked(clerk, a) for a in addresses]
    for n in range(29):
        more = visits.prepare(1, kind="TRIGGERED", reason="COMPLAINT", manner="OFF_SITE")
        visits.find(first, text=f"问题{n}")
        assert more.facility_id != first.facility_id
    many = [asked(clerk, a) for a in addresses]
    assert [m - o for o, m in zip(one, many, strict=True)] == [0, 0, 0, 0]
    assert max(many) <= 70


def test_a_correction_is_confirmed_by_a_file_that_came_since_and_by_the_head_without(
    visits: VisitDesk,
) -> None:
    finding = visits.find(visits.ended(2))
    visits.photo(finding.visit, "2.1.1", "当日照片")
    clerk, head = client_of(visits), client_of(visits, "enforcement-head")
    act = f"/visits/findings/{finding.public_id}/do/"
    send(clerk, f"{act}correct/", demand="补挂标志牌")
    bare = send(clerk, f"{act}confirm-corrected/", outcome="已挂")
    assert (bare.status_code, "由负责人认定" in text_of(bare)) == (422, True)
    sent = attach(subject=finding.visit, name="整改后.pdf", data=b"%PDF-1.4 x", by=visits.by(), at=visits.at)
    page = text_of(clerk.get(page_of(finding.visit)))
    assert f'value="{sent.public_id}"' in page and "当日照片.png（" not in page
    assert "负责人认定已整改" not in page and "负责人认定已整改" in text_of(head.get(page_of(finding.visit)))
    assert send(clerk, f"{act}accept-corrected/", why="已挂").status_code == 404
    done = send(clerk, f"{act}confirm-corrected/", outcome="已挂", proof=str(sent.public_id))
    assert done.status_code == 302 and "已办结" in text_of(clerk.get(page_of(finding.visit)))
