"""What is written on a visit beside its steps: answers, versions chosen, code, record, people, photos, findings."""

from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LoadedChecklist, Visit, VisitAnswer, VisitFinding
from postpermit.enforcement.operations import lists
from postpermit.enforcement.operations.answers import settle_conflict, take_answer
from postpermit.enforcement.queries.answers import ELEMENT
from postpermit.enforcement.queries.asked import answered
from postpermit.enforcement.rules.checklist import answer_fault
from postpermit.enforcement.rules.record_elements import BY_CODE, YES
from postpermit.enforcement.states import CheckResult
from postpermit.office.access import may, visible_to
from postpermit.supervision.queries.checks import is_public_id
from postpermit.web.desk.acts import Act, actor_for, read
from postpermit.web.desk.enforcement.finding_acts import receivers
from postpermit.web.desk.enforcement.visit import show_visit
from postpermit.web.desk.enforcement.visit_forms import (
    CODE,
    LIST,
    PARTICIPANT,
    REOPEN,
    TAKE_BACK,
    act_day_of,
    find_act,
    read_elements,
    rows_of,
)
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader


def visit_for(request: HttpRequest, public_id: UUID, act: str) -> Visit:
    """The visit if this officer may see it and do that to it."""
    visit = get_visible(request, Visit, public_id)
    if not may(request.standing, act, visit):  # type: ignore[attr-defined]
        raise Http404
    return visit


def done_on(
    visit: Visit,
    request: HttpRequest,
    name: str,
    form: FormReader,
    call: Any,
    *,
    act: str,
    place: str,
    at: str,
) -> HttpResponse:
    """Do it once and go back to its place on the page; ``call(by)`` answers the sentence."""
    by = actor_for(request, act, visit, "ENFORCEMENT")

    def done() -> tuple[str, str]:
        return call(by), reverse("visit", args=[visit.public_id]) + f"#{at}"

    def again(wrong: FormReader) -> HttpResponse:
        for name_of_file in ("attachment", "data"):  # said by the keeper of files, shown beside the field
            if name_of_file in wrong.errors:
                wrong.errors["files"] = wrong.errors.pop(name_of_file)
        return show_visit(visit, request, wrong=(name, wrong))

    return carry_out(request, form, done, by=by, place=place, again=again)


@power("enforcement.visit", "fill", methods=("POST",), clauses=("plan:6.1", "plan:a3"), title="填写检查内容")
def save_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep what was answered otherwise than it stood; each is a version based on the one that was seen."""
    visit = visit_for(request, public_id, "fill")
    form = FormReader(request)
    changed = _changed(form, visit)
    key, group = request.POST.get("act_key", ""), form.text("rest", "检查内容分组", longest=24)

    def call(by: Any) -> str:
        taken = [
            take_answer(
                visit=visit,
                uid=uuid5(visit.public_id, f"{key}{code}"),
                question=code,
                result=result,
                note=note,
                based_on=UUID(base) if is_public_id(base) else None,
                device="电脑",
                by=by,
                at=request.now,  # type: ignore[attr-defined]
            )
            for code, (result, note, base) in changed.items()
        ]
        rivals = sum(t.conflict for t in taken)
        more = f"其中 {rivals} 项同时有他人填写的版本，请选定。" if rivals else ""
        said = f"已保存 {len(taken)} 项。{more}" if taken or not group else ""
        if group:
            n = do.rest_meets(visit=visit, group=group, device="电脑", by=by, at=request.now)  # type: ignore[attr-defined]
            said += f"本组其余 {n} 项记为符合。"
        return said if taken or group else "没有改动。"

    return done_on(visit, request, "answers", form, call, act="fill", place="answers", at="answers")


def _changed(form: FormReader, visit: Visit) -> dict[str, tuple[str, str, str]]:
    """Question → (result, note, the version that was seen), of those that were answered otherwise than they stood."""
    out: dict[str, tuple[str, str, str]] = {}
    stand = answered(visit)
    for code, row in rows_of(visit, stand, act_day_of(visit)).items():
        if f"result-{code}" not in form.post:
            continue
        result = form.choice(f"result-{code}", f"{code} 的结果", [r.value for r in CheckResult])
        note = form.text(f"note-{code}", f"{code} 的情况说明")
        base = form.post.get(f"base-{code}", "")
        said = (result, note.replace("\r\n", "\n"))
        if not result or said == (row.result, row.note) or said == _as_seen(base):
            continue
        if fault := answer_fault(CheckResult(result), note):
            form.errors[f"note-{code}"] = f"{code}：{fault}"
        out[code] = (result, note, base)
    return out


def _as_seen(base: str) -> tuple[str, str] | None:
    """What the writer had before him where it was an answer: leaving it as it stood says nothing new."""
    seen = VisitAnswer.objects.filter(uid=base).first() if is_public_id(base) else None
    return (seen.result, seen.note) if seen else None


@power("enforcement.visit", "fill", methods=("POST",), clauses=("plan:6.1",), title="选定检查内容的版本")
def choose_version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let one of two versions count; of an element of the record it is then written there."""
    visit = visit_for(request, public_id, "fill")
    form = FormReader(request)
    code = form.text("question", "检查内容", longest=24)
    uid = form.post.get("uid", "")
    over = form.post.get("over", "").split()
    row = (
        VisitAnswer.objects.filter(visit=visit, question=code, uid=uid).first() if is_public_id(uid) else None
    )
    if row is None or not all(is_public_id(o) for o in over):
        raise Http404

    def call(by: Any) -> str:
        seen = tuple(UUID(o) for o in over)
        who = {"by": by, "at": request.now}  # type: ignore[attr-defined]
        chosen = settle_conflict(visit=visit, question=code, uid=row.uid, over=seen, **who)
        element = BY_CODE.get(code.removeprefix(ELEMENT)) if code.startswith(ELEMENT) else None
        if element is not None:
            value: Any = chosen.note == "是" if element.kind == YES else chosen.note
            do.edit_record(visit=visit, elements={element.code: value}, **who)
        return "已选定。"

    return done_on(visit, request, "rivals", form, call, act="fill", place="rivals", at="answers")


@power("enforcement.visit", "prepare", methods=("POST",), clauses=("plan:6.1",), title="选行业检查单")
def choose_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put an industry list beside annex 3, another, or none."""
    visit = visit_for(request, public_id, "prepare")
    known = {str(row.public_id): row for row in LoadedChecklist.objects.defer("rows")}
    was = request.POST.get("seen", "")

    def call(typed: dict[str, Any], by: Any) -> str:
        picked = {"chosen": known.get(typed["list"]), "seen": known.get(was)}
        made = lists.choose_list(visit=visit, **picked, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"行业检查单：{made.extra_list.name}。" if made.extra_list else "不加查行业检查单。"

    return _small(request, visit, "list", LIST, call, right="prepare", place="list", at="facts")


def _small(
    request: HttpRequest, visit: Visit, name: str, act: Act, call: Any, *, right: str, place: str, at: str
) -> HttpResponse:
    form, typed = read(request, act, visit)
    return done_on(visit, request, name, form, lambda by: call(typed, by), act=right, place=place, at=at)


@power("enforcement.visit", "note-code", methods=("POST",), clauses=("plan:6.1",), title="登记检查码")
def save_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down the 检查码 of the city's system."""
    visit = visit_for(request, public_id, "note-code")

    def call(typed: dict[str, Any], by: Any) -> str:
        do.note_code(visit=visit, code=typed["code"], by=by, at=request.now)  # type: ignore[attr-defined]
        return "检查码已登记。"

    return _small(request, visit, "code", CODE, call, right="note-code", place="code", at="facts")


@power("enforcement.visit", "edit", methods=("POST",), clauses=("plan:6.1",), title="登记参加人")
def save_participant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name somebody who comes along."""
    visit = visit_for(request, public_id, "edit")

    def call(typed: dict[str, Any], by: Any) -> str:
        do.add_participant(visit=visit, **typed, by=by, at=request.now)  # type: ignore[attr-defined]
        return "参加人已登记。"

    return _small(request, visit, "participant", PARTICIPANT, call, right="edit", place="name", at="people")


@power("enforcement.visit", "note-code", methods=("POST",), clauses=("plan:6.1",), title="申请撤回办理记录")
def ask_take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask that what the visit discharged be taken back; another person agrees."""
    visit = visit_for(request, public_id, "note-code")

    def call(typed: dict[str, Any], by: Any) -> str:
        do.ask_to_take_back(visit=visit, why=typed["why"], by=by, at=request.now)  # type: ignore[attr-defined]
        return "已申请，由另一人继续检查或撤销办结。"

    return _small(request, visit, "take-back", TAKE_BACK, call, right="note-code", place="why", at="facts")


@power("enforcement.visit", "edit", methods=("POST",), clauses=("plan:6.1",), title="填写笔录要素")
def save_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write elements of the record; what somebody else changed meanwhile is not written over."""
    visit = visit_for(request, public_id, "edit")
    form = FormReader(request)
    given, seen = read_elements(form, visit)

    def call(by: Any) -> str:
        do.edit_record(visit=visit, elements=given, seen=seen, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"笔录要素已保存 {len(given)} 项。" if given else "没有改动。"

    return done_on(visit, request, "record", form, call, act="edit", place="record", at="record")


@power("enforcement.visit", "edit", methods=("POST",), clauses=("plan:6.1",), title="重开笔录")
def reopen_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open a signed record again, with the reason."""
    visit = visit_for(request, public_id, "edit")

    def call(typed: dict[str, Any], by: Any) -> str:
        do.reopen_record(visit=visit, why=typed["why"], by=by, at=request.now)  # type: ignore[attr-defined]
        return "笔录已重开，更正后请重新签字。"

    return _small(request, visit, "reopen", REOPEN, call, right="edit", place="why", at="record")


@power("enforcement.finding", "add", methods=("POST",), clauses=("plan:6.1",), title="登记检查问题")
def add_finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down what was wrong."""
    visit = get_visible(request, Visit, public_id)
    stand = answered(visit)
    form, typed = read(request, find_act(stand.asked, stand.summary.failed), visit)
    by = actor_for(request, "add", "enforcement.finding", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        made = do.add_finding(visit=visit, **typed, by=by, at=request.now)  # type: ignore[attr-defined]
        page = reverse("visit", args=[visit.public_id])
        return "问题已登记，请确定处理方式。", f"{page}#f-{made.number}"

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=("find", wrong))

    return carry_out(request, form, act, by=by, place="text", again=again)


@power("enforcement.finding", "add", methods=("POST",), clauses=("plan:8.1",), title="批量转办检查问题")
def slip_findings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand the ticked findings over as one lead and one task."""
    visit = get_visible(request, Visit, public_id)
    form = FormReader(request)
    keys = [k for k in form.post.getlist("findings") if is_public_id(k)]
    mine = visible_to(request.standing, VisitFinding, "slip").filter(visit=visit, public_id__in=keys)  # type: ignore[attr-defined]
    rows = list(mine)
    if not rows or len(rows) != len(set(form.post.getlist("findings"))):
        form.errors["findings"] = "请先勾选要转办的问题。"
    to = form.choice("to", "转给哪个科室", [code for code, _ in receivers()])
    said = form.text("description", "补充说明")
    by = actor_for(request, "slip", "enforcement.finding", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        slip = do.slip_finding(findings=rows, to=to, description=said, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"已生成联动任务 {slip.number}，待负责人审签后送达。", reverse("slip", args=[slip.public_id])

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=("slips", wrong))

    return carry_out(request, form, act, by=by, place="findings", again=again)
