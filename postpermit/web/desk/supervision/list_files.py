"""An Excel list that is dropped in: opened once, and where its columns are not known, mapped by hand and remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from postpermit import law
from postpermit.supervision.operations import remember_list_columns
from postpermit.supervision.operations.campaigns import UnableToFillForm
from postpermit.supervision.queries import UnableToTakeReportList, columns_of
from postpermit.supervision.queries.lists import header_row, text_of
from postpermit.trail.errors import Refused
from postpermit.trail.files import keep, path_of
from postpermit.web.desk.acts import actor_for
from postpermit.web.sheets import first_sheet

LARGEST = 20 * 1024 * 1024
SALT = "report-list"
HOUR = 3600


@dataclass(frozen=True)
class Held:
    """A workbook as it was dropped in: its bytes and the cells of its first sheet."""

    name: str
    data: bytes
    table: Sequence[Sequence[Any]]


def sheet_or_refuse(request: HttpRequest, field: str = "file") -> Held:
    """The workbook of the form, or the one kept while its columns were mapped. Raises ``Refused`` with the reason."""
    if token := request.POST.get("kept", ""):
        try:
            name, digest = signing.loads(token, salt=SALT, max_age=HOUR)
        except signing.BadSignature as error:
            raise Http404 from error
        data = path_of(digest).read_bytes()
        return Held(name, data, first_sheet(data))
    file = request.FILES.get(field)
    if file is None:
        raise Refused("请选择清单文件（xlsx）。", place=field)
    if (file.size or 0) > LARGEST:
        raise Refused(f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后导入。", place=field)
    data = file.read()
    table = first_sheet(data)
    if law.holds_secret(file.name or "") or any(law.holds_secret(str(c)) for row in table for c in row):
        raise Refused(law.SECRET_REFUSAL, place=field)
    return Held(file.name or "清单.xlsx", data, table)


def opened(held: Held, code: str, request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Do the act; where a column is not known, ask for it, remember it, and do the act then."""
    if any(key.startswith("column-") for key in request.POST):
        _remember(request, code, held)
    try:
        return redirect(act())
    except (UnableToTakeReportList, UnableToFillForm) as error:
        if error.place != "columns":
            raise
        return _ask(request, code, held, str(error))


def _remember(request: HttpRequest, code: str, held: Held) -> None:
    header = held.table[header_row(code, held.table)] if held.table else []
    known = law.report_list(code).columns
    mapping = {
        str(h): request.POST.get(f"column-{n}", "")
        for n, h in enumerate(header)
        if str(h or "").strip() and request.POST.get(f"column-{n}", "") in {"", *known}
    }
    by = actor_for(request, "view", "supervision.campaign")
    remember_list_columns(code=code, mapping=mapping, by=by, at=request.now)  # type: ignore[attr-defined]
    messages.info(request, "列对应已记住，下次同样的表直接读入。")


def _ask(request: HttpRequest, code: str, held: Held, said: str) -> HttpResponse:
    line = header_row(code, held.table) if held.table else 0
    header = list(held.table[line]) if held.table else []
    sample = list(held.table[line + 1]) if len(held.table) > line + 1 else []
    form = law.report_list(code)
    found = {at: fact for fact, at in columns_of(code, header).items()}
    context = {
        "said": said,
        "form": form,
        "token": signing.dumps((held.name, keep(held.data)), salt=SALT),
        "name": held.name,
        "columns": [
            {
                "n": n,
                "header": text_of(h),
                "sample": text_of(sample[n]) if n < len(sample) else "",
                "chosen": found.get(n, ""),
            }
            for n, h in enumerate(header)
            if text_of(h)
        ],
        "facts": [(fact, words[0]) for fact, words in form.columns.items()],
        "others": [(k, v) for k, v in request.POST.items() if k in ("code",)],
    }
    return render(request, "desk/supervision/list_columns.html", context, status=422)
