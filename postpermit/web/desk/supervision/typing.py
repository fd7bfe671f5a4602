"""手工录入: a report typed in from paper, or pasted table by table, under the columns of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.duties.rules.periods import period_words
from postpermit.register.models import Facility
from postpermit.supervision.operations import receive_report
from postpermit.supervision.queries.intake import (
    Filed,
    filed,
    holders,
    last_version,
    periods_offered,
    unit_typed,
)
from postpermit.supervision.reading import UnableToReadReport, as_published, from_published
from postpermit.supervision.report import Report, from_kept, kind_of, words_of
from postpermit.trail.canonical import canonical
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.checks import SOURCES, own_division
from postpermit.web.desk.supervision.intake import unit_asked
from postpermit.web.desk.supervision.pasted import (
    CONTROL,
    WITHOUT_ROWS,
    Pasted,
    as_pasted,
    columns_of,
    pasted,
)
from postpermit.web.door import power
from postpermit.web.forms import FormReader

NO_ATTACHMENTS = "无"
LONGEST_CHAPTER, LONGEST_TABLE, LONGEST_LINE = 100_000, 2_000_000, 300


@dataclass
class Chosen:
    """Whose report of which period is typed in; ``errors``: what was wrong with the choice."""

    unit: Facility | None = None
    period: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """ANNUAL, QUARTERLY or MONTHLY."""
        return kind_of(self.period)

    @property
    def ready(self) -> bool:
        """Both are known."""
        return self.unit is not None and bool(self.kind)


@power(
    "supervision.check",
    "receive",
    methods=("GET", "POST"),
    clauses=("plan:5.1", "plan:13.1"),
    title="手工录入执行报告",
)
def report_type(request: HttpRequest) -> HttpResponse:
    """First whose report of which period, then the report itself."""
    chosen = chosen_of(request)
    if not chosen.ready:
        return _choose(request, chosen)
    if request.method == "POST":
        return _take(request, chosen)
    return _show(request, chosen)


def chosen_of(request: HttpRequest) -> Chosen:
    """What the address names: the unit by its id or as typed, and the period."""
    out = Chosen(unit_asked(request), request.GET.get("period", ""))
    typed = request.GET.get("unit", "").strip()
    if out.unit is None and typed:
        out.unit, wrong = unit_typed(request.standing, typed)  # type: ignore[attr-defined]
        if wrong:
            out.errors["unit"] = wrong
    if out.period and not out.kind:
        out.errors["period"] = "请选择报告周期。"
    return out


def _choose(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    context = {
        "unit": chosen.unit,
        "period": chosen.period,
        "holders": holders(request.standing),  # type: ignore[attr-defined]
        "periods": periods_offered(request.today, request.GET.get("kind", "")),  # type: ignore[attr-defined]
        "typed": {"unit": request.GET.get("unit", "")},
        "errors": chosen.errors,
    }
    return render(request, "desk/supervision/type_choose.html", context, status=422 if chosen.errors else 200)


def _tables(kind: str) -> list[law.ReportTable]:
    return [t for t in law.report_form().tables.values() if kind in t.kinds]


def _show(
    request: HttpRequest,
    chosen: Chosen,
    wrong: FormReader | None = None,
    found: dict[str, Pasted] | None = None,
) -> HttpResponse:
    assert chosen.unit is not None
    held = filed([(chosen.unit.pk, chosen.period)])[chosen.unit.pk, chosen.period]
    before = None if wrong else _before(request, held)
    typed: Any = wrong.post if wrong else before or {}
    context = {
        "unit": chosen.unit,
        "kind": chosen.kind,
        "title": f"{period_words(chosen.period)}执行报告",
        "held": held,
        "before": before is not None,
        "due_words": SOURCES.get(held.due_source, ""),
        "cover": _cover_fields(chosen, typed or None),
        "chapters": [(s, typed.get(f"chapter-{s.code}", "")) for s in law.report_sections(chosen.kind)],
        "tables": [_drawn(t, chosen.kind, typed, found or {}) for t in _tables(chosen.kind)],
        "without_rows": WITHOUT_ROWS,
        "typed": typed,
        "errors": wrong.errors if wrong else {},
    }
    return render(request, "desk/supervision/type.html", context, status=422 if wrong else 200)


def _before(request: HttpRequest, held: Filed) -> dict[str, str] | None:
    """What the newest version says, in the fields of this form, when the address asks to go on from it."""
    version = last_version(held) if request.GET.get("from") == "last" else None
    if version is None:
        return None
    read = from_kept(version.content)
    form = law.report_form()
    return {
        **{f"cover-{code}": cell.text for code, cell in read.cover.items()},
        **{f"chapter-{code}": chapter.text or WITHOUT_ROWS for code, chapter in read.chapters.items()},
        **{f"table-{c}": as_pasted(form.tables[c], read.kind, rows) for c, rows in read.tables.items()},
        "attachments": "" if read.attachments is None else "\n".join(read.attachments) or NO_ATTACHMENTS,
    }


def _cover_fields(chosen: Chosen, typed: Any) -> list[tuple[law.Field, str]]:
    """Label and what stands there: the register's words until somebody has typed over them."""
    unit = chosen.unit
    assert unit is not None
    known = {
        "permit_number": unit.number,
        "unit_name": unit.name,
        "period": words_of(chosen.period),
        "legal_representative": unit.legal_representative,
        "phone": unit.phone,
    }
    return [
        (f, known.get(code, "") if typed is None else typed.get(f"cover-{code}", ""))
        for code, f in law.report_form().cover.items()
    ]


def _drawn(table: law.ReportTable, kind: str, typed: Any, found: dict[str, Pasted]) -> dict[str, Any]:
    said = found.get(table.code, Pasted())
    text = str(typed.get(f"table-{table.code}", ""))
    return {
        "table": table,
        "columns": columns_of(table, kind),
        "text": text,
        "lines": min(max(text.count("\n") + 2, 3), 20),
        "errors": said.errors,
        "doubts": said.doubts,
        "insisted": typed.get(f"as-{table.code}") == "1",
    }


def _take(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    form = FormReader(request)
    day = form.day("submitted_on", "提交日期", required=True)
    found = {t.code: _pasted(form, t, chosen.kind) for t in _tables(chosen.kind)}
    read = _report(form, chosen, found)
    by = actor_for(request, "receive", "supervision.check", own_division(request))

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        assert day is not None
        assert read is not None  # the form is read only when it is right
        version = receive_report(
            facility=chosen.unit,
            kind=chosen.kind,
            period=chosen.period,
            read=read,
            name=f"手工录入 {chosen.unit.name[:80]} {chosen.period}.json",
            data=canonical(as_published(read)),
            submitted_on=day,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        page = reverse("report-check", args=[version.check_matter.public_id])
        return f"已录入为第{version.number}版，各科室可以开始检查。", page

    return carry_out(
        request, form, act, by=by, place="submitted_on", again=lambda f: _show(request, chosen, f, found)
    )


def _pasted(form: FormReader, table: law.ReportTable, kind: str) -> Pasted:
    """The rows of a table; the text is taken with its leading tabs, which stand for blank cells."""
    name = f"table-{table.code}"
    form.text(name, table.title, longest=LONGEST_TABLE)
    out = pasted(table, kind, form.post.get(name, ""))
    if out.errors:
        form.errors.setdefault(name, f"{table.title}：{out.errors[0]}")
    elif out.doubts and form.post.get(f"as-{table.code}") != "1":
        form.errors.setdefault(name, f"{table.title}：{out.doubts[0]}请改正，或勾选按原样录入。")
    return out


def _report(form: FormReader, chosen: Chosen, found: dict[str, Pasted]) -> Report | None:
    """The report as typed; None when something in it is wrong, which then stands in ``form.errors``."""
    cover = {
        code: form.text(f"cover-{code}", f.label, longest=LONGEST_LINE)
        for code, f in law.report_form().cover.items()
    }
    chapters = {
        s.code: form.text(f"chapter-{s.code}", s.label, longest=LONGEST_CHAPTER)
        for s in law.report_sections(chosen.kind)
    }
    listed = form.text("attachments", "附件名称", longest=LONGEST_CHAPTER)
    if not form.ok:
        return None
    given = {
        "kind": chosen.kind,
        "period": chosen.period,
        "cover": {code: text for code, text in cover.items() if text},
        "chapters": {
            code: "" if text == WITHOUT_ROWS else CONTROL.sub("", text)
            for code, text in chapters.items()
            if text
        },
        "tables": {code: p.rows for code, p in found.items() if p.rows is not None},
        "attachments": _listed(listed),
        "unread": [said for p in found.values() for said in p.filled],
    }
    return _published(form, given)


def _listed(text: str) -> Sequence[str] | None:
    """A name a line; None when nothing was written, so that nobody takes it for a report without attachments."""
    names = [line.strip() for line in text.splitlines() if line.strip()]
    return None if not names else [] if names == [NO_ATTACHMENTS] else names


def _published(form: FormReader, given: dict[str, Any]) -> Report | None:
    try:
        return from_published(given, "typed")
    except UnableToReadReport as error:
        part, _, rest = error.place.strip("/").partition("/")
        kinds = {"cover": "cover", "chapters": "chapter", "tables": "table"}
        name = f"{kinds[part]}-{rest.partition('/')[0]}" if part in kinds else "submitted_on"
        form.errors[name] = str(error)
        return None
