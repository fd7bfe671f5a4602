"""What stands on the papers of a visit, as data: the printing room lays it out, signing freezes it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from postpermit import law
from postpermit.enforcement.models import PictureCaption, Visit, VisitPicture
from postpermit.enforcement.queries.answers import questions_asked
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.queries.order_paper import order_content
from postpermit.enforcement.queries.paper_parts import (
    answer_words,
    day_of,
    head_of,
    inspectors_of,
    minute,
    participants_of,
    shown_elements,
)
from postpermit.enforcement.queries.unsettled import unsettled_of
from postpermit.enforcement.rules.checklist import basis_of
from postpermit.enforcement.rules.papers import BOTH
from postpermit.enforcement.rules.record_elements import ELEMENTS, SEEN, YES
from postpermit.enforcement.states import CheckResult, FindingState, PaperKind, PictureKind
from postpermit.register.models import Facility

# What pictures name as their device that came by the desk.
DESK = "电脑"
# What a question says that nobody answered because the unit has no such thing.
NOT_THEIRS = "按登记的单位情况不适用。"
BLANK = "以下空白"
SHOWN = "检查人员出示执法证件（证号见上），说明检查目的和内容，并告知：你有权陈述、申辩，认为检查人员与本案有直接利害关系的可以申请回避；请如实回答并协助检查。"


def record_content(visit: Visit) -> dict[str, Any]:
    """现场检查（勘察）笔录: every element of the form, findings in their fixed order, nothing left open at the end."""
    stand = answered(visit)
    elements = shown_elements(visit, stand)
    shown = [e for e in ELEMENTS if e.code != "unchecked_why"]
    return {
        **head_of(visit, PaperKind.RECORD),
        "from": minute(visit.started_at or visit.ended_at),
        "to": minute(visit.ended_at),
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
        **_left_open(visit, stand),
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
    items = [
        {
            "code": item.code,
            "label": item.label,
            "group": group.label,
            "result": item_words(stand, item),
            "questions": [_question(visit, stand, q) for q in item.questions],
        }
        for group in stand.asked.groups
        for item in group.items
    ]
    return {
        **head_of(visit, PaperKind.CHECKLIST),
        "title": stand.asked.title,
        "since": stand.asked.since.isoformat(),
        "items": items,
        "unchecked_why": str(shown_elements(visit, stand).get("unchecked_why", "")),
        "inspectors": inspectors_of(visit),
        "conclusion": visit.conclusion,
        "ending": BLANK,
    }


def item_words(stand: Answered, item: law.ChecklistItem) -> str:
    """The result of an item; while somebody has to choose between two versions below it, that."""
    if any(q.code in stand.conflicts for q in item.questions):
        return BOTH
    return stand.summary.items[item.code].label


def _question(visit: Visit, stand: Answered, asked: law.Question) -> dict[str, Any]:
    bases = basis_of(asked, day_of(visit))
    result, note = question_words(stand, asked)
    return {
        "code": asked.code,
        "ask": asked.ask,
        "result": result,
        "note": note,
        # A paper that a party signs cites the provision; what is unconfirmed in the office's data is no matter of his.
        "bases": [*(b.text for b in (*bases.duties, *bases.penalties)), *bases.standards],
    }


def question_words(stand: Answered, asked: law.Question) -> tuple[str, str]:
    """Result and note of a question, as the page of the visit shows them; of two versions both."""
    rows = stand.answers.get(asked.code, ())
    if len(rows) > 1:
        return BOTH, answer_words(rows).removeprefix(BOTH).strip("（）")
    if rows:
        return CheckResult(rows[0].result).label, rows[0].note
    if asked.code in stand.unanswered:
        return CheckResult.NOT_CHECKED.label, ""
    return CheckResult.NOT_APPLICABLE.label, NOT_THEIRS


def photos_content(visit: Visit) -> dict[str, Any]:
    """照片证据: sorted by item; what each shows, when, where, by whom, and the digest of the original."""
    rows = with_captions(VisitPicture.objects.filter(visit=visit, kind=PictureKind.EVIDENCE))
    return {
        **head_of(visit, PaperKind.PHOTOS),
        "photos": photo_rows(visit, rows.order_by("question", "taken_at", "pk")),
        "inspectors": inspectors_of(visit),
        "place_of_original": "本系统附件库，原件未作改动，凭数据校验值核对",
        "ending": BLANK,
    }


def with_captions(rows: "QuerySet[VisitPicture]") -> "QuerySet[VisitPicture]":
    """The pictures with their originals and what was written to them later, in two queries."""
    later = Prefetch("captions", PictureCaption.objects.order_by("pk"))
    return rows.select_related("attachment").prefetch_related(later)


def photo_rows(visit: Visit, pictures: Iterable[VisitPicture]) -> list[dict[str, Any]]:
    """Photos as evidence is described; a code says its question in words."""
    asks = questions_asked(visit)
    return [_photo_words(p, asks.get(p.question, "")) for p in pictures]


def _photo_words(picture: VisitPicture, ask: str) -> dict[str, Any]:
    where = f"{picture.longitude}, {picture.latitude}" if picture.longitude is not None else ""
    later = picture.said_later
    return {
        "uid": str(picture.uid),
        "file": picture.attachment.name,
        "question": picture.question,
        "ask": ask,
        # What nobody has written otherwise, a photo at a question proves what the question asks.
        "proves": (later.text if later else picture.caption) or ask,
        "captioned": f"{later.by_name} {minute(later.at)} 补写" if later else "",
        "taken_at": minute(picture.taken_at),
        "taken_from": picture.taken_from,
        "where": where,
        "by": picture.by_name,
        "from_album": picture.from_album,
        "uploaded": picture.from_album and picture.device == DESK,
        "sha256": picture.sha256,
    }


def content_of(visit: Visit, kind: str, unit: Facility | None = None) -> dict[str, Any]:
    """The content of one paper; ``unit``: whose, of an order that goes to another unit than the visited one."""
    if kind == PaperKind.ORDER:
        return order_content(visit, unit)
    made = {
        PaperKind.RECORD: record_content,
        PaperKind.CHECKLIST: checklist_content,
        PaperKind.PHOTOS: photos_content,
    }
    return made[PaperKind(kind)](visit)


def findings_of(visit: Visit) -> list[dict[str, Any]]:
    """The findings that stand, in their order."""
    rows = visit.findings.exclude(state=FindingState.DROPPED).order_by("number")
    return [
        {"number": f.number, "text": f.text, "question": f.question, "unit": f.facility.name}
        for f in rows.select_related("facility")
    ]


def _left_open(visit: Visit, stand: Answered) -> dict[str, Any]:
    """Questions that failed without a finding or wait for a choice, and how many nobody looked at."""
    left = unsettled_of(visit, stand)
    return {
        "unsettled": [{"code": f.code, "ask": f.ask, "note": f.note} for f in left.failed],
        "undecided": [{"code": f.code, "ask": f.ask, "note": f.note} for f in left.undecided],
        "unchecked": left.unchecked,
        "answered": left.answered,
    }


def _said(value: Any, kind: str) -> str:
    if kind == YES and not isinstance(value, str):
        return "是" if value is True else "否"
    return str(value or "")
