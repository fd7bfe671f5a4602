"""推演: what a year would ask under changed values, another holiday list, or another class of a unit. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from postpermit import law, workdays
from postpermit.duties.rules.facts import HolderFacts, Planned

CLASSES = {"KEY": "重点管理", "SIMPLIFIED": "简化管理", "REGISTERED": "登记管理"}
TOLD = 200


class UnreadableChanges(ValueError):
    """The page of changes says something that cannot be tried; the sentence names the place."""


@dataclass(frozen=True)
class Changes:
    """What is tried: dated value lines, holiday lists, classes by the unit's number."""

    values: tuple[law.Value, ...] = ()
    calendars: tuple[workdays.YearList, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is changed."""
        return not (self.values or self.calendars or self.classes)

    def said(self) -> list[str]:
        """Each change as a sentence."""
        out = []
        for line in self.values:
            now = law.in_force(law.lines_of(line.name), line.since)
            out.append(f"{line.label}：{now.plain if now else '无'} → {line.plain}（{line.since} 起）")
        out += [f"{c.year} 年放假安排：{c.notice}" for c in self.calendars]
        out += [f"{number} 改为{CLASSES[k]}" for number, k in self.classes.items()]
        return out


def read_changes(page: Any, year: int) -> Changes:
    """From a YAML page: ``values`` name → value or {value, from}; ``holidays`` one list or several; ``classes`` number → class.

    Values begin on 1 January of ``year`` unless they say from when. Raises ``UnreadableChanges``.
    """
    if not isinstance(page, dict) or not page:
        raise UnreadableChanges("变更文件应为键值页，可含 values、holidays、classes。")
    if strange := set(page) - {"values", "holidays", "classes"}:
        raise UnreadableChanges(f"不认识的键：{'、'.join(sorted(map(str, strange)))}。")
    values = page.get("values") or {}
    classes = page.get("classes") or {}
    holidays = page.get("holidays") or []
    if not isinstance(values, dict) or not isinstance(classes, dict):
        raise UnreadableChanges("values 和 classes 应为键值页。")
    lists = [holidays] if isinstance(holidays, dict) else holidays
    if not isinstance(lists, list):
        raise UnreadableChanges("holidays 应为一个或几个放假安排。")
    return Changes(
        tuple(_value(str(name), row, year) for name, row in values.items()),
        tuple(_calendar(row) for row in lists),
        {str(number): _class(str(number), klass) for number, klass in classes.items()},
    )


def _value(name: str, row: Any, year: int) -> law.Value:
    lines = law.district().lines.get(name)
    if not lines:
        raise UnreadableChanges(f"values.{name}：没有这个数值。")
    given, since = (row.get("value"), row.get("from")) if isinstance(row, dict) else (row, None)
    since = date(year, 1, 1) if since is None else since
    if not isinstance(since, date) or given is None:
        raise UnreadableChanges(f"values.{name}：请写成 value 和 from（日期）。")
    like = law.in_force(law.lines_of(name), since) or lines[0]
    text = ",".join(str(v) for v in given) if isinstance(given, list) else str(given)
    if isinstance(given, bool):
        text = "yes" if given else "no"
    try:
        held = law.typed(like, text)
    except ValueError as error:
        raise UnreadableChanges(f"values.{name}：{error}") from error
    return replace(like, value=held, since=since, source="推演", confirmed=False)


def _calendar(row: Any) -> workdays.YearList:
    if not isinstance(row, dict):
        raise UnreadableChanges("holidays：应含 year、days_off、working_weekends。")
    try:
        return workdays.year_of({"notice": "推演", "published": date(2000, 1, 1), **row})
    except ValueError as error:
        raise UnreadableChanges(f"holidays：{error}") from error


def _class(number: str, klass: Any) -> str:
    named = {label: code for code, label in CLASSES.items()}
    found = named.get(str(klass), str(klass))
    if found not in CLASSES:
        raise UnreadableChanges(f"classes.{number}：管理类别应为重点管理、简化管理或登记管理。")
    return found


def with_classes(units: Sequence[HolderFacts], classes: Mapping[str, str]) -> list[HolderFacts]:
    """The same units, some of another class. Raises ``UnreadableChanges`` for a number that no unit has."""
    if strange := set(classes) - {u.number for u in units}:
        raise UnreadableChanges(f"classes：登记表中没有 {'、'.join(sorted(strange)[:3])}。")
    return [replace(u, management_class=classes[u.number]) if u.number in classes else u for u in units]


@dataclass(frozen=True)
class Beside:
    """Duties and load (units to act upon) before and after, of one week, division, post or kind."""

    name: str
    label: str
    duties_before: int
    duties_after: int
    load_before: int
    load_after: int

    @property
    def more(self) -> int:
        """How much the load grows."""
        return self.load_after - self.load_before


@dataclass
class Comparison:
    """A year as it is beside the year as it would be."""

    year: int
    kinds: list[Beside]
    weeks: list[Beside]
    divisions: list[Beside]
    posts: list[Beside]
    total: Beside
    added: list[Planned]
    dropped: list[Planned]
    moved: list[tuple[Planned, Planned]]


def load_of(planned: Planned) -> int:
    """Units to act upon: a quota counts its target, everything else is one."""
    return planned.target if planned.target is not None else 1


def compare_years(
    year: int,
    before: Iterable[Planned],
    after: Iterable[Planned],
    *,
    division: Callable[[str], str],
    post: Callable[[str], str],
) -> Comparison:
    """Beside each other, by kind, week, division and post; duties that no longer apply are left out."""
    old = {p.key: p for p in before if not p.void_why}
    new = {p.key: p for p in after if not p.void_why}

    def beside(name: Callable[[Planned], str], label: Callable[[str], str]) -> list[Beside]:
        return _beside(old.values(), new.values(), name, label)

    whole = beside(lambda p: "", lambda n: "合计")
    moved = [(old[k], new[k]) for k in old if k in new and _differs(old[k], new[k])]
    return Comparison(
        year,
        beside(lambda p: p.kind, lambda n: law.duty_kind(n).label),
        beside(lambda p: week_of(p.due.on), lambda n: n),
        beside(lambda p: p.obligor, division),
        beside(lambda p: post(p.obligor), lambda n: n),
        whole[0] if whole else Beside("", "合计", 0, 0, 0, 0),
        [new[k] for k in new if k not in old],
        [old[k] for k in old if k not in new],
        moved,
    )


def _differs(old: Planned, new: Planned) -> bool:
    return (old.due.on, old.opens_on, old.target) != (new.due.on, new.opens_on, new.target)


def week_of(on: date) -> str:
    """2027-W03."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def _beside(
    old: Iterable[Planned],
    new: Iterable[Planned],
    name: Callable[[Planned], str],
    label: Callable[[str], str],
) -> list[Beside]:
    counts: list[Counter[str]] = [Counter() for _ in range(4)]
    for place, rows in ((0, old), (1, new)):
        for planned in rows:
            key = name(planned)
            counts[place][key] += 1
            counts[place + 2][key] += load_of(planned)
    keys = sorted(set(counts[0]) | set(counts[1]))
    return [Beside(k, label(k), *(c[k] for c in counts)) for k in keys]
