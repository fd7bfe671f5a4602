"""方案落实报告: clause by clause what was due, met, late; which loops are open; and whether the house's invariants hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postpermit.duties.models import Delay, Duty, InstructionPart, Supervision
from postpermit.duties.operations.recording import count_done
from postpermit.duties.queries import coverage_by_clause, ledger
from postpermit.duties.rules import RECORD_KINDS
from postpermit.duties.states import DutyState, InstructionState
from postpermit.linkage.models import PaperReturn, Slip, SlipAssignment, ViolationLead
from postpermit.linkage.queries.loops import hanging, open_loops
from postpermit.linkage.states import ENDED, OPEN, LeadState, PaperState, SlipState
from postpermit.office.models import RunningNumber
from postpermit.oversight import enforcement
from postpermit.supervision.models import FeedbackNotice, Finding, ReportCheck
from postpermit.supervision.states import RESOLVED, CheckState
from postpermit.trail.integrity import verify

LIVE = (DutyState.OPEN, DutyState.WAIVING)
RULE_KINDS = {kind for row in RECORD_KINDS.values() for kind in row.serves}


@dataclass
class Conformity:
    """The report. ``holds``: no loop open and no invariant broken."""

    year: int
    clauses: list[dict[str, Any]]
    loops: dict[str, dict[str, int]]
    invariants: dict[str, list[str]] = field(default_factory=dict)

    @property
    def open_loops(self) -> int:
        """How many loops are open."""
        return sum(row["open"] for row in self.loops.values())

    @property
    def holds(self) -> bool:
        """Whether every loop is closed and every invariant holds."""
        return not self.open_loops and not any(self.invariants.values())


def conformity(year: int, on: date) -> Conformity:
    """The district's year as it stands on a day."""
    loops = loops_by_kind()
    clauses = [_clause(row, loops) for row in coverage_by_clause(None, year, on)]
    return Conformity(
        year, clauses, loops, {name: list(check(year, on)) for name, check in INVARIANTS.items()}
    )


# Where a loop of that kind stands in the plan.
LOOP_CLAUSES = {
    "linkage-task": "plan:8.1",
    "lead": "plan:5.3",
    "instruction": "plan:4.1",
    "supervision": "plan:3.1",
    "paper": "plan:a5",
    "waiver": "plan:3.1",
    "report-check": "plan:5.2",
    "finding": "plan:5.3",
    **enforcement.LOOP_CLAUSES,
}


# What each kind of loop is called.
LOOP_WORDS = {
    "linkage-task": "联动任务",
    "lead": "疑似线索",
    "instruction": "领导批示",
    "supervision": "督办",
    "paper": "线下转办单回填",
    "waiver": "免办申请",
    "report-check": "执行报告检查",
    "finding": "执行报告问题",
    **enforcement.LOOP_WORDS,
}


def _clause(row: Any, loops: dict[str, dict[str, int]]) -> dict[str, Any]:
    whole = row.whole
    return {
        "clause": row.ref,
        "label": row.label,
        "strength": row.strength,
        "due": whole.total,
        "met": whole.met,
        "on_time": whole.counts["on-time"],
        "late_done": whole.counts["late-done"],
        "late_open": whole.counts["late-open"],
        "to_come": whole.counts["to-come"],
        "waived": whole.counts["waived"],
        "short": whole.short,
        "open_loops": sum(loops[k]["open"] for k, ref in LOOP_CLAUSES.items() if ref == row.ref),
        "kinds": [
            {
                "kind": k.kind,
                "label": k.label,
                "due": k.whole.total,
                "on_time": k.whole.counts["on-time"],
                "late_done": k.whole.counts["late-done"],
                "late_open": k.whole.counts["late-open"],
                "to_come": k.whole.counts["to-come"],
                "waived": k.whole.counts["waived"],
                "target": k.whole.target,
                "done": k.whole.done,
                "short": k.whole.short,
                "by_class": {klass or "-": f.total for klass, f in sorted(k.classes.items())},
            }
            for k in row.kinds
        ],
    }


def loops_by_kind() -> dict[str, dict[str, int]]:
    """Kind of loop → begun, closed, open."""
    counts = {
        "linkage-task": (Slip.objects.count(), Slip.objects.exclude(state__in=ENDED).count()),
        "lead": (
            ViolationLead.objects.count(),
            ViolationLead.objects.filter(state__in=(LeadState.SUSPECTED, LeadState.CONFIRMED)).count(),
        ),
        "instruction": (
            InstructionPart.objects.count(),
            InstructionPart.objects.exclude(state=InstructionState.REPORTED).count(),
        ),
        "supervision": (
            Supervision.objects.count(),
            Supervision.objects.filter(replied_at__isnull=True).count(),
        ),
        "paper": (
            PaperReturn.objects.count(),
            PaperReturn.objects.filter(state=PaperState.READ).count(),
        ),
        "waiver": (
            Duty.objects.exclude(asked_by="").count(),
            Duty.objects.filter(state=DutyState.WAIVING).count(),
        ),
    }
    counts |= _supervision() | enforcement.enforcement_loops()
    return {k: {"begun": n, "closed": n - still, "open": still} for k, (n, still) in counts.items()}


def _supervision() -> dict[str, tuple[int, int]]:
    """Checks of reports and findings. A report that nobody sent yet and nobody asked about is no loop begun."""
    begun = ReportCheck.objects.exclude(state__in=(CheckState.AWAITED, CheckState.NOT_OWED))
    live = begun.exclude(state=CheckState.CLOSED)
    return {
        "report-check": (begun.count(), live.count()),
        "finding": (Finding.objects.count(), Finding.objects.filter(resolved_on__isnull=True).count()),
    }


def _nothing_hangs(year: int, on: date) -> Iterator[str]:
    """每件未办结的联动任务和线索都有待办在等人。"""
    yield from (f"{loop.number or loop.title} 无人等待" for loop in hanging(open_loops(None)))


def _trail_holds(year: int, on: date) -> Iterator[str]:
    """留痕逐条校验通过，数据库保护完好。"""
    yield from verify().faults[:5]


def _late_has_reason(year: int, on: date) -> Iterator[str]:
    """逾期未办的每一项都有原因。"""
    known = set(Delay.objects.values_list("duty", flat=True))
    rows = Duty.objects.filter(state__in=LIVE, due_on__lt=on, due_on__year=year).order_by("pk")
    yield from (f"{d} 未填延期原因" for d in rows if d.pk not in known)


def _numbers_have_no_gap(year: int, on: date) -> Iterator[str]:
    """联动任务编号、归档件号连续。"""
    for row in RunningNumber.objects.filter(kind="slip").order_by("year"):
        made = Slip.objects.filter(number__startswith=f"{row.year}-").count()
        if made != row.last:
            yield f"{row.year} 年编号到 {row.last}，实有 {made}"
    items: dict[tuple[int, str], list[int]] = {}
    filed = Slip.objects.filter(state=SlipState.ARCHIVED).order_by(
        "archive_year", "archive_term", "archive_item"
    )
    for at, term, item in filed.values_list("archive_year", "archive_term", "archive_item"):
        items.setdefault((at or 0, term), []).append(item or 0)
    for (at, term), found in items.items():
        if found != list(range(1, len(found) + 1)):
            yield f"{at} 年 {term} 件号不连续"


def _archive_is_complete(year: int, on: date) -> Iterator[str]:
    """已归档的任务，各接收科室都已确认，线索都有处理结果。"""
    archived = Slip.objects.filter(state=SlipState.ARCHIVED)
    still = SlipAssignment.objects.filter(slip__in=archived, state__in=OPEN).order_by("pk")
    yield from (f"{a.slip.number} 尚有科室未办结" for a in still.select_related("slip"))
    leads = archived.filter(lead__isnull=False).exclude(lead__state=LeadState.CLOSED).order_by("pk")
    yield from (f"{s.number} 的线索没有处理结果" for s in leads)


def _quotas_count_right(year: int, on: date) -> Iterator[str]:
    """比例任务的完成数等于逐家数出的家数。"""
    for duty in Duty.objects.filter(target__isnull=False, due_on__year=year).order_by("pk"):
        counted = count_done(duty)
        if counted != duty.done:
            yield f"{duty} 记为 {duty.done}，实数 {counted}"


def _ledger_agrees(year: int, on: date) -> Iterator[str]:
    """总账与条款推算一致：规则给出的每一项都在账上，未办的日期相同，规则不再给出的不留在待办。"""
    rows = Duty.objects.filter(subject_ref="", due_on__year=year).order_by("pk")
    stored = {(d.kind, d.obligor_id, d.subject, d.period): d for d in rows}
    elsewhere = Duty.objects.filter(subject_ref="").exclude(due_on__year=year)
    known = set(elsewhere.values_list("kind", "obligor", "subject", "period"))
    told = set()
    for row in ledger(year, on):
        key = (row["kind"], row["obligor"], row["subject"], row["period"])
        told.add(key)
        duty = stored.get(key)
        if duty is None and row["kind"] in RULE_KINDS and key not in known:
            yield f"{row['kind']} {row['subject']} {row['period']} 不在账上"
        elif duty is not None and duty.state in LIVE and duty.due_on.isoformat() != row["due_on"]:
            yield f"{row['kind']} {row['subject']} {row['period']} 期限 {duty.due_on}，应为 {row['due_on']}"
    for key, duty in stored.items():
        if duty.state in LIVE and key not in told:
            yield f"{duty} 规则已不再给出，仍在待办"


def _checks_close_clean(year: int, on: date) -> Iterator[str]:
    """已办结的执行报告检查没有未解决的问题，意见单一份报告只有一张，迟发现的问题不在其中。"""
    closed = ReportCheck.objects.filter(state=CheckState.CLOSED)
    still = Finding.objects.filter(check_matter__in=closed).exclude(state__in=RESOLVED).order_by("pk")
    yield from (f"{f.check_matter} 已办结，问题“{f}”未解决" for f in still)
    for notice in FeedbackNotice.objects.exclude(number="").order_by("pk"):
        told = {item["number"] for item in notice.items}
        late = notice.check_matter.findings.filter(late=True, number__in=told)
        yield from (f"{notice.number} 含迟发现的问题" for _ in late)


INVARIANTS = {
    "checks-close-clean": _checks_close_clean,
    "nothing-hangs": _nothing_hangs,
    "trail-holds": _trail_holds,
    "late-has-reason": _late_has_reason,
    "numbers-have-no-gap": _numbers_have_no_gap,
    "archive-is-complete": _archive_is_complete,
    "quotas-count-right": _quotas_count_right,
    "ledger-agrees": _ledger_agrees,
    **enforcement.ENFORCEMENT_INVARIANTS,
}


def invariant_words() -> dict[str, str]:
    """Each invariant's sentence."""
    return {name: (check.__doc__ or "").strip() for name, check in INVARIANTS.items()}
