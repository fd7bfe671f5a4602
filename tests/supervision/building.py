"""Reports, permits and cases for tests of the audit: invented, small, right unless a test breaks them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from postpermit import law
from postpermit.supervision.report import Cell, Chapter, Report, Row
from postpermit.supervision.rules import Case, Hit, Verdict, ask, audit_rules
from postpermit.supervision.rules.facts import (
    Facts,
    LimitFacts,
    MonitoringFacts,
    Obligation,
    OutletFacts,
    PermitFacts,
)
from tests.bureau import number_of, uscc

ON = date(2027, 2, 1)
NUMBER = number_of(1)
NAME = "演示甲电镀厂（演示）"
COVER = {
    "permit_number": NUMBER,
    "unit_name": NAME,
    "period": "2026年",
    "legal_representative": "演示法人",
    "technical_head": "演示技术",
    "phone": "021-00000000",
    "reported_on": "2027年01月15日",
}
STATISTICS_ROW = {
    "outlet": "DA001",
    "pollutant": "氮氧化物",
    "device": "手工监测",
    "count": "12",
    "limit": "50",
    "min": "20",
    "max": "40",
    "mean": "30",
    "exceeded": "0",
    "rate": "0",
}
WATER_ROW = {
    "outlet": "DW001",
    "pollutant": "化学需氧量",
    "device": "手工监测",
    "count": "4",
    "limit": "500",
    "min": "100",
    "max": "200",
    "mean": "150",
    "exceeded": "0",
    "rate": "0",
}
AMOUNT_ROW = {
    "type": "主要排放口",
    "outlet": "DA001",
    "outlet_name": "锅炉废气",
    "pollutant": "氮氧化物",
    "permitted": "2.0",
    "p1": "0.25",
    "p2": "0.25",
    "p3": "0.25",
    "p4": "0.25",
    "total": "1.0",
    "exceeded": "否",
}


def row(table: str, number: int = 1, **texts: Any) -> Row:
    """A row of a known table: column code → text. Every cell says its place."""
    form = law.report_form().tables[table]
    place = f"{form.title} 第{number}行"
    cells = {code: Cell(str(text), f"{place}“{form.columns[code].label}”") for code, text in texts.items()}
    return Row(table, place, cells)


def report(
    *rows: Row,
    kind: str = "ANNUAL",
    period: str = "2026",
    cover: Mapping[str, str] | None = None,
    chapters: Mapping[str, str] | None = None,
    **changes: Any,
) -> Report:
    """A report with these rows; without ``chapters`` every chapter of the kind is there with a sentence."""
    form = law.report_form()
    told = {**COVER, **(cover or {})}
    found = {code: Cell(text, f"封面“{form.cover[code].label}”") for code, text in told.items()}
    texts = (
        {s.code: f"{s.label}已按要求落实。" for s in law.report_sections(kind)}
        if chapters is None
        else chapters
    )
    labels = {s.code: s.label for s in law.report_sections()}
    held = {code: Chapter(code, labels[code], text, labels[code]) for code, text in texts.items()}
    tables: dict[str, tuple[Row, ...]] = {}
    for each in rows:
        tables[each.table] = (*tables.get(each.table, ()), each)
    given: dict[str, Any] = {"cover": found, "chapters": held, "tables": tables, "source": "typed", **changes}
    return Report(kind, period, **given)


def permit(**changes: Any) -> PermitFacts:
    """A permit with an air outlet and a water outlet, limits and monitoring; nothing the register lacks today."""
    made = PermitFacts(
        NUMBER,
        NAME,
        uscc(1),
        date(2023, 3, 1),
        date(2028, 2, 29),
        date(2023, 3, 1),
        version="2023-03-01 首次申请",
        names=(NAME,),
        legal_representative="演示法人",
        address="演示路1号",
        industry="金属表面处理",
        management_class="KEY",
        outlets=(
            OutletFacts("DA001", "锅炉废气", "AIR", "MAIN", "大气"),
            OutletFacts("DW001", "废水总排放口", "WATER", "TOTAL", "城镇污水处理厂"),
        ),
        limits=(
            LimitFacts("DA001", "氮氧化物", "50", None, Decimal(50), "mg/m³", annual_amount=Decimal(2)),
            LimitFacts("DW001", "化学需氧量", "500", None, Decimal(500), "mg/L"),
        ),
        monitoring=(
            MonitoringFacts("DA001", "氮氧化物", "MANUAL", "1次/月"),
            MonitoringFacts("DW001", "化学需氧量", "MANUAL", "1次/季"),
        ),
        reports=(("ANNUAL", "次年1月31日"),),
    )
    return replace(made, **changes)


def case(read: Report | None, *, on: date = ON, **facts: Any) -> Case:
    """A case on a day; ``permit`` is the usual one unless given (None: unknown)."""
    facts.setdefault("permit", permit())
    return Case(read, Facts(**facts), on)


def verdict(number: int, asked: Case) -> Verdict:
    """What rule SV-``number`` says of it."""
    return ask(next(r for r in audit_rules() if r.order == number), asked)


def fires(number: int, asked: Case) -> list[Hit]:
    """Its hits, when it could judge everything."""
    said = verdict(number, asked)
    assert said.gaps == (), said.gaps
    return list(said.hits)


def lacks(number: int, asked: Case) -> list[str]:
    """What it could not judge, when it fired nowhere."""
    said = verdict(number, asked)
    assert said.hits == (), said.hits
    assert said.gaps, f"SV-{number} passed without its input"
    return list(said.gaps)


def owed(kind: str = "ANNUAL", period: str = "2026", **changes: Any) -> Obligation:
    """What is owed: by default the annual report, due by the permit on the day before ``ON``."""
    told: dict[str, Any] = {"due_on": date(2027, 1, 31), "due_source": "permit"}
    return Obligation(kind, period, **told | changes)
