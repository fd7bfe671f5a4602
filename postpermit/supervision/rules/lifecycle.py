"""许可证和登记的期限：延续、重新申请、期满后排放、登记变更."""

from collections.abc import Iterator
from datetime import date, timedelta

from postpermit.register.states import ManagementClass
from postpermit.supervision.report import Cell, first_and_last
from postpermit.supervision.report.periods import parts_of
from postpermit.supervision.rules.audit import (
    QUESTION,
    SUBSTANTIVE,
    Answer,
    Case,
    Found,
    Gap,
    Verdict,
    ask,
    audit_rule,
    audit_rules,
)
from postpermit.supervision.rules.facts import PermitFacts
from postpermit.supervision.rules.stop import discharged, measured
from postpermit.supervision.rules.wording import shown
from postpermit.workdays import add_months

REGISTERED = ManagementClass.REGISTERED
# The rules whose hits say that what is done is not what was permitted (regulation 15).
SCOPE = (18, 21, 24, 25, 26, 27)
PARTS = ("p1", "p2", "p3", "p4")


@audit_rule(
    79,
    "regulation:14",
    "plan:10.1",
    kind=QUESTION,
    owner="APPROVAL",
    section="basic",
    dimension="义务落实",
    without_report=True,
)
def renewal_not_applied_for(case: Case) -> Answer:
    """许可证将到期，尚未提出延续申请。"""
    permit = case.permit
    if permit is None:
        yield Gap("没有许可证登记信息")
        return
    # A registration, and a permit that has ended already, are for other rules.
    if permit.management_class == REGISTERED or _end(permit) < case.on:
        return
    latest = permit.valid_to - timedelta(days=case.value("permit.renewal.days_before"))
    opens = latest - timedelta(days=case.value("audit.renewal.alert_days"))
    if case.on >= opens and not _applied(permit):
        late = case.on > latest
        yield Found(
            Cell(f"有效期至{shown(permit.valid_to)}", "排污许可证有效期"),
            f"{shown(latest)}前提出延续申请",
            said="许可证将到期，已过延续申请期限仍未申请。" if late else "",
        )


@audit_rule(
    80,
    "regulation:15",
    "plan:10.1",
    kind=SUBSTANTIVE,
    owner="APPROVAL",
    section="basic",
    dimension="合规性",
)
def should_apply_again(case: Case) -> Answer:
    """实际情况与许可内容不符，可能应重新申请。"""
    said = list(_scope_verdicts(case))
    hits = [hit for verdict in said for hit in verdict.hits]
    unjudged = [verdict.rule for verdict in said if verdict.gaps]
    if unjudged:
        yield Gap(f"许可内容的核对缺少数据（{'、'.join(unjudged)}）")
    if not hits:
        return
    which = "、".join(verdict.rule for verdict in said if verdict.hits)
    # Built on questions alone it is a question itself.
    kind = SUBSTANTIVE if any(hit.kind == SUBSTANTIVE for hit in hits) else QUESTION
    yield Found(
        Cell("", "许可内容"), "核实是否属于重新申请的情形", kind=kind, found=f"{len(hits)} 条提示（{which}）"
    )


@audit_rule(
    81,
    "regulation:33",
    "measures:29",
    kind=SUBSTANTIVE,
    owner="APPROVAL",
    section="basic",
    dimension="合规性",
)
def discharged_after_the_end(case: Case) -> Answer:
    """许可证到期或终止后仍报告有排放。"""
    permit = case.permit
    if permit is None:
        yield Gap("没有许可证登记信息")
        return
    period, end = first_and_last(case.read.period), _end(permit)
    if period is None or period[1] <= end or permit.management_class == REGISTERED:
        return
    if period[0] > end:
        cell = discharged(case) or measured(case)
    else:
        cell = discharged(case, _columns_after(case.read.period, end))
    if cell:
        # An application in time and not yet answered may stand behind an old date in the register.
        waiting = permit.ended_on is None and _applied(permit)
        yield Found(cell, f"许可证{shown(end)}后没有排放", kind=QUESTION if waiting else SUBSTANTIVE)


@audit_rule(
    82,
    "regulation:24",
    "measures:39",
    "code:186",
    kind=SUBSTANTIVE,
    owner="APPROVAL",
    section="basic",
    dimension="义务落实",
    without_report=True,
)
def registration_out_of_date(case: Case) -> Answer:
    """排污登记已超过有效期，或变动未按时变更登记。"""
    permit, since = case.permit, case.facts.registered_on
    if permit is not None and not permit.management_class:
        yield Gap("登记信息中没有管理类别")
    if permit is not None and permit.management_class != REGISTERED:
        return
    if since is None:
        yield Gap("没有排污登记日期")
    else:
        ends = add_months(since, 12 * case.value("registration.validity.years"))
        if ends < case.on:
            yield Found(
                Cell(f"登记于{shown(since)}", "排污登记日期"), f"{shown(ends)}前延续登记", ("有效期",)
            )
    if permit is not None and permit.changed_on is not None:
        yield from _change_not_filed(case, permit.changed_on, permit.change_filed_on)


def _end(permit: PermitFacts) -> date:
    """The last day on which the permit allows anything."""
    return min(permit.valid_to, permit.ended_on or permit.valid_to)


def _applied(permit: PermitFacts) -> bool:
    """Whether renewal was applied for in this validity: an application before it began led to it."""
    applied = permit.renewal_applied_on
    return applied is not None and permit.valid_from <= applied <= permit.valid_to


def _scope_verdicts(case: Case) -> Iterator[Verdict]:
    """What the rules on the permit's scope say; in a whole audit they were asked before and their answers are kept."""
    for rule in audit_rules():
        if rule.order in SCOPE:
            yield case.memo.get(rule.number) or ask(rule, case)


def _columns_after(period: str, end: date) -> tuple[str, ...]:
    """The columns of quarters or months that begin after the day; a part that holds the day tells nothing."""
    spans = (first_and_last(part) for part in parts_of(period))
    return tuple(column for column, span in zip(PARTS, spans) if span is not None and span[0] > end)


def _change_not_filed(case: Case, changed: date, filed: date | None) -> Answer:
    latest = changed + timedelta(days=case.value("audit.registration.change_days"))
    # A filing before the change belongs to an earlier one.
    done = filed if filed is not None and filed >= changed else None
    if (done or case.on) > latest:
        yield Found(
            Cell(f"变动于{shown(changed)}", "排污登记变动日期"),
            f"{shown(latest)}前变更登记",
            ("变更", f"{changed}"),
            found=f"变更登记于{shown(done)}" if done else "没有变更登记",
        )
