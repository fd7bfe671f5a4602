"""一分钟对账: the platform's two exports beside the register: who is late, whose permit ends, what to write to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.rules.periods import period_words
from postpermit.duties.rules.reports import KINDS, source_of
from postpermit.register.models import Facility
from postpermit.supervision.models import PlatformList
from postpermit.supervision.queries.lists import find_units
from postpermit.supervision.report.periods import day_in, kind_of, period_of

DONE_WORDS = ("已提交", "已上报", "已完成", "是", "已审核", "审核通过")
KIND_OF = {duty: kind for kind, duty in KINDS.items()}


@dataclass(frozen=True)
class Submission:
    """A row of 执行报告提交情况 as understood; ``facility`` None: nobody here is known by it."""

    unit: str
    facility: Facility | None
    kind: str
    period: str
    done: bool
    on: date | None


@dataclass(frozen=True)
class LateUnit:
    """A report that is owed and not there. ``source``: 许可证 or 通知; ``days`` since the due date, negative before it."""

    facility: Facility
    kind: str
    period: str
    due_on: date
    source: str
    days: int

    @property
    def period_label(self) -> str:
        """2026年第3季度."""
        return period_words(self.period)

    @property
    def words(self) -> str:
        """The message for the unit's environmental person."""
        when = f"已逾期 {self.days} 天" if self.days > 0 else f"期限 {self.due_on}"
        return (
            f"【执行报告提醒】{self.facility.name}：你单位{period_words(self.period)}排污许可证执行报告应于 {self.due_on} 前"
            f"提交（{self.source}），平台显示尚未提交，{when}。请尽快登录全国排污许可证管理信息平台—企业端提交。"
        )


@dataclass(frozen=True)
class EndingPermit:
    """A permit that ends soon: ``days`` left, and whether the time to apply has passed."""

    facility: Facility
    valid_to: date
    days: int
    late: bool

    @property
    def words(self) -> str:
        """The message for the unit."""
        ask = "延续申请时限已过，请立即联系审批科。" if self.late else "请在期满六十日前提交延续申请。"
        return f"【许可证到期提醒】{self.facility.name}：你单位排污许可证有效期至 {self.valid_to}，剩 {self.days} 天，{ask}"


@dataclass(frozen=True)
class Difference:
    """What the platform's list of holders says otherwise than the register."""

    unit: str
    facility: Facility | None
    what: str


def submissions_of(held: PlatformList) -> list[Submission]:
    """The rows of an export of submissions."""
    units = find_units(held.rows)
    return [_submission(row, unit) for row, unit in zip(held.rows, units, strict=True)]


def _submission(row: Mapping[str, str], unit: Facility | None) -> Submission:
    period = period_of(row.get("period", "")) or period_of(row.get("period", "") + row.get("kind", ""))
    on = day_in(row.get("submitted_on", ""))
    said = row.get("status", "")
    done = (any(w in said for w in DONE_WORDS) and "未" not in said) or (not said and on is not None)
    return Submission(row.get("unit", ""), unit, kind_of(period), period, done, on)


def late_units(submissions: Sequence[Submission], on: date) -> list[LateUnit]:
    """Reports owed by the ledger in the periods of the list that the list does not show as submitted, soonest first."""
    periods = {(s.kind, s.period) for s in submissions if s.period}
    done = {(s.facility.pk, s.period) for s in submissions if s.facility and s.done}
    kinds = [KINDS[k] for k in {kind for kind, _ in periods} if k in KINDS]
    owed = Duty.objects.filter(kind__in=kinds, period__in={p for _, p in periods}, facility__isnull=False)
    out = []
    for duty in owed.exclude(state__in=("VOID", "WAIVED", "DISCHARGED")).select_related("facility"):
        source = source_of(str(duty.basis.get("note", "")))
        if duty.facility is None or (duty.facility_id, duty.period) in done or source == "default":
            continue
        label = "许可证载明" if source == "permit" else "通知规定"
        days = (on - duty.due_on).days
        out.append(LateUnit(duty.facility, KIND_OF[duty.kind], duty.period, duty.due_on, label, days))
    return sorted(out, key=lambda row: (-row.days, row.facility.name))


def newly_submitted(submissions: Sequence[Submission]) -> list[tuple[Facility, str, str, date]]:
    """What the platform shows as submitted while the duty is still open here."""
    shown = [s for s in submissions if s.done and s.facility and s.on and s.kind]
    live = Duty.objects.filter(
        kind__in=list(KINDS.values()), state__in=("OPEN", "WAIVING"), facility__in=[s.facility for s in shown]
    )
    open_ones = set(live.values_list("facility", "period"))
    return [
        (s.facility, s.kind, s.period, s.on)
        for s in shown
        if s.facility and s.on and (s.facility.pk, s.period) in open_ones
    ]


def ending_permits(held: PlatformList | None, on: date) -> list[EndingPermit]:
    """Permits that end within the time in which a renewal is prepared: by the platform's list, else by the register."""
    before = int(law.value("permit.renewal.days_before", on=on).value)
    opens = int(law.value("permit.renewal.opens_days_before", on=on).value)
    until = on + timedelta(days=opens)
    days: dict[int, date] = {}
    if held is not None:
        for row, unit in zip(held.rows, find_units(held.rows), strict=True):
            ends = day_in(row.get("valid_to", ""))
            if unit is not None and ends is not None:
                days[unit.pk] = ends
    units = Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True)
    out = []
    for unit in units:
        ends = days.get(unit.pk, unit.valid_to)
        if ends is not None and on <= ends <= until:
            left = (ends - on).days
            out.append(EndingPermit(unit, ends, left, left < before))
    return sorted(out, key=lambda row: (row.valid_to, row.facility.name))


def differences(held: PlatformList) -> list[Difference]:
    """Units of the platform that are not here, here and not there, or with another end of validity."""
    units = find_units(held.rows)
    out = [
        Difference(row.get("unit", "") or row.get("unit_number", ""), None, "平台有，本系统没有")
        for row, unit in zip(held.rows, units, strict=True)
        if unit is None
    ]
    known = {u.pk for u in units if u is not None}
    for row, unit in zip(held.rows, units, strict=True):
        ends = day_in(row.get("valid_to", ""))
        if unit is not None and ends is not None and unit.valid_to is not None and ends != unit.valid_to:
            out.append(Difference(unit.name, unit, f"有效期止：平台 {ends}，本系统 {unit.valid_to}"))
    ours = Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True)
    out += [Difference(u.name, u, "本系统有，平台清单没有") for u in ours.exclude(pk__in=known)]
    return out
