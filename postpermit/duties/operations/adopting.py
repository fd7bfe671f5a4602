"""采用新数值: values and holiday lists that were tried or confirmed come into force, and the ledgers follow in the same act."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations.calendars import load_year
from postpermit.duties.operations.generate_duties import Generated, generate_duties
from postpermit.duties.rules.what_if import Changes
from postpermit.office.operations import UnableToAdopt, adopt_value
from postpermit.trail.actors import Actor


@transaction.atomic
def adopt_changes(
    *, changes: Changes, document: str, since: date | None = None, why: str = "", by: Actor, at: datetime
) -> dict[int, Generated]:
    """Adopt every value line (from ``since`` where given) and holiday list, then bring the stored ledgers in line.

    A unit's class is no matter of adopting: it changes by a permit event. Answers what moved, by year.
    """
    if changes.classes:
        raise UnableToAdopt("管理类别随许可证事件变更，请到单位页登记；推演中的类别不能在此采用。")
    if changes.empty:
        raise UnableToAdopt("没有可采用的变更。")
    for line in changes.values:
        adopt_value(
            name=line.name,
            text=text_of(line),
            since=since or line.since,
            document=document,
            why=why,
            by=by,
            at=at,
        )
    for listed in changes.calendars:
        if listed.notice == "推演":
            raise UnableToAdopt("采用放假安排须写明通知文号（notice）和发布日期（published）。")
        load_year(listed=listed, by=by, at=at)
    return regenerate(by=by, at=at)


def regenerate(*, by: Actor, at: datetime) -> dict[int, Generated]:
    """Bring the ledgers of this year and of those after it in line, where there are any."""
    today = localdate(at)
    years = Duty.objects.filter(subject_ref="", due_on__year__gte=today.year).dates("due_on", "year")
    return {d.year: generate_duties(year=d.year, by=by, at=at) for d in years}


def text_of(line: law.Value) -> str:
    """A value as it would be typed."""
    return "、".join(str(v) for v in line.value) if isinstance(line.value, list) else str(line.value)
