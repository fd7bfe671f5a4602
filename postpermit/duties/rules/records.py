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


_INSPECTS = ("inspect-new-permit", "inspect-key", "inspect-simplified", "inspect-registered", "check-expired")
RECORD_KINDS: dict[str, RecordKind] = {
    row.kind: row
    for row in (
        RecordKind("inspection", "执法检查", ("ENFORCEMENT",), True, _INSPECTS),
        RecordKind("monitoring", "执法监测", ("STATION",), True, ("monitor-key", "monitor-simplified")),
        RecordKind("emission-verification", "实际排放量核查", ("STATION",), True, ("verify-emissions",)),
        RecordKind("report-annual", "年度执行报告已提交", ("APPROVAL",), True, ("submit-report-annual",)),
        RecordKind("report-quarterly", "季度执行报告已提交", ("APPROVAL",), True, ("submit-report-quarterly",)),
        RecordKind("report-monthly", "月度执行报告已提交", ("APPROVAL",), True, ("submit-report-monthly",)),
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


def kinds_discharged(record_kind: str) -> tuple[str, ...]:
    """The kinds of duties that such a record can serve."""
    return RECORD_KINDS[record_kind].serves


@law.rule("DU-18", "plan:6.2", "plan:7.2")
def meets(duty_kind: str, opens_on: date, due_on: date, on: date) -> bool:
    """周期性事项须在窗口内办理才算完成；有期限的事项逾期办理也算完成，但记为逾期完成。"""
    if on < opens_on:
        return False
    return on <= due_on or duty_kind not in WINDOWED


def counts_for(duty_kind: str, management_class: str) -> bool:
    """Whether an act at a unit of that class counts towards the quota."""
    return QUOTA_CLASS.get(duty_kind) == management_class
