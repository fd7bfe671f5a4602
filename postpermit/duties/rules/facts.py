"""The named facts that the rules of this room decide on, and what they answer."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from postpermit import law, workdays

KEY, SIMPLIFIED, REGISTERED = "KEY", "SIMPLIFIED", "REGISTERED"
STOPPED_NOTE = "单位停产，仍须按期办理"


@dataclass(frozen=True)
class Term:
    """A term of a permit or registration that was followed by another: it ended on ``valid_to``, renewed on ``renewed_on``."""

    valid_to: date
    renewed_on: date


@dataclass(frozen=True)
class HolderFacts:
    """What the register knows of one unit. ``reports``: (kind, due text); ``terms``: earlier, renewed terms.

    ``plans_filed_on``: on which days its emergency plan was filed, oldest first, as far as is known; the last one counts.
    """

    number: str
    name: str
    management_class: str
    first_issued_on: date
    valid_from: date
    valid_to: date
    ended_on: date | None = None
    ended_by: str = ""
    stopped: bool = False
    reports: tuple[tuple[str, str], ...] = ()
    terms: tuple[Term, ...] = ()
    facility: int | None = None
    plans_filed_on: tuple[date, ...] = ()

    @property
    def holds_permit(self) -> bool:
        """Whether it is a 持证单位."""
        return self.management_class in (KEY, SIMPLIFIED)

    def in_force(self, on: date) -> bool:
        """Whether its permit or registration is in force that day, whenever first issued."""
        return self.first_issued_on <= on <= self.valid_to and (self.ended_on is None or self.ended_on > on)


@dataclass(frozen=True)
class Basis:
    """How a due date was found, so that it can be shown day by day and found again on another calendar.

    ``how``: fixed · add (n working days after start) · months (n months after start, rolled) · first-ten · before
    (last working day before start) · roll (start itself, or the next working day where it is none).
    """

    how: str
    start: date
    n: int = 0
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """For keeping with the duty."""
        return {"how": self.how, "start": self.start.isoformat(), "n": self.n, "note": self.note}

    @staticmethod
    def from_json(kept: dict[str, Any]) -> "Basis":
        """As it was kept."""
        return Basis(kept["how"], date.fromisoformat(kept["start"]), kept["n"], kept["note"])


@dataclass(frozen=True)
class Due:
    """A due date, whether it is provisional, and its basis. ``days``: the days asked."""

    on: date
    provisional: bool
    basis: Basis
    days: tuple[workdays.Day, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Planned:
    """A duty as the rules give it. ``void_why`` non-empty: it no longer applies; ``done_on``: the facts show it done."""

    kind: str
    obligor: str
    subject: str
    subject_name: str
    period: str
    opens_on: date
    due: Due
    target: int | None = None
    confirmed: bool = True
    note: str = ""
    void_why: str = ""
    done_on: date | None = None
    facility: int | None = None
    base: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it this duty and no other."""
        return (self.kind, self.obligor, self.subject, self.period)

    @property
    def clause(self) -> str:
        """The clause that the kind stands on."""
        return law.duty_kind(self.kind).clause


@dataclass(frozen=True)
class Law:
    """The calendar and the day on which the values are asked. ``annual_meeting``: its date once set."""

    calendar: workdays.Calendar
    on: date
    annual_meeting: date | None = None
    asked: list[str] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """The value in force."""
        return law.value(name, on=self.on).value

    def confirmed(self, *names: str) -> bool:
        """Whether every one of the values is confirmed."""
        return all(law.value(name, on=self.on).confirmed for name in names)


def reckon(basis: Basis, calendar: workdays.Calendar) -> Due:
    """Find the date again from its basis. The dates that a permit or the plan fixes ask no day whether it works."""
    start, n = basis.start, basis.n
    if basis.how == "add":
        found = workdays.add(calendar, start, n)
        return Due(found.result, found.provisional, basis, found.days, f"自 {start} 次日起第 {n} 个工作日")
    if basis.how == "months":
        after = workdays.add_months(start, n)
        rolled = workdays.roll(calendar, after)
        said = f"{start} 起 {n} 个月为 {after}" + ("" if rolled.result == after else "，遇非工作日顺延")
        return Due(rolled.result, rolled.provisional, basis, rolled.days, said)
    if basis.how == "first-ten":
        month = workdays.first_ten_last_working_day(calendar, start.year, start.month)
        said = "当月上旬（1—10 日）最后一个工作日" + (f"；{month.note}" if month.note else "")
        return Due(month.result, month.provisional, basis, month.days, said)
    if basis.how == "roll":
        moved = workdays.roll(calendar, start)
        said = f"{basis.note or f'至 {start}'}" + ("" if moved.result == start else "，遇非工作日顺延")
        return Due(moved.result, moved.provisional, basis, moved.days, said)
    if basis.how == "before":
        days = [calendar.day(start - timedelta(days=1))]
        while not days[-1].working:
            days.append(calendar.day(days[-1].date - timedelta(days=1)))
        provisional = any(d.provisional for d in days)
        return Due(days[-1].date, provisional, basis, tuple(days), f"{start} 之前最后一个工作日")
    return Due(start, False, basis, (), basis.note or "固定日期，不因休息日顺延")


def fixed(on: date, note: str = "") -> Due:
    """A date that stays as written."""
    return reckon(Basis("fixed", on, 0, note), workdays.shipped())


def month_day(year: int, text: str) -> date:
    """``06-30`` in a year."""
    month, _, day = text.partition("-")
    return date(year, int(month), int(day))
