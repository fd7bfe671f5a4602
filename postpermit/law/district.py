"""The law of one district: the shipped documents and values, with the district's own folder laid over them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import Clause, Document, UnknownClause, UnreadableLaw, read_documents
from postpermit.law.values import Value, in_force, read_values

HERE = Path(__file__).parent
_chosen: ContextVar[Path] = ContextVar("district", default=HERE / "plans" / "putuo")


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
class District:
    """Everything that is law in one district."""

    code: str
    name: str
    divisions: tuple[dict[str, str], ...]
    documents: dict[str, Document]
    clauses: dict[str, Clause]
    lines: dict[str, tuple[Value, ...]]
    kinds: dict[str, DutyKind]


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
    found = in_force(district().lines.get(name, ()), on)
    if found is None:
        raise UnknownValue(f"{on} 没有生效的数值：{name}")
    return found


def values(*, on: date) -> list[Value]:
    """Every value in force on a day."""
    found = (in_force(lines, on) for lines in district().lines.values())
    return [v for v in found if v is not None]


def duty_kinds() -> list[DutyKind]:
    """Every kind of duty."""
    return list(district().kinds.values())


def duty_kind(kind: str) -> DutyKind:
    """The kind of that code."""
    return district().kinds[kind]


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
    for cited in [v.clause for rows in lines.values() for v in rows] + [k.clause for k in kinds.values()]:
        if cited not in known:
            raise UnknownClause(cited)
    return District(page["code"], page["name"], tuple(page["divisions"]), found, known, lines, kinds)


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


def _kinds(folder: Path) -> dict[str, Any]:
    shipped = _page(HERE / "plans" / "putuo" / "duty_kinds.yaml")
    own = folder / "duty_kinds.yaml"
    return {**shipped, **(_page(own) if own.exists() else {})}


def _page(path: Path) -> dict[str, Any]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(page, dict):
        raise UnreadableLaw(f"{path.name}：应为键值页")
    return page
