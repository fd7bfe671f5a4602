"""Papers of a visit: what stands on them beside their content, before they become Word or PDF; a draft says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postpermit import law
from postpermit.enforcement.models import SignedPaper, Visit
from postpermit.enforcement.rules.record_elements import ELEMENTS, PARTY, PEOPLE
from postpermit.enforcement.rules.unsettled import Failed, Unsettled, found_nothing
from postpermit.enforcement.states import PaperKind
from postpermit.web.paper.annex5 import qr_svg
from postpermit.web.paper.articles import as_cited
from postpermit.web.paper.notice import chinese_day
from postpermit.web.paper.visit_bodies import order_body, photos_body

# How a paper says which visit, or which signed paper, it is.
QR = "PP-VISIT"
TEMPLATES = {
    PaperKind.RECORD: "visit_record",
    PaperKind.CHECKLIST: "visit_checklist",
    PaperKind.PHOTOS: "visit_photos",
    PaperKind.ORDER: "visit_order",
}


@dataclass(frozen=True)
class VisitPaper:
    """``number``: the document's own, "" on a draft. ``code``: what the QR code says. ``version`` 0: nothing signed yet."""

    kind: PaperKind
    content: Mapping[str, Any]
    code: str
    number: str = ""
    version: int = 0
    signed_on: str = ""
    original: str = ""
    # Number of the photo → name of the file in which its smaller copy lies; "" where it cannot be shown.
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> bool:
        """Whether the paper bears 底稿: it has no number of its own."""
        return bool(self.content.get("head")) and not self.number

    @property
    def foot(self) -> str:
        """What stands at the foot beside the mark."""
        parts = [f"检查编号 {self.content['visit']}"]
        if self.content["inspection_code"]:
            parts.append(f"检查码 {self.content['inspection_code']}")
        if self.version:
            parts.append(f"第 {self.version} 版")
        return " · ".join(parts)


def draft_of(visit: Visit, kind: PaperKind, content: Mapping[str, Any], number: str = "") -> VisitPaper:
    """The paper as it would be printed now; with the number that it was given for signing it is no draft any more."""
    return VisitPaper(kind, content, f"{QR}:{visit.public_id}:{kind}", number)


def signed_of(paper: SignedPaper) -> VisitPaper:
    """The paper as it was signed: its own content, whatever changed on the visit since."""
    names = {s.code: s.name for s in law.systems()}
    held = names.get(paper.original_system, paper.original_system)
    return VisitPaper(
        PaperKind(paper.kind),
        paper.content,
        f"{QR}:{paper.public_id}",
        paper.number,
        paper.version,
        chinese_day(paper.signed_on),
        f"原件：{held} {paper.original_number}" if paper.original_system else "",
    )


def as_typst(form: VisitPaper, mark: str) -> dict[str, Any]:
    """What every template of a visit's paper reads."""
    body = {
        PaperKind.RECORD: _record,
        PaperKind.CHECKLIST: _checklist,
        PaperKind.PHOTOS: photos_body,
        PaperKind.ORDER: order_body,
    }[form.kind]
    c = form.content
    return {
        "title": c["form"],
        "draft": form.draft,
        "head": c["head"],
        "number": form.number,
        "original": form.original,
        "signed": f"签署日期：{form.signed_on}" if form.signed_on else "",
        "qr": qr_svg(form.code),
        "mark": f"{mark} · {form.foot}",
        "unit": c["unit"],
        "unit_number": c["unit_number"],
        "ending": c["ending"],
        "people": people_words(c["inspectors"]),
        "inspectors": people_words(c["inspectors"]),
        **body(form.content, form.shown),
    }


def people_words(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Inspectors with part and certificate, one a line."""
    return [f"{r['name']}（{r['role']}，执法证号 {r['certificate']}）" for r in rows]


def minute_words(text: str) -> str:
    """2026年11月24日8时05分 for 2026-11-24 08:05; a line to fill in where nothing is known."""
    if not text:
        return "____年__月__日__时__分"
    day, _, clock = text.partition(" ")
    hour, _, minute = clock.partition(":")
    return f"{chinese_day(date.fromisoformat(day))}{int(hour)}时{minute}分"


def record_lines(c: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The elements of 笔录 in the parts in which they are printed."""
    rows = {code: (p["label"], p["text"]) for code, p in zip(_codes(c["parts"]), c["parts"], strict=True)}
    place = rows.pop("place", ("检查地点", ""))
    head = [("检查时间", f"{minute_words(c['from'])}至{minute_words(c['to'])}"), place]
    head += [(label, text) for label, text in _of(PARTY, rows)]
    people = [("检查人员", "；".join(people_words(c["inspectors"])))]
    others = [f"{p['name']}（{p['kind']}{'，' + p['body'] if p['body'] else ''}）" for p in c["participants"]]
    people += [*_of(PEOPLE, rows), ("现场负责人身份证件号码", "（手写）")]
    people.append(("其他参加人", "；".join(others) or "无"))
    return {"lines": head, "people": people}


def _codes(parts: Sequence[Mapping[str, str]]) -> list[str]:
    codes = {e.label: e.code for e in ELEMENTS}
    return [codes.get(p["label"], p["label"]) for p in parts]


def _of(part: str, rows: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return [rows[e.code] for e in ELEMENTS if e.part == part and e.code in rows]


def told_lines(c: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was told and what the party answered."""
    e = c["elements"]
    shown, told = e.get("certificates_shown") is True, e.get("rights_told") is True

    def waiting(code: str) -> str:
        """Two versions of it, where somebody has to choose."""
        return held if isinstance(held := e.get(code), str) else ""

    return [
        ("当事人核对执法证件", "已出示，当事人已核对" if shown else waiting("certificates_shown")),
        ("权利义务告知", "已告知，当事人已知晓" if told else waiting("rights_told")),
        ("是否申请回避", str(e.get("recusal_answer", ""))),
    ]


def left_open_lines(content: Mapping[str, Any]) -> list[str]:
    """What follows the findings of 笔录. A paper signed before these were kept says what it said."""
    failed, waiting = content.get("unsettled", ()), content.get("undecided", ())
    lines = ["检查单记为不符合，尚未登记问题："] if failed else []
    lines += [f"{f['code']} {f['ask']}{f['note'] or '（没有写情况）'}" for f in failed]
    lines += ["检查单有两个版本待选定的："] if waiting else []
    lines += [f"{f['code']} {f['ask']}{f['note']}" for f in waiting]
    left = Unsettled(
        tuple(Failed(**f) for f in failed),
        content.get("unchecked", 0),
        content.get("answered", True),
        tuple(Failed(**f) for f in waiting),
    )
    if found_nothing(len(content["findings"]), left):
        lines.append("未发现问题。")
    elif not left.answered and not content["findings"]:
        lines.append("检查单没有填写结果，未作判断。")
    if left.answered and left.unchecked:
        lines.append(f"检查单中未查 {left.unchecked} 项。")
    return lines


def _record(c: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
    found = [
        f"{f['number']}. {f['text']}" + (f"（{f['unit']}）" if f["unit"] != c["unit"] else "")
        for f in c["findings"]
    ]
    return record_lines(c) | {
        "notice": c["notice"],
        "told": told_lines(c),
        "seen": [[s["label"], s["text"]] for s in c["seen"]],
        "found": found + left_open_lines(c),
        "conclusion": c["conclusion"],
        "outcome": c["outcome"],
        "refusal": c["refusal"],
        "words": str(c["elements"].get("party_words", "")),
        "recorder": c["recorder"],
    }  # fmt: skip


def _checklist(c: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
    items = [
        {
            "code": i["code"],
            "label": i["label"],
            "group": i["group"],
            "result": i["result"],
            "questions": [
                [q["code"], q["ask"], q["result"], q["note"], as_cited("；".join(q["bases"]))]
                for q in i["questions"]
            ],
        }
        for i in c["items"]
    ]
    facts = [c["kind"], c["manner"], c["reason"]]
    return {
        "list": f"{c['title']}（{c['since']} 起的版本）",
        "facts": " · ".join(t for t in facts if t),
        "items": items,
        "why": c["unchecked_why"],
        "conclusion": c["conclusion"],
    }  # fmt: skip
