"""Which management class the catalogue gives a unit: class, row and reason, or what a person still has to ask (plan 6.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from postpermit import law
from postpermit.law.catalogue import (
    ORDER,
    Alternative,
    Catalogue,
    CatalogueFact,
    CatalogueRow,
    Known,
    catalogue,
)
from postpermit.law.industries import industry_known, plain_code
from postpermit.register.states import ManagementClass

WHOLE, PROCESSES = "全部生产设施", "只限所涉通用工序"
INDUSTRY = CatalogueFact("industries", "行业代码（国民经济行业分类，四位）")


@dataclass(frozen=True)
class SourceFacts:
    """What is known of a unit: codes of GB/T 4754 (the main one first), and facts of the catalogue by name.

    A fact that is absent is unknown; a quantity of 0 says that there is none. ``boiler_mw`` may stand for ``boiler``.
    """

    industries: tuple[str, ...]
    known: Mapping[str, Known] = field(default_factory=dict)
    boiler_mw: Decimal | None = None


@dataclass(frozen=True)
class Classification:
    """The answer. ``klass`` None: a person decides; ``at_least``: the class that is certain already.

    ``rows``: what each row gave, strictest first, as (row number, class, sentence).
    """

    klass: ManagementClass | None
    row: int | None
    reason: str
    needs_human: bool
    asked_for: tuple[CatalogueFact, ...] = ()
    at_least: ManagementClass | None = None
    covers: str = ""
    rows: tuple[tuple[int, ManagementClass, str], ...] = ()


@dataclass
class _Ways:
    """What the rows gave so far: ways that hold, what is missing to know the others, what lies beyond our rows."""

    tried: list[CatalogueRow] = field(default_factory=list)
    held: list[tuple[CatalogueRow, Alternative]] = field(default_factory=list)
    missing: dict[str, dict[str, CatalogueFact]] = field(default_factory=lambda: {k: {} for k in ORDER})
    beyond: list[str] = field(default_factory=list)


@law.rule("EN-43", "catalogue:2")
def solvent_use(
    by_year: Mapping[int, Decimal], last_year: int, planned: Decimal | None = None
) -> Decimal | None:
    """溶剂用量取最近三年中最高的一年；不满三年取投产以来最高的一年；不满一年按环评文件。"""
    held = [amount for year, amount in by_year.items() if last_year - 2 <= year <= last_year]
    return max(held) if held else planned


@law.rule(
    "EN-44", "catalogue:2", "catalogue:3", "catalogue:5", "catalogue:6", "catalogue:7", "plan:6.1", judgement=True
)  # fmt: skip
def classify(facts: SourceFacts, *, on: date) -> Classification:
    """按名录判断管理类别：行业行与通用工序取最严的一类，缺少情形或未收录的行业由人判断。"""
    book = catalogue(on=on)
    codes = [plain_code(c) for c in facts.industries]
    if said := codes_fault(codes):
        return Classification(None, None, said, True, (INDUSTRY,))
    known, ways = _known(facts, book), _Ways()
    for code in dict.fromkeys(codes):
        _try_industry(book, code, known, ways)
    for row in book.processes:
        _try(book, row, known, ways)
    return _answer(ways, finer=any(book.too_short(c) for c in codes))


@law.rule("EN-130", "catalogue:3", judgement=True)
def codes_fault(codes: Iterable[str]) -> str:
    """行业代码写法不对的，或者不在国民经济行业分类的大类、中类里的，不下结论，由人核对。

    Returns the sentence of what is wrong, or "".
    """
    held = list(codes)
    if not held or not all(held):
        return "行业代码没有填写或者写法不对。"
    strange = "、".join(c for c in held if not industry_known(c))
    return f"行业代码{strange}不在国民经济行业分类的大类、中类里，请核对代码后再判断。" if strange else ""


def _known(facts: SourceFacts, book: Catalogue) -> dict[str, Known]:
    """Facts by name, megawatts as tonnes of steam, and what one answer says about others."""
    known = dict(facts.known)
    if strange := set(known) - set(book.facts):
        raise ValueError(f"not facts of the catalogue: {sorted(strange)}")
    if wrong := [n for n, v in known.items() if isinstance(v, bool) == bool(book.facts[n].unit)]:
        raise ValueError(f"a quantity is a number and a flag is yes or no: {sorted(wrong)}")
    if "boiler" not in known and facts.boiler_mw is not None:
        known["boiler"] = facts.boiler_mw * 20 / 14
    for fact in book.facts.values():
        if fact.instead and known.get(fact.instead) is True:
            known.setdefault(fact.code, Decimal(0))
        if fact.implies and known.get(fact.code) is True:
            known[fact.implies] = True
    return known


def _try_industry(book: Catalogue, code: str, known: Mapping[str, Known], ways: _Ways) -> None:
    row = book.row_of(code)
    if book.too_short(code):
        ways.beyond.append(f"行业代码{code}下有多个小类，请写到四位")
    if row is not None:
        ways.tried.append(row)
        if _try(book, row, known, ways) or not row.falls_to_other:
            return
    elif code.startswith(book.unloaded):
        ways.beyond.append(f"行业{code}可能在名录第1至107类中，本系统没有收录该行，请对照名录原文")
        return
    if row is not None or not book.too_short(code):
        ways.tried.append(book.other)
        _try(book, book.other, known, ways)


def _try(book: Catalogue, row: CatalogueRow, known: Mapping[str, Known], ways: _Ways) -> bool:
    """Weigh every way of a row. Whether the row names the unit, or might once more is known."""
    named = False
    for way in row.alternatives:
        unknown = [c.fact for c in way.conditions if c.fact not in known]
        if any(not c.holds(known[c.fact]) for c in way.conditions if c.fact in known):
            continue
        named = True
        if not unknown:
            ways.held.append((row, way))
        for name in unknown[:1]:
            # What stands behind it is asked only if it still matters then: no furnace, no question about its fuel.
            asked = book.facts[name]
            first = asked.instead if asked.instead and asked.instead not in known else name
            ways.missing[way.klass][first] = book.facts[first]
    return named


def _answer(ways: _Ways, finer: bool) -> Classification:
    """The strictest class that holds, unless a stricter one is still open."""
    certain = next((k for k in ORDER if any(way.klass == k for _, way in ways.held)), None)
    stricter = ORDER[: ORDER.index(certain)] if certain else ORDER
    asked = {name: fact for k in stricter for name, fact in ways.missing[k].items()}
    if finer:
        asked = {INDUSTRY.code: INDUSTRY, **asked}
    rows = _rows(ways.held)
    if stricter and (asked or ways.beyond):
        least = ManagementClass(certain) if certain else None
        return Classification(
            None,
            None,
            _open_reason(ways, asked.values(), least),
            True,
            tuple(asked.values()),
            least,
            "",
            rows,
        )
    if certain is None:
        row = ways.tried[0]
        said = f"不属于名录第{row.number}类（{row.name}）应当管理的情形，也没有达到通用工序（第109至112类）的情形。"
        return Classification(ManagementClass.UNLISTED, row.number, said, False)
    number, klass, said = rows[0]
    covers = PROCESSES if number > 108 else WHOLE
    return Classification(klass, number, said + "。", False, (), klass, covers, rows)


def _rows(
    held: Iterable[tuple[CatalogueRow, Alternative]],
) -> tuple[tuple[int, ManagementClass, str], ...]:
    """Per row its strictest way; of one class the industry's own row stands before the processes."""
    best: dict[int, tuple[int, ManagementClass, str]] = {}
    for row, way in sorted(held, key=lambda pair: (ORDER.index(pair[1].klass), pair[0].number)):
        said = f"名录第{row.number}类（{row.name}）：{way.says}"
        best.setdefault(row.number, (row.number, ManagementClass(way.klass), said))
    return tuple(best.values())


def _open_reason(ways: _Ways, asked: Iterable[CatalogueFact], least: ManagementClass | None) -> str:
    parts = [*ways.beyond]
    if names := [f.label for f in asked if f is not INDUSTRY]:
        parts.append(f"还要问清：{'；'.join(names)}")
    if least:
        parts.append(f"按已知情况至少是{least.label}")
    return "。".join(parts) + "。"
