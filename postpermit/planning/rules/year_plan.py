"""The numbers the year's planner is given: how long a visit takes, how far apart two are, how much a re-plan may move."""

from dataclasses import dataclass
from decimal import Decimal

from postpermit import law
from postpermit.duties.rules import Law
from postpermit.register.states import ManagementClass


@dataclass(frozen=True)
class Lengths:
    """Slots of a team-day or crew-day, and of one visit to a unit of the class asked for."""

    per_day: int
    visit: int


@dataclass(frozen=True)
class Steadiness:
    """What a re-plan leaves as it is."""

    frozen_weeks: int
    moved_share: Decimal


@law.rule("PL-40", "plan:6.2")
def apart_weeks(law_: Law) -> int:
    """重点管理单位每半年各一次的检查至少相隔规定的周数，不得一次排在六月底、一次排在七月初。"""
    return int(law_.value("year_plan.apart_weeks"))


@law.rule("PL-41", "plan:6.1")
def lengths(management_class: str, law_: Law) -> Lengths:
    """执法组、监测组一天只在一个街镇，时段数有限；重点管理单位比其他单位占用更多时段。"""
    name = "key" if management_class == ManagementClass.KEY else "other"
    return Lengths(int(law_.value("year_plan.slots_per_day")), int(law_.value(f"year_plan.slots.{name}")))


@law.rule("PL-42", "plan:3.4")
def steadiness(law_: Law) -> Steadiness:
    """调整年度计划时，近期几周不变动，以后的检查除有正当原因外只变动规定的比例。"""
    share = Decimal(law_.value("year_plan.moved_share"))
    return Steadiness(int(law_.value("year_plan.frozen_weeks")), share)
