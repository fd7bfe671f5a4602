"""自行监测：频次、自动监测的数据、均值、捕集率和缺失日的手工监测."""

from datetime import date
from decimal import Decimal

from postpermit.supervision.report import Cell, Row
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
from postpermit.supervision.rules.facts import MonitoringFacts
from postpermit.supervision.rules.frequencies import frequency
from postpermit.supervision.rules.pairs import (
    NO_AUTOMATIC,
    NO_DUTIES,
    NO_SAMPLES,
    Pair,
    automatic_of,
    automatic_pairs,
    by_hand,
    duties_of,
    in_period,
    monitored,
    named,
    place_of,
    rows_of,
    samples_of,
)
from postpermit.supervision.rules.running import PERIOD_UNREAD, out_of_use, running, stood_still
from postpermit.supervision.rules.sampled import figure, rounding
from postpermit.supervision.rules.troubles import tells_of_trouble
from postpermit.supervision.rules.wording import bare, chapters_of, shown
from postpermit.supervision.states import FindingKind

DIMENSION = "自行监测"
INSTRUMENTS = ("自动监测", "在线监测", "自动监控", "在线监控", "数采仪", "CEMS")
RESULTS = ("min", "max", "mean")
# Days named in a hit; the rest is only counted.
NAMED_DAYS = 3


@audit_rule(
    52,
    "regulation:19",
    "plan:5.3",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def sampled_too_seldom(case: Case) -> Answer:
    """手工监测次数少于许可证规定的频次。"""
    if not monitored(case) or stood_still(case):
        return
    duties = duties_of(case)
    if duties is None:
        yield NO_DUTIES
        return
    for pair, rows in rows_of(case).items():
        held = duties.get(pair, ())
        # Beside an instrument manual sampling is only owed while it is out of order: rule 56.
        if held and all(d.manner == "MANUAL" for d in held) and not all(map(out_of_use, rows)):
            yield from _sampled(case, pair, rows, held[0])


@audit_rule(
    53,
    "regulation:20",
    "plan:11.1",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def automatic_item_without_data(case: Case) -> Answer:
    """许可证要求自动监测的项目，报告中没有自动监测数据。"""
    if not monitored(case) or stood_still(case):
        return
    duties, known = duties_of(case), automatic_of(case) or {}
    if duties is None:
        yield NO_DUTIES
        return
    for pair, rows in rows_of(case).items():
        if not any(d.manner == "AUTOMATIC" for d in duties.get(pair, ())) or all(map(out_of_use, rows)):
            continue
        fact = known.get(pair)
        # The instrument did measure: the report left out what there is, which can be put right.
        kind = FORMAL if fact and fact.mean is not None else None
        if all(map(_reports_nothing, rows)):
            yield Found(rows[0]["count"], "填报自动监测数据", pair, kind=kind)
        elif all(map(by_hand, rows)):
            yield Found(rows[0]["device"], "自动监测", pair, kind=kind)


@audit_rule(
    54,
    "monitoring-rules:23",
    "regulation:20",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def mean_differs_from_automatic(case: Case) -> Answer:
    """报告的平均值与自动监测数据的平均值不一致。"""
    if not monitored(case):
        return
    told = [(p, r) for p in automatic_pairs(case) for r in rows_of(case).get(p, ()) if not by_hand(r)]
    told = [
        (pair, row) for pair, row in told if row["mean"].number is not None or row["mean"].detection_limit
    ]
    known = automatic_of(case)
    if told and known is None:
        yield NO_AUTOMATIC
        return
    for pair, row in told:
        fact = (known or {}).get(pair)
        if fact is None or fact.mean is None:
            yield Gap(f"{named(pair)} 没有自动监测的平均值")
        elif differs(row["mean"], fact.mean, case.value("audit.automatic.mean_tolerance")):
            yield Found(
                row["mean"],
                f"与自动监测均值 {figure(fact.mean)} 一致",
                pair,
                kind=_hides_excess(case, pair, row, fact.mean),
            )


@audit_rule(
    55,
    "monitoring-rules:23",
    "regulation:20",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def automatic_data_incomplete(case: Case) -> Answer:
    """自动监测数据的有效率低于规定比例。"""
    if not monitored(case) or stood_still(case):
        return
    known, owed = automatic_of(case), automatic_pairs(case)
    if known is None:
        if owed or duties_of(case) is None:
            yield NO_AUTOMATIC
        return
    least: Decimal = case.value("audit.automatic.capture")
    for pair in dict.fromkeys([*owed, *known]):
        fact = known.get(pair)
        if fact is None or fact.capture is None:
            yield Gap(f"{named(pair)} 没有自动监测数据有效率")
        elif fact.capture < least:
            # Not a word about the outage in the report: it was not told as the law wants it told.
            kind = QUESTION if _tells_of_outage(case) else SUBSTANTIVE
            cell = Cell(_percent(fact.capture), place_of(case, pair, "自动监测数据").place)
            yield Found(cell, f"不低于 {_percent(least)}", pair, kind=kind)


@audit_rule(
    56,
    "monitoring-rules:23",
    "regulation:19",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def missing_days_without_manual_sample(case: Case) -> Answer:
    """自动监测数据缺失的日子没有手工监测记录。"""
    if not monitored(case) or stood_still(case):
        return
    known, samples = automatic_of(case), samples_of(case)
    if known is None:
        if automatic_pairs(case) or duties_of(case) is None:
            yield NO_AUTOMATIC
        return
    for pair, fact in known.items():
        missing = sorted({day for day in fact.missing_days if in_period(case, day)})
        if not missing:
            continue
        if samples is None:
            yield NO_SAMPLES
            return
        sampled = {s.on for s in samples.get(pair, ()) if s.manual}
        left = [day for day in missing if day not in sampled]
        if left:
            yield Found(
                place_of(case, pair, "自动监测数据"), "缺失当日有手工监测记录", pair, found=_days(left)
            )


def differs(cell: Cell, true: Decimal, tolerance: Decimal) -> bool:
    """Whether a reported number is off by more than a share of the true one and more than its own rounding.

    Below detection is right as long as the true one is not above the detection limit.
    """
    if cell.detection_limit is not None:
        return true > cell.detection_limit * (1 + tolerance)
    told = cell.number
    return told is not None and abs(told - true) > max(tolerance * abs(true), rounding(told))


def _sampled(case: Case, pair: Pair, rows: list[Row], duty: MonitoringFacts) -> Answer:
    # No valid result beside results that are told contradicts itself: rule 36.
    counts = [n for row in rows if (n := row["count"].number) is not None and (n or not _tells_results(row))]
    if not counts:
        return
    owed, time = frequency(duty.frequency), running(case)
    if owed is None:
        yield Gap(f"{named(pair)} 的监测频次“{duty.frequency}”无法换算成次数")
        return
    if time is None:
        yield Gap(PERIOD_UNREAD)
        return
    # Waste water is counted in daily means, however often it is sampled on a day.
    done = sum(counts, Decimal())
    short = time.too_few(done, owed, daily=rows[0].table == "water-concentration")
    if short is not None:
        due, kind = short
        found = None if len(rows) == 1 else f"{done.normalize():f}"
        yield Found(rows[0]["count"], f"不少于 {due} 次（{duty.frequency}）", pair, kind=kind, found=found)


def _reports_nothing(row: Row) -> bool:
    return not row["count"].number and not _tells_results(row)


def _tells_results(row: Row) -> bool:
    return any(row[name].number or row[name].undetected for name in RESULTS)


def _hides_excess(case: Case, pair: Pair, row: Row, mean: Decimal) -> FindingKind | None:
    """Worse than a question when the automatic mean is above the limit and the reported one is not."""
    highs = [limit.high for limit in case.limits.get(pair, ()) if limit.high is not None]
    told = row["mean"].number
    if highs and told is not None and mean > min(highs) >= told:
        return SUBSTANTIVE
    return None


def _tells_of_outage(case: Case) -> bool:
    texts = [text for _, text in chapters_of(case)]
    texts += [
        bare(" ".join(cell.text for cell in row.cells.values()))
        for row in case.read.rows("facility-abnormal")
    ]
    return any(tells_of_trouble(text, *INSTRUMENTS) for text in texts)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def _days(days: list[date]) -> str:
    first = "、".join(shown(day) for day in days[:NAMED_DAYS])
    return f"{len(days)}日没有：{first}" + ("等" if len(days) > NAMED_DAYS else "")
