"""What the forms of evidence, plans and events share: the unit they are about, moments to the minute, and files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime, make_aware

from postpermit.office.access import visible_to
from postpermit.register.models import Facility
from postpermit.register.queries import search_facilities
from postpermit.supervision.queries.checks import is_public_id
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.models import Matter
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, get_visible
from postpermit.web.forms import FormReader, read_day

SHOWN = 8
MOMENT = re.compile(r"(?:(?P<day>\S.*?)[\sT]+)?(?P<hour>\d{1,2})[:：时点]?(?P<minute>\d{2})分?")
NEAR = {"今天": 0, "昨天": 1, "前天": 2}


@dataclass
class UnitChoice:
    """The unit a form is about, or what was typed for it with the units that it may mean."""

    unit: Facility | None = None
    typed: str = ""
    hits: Sequence[Facility] = field(default_factory=tuple)
    fixed: bool = False


def chosen_unit(request: HttpRequest, form: FormReader) -> UnitChoice:
    """From the address: fixed. From the form: one of the units offered, or a name, number or initials of just one.

    What is wrong stands in ``form.errors["unit"]``; 404 for a unit that this officer may not see.
    """
    if request.method != "POST":
        key = request.GET.get("facility", "")
        unit = get_visible(request, Facility, uuid_of(key)) if key else None
        return UnitChoice(unit, fixed=unit is not None)
    key = request.POST.get("facility", "")
    typed = form.text("unit", "单位", longest=60)
    if key and "unit" not in request.POST:
        return UnitChoice(get_visible(request, Facility, uuid_of(key)), fixed=True)
    seen = visible_to(request.standing, Facility)  # type: ignore[attr-defined]
    hits = list(search_facilities(seen, typed)[:SHOWN])
    exact = [u for u in hits if typed in (u.name, u.number)]
    picked = [u for u in hits if is_public_id(key) and u.public_id == UUID(key)]
    for found in (picked, exact, hits):
        if len(found) == 1:
            return UnitChoice(found[0], typed, hits)
    form.errors["unit"] = _unclear(typed, len(hits))
    return UnitChoice(None, typed, hits)


def _unclear(typed: str, count: int) -> str:
    if not typed:
        return "请填写单位。"
    if not count:
        return f"没有找到“{typed[:20]}”，请换个写法，或先在一企一档里登记。"
    more = "，没有的请写得再全一些" if count == SHOWN else ""
    return f"“{typed[:20]}”可能是下面几家，请选择一家{more}。"


def moment_typed(text: str, now: datetime) -> datetime | None:
    """0910, 9:10, 昨天 2130, 1123 0910, 2026-11-23 09:10; None for what is no moment."""
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    today = localtime(now).date()
    day = _day(found["day"] or "今天", today)
    try:
        if day is None:
            return None
        typed = make_aware(datetime.combine(day, time(int(found["hour"]), int(found["minute"]))))
        typed.astimezone(UTC)  # as it is stored: the first hours of the calendar have no such moment
    except (ValueError, OverflowError):
        return None
    return typed


def _day(text: str, today: date) -> date | None:
    if text in NEAR:
        return today - timedelta(days=NEAR[text])
    short = re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text)
    return read_day(f"{today.year}-{short[1]}-{short[2]}" if short else text, today)


def read_moment(form: FormReader, name: str, label: str, now: datetime) -> datetime | None:
    """The moment in a field; what is wrong stands beside it."""
    typed = form.text(name, label, required=True, longest=40)
    found = moment_typed(typed, now) if typed else None
    if typed and found is None:
        form.errors[name] = f"{label}“{typed[:20]}”没有认出，请写成 0910（今天）或 2026-11-23 09:10。"
    return found


def files_in(request: HttpRequest) -> list[tuple[str, bytes]]:
    """(name, bytes) of every file that came along; the field is named after the place of what is wrong with one."""
    return [(f.name or "", f.read()) for f in request.FILES.getlist("attachment")]


def hang_file(
    model: type[Matter], public_id: UUID, page: str, *, request: HttpRequest, clause: str = "plan:8.1"
) -> HttpResponse:
    """Hang a file on a matter this officer may add to; back to ``page``."""
    thing: models.Model = get_visible(request, model, public_id, "attach")
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请选择要上传的文件。")
    note = FormReader(request).text("note", "说明", longest=200)
    division = getattr(thing, "division_id", "")
    by = actor_for(request, "attach", thing, division)  # type: ignore[arg-type]

    def act() -> str:
        attach(
            subject=thing,
            name=file.name or "",
            data=file.read(),
            note=note,
            clause=clause,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return page

    do_once(request, act, by=by)
    messages.success(request, "文件已保存。")
    return redirect(page)
