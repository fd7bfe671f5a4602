"""排污许可执行报告问题反馈意见单: what stands on it, before it becomes Word or PDF; a draft says so and has no number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from postpermit import law
from postpermit.office.models import Division
from postpermit.supervision.models import FeedbackNotice
from postpermit.web.paper.annex5 import qr_svg

TITLE = "排污许可执行报告问题反馈意见单"
COLUMNS = ("序号", "章节", "存在问题", "整改要求", "提出科室")
GROUP = "GROUP"
# How the paper says which notice it is.
QR = "PP-NOTICE"


@dataclass(frozen=True)
class NoticeRow:
    """A line of the table; ``kind`` stands small under the problem."""

    number: str
    section: str
    text: str
    kind: str
    demand: str
    division: str


@dataclass(frozen=True)
class NoticePaper:
    """``public_id`` "" and ``number`` "": a draft. ``on`` and ``reply``: as they are printed."""

    unit: str
    unit_number: str
    opening: tuple[str, ...]
    rows: tuple[NoticeRow, ...]
    basis: tuple[str, ...]
    reply: str
    group: str
    number: str = ""
    on: str = ""
    signed: str = ""
    public_id: str = ""

    @property
    def draft(self) -> bool:
        """Not issued yet."""
        return not self.number

    @property
    def code(self) -> str:
        """What the QR code says; nothing on a draft."""
        return f"{QR}:{self.public_id}" if self.number else ""


def paper_of(
    notice: FeedbackNotice, items: Sequence[Mapping[str, Any]], issued_at: datetime | None = None
) -> NoticePaper:
    """The paper of a notice; ``items``: what it tells, or would tell while it is a draft."""
    names = dict(Division.objects.values_list("short_name", "name"))
    unit = notice.check_matter.report.facility
    issued = notice.issued_on
    return NoticePaper(
        unit.name,
        unit.number,
        tuple(line.strip() for line in notice.opening.splitlines() if line.strip()),
        tuple(_row(at, item, names) for at, item in enumerate(items, 1)),
        tuple(basis_of(items)),
        _reply(notice),
        group_name(),
        notice.number if issued else "",
        chinese_day(issued) if issued else "",
        f"系统审签：{notice.issued_name} {_moment(issued_at, issued)}" if issued else "",
        str(notice.public_id) if issued else "",
    )


def group_name() -> str:
    """The working group by its full name, with the district before it: 普陀区排污许可证后管理工作组."""
    name = Division.objects.get(pk=GROUP).name
    place = law.district().name.rpartition("市")[2]
    return name if name.startswith(place) else f"{place}{name}"


def basis_of(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """The clauses told, each once, with the document's title and the numbers of the problems it stands for."""
    numbers: dict[str, list[str]] = {}
    for at, item in enumerate(items, 1):
        numbers.setdefault(str(item["clause"]), []).append(str(at))
    titles = _titles()
    return [f"{titles.get(label, label)}（问题{'、'.join(found)}）" for label, found in numbers.items()]


def _titles() -> dict[str, str]:
    """Label of a clause → as a letter cites it; a document that is not in force yet says so."""
    out: dict[str, str] = {}
    for document in law.district().documents.values():
        status = "" if document.status == "现行" else f"（{document.status}）"
        for clause in document.clauses:
            place = clause.label.removeprefix(document.short)
            out.setdefault(clause.label, f"《{document.title}》{status}{place}")
    return out


def _row(at: int, item: Mapping[str, Any], names: Mapping[str, str]) -> NoticeRow:
    return NoticeRow(
        str(at),
        str(item["section"]),
        str(item["text"]),
        str(item["kind"]),
        str(item["demand"]),
        names.get(str(item["division"]), str(item["division"])),
    )


def _reply(notice: FeedbackNotice) -> str:
    due = notice.reply_due_on
    until = f"{chinese_day(due)}前" if due else f"本单发出后{notice.reply_days}个工作日内"
    return (
        f"请于{until}提交修改后的执行报告，或者提交书面说明及有关材料。"
        "到期没有答复或者整改不符合要求的，作为违法线索移交执法大队。"
    )


def chinese_day(on: date) -> str:
    """2026年11月24日."""
    return f"{on.year}年{on.month}月{on.day}日"


def _moment(at: datetime | None, on: date) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else on.isoformat()


def as_typst(form: NoticePaper, mark: str) -> dict[str, Any]:
    """What the template reads."""
    return {
        "title": TITLE,
        "draft": form.draft,
        "number": form.number,
        "unit": form.unit,
        "permit": form.unit_number,
        "opening": list(form.opening),
        "columns": list(COLUMNS),
        "rows": [[r.number, r.section, r.text, r.kind, r.demand, r.division] for r in form.rows],
        "basis": list(form.basis),
        "reply": form.reply,
        "group": form.group,
        "day": form.on,
        "signed": form.signed,
        "qr": qr_svg(form.code),
        "mark": mark,
    }
