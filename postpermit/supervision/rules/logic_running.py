"""准确性：运行时间、产量、燃料和治理设施消耗之间是否说得通."""

from collections.abc import Iterator
from decimal import Decimal

from postpermit.supervision.report import Report, Row, days_of
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
from postpermit.supervision.rules.logic_amounts import AMOUNTS, NOT_ADDED
from postpermit.supervision.rules.logic_figures import measured, plain, section_of
from postpermit.supervision.rules.logic_numbers import CONCENTRATIONS
from postpermit.supervision.rules.logic_volumes import FLOWS, unit_of
from postpermit.supervision.rules.stop import stop_claim

HOURS = {"": 1, "h": 1, "hr": 1, "小时": 1, "时": 1, "h/a": 1, "小时/年": 1, "d": 24, "天": 24, "日": 24}
RUNNING, ABNORMAL, STOPPED = "运行时间", "非正常", "停产时间"
SEVERAL, ADDED = ("、", ",", ";"), ("合计", "累计")
# A facility that stood by or was taken out of use has its few hours for a reason.
IDLE = ("备用", "停用", "拆除", "未投", "闲置", "间歇", "季节")
CAPACITY = ("规模", "能力", "设计")

CONSUMED = (
    "药剂",
    "吸附剂",
    "脱硫剂",
    "脱硝剂",
    "还原剂",
    "絮凝剂",
    "混凝剂",
    "活性炭",
    "吸收剂",
    "用电量",
    "耗电量",
    "电耗",
)
POWER = ("用电量", "耗电量", "电耗")
NOT_NEEDED = ("无需", "不使用", "不需", "未使用", "未更换", "不涉及", "不用")

FUELS = ("能源", "燃料")
COAL = (
    "原煤",
    "烟煤",
    "无烟煤",
    "褐煤",
    "燃煤",
    "煤炭",
    "动力煤",
    "型煤",
    "水煤浆",
    "煤粉",
    "洗精煤",
    "煤(",
    "用煤",
    "耗煤",
)
OIL = ("燃料油", "重油", "渣油")
NO_COAL = ("煤气", "煤油", "煤灰", "煤渣", "活性炭", "煤焦油", "煤矸石")
QUALITY = ("硫分", "灰分", "挥发分", "热值", "含硫", "水分")
GAS_BOILER, COAL_BOILER = ("燃气锅炉", "天然气锅炉"), ("燃煤", "煤粉炉", "链条炉")


def hours(row: Row) -> Decimal | None:
    """The hours that a row of running or stopping tells; days count 24. None for another unit or no number."""
    number, times = row["amount"].number, HOURS.get(unit_of(row).lower())
    return None if number is None or times is None else number * times


def running_rows(report: Report) -> Iterator[Row]:
    """Rows of running and stopping times among production."""
    for row in report.rows("production"):
        name = row["name"].bare
        if RUNNING in name or STOPPED in name:
            yield row


def treatment_rows(report: Report) -> Iterator[Row]:
    """Rows of treatment facilities that tell how long they ran."""
    return (r for r in report.rows("facility-normal") if RUNNING in r["parameter"].bare)


def outputs(report: Report) -> dict[tuple[str, str], Decimal]:
    """(product, unit) → amount made in the period; capacities are not output."""
    out: dict[tuple[str, str], Decimal] = {}
    for row in report.rows("production"):
        record, amount = row["record"].bare, row["amount"].number
        if (
            ("产品" in record or "产量" in record)
            and not any(w in record for w in CAPACITY)
            and amount is not None
        ):
            key = (row["name"].bare, unit_of(row))
            out[key] = out.get(key, Decimal()) + amount
    return out


@audit_rule(
    44, "measures:41", "measures:36", kind=FORMAL, owner="POLLUTION", section="basic", dimension="准确性"
)
def more_hours_than_there_are(case: Case) -> Answer:
    """运行时间超过报告时段的小时数。"""
    rows = [(r, hours(r)) for r in (*running_rows(case.read), *treatment_rows(case.read))]
    told = [(r, h) for r, h in rows if h is not None and not _several(r)]
    if not told:
        return
    most = days_of(case.read.period) * 24
    if not most:
        yield Gap("报告时段不明，无法核对运行时间")
        return
    for row, spent in told:
        if spent > most:
            yield Found(row["amount"], f"不超过 {most} h", _named(row), section=section_of(row.table))
    yield from _sets_beyond(told, most)


def _sets_beyond(told: list[tuple[Row, Decimal]], most: int) -> Answer:
    """Running, running abnormally and standing still exclude one another."""
    sets: dict[str, list[tuple[Row, Decimal]]] = {}
    for row, spent in told:
        if row.table == "production":
            sets.setdefault(row["unit"].bare, []).append((row, spent))
    for unit, held in sets.items():
        states = {_state_of(r) for r, _ in held}
        whole = sum((h for _, h in held), Decimal())
        # One state twice under one unit: two lines whose hours do not exclude one another.
        if 1 < len(held) == len(states) and all(h <= most for _, h in held) and whole > most:
            said = f"正常、非正常运行和停产时间之和不超过 {most} h"
            about = (unit, "时间之和") if unit else ("时间之和",)
            yield Found(held[-1][0]["amount"], said, about, found=f"{plain(whole)} h")


def _state_of(row: Row) -> str:
    return next((w for w in (STOPPED, ABNORMAL) if w in row["name"].bare), RUNNING)


def _several(row: Row) -> bool:
    """Whether a row adds up several lines or facilities, whose hours run side by side."""
    lines, said = row["unit"].bare + row["code"].bare, row["remark"].bare + row["name"].bare
    return any(w in lines for w in SEVERAL) or any(w in said for w in ADDED)


def _named(row: Row) -> tuple[str, ...]:
    words = (row["unit"].bare or row["code"].bare, row["name"].bare or row["parameter"].bare)
    return tuple(w for w in words if w)


@audit_rule(
    45,
    "regulation:17",
    "code:1104",
    kind=QUESTION,
    owner="POLLUTION",
    section="facilities",
    dimension="准确性",
)
def treatment_ran_less(case: Case) -> Answer:
    """治理设施运行时间明显少于生产运行时间。"""
    told = [(r, h) for r, h in ((r, hours(r)) for r in treatment_rows(case.read)) if h is not None]
    if not told or stop_claim(case):
        return
    made = [
        hours(r)
        for r in running_rows(case.read)
        if RUNNING in r["name"].bare and ABNORMAL not in r["name"].bare
    ]
    known = [h for h in made if h is not None]
    if not known:
        yield Gap("没有生产运行时间，无法与治理设施运行时间比较")
        return
    # Which line a facility serves is told nowhere: the line that ran least is what every facility has to match.
    least = min(known)
    for row, spent in told:
        water = "水" in row["kind"].bare or row["code"].bare.upper().startswith("TW")
        share = case.value("audit.treatment.water_hours" if water else "audit.treatment.air_hours")
        if spent < least * share and not any(w in row["remark"].bare + row["kind"].bare for w in IDLE):
            # Not at all is more than a question: production without its treatment (法典第1104条).
            kind = SUBSTANTIVE if spent == 0 else None
            yield Found(
                row["amount"],
                f"不少于 {plain(least * share)} h（生产 {plain(least)} h）",
                _named(row),
                kind=kind,
            )


@audit_rule(
    46, "measures:41", "measures:36", kind=QUESTION, owner="ECOLOGY", section="emissions", dimension="准确性"
)
def emission_against_output(case: Case) -> Answer:
    """有产量而排放量全部为零，或没有产量而有排放量。"""
    rows = [r for t in AMOUNTS for r in case.read.tables.get(t, ()) if r["total"].number is not None]
    rows = [r for r in rows if r.pollutant not in NOT_ADDED and r.pollutant not in FLOWS]
    if not rows:
        return
    made = outputs(case.read)
    emitted = next((r for r in rows if r["total"].number), None)
    stood_still = not any(made.values()) and (bool(made) or stop_claim(case) is not None)
    if emitted is not None:
        if stood_still:
            yield Found(emitted["total"], "没有产量时无排放量，或说明原因", ("停产", emitted.pollutant))
    elif any(made.values()):
        # Concentrations were measured and an amount is permitted: the zeros cannot be true.
        found = any((measured(r["mean"]) or 0) > 0 for r in case.read.rows(*CONCENTRATIONS))
        found = found and any(r["permitted"].number for r in rows)
        yield Found(
            rows[0]["total"], "有产量时填报实际排放量", ("零排放",), kind=SUBSTANTIVE if found else None
        )
    elif not stood_still:
        yield Gap("排放量全部为零，报告中没有产量，无法核对")


@audit_rule(47, "measures:41", "hj944:6", kind=FORMAL, owner="POLLUTION", section="basic", dimension="准确性")
def fuel_cannot_be(case: Case) -> Answer:
    """燃料与设施不符，或煤、油没有填报硫分和灰分。"""
    fuels = [r for r in case.read.rows("production") if _is_fuel(r)]
    coal = [r for r in fuels if _is_coal(r["name"].bare)]
    oil = [r for r in fuels if any(w in r["name"].bare for w in OIL)]
    for row in coal:
        if _only_gas(case, row):
            yield Found(
                row["amount"], "燃气锅炉不使用煤，请说明", ("燃气锅炉", row["name"].bare), kind=QUESTION
            )
    told = "".join(r["name"].bare for r in case.read.rows("production") if r["amount"].number is not None)
    for rows, wanted in ((coal, ("硫分", "灰分")), (oil, ("硫分",))):
        lacking = [w for w in wanted if w not in told and not (w == "硫分" and "含硫" in told)]
        if rows and lacking:
            yield Found(rows[0]["name"], f"填报{'、'.join(lacking)}", (rows[0]["name"].bare,))


def _is_fuel(row: Row) -> bool:
    record, name, amount = row["record"].bare, row["name"].bare, row["amount"].number
    burnt = not record or any(w in record for w in FUELS)
    return burnt and bool(amount) and not any(w in name for w in QUALITY)


def _is_coal(name: str) -> bool:
    return (name == "煤" or any(w in name for w in COAL)) and not any(w in name for w in NO_COAL)


def _only_gas(case: Case, row: Row) -> bool:
    """Whether the row's unit, or every boiler of the permit, burns gas."""
    equipment = (case.permit.equipment if case.permit else None) or ()
    names = "".join(e.name for e in equipment) if not row["unit"].bare else row["unit"].bare
    return any(w in names for w in GAS_BOILER) and not any(w in names for w in COAL_BOILER)


@audit_rule(
    48,
    "regulation:17",
    "code:1104",
    kind=QUESTION,
    owner="POLLUTION",
    section="facilities",
    dimension="准确性",
)
def running_on_nothing(case: Case) -> Answer:
    """治理设施在运行，而药剂、吸附剂或用电量为零。"""
    ran: dict[str, Decimal] = {}
    for row in treatment_rows(case.read):
        ran[row["code"].bare] = max(ran.get(row["code"].bare, Decimal()), hours(row) or Decimal())
    for row in case.read.rows("facility-normal"):
        code, name = row["code"].bare, row["parameter"].bare
        used = any(w in name for w in CONSUMED) and row["amount"].number == 0
        if not used or any(w in row["remark"].bare for w in NOT_NEEDED):
            continue
        if code not in ran:
            yield Gap(f"{code or row.place} 没有运行时间，无法判断{name}为零是否合理")
        elif ran[code] > 0:
            kind = SUBSTANTIVE if _zero_elsewhere(case, name) else None
            yield Found(row["amount"], f"运行 {plain(ran[code])} h 应有消耗", _named(row), kind=kind)


def _zero_elsewhere(case: Case, name: str) -> bool:
    """Whether the ledger or the meter shows nothing either: then it is no slip of the pen."""
    if any(w in name for w in POWER) and case.facts.electricity == 0:
        return True
    return any(s.amount == 0 and s.name and s.name in name for s in case.facts.ledger or ())
