"""Meetings, plans, learning, rating: duties of the bureau itself."""

from collections.abc import Iterator
from datetime import date

from postpermit import law
from postpermit.duties.rules.facts import Basis, Law, Planned, fixed, month_day, reckon


@law.rule("DU-13", "plan:4.2")
def meeting_dispatch(year: int, law_: Law) -> Iterator[Planned]:
    """调度会在规定月份的上旬召开，期限为上旬最后一个工作日。"""
    for month in law_.value("meeting.dispatch.months"):
        first = date(year, month, 1)
        due = reckon(Basis("first-ten", first), law_.calendar)
        yield Planned("meeting-dispatch", "APPROVAL", "", "", f"{year}-{month:02d}", first, due)


@law.rule("DU-14", "plan:4.2")
def learning_exchange(year: int, law_: Law) -> Iterator[Planned]:
    """业务学习交流原则上每年不少于规定次数。"""
    target = int(law_.value("learning.per_year"))
    due = fixed(date(year, 12, 31))
    yield Planned("learning-exchange", "GROUP", "", "", str(year), date(year, 1, 1), due, target=target)


@law.rule("DU-15", "plan:4.3")
def meeting_annual(year: int, law_: Law) -> Iterator[Planned]:
    """持证单位年会在上半年召开。"""
    due = fixed(month_day(year, law_.value("meeting.annual.due")))
    yield Planned("meeting-annual", "APPROVAL", "", "", str(year), date(year, 1, 1), due)


@law.rule("DU-16", "plan:4.3", "plan:a2.1")
def rate_holders(year: int, law_: Law) -> Iterator[Planned]:
    """年会前完成上年度等级评定；年会日期定下后，期限为会前最后一个工作日。"""
    due = fixed(month_day(year, law_.value("rating.due")))
    if law_.annual_meeting is not None:
        due = reckon(Basis("before", law_.annual_meeting), law_.calendar)
    yield Planned("rate-holders", "GROUP", "", "", str(year - 1), date(year, 1, 1), due)


@law.rule("DU-17", "plan:3.4", "plan:7.1")
def yearly_plans(year: int, law_: Law) -> Iterator[Planned]:
    """年初由法制科排定执法计划，由生态科排定监测计划。"""
    due = fixed(month_day(year, law_.value("plan.due")))
    confirmed = law_.confirmed("plan.due")
    for kind, obligor in (("plan-enforcement", "LEGAL"), ("plan-monitoring", "ECOLOGY")):
        yield Planned(kind, obligor, "", "", str(year), date(year, 1, 1), due, confirmed=confirmed)


@law.rule("DU-22", "plan:3.4")
def submit_needs(year: int, law_: Law) -> Iterator[Planned]:
    """排定年度执法计划之前，各监管科室提出检查需求；没有需求的也要说明。"""
    due = fixed(month_day(year, law_.value("plan.needs.due")))
    confirmed = law_.confirmed("plan.needs.due")
    for division in ("APPROVAL", "ECOLOGY", "POLLUTION"):
        yield Planned("submit-needs", division, "", "", str(year), date(year, 1, 1), due, confirmed=confirmed)
