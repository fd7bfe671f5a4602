"""收执行报告: files dropped in, what was read of them shown, and all that are complete taken in with one button."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import visible_to
from postpermit.register.models import Facility
from postpermit.supervision.models import ReportCheck
from postpermit.supervision.operations import receive_report
from postpermit.supervision.queries.checks import is_public_id
from postpermit.supervision.queries.intake import holders, periods_offered
from postpermit.supervision.reading import blank_workbook
from postpermit.supervision.report import kind_of
from postpermit.trail.errors import Refused
from postpermit.trail.files import path_of
from postpermit.trail.once import fingerprint_of, once
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.check import CAME_AS
from postpermit.web.desk.supervision.checks import SOURCES, own_division
from postpermit.web.desk.supervision.dropped import LARGEST, MEGA, MOST, Drop, Dropped, drop_of, settle
from postpermit.web.desk.supervision.preview import shown
from postpermit.web.door import UnableToRepeat, power
from postpermit.web.sheets import XLSX

TEMPLATES = {"annual": ("ANNUAL", "年报"), "quarterly": ("QUARTERLY", "季报"), "monthly": ("MONTHLY", "月报")}


@power(
    "supervision.check",
    "receive",
    methods=("GET", "POST"),
    clauses=("plan:5.1", "plan:13.1"),
    title="收执行报告",
)
def report_receive(request: HttpRequest) -> HttpResponse:
    """Drop files in, look at what was read, take in what is complete."""
    if request.method != "POST":
        return _show(request, Drop())
    drop = drop_of(request)
    taking = request.POST.get("act") == "take"
    shared = request.POST.get("submitted", "").strip()
    for one in drop.files:
        one.typed["submitted"] = one.typed.get("submitted") or shared
    settle(
        drop,
        request.standing,  # type: ignore[attr-defined]
        request.today,  # type: ignore[attr-defined]
        asked=taking,
        unit=unit_asked(request),
        period=request.GET.get("period", ""),
    )
    if not taking:
        return _show(request, drop)
    return _take(request, drop)


def unit_asked(request: HttpRequest) -> Facility | None:
    """The unit that the address names, if it may be seen."""
    key = request.GET.get("facility", "")
    seen = visible_to(request.standing, Facility)  # type: ignore[attr-defined]
    return seen.filter(public_id=key).first() if is_public_id(key) else None


def _take(request: HttpRequest, drop: Drop) -> HttpResponse:
    """Each file is an act of its own: one that is refused undoes no other, and a second click takes nothing twice."""
    key = request.POST.get("act_key", "")
    if not 16 <= len(key) <= 64:
        raise UnableToRepeat("页面已过期，请刷新后重试。")
    taken = [d for d in drop.files if d.complete and _taken(request, d, key)]
    done = taken + [d for d in drop.files if d.known]
    left = [d for d in drop.files if d not in done and not d.skipped]
    if done and not left and not drop.refused:
        return _said(request, taken, done)
    if not drop.files and not drop.refused:
        drop.refused.append(("还没有文件", "请先放入执行报告。"))
    drop.files = [d for d in drop.files if d not in done]
    return _show(request, drop, taken=_checks_of(request, [str(d.held.check_id) for d in done]))


def _taken(request: HttpRequest, one: Dropped, key: str) -> bool:
    by = actor_for(request, "receive", "supervision.check", own_division(request))
    assert one.unit is not None
    assert one.submitted_on is not None
    unit, period, day = one.unit, one.period, one.submitted_on

    def act() -> str:
        version = receive_report(
            facility=unit,
            kind=kind_of(period),
            period=period,
            read=one.read,
            name=one.name,
            data=path_of(one.digest).read_bytes(),
            submitted_on=day,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return str(version.check_matter.public_id)

    wish = {"file": one.digest, "unit": str(unit.public_id), "period": period, "on": day.isoformat()}
    try:
        outcome = once(
            f"{by.ref}:{key[:32]}:{one.digest[:16]}",
            by=by,
            at=request.now,  # type: ignore[attr-defined]
            fingerprint=fingerprint_of(wish),
            act=act,
        )
    except Refused as error:
        place = {"facility": "unit", "submitted_on": "submitted"}.get(error.place, error.place)
        one.errors[place if place in ("unit", "period", "submitted") else "unit"] = str(error)
        return False
    one.held.check_id = UUID(outcome.answer)
    return True


def _said(request: HttpRequest, taken: list[Dropped], done: list[Dropped]) -> HttpResponse:
    """Where the checks are: on the page of the only one, or on a list; ``taken``: what is new among ``done``."""
    told = f"已收下 {len(taken)} 份执行报告，各科室可以开始检查。" if taken else "这些文件先前已收下。"
    messages.success(request, told)
    checks = list(dict.fromkeys(str(d.held.check_id) for d in done))
    if len(checks) == 1:
        return redirect("report-check", checks[0])
    return redirect(f"{reverse('report-receive')}?" + "&".join(f"taken={c}" for c in checks))


def _checks_of(request: HttpRequest, keys: list[str]) -> list[ReportCheck]:
    wanted = [k for k in keys if is_public_id(k)][:MOST]
    rows = visible_to(request.standing, ReportCheck).filter(public_id__in=wanted)  # type: ignore[attr-defined]
    return (
        list(rows.select_related("report__facility").order_by("report__facility__name", "pk"))
        if wanted
        else []
    )


def _show(request: HttpRequest, drop: Drop, taken: list[ReportCheck] | None = None) -> HttpResponse:
    wrong = {
        f"{name}-{at}": f"{d.name[-40:]}：{said}"
        for at, d in enumerate(drop.files)
        for name, said in d.errors.items()
    }
    today = request.today  # type: ignore[attr-defined]
    context = {
        "drop": drop,
        "files": [(d, shown(d.read)) for d in drop.files],
        "taken": _checks_of(request, request.GET.getlist("taken")) if taken is None else taken,
        "unit": unit_asked(request),
        "holders": holders(request.standing) if drop.files else (),  # type: ignore[attr-defined]
        "periods": periods_offered(today),
        "errors": wrong,
        "came_as": CAME_AS,
        "sources": SOURCES,
        "templates": [(slug, label) for slug, (_, label) in TEMPLATES.items()],
        "megabytes": LARGEST // MEGA,
        "most": MOST,
    }
    bad = wrong or (drop.refused and not drop.files)
    return render(request, "desk/supervision/receive.html", context, status=422 if bad else 200)


@power("supervision.check", "receive", clauses=("plan:13.1",), title="执行报告空白模板")
def report_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook of a kind of report, for a unit or a clerk to fill."""
    if kind not in TEMPLATES:
        raise Http404
    code, label = TEMPLATES[kind]
    answer = HttpResponse(blank_workbook(code), content_type=XLSX)
    name = quote(f"排污许可证执行报告（{label}）模板.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
