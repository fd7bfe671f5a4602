"""自行监测：与上传结果是否一致、检测机构、采样工况、方法和雷同数值."""

import re
from collections.abc import Sequence

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import Sample
from postpermit.supervision.rules.pairs import (
    NO_DUTIES,
    NO_SAMPLES,
    Pair,
    duties_of,
    instrument,
    monitored,
    named,
    rows_of,
    samples_of,
)
from postpermit.supervision.rules.sampled import in_other_unit, ranges_of, shown_range, statistics, strays
from postpermit.supervision.rules.wording import bare, shown

DIMENSION = "自行监测"
SOURCE = "自行监测结果"
# Scales so coarse that equal results are the rule.
COARSE = {"林格曼黑度", "臭气浓度", "色度", "pH值", "水温", "粪大肠菌群"}
# The number of a standard without its year: a method in a newer edition is the same method.
STANDARD = re.compile(r"(GB|HJ|DB\d{2}|CJ|SL|NY)(?:/T|/Z|T)?/?(\d+(?:\.\d+)?)")


@audit_rule(
    57,
    "monitoring-rules:25",
    "regulation:19",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def differs_from_samples(case: Case) -> Answer:
    """报告的监测结果与上传的监测结果不一致。"""
    told = {pair: rows for pair, rows in rows_of(case).items() if _by_sampling(rows)}
    if not told:
        return
    samples, duties = samples_of(case), duties_of(case) or {}
    if samples is None:
        yield NO_SAMPLES
        return
    for pair, rows in told.items():
        if any(d.manner == "AUTOMATIC" for d in duties.get(pair, ())):
            continue
        held = [s for s in samples.get(pair, ()) if s.manual]
        units = {limit.unit for limit in case.limits.get(pair, ())}
        if not held:
            yield Gap(f"{named(pair)} 没有上传的监测结果")
        elif len(rows) > 1:
            yield Gap(f"{named(pair)} 在报告中有多行，无法与监测结果对应")
        elif in_other_unit(held, units):
            yield Gap(f"{named(pair)} 的监测结果与限值单位不同，无法比较")
        else:
            yield from _compared(case, pair, rows[0], held)


@audit_rule(
    58,
    "monitoring-rules:28",
    "plan:11.2",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def laboratory_not_filed(case: Case) -> Answer:
    """检测机构未在市级监管部门备案。"""
    if not monitored(case):
        return
    held = _manual(case)
    if held is None:
        yield NO_SAMPLES
        return
    by_laboratory: dict[str, list[Sample]] = {}
    for sample in held:
        by_laboratory.setdefault(sample.laboratory, []).append(sample)
    for laboratory, theirs in by_laboratory.items():
        unfiled = [s for s in theirs if s.laboratory_filed is False]
        name = laboratory or "未写明的检测机构"
        if unfiled:
            yield Found(Cell(name, _place(unfiled[0])), "已备案的检测机构", (name,))
        elif all(s.laboratory_filed is None for s in theirs):
            yield Gap(f"不知道{name}是否已备案")


@audit_rule(
    59, "monitoring-rules:24", kind=SUBSTANTIVE, owner="ECOLOGY", section="monitoring", dimension=DIMENSION
)
def load_not_recorded(case: Case) -> Answer:
    """手工监测没有同步记录生产负荷和设施运行情况。"""
    if not monitored(case):
        return
    samples = samples_of(case)
    if samples is None:
        yield NO_SAMPLES
        return
    since = next(d.in_force_from for d in law.documents() if d.code == "monitoring-rules")
    for pair, held in samples.items():
        # The duty is as old as the regulation: samples taken before it are not judged by it.
        manual = [s for s in held if s.manual and (since is None or s.on >= since)]
        without = [s for s in manual if s.load_recorded is False]
        if without:
            found = f"{len(without)}次没有，首次为{shown(min(s.on for s in without))}"
            yield Found(Cell(found, _place(without[0])), "每次采样记录生产负荷和设施运行情况", pair)
        elif manual and all(s.load_recorded is None for s in manual):
            yield Gap(f"{named(pair)} 的监测结果没有采样工况信息")


@audit_rule(
    60,
    "regulation:19",
    "plan:a3.3.2",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def method_not_in_permit(case: Case) -> Answer:
    """监测方法不是许可证规定的方法。"""
    if not monitored(case):
        return
    samples, duties = samples_of(case), duties_of(case)
    if samples is None or duties is None:
        yield NO_SAMPLES if samples is None else NO_DUTIES
        return
    if duties and not any(d.method for held in duties.values() for d in held):
        yield Gap("登记信息中没有监测方法")
        return
    for pair, held in samples.items():
        permitted = [d.method for d in duties.get(pair, ()) if bare(d.method)]
        used = {s.method: s for s in reversed(held) if s.manual}
        if pair in duties and not permitted:
            yield Gap(f"{named(pair)} 登记信息中没有监测方法")
        elif permitted:
            yield from _methods(pair, used, permitted)


@audit_rule(
    61,
    "monitoring-rules:25",
    "regulation:19",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension=DIMENSION,
)
def values_all_the_same(case: Case) -> Answer:
    """监测结果全部相同，或者全部等于检出限。"""
    least: int = case.value("audit.sample.same_count")
    samples = samples_of(case) or {}
    for pair, rows in rows_of(case).items():
        if pair[1] in COARSE:
            continue
        held = [s for s in samples.get(pair, ()) if s.manual]
        if len(held) >= least:
            same = _same(held)
        else:
            same = _same_in_report(rows[0], least) if len(rows) == 1 else ""
        if same:
            yield Found(rows[0]["mean"], "结果有正常波动", pair, found=same)


def _by_sampling(rows: Sequence[Row]) -> bool:
    """Whether results are told at all, and no row of them is an instrument's; no value of a stopped year is no result."""
    told = any(not r[c].empty for r in rows for c in ("min", "max", "mean")) or any(
        r["count"].number for r in rows
    )
    return told and not any(map(instrument, rows))


def _compared(case: Case, pair: Pair, row: Row, held: Sequence[Sample]) -> Answer:
    # Statistics of waste water are those of daily means.
    results = ranges_of(held, daily=row.table == "water-concentration")
    shares = {name: case.value(f"audit.sample.{name}_tolerance") for name in ("extreme", "mean")}
    for name, true in statistics(results).items():
        label = law.report_form().tables[row.table].columns[name].label
        share = shares["mean" if name == "mean" else "extreme"]
        if strays(row[name], true, share, strict=name != "mean"):
            yield Found(row[name], f"上传结果的{label}为 {shown_range(true)}", (*pair, label))
    yield from _counted(pair, row, held, len(results))


def _counted(pair: Pair, row: Row, held: Sequence[Sample], results: int) -> Answer:
    count = row["count"].number
    if count is None:
        return
    about = (*pair, "数量")
    if count < min(results, len({s.on for s in held})):
        yield Found(row["count"], f"上传结果有 {results} 个", about)
    elif count > len(held) and count % results:
        # More may be right where several values of one sampling were uploaded as their mean; then it is a multiple.
        yield Found(row["count"], f"上传结果有 {results} 个", about, kind=QUESTION)


def _methods(pair: Pair, used: dict[str, Sample], permitted: list[str]) -> Answer:
    for method, sample in used.items():
        if not bare(method):
            yield Gap(f"{named(pair)} 的监测结果没有写明方法")
        elif not any(_same_method(method, other) for other in permitted):
            yield Found(Cell(method, _place(sample)), "、".join(permitted), (*pair, bare(method)))


def _same_method(used: str, permitted: str) -> bool:
    one, other = bare(used).upper(), bare(permitted).upper()
    numbers, known = set(STANDARD.findall(one)), set(STANDARD.findall(other))
    if numbers and known:
        return bool(numbers & known)
    return one in other or other in one


def _same(held: Sequence[Sample]) -> str:
    """What is the same in all of them, in words; "" when they vary or one was not found at all."""
    values = [s.value for s in held if s.value is not None]
    if len(values) < len(held) or not all(values):
        return ""
    if all(s.value == s.detection_limit for s in held):
        return f"{len(held)}个结果都等于检出限"
    return f"{len(held)}个结果都是 {values[0]:f}" if all(v == values[0] for v in values) else ""


def _same_in_report(row: Row, least: int) -> str:
    count, values = row["count"].number, {row[name].number for name in ("min", "max", "mean")}
    undetected = any(row[name].undetected for name in ("min", "max", "mean"))
    if undetected or len(values) > 1 or not all(values) or count is None or count < least:
        return ""
    return f"{row['count'].bare}个结果的最小值、最大值、平均值都是 {row['mean'].bare}"


def _manual(case: Case) -> list[Sample] | None:
    held = samples_of(case)
    return None if held is None else [s for each in held.values() for s in each if s.manual]


def _place(sample: Sample) -> str:
    return f"{SOURCE} {sample.outlet} {sample.pollutant} {shown(sample.on)}"
