"""义务落实：应急预案、清洁生产、固体废物、特殊时段、验收和环境保护税."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postpermit.supervision.report import Cell, Row, first_and_last
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
from postpermit.supervision.rules.wording import chapters_of, dates_in, said_in, says, shown, writes
from postpermit.workdays import add_months

ENDS = re.compile("[。;]")
UNFILED = re.compile(r"(?:未|没有|尚未)(?:编制|制定|制订|备案|办理|报备|完成|进行|修订)")
NO_HAZARD = ("不产生", "未产生", "不涉及", "没有危险废物", "无危险废物")
SPECIAL_TIMES = (
    "重污染",
    "错峰",
    "限产",
    "应急减排",
    "活动保障",
    "会议保障",
    "空气质量保障",
    "预警",
    "特殊时段",
)
# The form's own captions name the special times too, and a denial tells of no measures.
CAPTION = re.compile("特殊时段(?:有组织|无组织|废气|废水|污染物)")
NO_SPECIAL_TIMES = (
    "不涉及",
    "未涉及",
    "不适用",
    "无特殊",
    "没有特殊",
    "无重污染",
    "没有重污染",
    "未发生",
    "未启动",
    "未接到",
)
CAME, WENT = ("before", "produced"), ("transferred", "used", "stored")
TONNES, KILOGRAMS = ("", "t", "吨"), ("kg", "千克", "公斤")


@audit_rule(
    71,
    "plan:a3.4.4",
    "plan:3.3",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="other",
    dimension="义务落实",
)
def emergency_plan_not_filed(case: Case) -> Answer:
    """应急预案未备案，或备案已超过规定年限。"""
    period = first_and_last(case.read.period)
    if (
        case.read.kind != "ANNUAL"
        or period is None
        or (case.permit and case.permit.emergency_plan_needed is False)
    ):
        return
    years = case.value("audit.emergency_plan.years")
    oldest = add_months(period[1], -12 * years)
    expected = f"{shown(oldest)}以后备案，至少每{years}年修订"
    filed = case.permit.emergency_plan_filed_on if case.permit else None
    if filed is None:
        yield from _plan_as_told(case, oldest, expected)
    elif filed < oldest:
        yield Found(Cell(shown(filed), "登记信息“应急预案备案日期”"), expected)


@audit_rule(
    72,
    "hj944:6",
    "plan:5.2",
    kind=QUESTION,
    owner="POLLUTION",
    section="other",
    dimension="义务落实",
)
def clean_production_audit_not_told(case: Case) -> Answer:
    """清洁生产审核已到期，报告没有说明。"""
    period = first_and_last(case.read.period)
    if case.read.kind != "ANNUAL" or period is None:
        return
    due = case.permit.clean_production_due_on if case.permit else None
    if due is None:
        yield Gap("登记信息中没有清洁生产审核期限")
    elif due <= period[1] and "清洁生产" not in said_in(case, "other") and not says(case, "清洁生产审核"):
        if "other" not in case.read.chapters:
            yield Gap("报告中没有读到其他许可规定内容的执行情况")
            return
        yield Found(
            Cell("", case.read.chapters["other"].place),
            f"说明应于{shown(due)}前完成的清洁生产审核",
            found="没有提及",
        )


@audit_rule(
    73,
    "plan:a3.2.3",
    "hj944:6",
    kind=QUESTION,
    owner="POLLUTION",
    section="other",
    dimension="准确性",
)
def waste_does_not_balance(case: Case) -> Answer:
    """固体废物产生、转移、利用和贮存数量不平衡。"""
    for row in case.read.rows("waste"):
        name = row["name"].bare
        if _mixed_units(row):
            yield Gap(f"{name}各项数量的单位不同")
        elif "合计" not in name and "总计" not in name:
            yield from _unbalanced(case, row)
    if not case.read.has("waste") and _tells_of_hazardous_waste(case):
        yield Gap("报告提到危险废物，但没有读到固体废物表")


@audit_rule(
    74,
    "regulation:35",
    "plan:a3.2.6",
    kind=QUESTION,
    owner="POLLUTION",
    section="emissions",
    dimension="义务落实",
)
def special_times_left_out(case: Case) -> Answer:
    """时段内有预警或保障要求，报告没有特殊时段内容。"""
    period = first_and_last(case.read.period)
    if period is None or case.read.stopped or not _bound_in_special_times(case):
        return
    if case.facts.alerts is None:
        yield Gap("没有重污染天气预警和保障时段的记录")
        return
    met = [(a, b) for a, b in case.facts.alerts if a <= period[1] and b >= period[0]]
    if not met or _filled(case, "special-air", "special-amount") or _tells_of_special_times(case):
        return
    # The permit itself limits amounts in such times: silence is then more than a question.
    kind = SUBSTANTIVE if case.permit and case.permit.special_amounts else QUESTION
    times = "、".join(f"{shown(a)}至{shown(b)}" for a, b in met)
    yield Found(
        Cell("", "特殊时段废气污染物实际排放量报表"),
        f"{times}的排放和措施",
        kind=kind,
        found="没有特殊时段内容",
    )


@audit_rule(
    75,
    "measures:37",
    kind=FORMAL,
    owner="APPROVAL",
    section="compliance",
    dimension="义务落实",
)
def acceptance_not_told(case: Case) -> Answer:
    """当年有建设项目验收，年报没有验收内容。"""
    if case.read.kind != "ANNUAL":
        return
    if case.facts.accepted_projects is None:
        yield Gap("没有建设项目验收信息")
    elif case.facts.accepted_projects and not writes(case, "验收"):
        told = case.read.chapters.get("compliance")
        names = "、".join(case.facts.accepted_projects)
        yield Found(
            Cell("", told.place if told else "遵守法律法规情况"), f"写明{names}的验收情况", found="没有提及"
        )


def tonnes(cell: Cell) -> Decimal | None:
    """The amount in t; None when nothing is reported or its unit is another one."""
    if cell.number is None or cell.unit in TONNES:
        return cell.number
    return cell.number / 1000 if cell.unit in KILOGRAMS else None


def imbalance(row: Row) -> tuple[Decimal, Decimal]:
    """Tonnes by which a row of waste cannot balance, and its larger side; what is not reported may be any amount."""
    came, all_came = _side(row, CAME)
    went, all_went = _side(row, WENT)
    gap = came - went if all_went else Decimal(0)
    if all_came:
        gap = max(gap, went - came)
    return max(gap, Decimal(0)), max(came, went)


def _unbalanced(case: Case, row: Row) -> Answer:
    gap, whole = imbalance(row)
    slack = Decimal(case.value("audit.waste.slack_kg")) / 1000
    if gap <= slack or gap <= case.value("audit.waste.tolerance") * whole:
        return
    # Beyond the second share it is no matter of rounding or weighing any more.
    serious = gap > case.value("audit.waste.serious") * whole
    yield Found(
        row["stored"],
        "期初贮存加产生等于转移、利用与期末贮存之和",
        tuple(filter(None, (row["name"].bare, row["kind"].bare))),
        kind=SUBSTANTIVE if serious else QUESTION,
        found=f"相差 {gap.normalize():f} t",
    )


def _side(row: Row, columns: tuple[str, ...]) -> tuple[Decimal, bool]:
    told = [tonnes(row[column]) for column in columns]
    return sum((t for t in told if t is not None), Decimal(0)), None not in told


def _mixed_units(row: Row) -> bool:
    cells = [row[column] for column in (*CAME, *WENT)]
    return len({tonnes(c) is None for c in cells if c.number is not None}) > 1


def _tells_of_hazardous_waste(case: Case) -> bool:
    sentences = ENDS.split(said_in(case, "other"))
    return any("危险废物" in s and not any(word in s for word in NO_HAZARD) for s in sentences)


def _tells_of_special_times(case: Case) -> bool:
    sentences = (s for _, text in chapters_of(case) for s in ENDS.split(CAPTION.sub("", text)))
    return any(
        any(word in s for word in SPECIAL_TIMES) and not any(word in s for word in NO_SPECIAL_TIMES)
        for s in sentences
    )


def _plan_as_told(case: Case, oldest: date, expected: str) -> Answer:
    """The register holds no filing: what the report itself says of it."""
    told = [(c.place, found) for c, text in chapters_of(case) for found in _of_the_plan(text)]
    if not told and not says(case, "应急预案备案"):
        yield Gap("登记信息和报告中都没有应急预案备案情况")
    # Whether the unit needs a plan at all is not always known; then its own word is only a question.
    needed = case.permit is not None and case.permit.emergency_plan_needed
    for place, text in told:
        latest = max(dates_in(text), default=None)
        if UNFILED.search(text) or (latest is not None and latest < oldest):
            yield Found(Cell(text, place), expected, kind=SUBSTANTIVE if needed else QUESTION)
            return


def _of_the_plan(text: str) -> Iterator[str]:
    """Sentences about the plan that tell of its filing, with the next one where that one tells of it."""
    sentences = ENDS.split(text)
    for here, after in zip(sentences, [*sentences[1:], ""]):
        told = f"{here}。{after}" if "备案" in after else here
        if "应急预案" in here and ("备案" in told or UNFILED.search(told)):
            yield told


def _bound_in_special_times(case: Case) -> bool:
    """Alerts are for waste gas: a unit known to have none is not asked."""
    outlets = case.permit.outlets if case.permit else None
    return outlets is None or any(o.kind in ("AIR", "DIFFUSE", "") for o in outlets)


def _filled(case: Case, *tables: str) -> bool:
    return any(
        not cell.empty and not cell.not_applicable
        for row in case.read.rows(*tables)
        for cell in row.cells.values()
    )
