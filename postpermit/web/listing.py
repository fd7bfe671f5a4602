"""A list taken out of the screen: as a spreadsheet, as printed pages, or as words to paste into a message."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from postpermit.office.models import Officer
from postpermit.trail.advance import record
from postpermit.web.paper.pdf import list_pdf
from postpermit.web.sheets import export
from postpermit.web.words import day_text

PRINTED, SAID = 1500, 40
Rows = Iterable[Sequence[Any]]


def listed(
    request: HttpRequest,
    *,
    title: str,
    header: Sequence[str],
    rows: Rows | Callable[[], Rows],
    clause: str,
    lead: str = "",
    widths: Sequence[float] = (),
) -> HttpResponse | None:
    """The answer when the address asks for ``format=xlsx``, ``pdf`` or ``text``; None when it asks for the page.

    ``rows`` may be a function, called only when the list is taken out: a bare generator over a query would ask for
    every row the moment it is made, on every page.
    """
    wanted = request.GET.get("format", "")
    if wanted not in ("xlsx", "pdf", "text"):
        return None
    rows = rows() if callable(rows) else rows
    if wanted == "xlsx":
        return export(request, title=title, header=header, rows=rows, clause=clause)
    if wanted == "pdf":
        return pdf_answer(request, title, _printed(request, title, header, rows, lead, widths), clause)
    return HttpResponse(said(request, title, header, rows), content_type="text/plain; charset=utf-8")


def _printed(
    request: HttpRequest,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    lead: str,
    widths: Sequence[float],
) -> bytes:
    kept = [[_words(c) for c in row] for row in islice(rows, PRINTED + 1)]
    more = f"（只印前 {PRINTED} 行，全部内容请导出表格）" if len(kept) > PRINTED else ""
    part = {"header": header, "rows": kept[:PRINTED], "widths": list(widths)}
    return list_pdf(title, [part], lead=f"{lead}{more}", mark=mark(request), wide=len(header) > 6)


def mark(request: HttpRequest) -> str:
    """What stands at the foot of every printed page."""
    day = day_text(request.today)  # type: ignore[attr-defined]
    return f"排污许可证后管理 · {day} 打印"


def pdf_answer(request: HttpRequest, title: str, data: bytes, clause: str) -> HttpResponse:
    """The printed pages, shown in place; that they were taken out is an act with an entry."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    record(
        "print-list",
        label=f"打印{title}"[:64],
        subjects=[officer],
        by=request.standing.actor(),  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
        clause=clause,
        facts={"title": title, "query": request.GET.urlencode()},
    )
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(title)}.pdf"
    return answer


def said(request: HttpRequest, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """【title】 and a numbered line per row, for a message."""
    kept = list(islice(rows, SAID + 1))
    lines = [f"【{title}】{request.today:%Y-%m-%d}"]  # type: ignore[attr-defined]
    for number, row in enumerate(kept[:SAID], 1):
        told = [
            f"{name}{_words(cell)}" if isinstance(cell, date | datetime) else _words(cell)
            for name, cell in zip(header, row, strict=False)
            if cell not in (None, "", False)
        ]
        lines.append(f"{number}. " + "｜".join(told))
    if len(kept) > SAID:
        lines.append("……其余见系统。")
    return "\n".join(lines if kept else [*lines, "（无）"])


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date | datetime) else str(cell)
