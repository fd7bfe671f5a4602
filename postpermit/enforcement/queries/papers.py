"""What stands on the papers of a visit, as data: the printing room lays it out, signing freezes it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from postpermit import law
from postpermit.enforcement.models import Visit, VisitPicture
from postpermit.enforcement.queries.asked import answered
from postpermit.enforcement.queries.unsettled import unsettled_of
from postpermit.enforcement.rules.checklist import basis_of, item_result
from postpermit.enforcement.rules.record_elements import ELEMENTS, SEEN, YES
from postpermit.enforcement.states import (
    CheckResult,
    Disposition,
    FindingState,
    PaperKind,
    PictureKind,
    TeamRole,
)

DRAFT_HEAD = "底稿"
# What pictures name as their device that came by the desk.
DESK = "电脑"
BLANK = "以下空白"
SHOWN = "检查人员出示执法证件（证号见上），说明检查目的和内容，并告知：你有权陈述、申辩，认为检查人员与本案有直接利害关系的可以申请回避；请如实回答并协助检查。"


def record_content(visit: Visit) -> dict[str, Any]:
    """现场检查（勘察）笔录: every element of the form, findings in their fixed order, nothing left open at the end."""
    elements = elements_of(visit)
    shown = [e for e in ELEMENTS if e.code != "unchecked_why"]
    return {
        **_head(visit, PaperKind.RECORD),
        "from": _minute(visit.started_at or visit.ended_at),
        "to": _minute(visit.ended_at),
        "elements": elements,
        "parts": [
            {"label": e.label, "part": e.part, "text": _said(elements.get(e.code), e.kind)} for e in shown
        ],
        "inspectors": inspectors_of(visit),
        "recorder": elements.get("recorder", ""),
        "participants": participants_of(visit),
        "notice": SHOWN,
        "seen": [
            {"label": e.label, "text": str(elements.get(e.code, ""))} for e in ELEMENTS if e.part == SEEN
        ],
        "findings": findings_of(visit),
        **_left_open(visit),
        "conclusion": visit.conclusion,
        "refusal": str(elements.get("refusal", "")),
        # Written by hand on the paper, never kept here.
        "by_hand": [
            "现场负责人身份证件号码",
            "当事人逐页签名（盖章）和日期",
            "检查人员和记录人签名",
            "勘察示意图（指北、绘制人、时间）",
        ],
        "ending": BLANK,
    }


def checklist_content(visit: Visit) -> dict[str, Any]:
    """现场检查单: item by item with its result, question by question with answer, basis and what was noted."""
    stand = answered(visit)
    day = (localtime(visit.started_at) if visit.started_at else None) or None
    on = day.date() if day else visit.scheduled_on
    given = {q: rows[-1] for q, rows in stand.answers.items()}

    def question(asked: law.Question) -> dict[str, Any]:
        answer = given.get(asked.code)
        bases = basis_of(asked, on)
        return {
            "code": asked.code,
            "ask": asked.ask,
            "result": CheckResult(answer.result).label if answer else CheckResult.NOT_CHECKED.label,
            "note": answer.note if answer else "",
            # A paper that a party signs cites the provision; what is unconfirmed in the office's data is no matter of his.
            "bases": [b.text for b in (*bases.duties, *bases.penalties)],
        }

    results = {c: CheckResult(a.result) for c, a in given.items()}
    items = [
        {
            "code": item.code,
            "label": item.label,
            "group": group.label,
            "result": item_result(results.get(q.code, CheckResult.NOT_CHECKED) for q in item.questions).label,
            "questions": [question(q) for q in item.questions],
        }
        for group in stand.asked.groups
        for item in group.items
    ]
    return {
        **_head(visit, PaperKind.CHECKLIST),
        "title": stand.asked.title,
        "since": stand.asked.since.isoformat(),
        "items": items,
        "unchecked_why": str(visit.record.get("unchecked_why", "")),
        "inspectors": inspectors_of(visit),
        "conclusion": visit.conclusion,
        "ending": BLANK,
    }


def photos_content(visit: Visit) -> dict[str, Any]:
    """照片证据: sorted by item; what each shows, when, where, by whom, and the digest of the original."""
    rows = VisitPicture.objects.filter(visit=visit, kind=PictureKind.EVIDENCE).select_related("attachment")
    return {
        **_head(visit, PaperKind.PHOTOS),
        "photos": [photo_words(p) for p in rows.order_by("question", "taken_at", "pk")],
        "inspectors": inspectors_of(visit),
        "place_of_original": "本系统附件库，原件未作改动，凭数据校验值核对",
        "ending": BLANK,
    }


def photo_words(picture: VisitPicture) -> dict[str, Any]:
    """One photo as evidence is described."""
    where = f"{picture.longitude}, {picture.latitude}" if picture.longitude is not None else ""
    return {
        "uid": str(picture.uid),
        "file": picture.attachment.name,
        "question": picture.question,
        "proves": picture.caption,
        "taken_at": _minute(picture.taken_at),
        "taken_from": picture.taken_from,
        "where": where,
        "by": picture.by_name,
        "from_album": picture.from_album,
        "uploaded": picture.from_album and picture.device == DESK,
        "sha256": picture.sha256,
    }


def order_content(visit: Visit) -> dict[str, Any]:
    """责令改正违法行为决定书: the facts and demands; which provision it stands on is a person's choice and stays open."""
    rows = visit.findings.filter(disposition__in=(Disposition.ON_THE_SPOT, Disposition.CASE))
    kept = rows.exclude(state=FindingState.DROPPED).order_by("number")
    return {
        **_head(visit, PaperKind.ORDER),
        "facts": [{"number": f.number, "text": f.text} for f in kept],
        "demands": [
            {"number": f.number, "text": f.demand, "due_on": f.due_on.isoformat() if f.due_on else ""}
            for f in kept
        ],
        "elements": elements_of(visit),
        "remedies": "不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        "inspectors": inspectors_of(visit),
        "ending": BLANK,
    }


_CONTENTS: dict[str, Callable[[Visit], dict[str, Any]]] = {
    PaperKind.RECORD: record_content,
    PaperKind.CHECKLIST: checklist_content,
    PaperKind.PHOTOS: photos_content,
    PaperKind.ORDER: order_content,
}


def content_of(visit: Visit, kind: str) -> dict[str, Any]:
    """The content of one paper."""
    return _CONTENTS[kind](visit)


def elements_of(visit: Visit) -> dict[str, Any]:
    """What was written, and from the register what nobody wrote otherwise."""
    known = {e.code: str(getattr(visit.facility, e.of) or "") for e in ELEMENTS if e.of}
    return {**known, **{k: v for k, v in visit.record.items() if v != ""}}


def inspectors_of(visit: Visit) -> list[dict[str, str]]:
    """Who inspected, with the certificate numbers of that day; 主办 first."""
    rows = sorted(visit.officers.filter(left_as=""), key=lambda r: (r.role != TeamRole.LEAD, r.pk))
    return [{"name": r.name, "certificate": r.certificate, "role": str(r.get_role_display())} for r in rows]


def participants_of(visit: Visit) -> list[dict[str, str]]:
    """Who came along; they sign as present, never as inspectors."""
    return [
        {"kind": str(p.get_kind_display()), "name": p.name, "body": p.body} for p in visit.participants.all()
    ]


def findings_of(visit: Visit) -> list[dict[str, Any]]:
    """The findings that stand, in their order."""
    rows = visit.findings.exclude(state=FindingState.DROPPED).order_by("number")
    return [
        {"number": f.number, "text": f.text, "question": f.question, "unit": f.facility.name}
        for f in rows.select_related("facility")
    ]


def _left_open(visit: Visit) -> dict[str, Any]:
    """Questions that failed without a finding, and how many nobody looked at; annex 3 is not asked of every kind."""
    left = unsettled_of(visit)
    return {
        "unsettled": [{"code": f.code, "ask": f.ask, "note": f.note} for f in left.failed],
        "unchecked": left.unchecked,
        "answered": left.answered,
    }


def _head(visit: Visit, kind: PaperKind) -> dict[str, Any]:
    """A draft bears no document number unless this system is the place of issue."""
    day = visit.ended_at or visit.started_at
    on = localtime(day).date() if day else visit.scheduled_on
    issued_here = law.value("inspection.place_of_issue", on=on).value == "yes"
    return {
        "form": kind.label,
        "head": "" if issued_here else DRAFT_HEAD,
        "visit": visit.number,
        "inspection_code": visit.inspection_code,
        "kind": str(visit.get_kind_display()),
        "manner": str(visit.get_manner_display()),
        "reason": str(visit.get_reason_display()),
        "outcome": str(visit.get_outcome_display()) if visit.outcome else "",
        "unit": visit.facility.name,
        "unit_number": visit.facility.number,
    }


def _minute(when: datetime | None) -> str:
    return f"{localtime(when):%Y-%m-%d %H:%M}" if when else ""


def _said(value: Any, kind: str) -> str:
    if kind == YES:
        return "是" if value is True else "否"
    return str(value or "")
