"""检查要点: annex 3 and its sisters by date with the bases in force, and industry lists loaded beside them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.enforcement.models import LoadedChecklist
from postpermit.enforcement.operations.lists import load_checklist
from postpermit.enforcement.rules.checklist import basis_of
from postpermit.law.checklist_rows import COLUMNS, REQUIRED
from postpermit.register.states import ManagementClass
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader, read_day
from postpermit.web.listing import listed
from postpermit.web.sheets import XLSX, UnableToOpen, first_sheet, workbook

KINDS = {"holder": "持证单位", "registered": "登记单位", "unlicensed": "未纳入单位"}
HEADER = ("分组", "检查项", "问题编号", "问题", "看什么", "适用类别", "依据")
LARGEST = 5 * 1024 * 1024
MOST_FAULTS = 50
EXAMPLE = (
    "管理",
    "H1",
    "示例：环保管理制度",
    "H1.1",
    "是否建立环保管理制度？",
    "制度文本和张贴情况",
    "示例依据第一条",
    "重点管理",
    "",
)


@power("enforcement.checklist", "view", clauses=("plan:6.1", "plan:a3"), title="检查要点")
def checklists_page(request: HttpRequest) -> HttpResponse:
    """One list as it is asked on a day, every question with what it stands on that day."""
    kind = request.GET.get("kind", "holder")
    kind = kind if kind in KINDS else "holder"
    on = read_day(request.GET.get("on", ""), request.today) or request.today  # type: ignore[attr-defined]
    try:
        shown = law.checklist(kind, on=on)
    except law.NoChecklist:
        shown = law.checklist_versions(kind)[0]
    if answer := listed(
        request,
        title=shown.title,
        header=HEADER,
        rows=lambda: _flat(shown, on),
        clause="plan:a3",
        lead=f"依据按 {on}",
    ):
        return answer
    context = {
        "list": shown,
        "groups": drawn(shown, on),
        "kind": kind,
        "kinds": list(KINDS.items()),
        "on": on,
        "items": len(shown.items),
        "questions": len(shown.questions),
        "loaded": LoadedChecklist.objects.defer("rows"),
    }
    return render(request, "desk/enforcement/checklists.html", context)


def drawn(shown: law.Checklist, on: date) -> list[dict[str, Any]]:
    """The list with the bases of each question by the day of the act."""
    names = {str(k): k.label for k in ManagementClass}
    facts = law.check_facts()

    def one(question: law.Question) -> dict[str, Any]:
        few = len(question.classes) < len(shown.questions[0].classes) or len(question.classes) == 1
        return {
            "question": question,
            "bases": basis_of(question, on),
            "classes": [names[c] for c in question.classes] if few else [],
            "needs": [facts[n].label for n in question.needs],
        }

    return [
        {"group": g, "items": [{"item": i, "rows": [one(q) for q in i.questions]} for i in g.items]}
        for g in shown.groups
    ]


def _flat(shown: law.Checklist, on: date) -> Iterator[tuple[Any, ...]]:
    for group in drawn(shown, on):
        for item in group["items"]:
            for row in item["rows"]:
                q, bases = row["question"], row["bases"]
                held = [b.shown for b in (*bases.duties, *bases.penalties)]
                held += [f"{name}（待确认）" for name in bases.standards]
                named = f"{item['item'].code} {item['item'].label}"
                yield (
                    group["group"].label,
                    named,
                    q.code,
                    q.ask,
                    q.look,
                    "、".join(row["classes"]),
                    "；".join(held),
                )


@power("enforcement.checklist", "view", clauses=("plan:6.1",), title="行业检查单")
def loaded_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One loaded list."""
    held = get_visible(request, LoadedChecklist, public_id)
    shown = law.checklist_from_rows(held.rows, code=held.name, title=held.name, since=held.since)
    context = {"held": held, "list": shown, "groups": drawn(shown, request.today)}  # type: ignore[attr-defined]
    return render(request, "desk/enforcement/loaded_checklist.html", context)


@power("enforcement.checklist", "load", clauses=("plan:6.1",), title="检查单模板")
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook with one example row."""
    data, _ = workbook("检查单", tuple(COLUMNS), [EXAMPLE])
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('行业检查单模板')}.xlsx"
    return answer


@power(
    "enforcement.checklist", "load", methods=("GET", "POST"), clauses=("plan:6.1",), title="载入行业检查单"
)
def load(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; what is wrong in it is told row by row, and then nothing of it is taken."""
    form = FormReader(request)
    if request.method != "POST":
        return _show(request, form, [])
    name = form.text("name", "名称", required=True, longest=64)
    since = form.day("since", "自何日起", required=True)
    industries = form.text("industries", "适用行业代码", longest=120)
    numbered = _rows(request, form)
    rows, numbers = list(numbered.values()), list(numbered)
    faults = _faults(rows, numbers, name, since) if form.ok and since else []
    if faults:
        form.errors["file"] = f"表中有 {len(faults)} 处需要修改，一行也没有载入。"
    by = actor_for(request, "load", "enforcement.checklist", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        assert since is not None
        document = str(getattr(request.FILES.get("file"), "name", ""))
        who = {"by": by, "at": request.now}  # type: ignore[attr-defined]
        made = load_checklist(
            name=name,
            since=since,
            rows=rows,
            document=document,
            industries=industries,
            numbers=numbers,
            **who,
        )
        page = reverse("loaded-checklist", args=[made.public_id])
        return f"已载入 {len(rows)} 个问题，安排检查时可以选用。", page

    return carry_out(request, form, act, by=by, place="file", again=lambda f: _show(request, f, faults))


def _rows(request: HttpRequest, form: FormReader) -> dict[int, dict[str, str]]:
    """The sheet's own number of each row below the headings → the row by column; faults stand in ``form.errors``."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        form.errors["file"] = "请选择检查单表格（xlsx），不超过 5 MB。"
        return {}
    try:
        cells = first_sheet(file.read(), from_the_top=True)
    except UnableToOpen as error:
        form.errors["file"] = str(error)
        return {}
    written = [(n, [_cell(c) for c in row]) for n, row in enumerate(cells, 1) if any(map(_cell, row))]
    head = written[0][1] if written else []
    if lost := [c for c in REQUIRED if c not in head]:
        form.errors["file"] = f"表头缺少：{'、'.join(lost)}。请用模板填写。"
        return {}
    rows = {n: dict(zip(head, row, strict=False)) for n, row in written[1:]}
    return {n: {c: row.get(c, "") for c in COLUMNS} for n, row in rows.items()}


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _faults(rows: list[dict[str, str]], numbers: list[int], name: str, since: date) -> list[str]:
    try:
        law.checklist_from_rows(rows, code=name, title=name, since=since, numbers=numbers)
    except law.UnreadableChecklist as error:
        return [f.sentence for f in error.faults]
    return []


def _show(request: HttpRequest, form: FormReader, faults: list[str]) -> HttpResponse:
    context = {
        "errors": form.errors,
        "typed": form.post,
        "faults": faults[:MOST_FAULTS],
        "more": max(len(faults) - MOST_FAULTS, 0),
        "columns": [(c, c in REQUIRED, most) for c, most in COLUMNS.items()],
        "day": form.today.isoformat(),
    }
    return render(
        request, "desk/enforcement/checklist_load.html", context, status=422 if form.errors else 200
    )
