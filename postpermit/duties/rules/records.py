"""What a record of an act discharges."""

from dataclasses import dataclass
from datetime import date

from postpermit import law


@dataclass(frozen=True)
class RecordKind:
    """An act that can be entered: who may, whether it belongs to a unit, and which duties it serves."""

    kind: str
    label: str
    divisions: tuple[str, ...]
    with_facility: bool
    serves: tuple[str, ...]
    # Serves nothing without its period, so that no plain form may enter it.
    needs_period: bool = False


_INSPECTS = ("inspect-new-permit", "inspect-key", "inspect-simplified", "inspect-registered", "check-expired")
_RECEIVES = ("APPROVAL", "ECOLOGY", "POLLUTION")
_REPORTS = ("submit-report-annual", "submit-report-quarterly", "submit-report-monthly")
_PLANS = ("plan-enforcement", "plan-monitoring")
_OWN_REPORT = {
    "report-annual": "submit-report-annual",
    "report-quarterly": "submit-report-quarterly",
    "report-monthly": "submit-report-monthly",
}
RECORD_KINDS: dict[str, RecordKind] = {
    row.kind: row
    for row in (
        RecordKind("inspection", "执法检查", ("ENFORCEMENT",), True, _INSPECTS),
        RecordKind("monitoring", "执法监测", ("STATION",), True, ("monitor-key", "monitor-simplified")),
        RecordKind("emission-verification", "实际排放量核查", ("STATION",), True, ("verify-emissions",)),
        RecordKind("report-annual", "年度执行报告已提交", _RECEIVES, True, _REPORTS),
        RecordKind("report-quarterly", "季度执行报告已提交", _RECEIVES, True, ("submit-report-quarterly",)),
        RecordKind("report-monthly", "月度执行报告已提交", _RECEIVES, True, ("submit-report-monthly",)),
        RecordKind("report-stop-note", "停产说明（代替执行报告）", _RECEIVES, True, _REPORTS, needs_period=True),
        RecordKind("renewal-permit", "已申请延续许可证", ("APPROVAL",), True, ("renew-permit",)),
        RecordKind("renewal-registration", "已办理登记延续", ("APPROVAL",), True, ("renew-registration",)),
        RecordKind("meeting-dispatch", "调度会", ("APPROVAL",), False, ("meeting-dispatch",)),
        RecordKind("meeting-annual", "持证单位年会", ("APPROVAL",), False, ("meeting-annual",)),
        RecordKind("learning-exchange", "业务学习交流", ("APPROVAL", "ECOLOGY", "POLLUTION", "LEGAL", "ENFORCEMENT", "STATION"),
                   False, ("learning-exchange",)),
        RecordKind("rating", "年度等级评定完成", ("APPROVAL",), False, ("rate-holders",)),
        RecordKind("enforcement-plan", "年度执法计划印发", ("LEGAL",), False, ("plan-enforcement",)),
        RecordKind("monitoring-plan", "年度监测计划印发", ("ECOLOGY",), False, ("plan-monitoring",)),
    )
}  # fmt: skip

# A visit in July is no visit of the first half-year: these are met inside their window only. The others are deadlines,
# and done late they are done.
WINDOWED = frozenset(
    {
        "inspect-key",
        "inspect-simplified",
        "inspect-registered",
        "monitor-key",
        "monitor-simplified",
        "verify-emissions",
        "learning-exchange",
    }
)
QUOTA_CLASS = {"inspect-registered": "REGISTERED", "monitor-simplified": "SIMPLIFIED"}


def record_kind_for(duty_kind: str) -> str:
    """The kind of record that is entered to discharge such a duty, or "": of several the one made for it alone."""
    fitting = [r for r in RECORD_KINDS.values() if duty_kind in r.serves and not r.needs_period]
    own = [r for r in fitting if _OWN_REPORT.get(r.kind) == duty_kind]
    return (own or fitting)[0].kind if fitting else ""


def kinds_discharged(record_kind: str) -> tuple[str, ...]:
    """The kinds of duties that such a record can serve."""
    return RECORD_KINDS[record_kind].serves


@law.rule("DU-18", "plan:6.2", "plan:7.2")
def meets(duty_kind: str, opens_on: date, due_on: date, on: date) -> bool:
    """周期性事项须在窗口内办理才算完成；有期限的事项逾期办理也算完成，但记为逾期完成。"""
    if on < opens_on:
        return False
    return on <= due_on or duty_kind not in WINDOWED


@law.rule("DU-19", "measures:37", "plan:13.1")
def serves_period(record_kind: str, record_period: str, duty_kind: str, duty_period: str) -> bool:
    """执行报告只完成本周期的提交事项；年报到达，同时完成当年最后一个季度和月份的提交事项，但不取消它们；年度计划同样只完成所写年份的。

    A report entered without its period serves only its own kind, and a stop note without one serves nothing.
    """
    if duty_kind in _PLANS and record_period:
        return record_period == duty_period
    if duty_kind not in _REPORTS:
        return True
    if not record_period:
        return _OWN_REPORT.get(record_kind) == duty_kind
    if record_period == duty_period:
        return True
    last = {"submit-report-quarterly": f"{record_period}Q4", "submit-report-monthly": f"{record_period}-12"}
    return record_kind == "report-annual" and last.get(duty_kind) == duty_period


def counts_for(duty_kind: str, management_class: str) -> bool:
    """Whether an act at a unit of that class counts towards the quota."""
    return QUOTA_CLASS.get(duty_kind) == management_class
