"""The law of one district: the shipped documents and values, with the district's own folder laid over them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import Clause, Document, UnknownClause, UnreadableLaw, read_documents
from postpermit.law.report_forms import ReportList, ReportSection, read_lists, read_sections
from postpermit.law.values import Value, in_force, read_values

HERE = Path(__file__).parent
_chosen: ContextVar[Path] = ContextVar("district", default=HERE / "plans" / "putuo")
# Lines that the office has adopted with a document, laid over the shipped ones; and lines that are only tried.
_adopted: tuple[Value, ...] = ()
_tried: ContextVar[tuple[Value, ...]] = ContextVar("tried", default=())


class UnknownValue(KeyError):
    """No value of that name, or none in force on that day."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty with its Chinese label and the clause it stands on."""

    kind: str
    label: str
    clause: str


@dataclass(frozen=True)
class HigherSystem:
    """A system above or beside ours that holds part of the same work. ``holds``: which of our records belong there.

    ``fields``: record → (label there, name of our fact), in its own order; ``columns``: our name → its headers;
    ``gives_codes``: it gives the 检查码 before a visit, which is the number of the visit there.
    """

    code: str
    name: str
    holds: tuple[str, ...]
    fields: dict[str, tuple[tuple[str, str], ...]]
    columns: dict[str, tuple[str, ...]]
    gives_codes: bool = False


@dataclass(frozen=True)
class District:
    """Everything that is law in one district."""

    code: str
    name: str
    divisions: tuple[dict[str, str], ...]
    documents: dict[str, Document]
    clauses: dict[str, Clause]
    lines: dict[str, tuple[Value, ...]]
    kinds: dict[str, DutyKind]
    systems: dict[str, HigherSystem]
    sections: dict[str, ReportSection]
    lists: dict[str, ReportList]


def use(place: str | Path) -> None:
    """Make a district current: its code, or its folder."""
    folder = place if isinstance(place, Path) else HERE / "plans" / place
    _load(folder)
    _chosen.set(folder)


@contextmanager
def using(place: str | Path) -> Iterator[District]:
    """The same for a while."""
    folder = place if isinstance(place, Path) else HERE / "plans" / place
    token = _chosen.set(folder)
    try:
        yield _load(folder)
    finally:
        _chosen.reset(token)


def district() -> District:
    """The current district."""
    return _load(_chosen.get())


def clause(ref: str) -> Clause:
    """The clause. Raises ``UnknownClause``."""
    try:
        return district().clauses[ref]
    except KeyError:
        raise UnknownClause(ref) from None


def clauses(document: str = "") -> list[Clause]:
    """Every clause, or those of one document, in the order printed."""
    return [c for c in district().clauses.values() if not document or c.document == document]


def documents() -> list[Document]:
    """Every document with its status."""
    return list(district().documents.values())


def value(name: str, *, on: date) -> Value:
    """The value in force on a day. Raises ``UnknownValue``."""
    found = in_force(lines_of(name), on)
    if found is None:
        raise UnknownValue(f"{on} 没有生效的数值：{name}")
    return found


def values(*, on: date) -> list[Value]:
    """Every value in force on a day."""
    found = (in_force(lines_of(name), on) for name in district().lines)
    return [v for v in found if v is not None]


def lines_of(name: str) -> tuple[Value, ...]:
    """Every dated line of a value: shipped, then adopted, then tried."""
    shipped = district().lines.get(name, ())
    over = tuple(v for v in (*_adopted, *_tried.get()) if v.name == name)
    return (*shipped, *over) if over else shipped


def adopt(lines: Iterable[Value]) -> None:
    """Lay the lines that the office has adopted over the shipped ones, for the whole process.

    Raises ``UnknownClause`` or ``UnknownValue`` for a line that fits nothing.
    """
    global _adopted
    kept = tuple(lines)
    _refuse_strange(kept)
    _adopted = kept


@contextmanager
def trying(lines: Iterable[Value]) -> Iterator[None]:
    """For a while, in this thread only: what would be if these lines stood."""
    kept = tuple(lines)
    _refuse_strange(kept)
    token = _tried.set(kept)
    try:
        yield
    finally:
        _tried.reset(token)


def _refuse_strange(lines: Iterable[Value]) -> None:
    here = district()
    for line in lines:
        if line.name not in here.lines:
            raise UnknownValue(f"没有这个数值：{line.name}")
        if line.clause not in here.clauses:
            raise UnknownClause(line.clause)


def duty_kinds() -> list[DutyKind]:
    """Every kind of duty."""
    return list(district().kinds.values())


def report_sections(kind: str = "") -> list[ReportSection]:
    """The sections of an execution report in the order printed; those that occur in one kind of report."""
    return [s for s in district().sections.values() if not kind or kind in s.kinds]


def report_list(code: str) -> ReportList:
    """A list of another system around execution reports; KeyError for another."""
    return district().lists[code]


def duty_kind(kind: str) -> DutyKind:
    """The kind of that code."""
    return district().kinds[kind]


def systems() -> list[HigherSystem]:
    """The systems above and beside ours, in the order of the district's page."""
    return list(district().systems.values())


def system(code: str) -> HigherSystem:
    """The system of that code; KeyError for another."""
    return district().systems[code]


@cache
def _load(folder: Path) -> District:
    """Read and check everything: a value or kind that cites what does not exist stops the program here."""
    page = _page(folder / "district.yaml")
    read = [d for path in sorted((HERE / "documents").glob("*.yaml")) for d in read_documents(path)]
    own = read_documents(folder / "plan.yaml") if (folder / "plan.yaml").exists() else []
    found = {d.code: d for d in [*read, *own]}
    known = {c.ref: c for d in found.values() for c in d.clauses}
    lines = _lines(folder)
    kinds = {k: DutyKind(k, row["label"], row["clause"]) for k, row in _kinds(folder).items()}
    sections = read_sections(_own_or_shipped(folder, "report_sections.yaml"))
    cited = [v.clause for rows in lines.values() for v in rows] + [k.clause for k in kinds.values()]
    for ref in [*cited, *(s.clause for s in sections.values())]:
        if ref not in known:
            raise UnknownClause(ref)
    systems = _systems(folder)
    divisions = tuple(page["divisions"])
    lists = read_lists(_own_or_shipped(folder, "report_lists.yaml"))
    return District(
        page["code"], page["name"], divisions, found, known, lines, kinds, systems, sections, lists
    )


def _lines(folder: Path) -> dict[str, tuple[Value, ...]]:
    """The shipped lines; the district's own lines of a name replace the shipped ones of the district layer."""
    base = [v for path in sorted((HERE / "values").glob("*.yaml")) for v in read_values(path)]
    own = [v for path in sorted((folder / "values").glob("*.yaml")) for v in read_values(path)]
    replaced = {v.name for v in own if v.layer == "district"}
    kept = [v for v in base if not (v.layer == "district" and v.name in replaced)]
    out: dict[str, tuple[Value, ...]] = {}
    for line in [*kept, *own]:
        out[line.name] = (*out.get(line.name, ()), line)
    return out


def page_of(name: str) -> Path:
    """The current district's own page of that name, or the shipped one, for readers that stand above this file."""
    return _own_or_shipped(_chosen.get(), name)


def _own_or_shipped(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.exists() else HERE / "plans" / "putuo" / name


def _systems(folder: Path) -> dict[str, HigherSystem]:
    page = _page(_own_or_shipped(folder, "systems.yaml"))
    return {
        code: HigherSystem(
            code,
            row["name"],
            tuple(row["holds"]),
            {k: tuple((label, fact) for label, fact in f.items()) for k, f in row.get("fields", {}).items()},
            {k: tuple(names) for k, names in row.get("columns", {}).items()},
            bool(row.get("gives_codes")),
        )
        for code, row in page.items()
    }


def _kinds(folder: Path) -> dict[str, Any]:
    shipped = _page(HERE / "plans" / "putuo" / "duty_kinds.yaml")
    own = folder / "duty_kinds.yaml"
    return {**shipped, **(_page(own) if own.exists() else {})}


def _page(path: Path) -> dict[str, Any]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(page, dict):
        raise UnreadableLaw(f"{path.name}：应为键值页")
    return page
