"""污染防治设施：异常情况是否填报、是否完整、是否报告，委托运维是否有合同."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.abnormal import Event, events_of, other_facility, same_facility
from postpermit.supervision.rules.audit import (
    FORMAL,
    QUESTION,
    SUBSTANTIVE,
    Answer,
    Case,
    Found,
    Gap,
    audit_rule,
)
from postpermit.supervision.rules.facts import AbnormalFacts
from postpermit.supervision.rules.pairs import automatic_of, in_period
from postpermit.supervision.rules.running import PERIOD_UNREAD, span_of
from postpermit.supervision.rules.troubles import sentences, tells_of_trouble
from postpermit.supervision.rules.wording import bare, chapters_of, dates_in, said_in, shown, writes

DIMENSION = "污染防治设施"
TABLE = "污染防治设施异常情况汇总表"
EXCEEDANCES = ("air-exceedance", "water-exceedance")
MUST_SAY = ("from", "to", "cause", "response", "reported")
EXCEEDED = re.compile(r"超标|超过(?:排放)?(?:标准|限值)")
NOT_EXCEEDED = re.compile(r"(?:未|无|没有|不)[^,。;]{0,6}?(?:超标|超过(?:排放)?(?:标准|限值))")
# Chapters in which an abnormality may be told in words.
TOLD_IN = ("explanation", "facilities", "emissions", "monitoring", "other", "compliance")
OPERATED = "(?:运维|运行维护|运营|维保|维护保养|维护管理|运行管理)"
# 委托某公司运维; 委托某公司，负责设施的运行维护; 运维外包.
CONTRACTED = re.compile(
    r"(?:委托|第三方|外包|由[^,。;]{2,20}公司)[^,。;]{0,30}?(?:,(?:负责|承担|进行|开展)[^,。;]{0,15}?)?" + OPERATED
    + "|" + OPERATED + r"[^,。;]{0,10}?(?:委托|外包|第三方)"
)  # fmt: skip
SELF = re.compile(r"(?:未|没有|不|无)[^,。;]{0,4}(?:委托|第三方|外包)|自行(?:运维|运行|运营|维护|负责)")


@audit_rule(
    62,
    "plan:9.2",
    "regulation:21",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="facilities",
    dimension=DIMENSION,
)
def abnormality_not_reported(case: Case) -> Answer:
    """台账或自动监测显示设施异常，报告的异常情况表是空白。"""
    if events_of(case):
        return
    ledger, automatic = case.facts.ledger, automatic_of(case)
    if ledger is None and automatic is None:
        yield Gap("没有台账登记数据，也没有自动监测数据")
        return
    written = sum(entry.abnormal for entry in ledger or ())
    days = {d for fact in (automatic or {}).values() for d in fact.fault_days if in_period(case, d)}
    shows = [f"台账记有 {written} 次异常"] if written else []
    shows += [f"自动监测标记故障 {len(days)} 日"] if days else []
    if shows:
        # Told in words but not in its table: that can be put right.
        told = any(tells_of_trouble(said_in(case, chapter)) for chapter in TOLD_IN)
        yield Found(Cell("", TABLE), "，".join(shows), found="空白", kind=FORMAL if told else None)


@audit_rule(
    63, "plan:9.2", "hj944:6", kind=FORMAL, owner="POLLUTION", section="facilities", dimension=DIMENSION
)
def abnormality_incomplete(case: Case) -> Answer:
    """异常情况缺少起止时间、原因、措施或是否报告。"""
    for event in events_of(case):
        # A form without a column for it cannot have it filled in.
        blank = [c for c in MUST_SAY if event.blank(c) and (c != "reported" or event.has_column(c))]
        if blank:
            label = "、".join(event.label(c) for c in blank)
            yield Found(event.cell(blank[0]), f"填写{label}", (event.name, event.when), found="空白")


@audit_rule(
    64,
    "regulation:21",
    "plan:9.2",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="facilities",
    dimension=DIMENSION,
)
def exceedance_not_told_to_bureau(case: Case) -> Answer:
    """设施异常导致超标未向生态环境局报告，或已报告的异常未写入报告。"""
    known = case.facts.abnormal
    for event in events_of(case):
        yield from _told_to_bureau(case, event, known)
    if known is None:
        yield Gap("没有异常情况的报告记录")
        return
    if known and span_of(case) is None:
        yield Gap(PERIOD_UNREAD)
        return
    for fact in known:
        if in_period(case, fact.on) and not _mentioned(case, fact):
            about = (shown(fact.on), fact.facility)
            yield Found(
                Cell("", TABLE), f"说明{shown(fact.on)}{fact.facility}的异常情况", about, found="未提及"
            )


@audit_rule(
    65,
    "plan:16.1",
    "regulation:17",
    kind=QUESTION,
    owner="POLLUTION",
    section="facilities",
    dimension=DIMENSION,
)
def operator_without_contract(case: Case) -> Answer:
    """设施委托他人运行维护，报告中没有合同信息。"""
    for place, text in _words_on_facilities(case):
        for part in sentences(text):
            if CONTRACTED.search(SELF.sub("", part)):
                if not writes(case, "合同", "协议"):
                    yield Found(Cell(part, place), "写明委托合同")
                return


def _told_to_bureau(case: Case, event: Event, known: tuple[AbnormalFacts, ...] | None) -> Answer:
    same = [fact for fact in known or () if _is(case, event, fact)]
    if any(fact.reported_on for fact in same):
        return
    if not (any(fact.exceeded for fact in same) or _exceeded(case, event)):
        return
    about = (event.name, event.when)
    if event.has_column("reported"):
        said = event.cell("reported")
        if said.says_no or said.empty:
            yield Found(said, "向生态环境局报告", about, "设施异常导致超标未向生态环境局报告。")
    elif known is None:
        yield Gap(f"{event.name}的异常导致超标，表中没有“是否报告”一栏，也没有报告记录")
    else:
        yield Found(event.cell("facility"), "向生态环境局报告", about, "设施异常导致超标未向生态环境局报告。")


def _exceeded(case: Case, event: Event) -> bool:
    """Whether the abnormality led to an exceedance: as it says itself, by its concentration, or by the lists of them."""
    words = "。".join(event.cell(c).bare for c in ("cause", "response", "remark"))
    if EXCEEDED.search(NOT_EXCEEDED.sub("", words)):
        return True
    highest = _highest(case)
    for row in event.rows:
        top, value = highest.get(row.pollutant), row["concentration"].number
        if top is not None and value is not None and value > top:
            return True
    return any(_linked(event, row) for row in case.read.rows(*EXCEEDANCES))


def _linked(event: Event, row: Row) -> bool:
    days = list(dates_in(row["on"].text))
    if days and event.span and not any(event.span[0] <= day <= event.span[1] for day in days):
        return False
    if same_facility(event.name, row["cause"].bare):
        return True
    return bool(days and event.span) and row.pollutant in {r.pollutant for r in event.rows if r.pollutant}


def _highest(case: Case) -> Mapping[str, Decimal]:
    """Pollutant → the least strict of its limits: which outlet a facility serves is not known."""
    if "facilities.highest" not in case.memo:
        out: dict[str, Decimal] = {}
        for (_, pollutant), limits in case.limits.items():
            for limit in limits:
                if limit.high is not None:
                    out[pollutant] = max(limit.high, out.get(pollutant, limit.high))
        case.memo["facilities.highest"] = out
    return case.memo["facilities.highest"]


def _is(case: Case, event: Event, fact: AbnormalFacts) -> bool:
    """Whether a row and a record are one event: about the same day; without a day, the same facility."""
    facility = bare(fact.facility)
    if event.span is None:
        return same_facility(event.name, facility)
    if other_facility(event.name, facility):
        return False
    near = timedelta(days=case.value("audit.abnormal.days"))
    return event.span[0] - near <= fact.on <= event.span[1] + near


def _mentioned(case: Case, fact: AbnormalFacts) -> bool:
    if any(_is(case, event, fact) for event in events_of(case)):
        return True
    facility, day = bare(fact.facility), re.compile(rf"(?<!\d)0?{fact.on.month}月0?{fact.on.day}[日号]")
    for chapter in TOLD_IN:
        text = said_in(case, chapter)
        if day.search(text) or fact.on in dates_in(text):
            return True
        if facility and tells_of_trouble(text, facility):
            return True
    return False


def _words_on_facilities(case: Case) -> Iterator[tuple[str, str]]:
    for chapter, text in chapters_of(case):
        if chapter.code in ("facilities", "internal", "other", "explanation"):
            yield chapter.place, text
    for row in case.read.rows("facility-normal", "facility-abnormal"):
        for column in ("remark", "response"):
            if row[column].bare:
                yield row[column].place, row[column].bare
