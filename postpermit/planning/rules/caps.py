"""The two-sided rule: minima of the plan below, the yearly ceiling of 涉企行政检查 above, and what does not count."""

from dataclasses import dataclass

from postpermit import law
from postpermit.duties.rules import Law
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.states import ManagementClass


@dataclass(frozen=True)
class HeadException:
    """A visit over the ceiling that the head let through. ``source``: the trail entry."""

    reason: str
    by_head: bool
    source: str


@dataclass(frozen=True)
class CapFacts:
    """A visit that is asked for. ``used``: counting visits of the unit in the calendar year, by every division.

    ``sampling``: the station takes samples, and nothing is inspected. ``linked``: what set a triggered visit off is on
    record here, as a complaint, a task or a finding of a campaign.
    """

    management_class: str
    kind: str
    manner: str
    used: int
    reason: str = TriggerReason.NONE
    sampling: bool = False
    exception: HeadException | None = None
    linked: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether the visit may take place, whether it counts, and every sentence why. ``excepted``: only by the head's word."""

    allowed: bool
    counts: bool
    cap: int
    used: int
    reasons: tuple[str, ...]
    confirmed: bool
    excepted: bool = False

    @property
    def left(self) -> int:
        """How many counting visits the year still holds after this one."""
        return max(self.cap - self.used - int(self.counts and self.allowed), 0)

    @property
    def sentence(self) -> str:
        """All reasons in one line."""
        return "；".join(self.reasons) + "。"


@dataclass(frozen=True)
class Conflict:
    """A minimum that the ceiling does not leave room for, with both clauses."""

    management_class: str
    minimum: int
    cap: int
    minimum_clause: str
    cap_clause: str
    sentence: str
    confirmed: bool


@law.rule("PL-25", "inspection-opinions:4", "ecology-inspection:3", "mee-inspection:2")
def counts_toward_cap(facts: CapFacts, law_: Law) -> tuple[bool, law.Value | None, str]:
    """采样监测、非现场检查、复查、案件调查和投诉举报、数据线索、转办交办引起的检查不计入年度上限，其余计入。"""
    name = _exemption(facts)
    if name is None:
        said = "有计划的现场检查" if facts.kind == VisitKind.PLANNED else "未写明触发原因的检查"
        return True, None, f"{said}计入年度上限"
    value = law.value(name, on=law_.on)
    counts = value.value == "yes"
    what = value.label.removesuffix("计入年度上限")
    return counts, value, f"{what}{'计入' if counts else '不计入'}年度上限（{_cited(value)}）"


def _exemption(facts: CapFacts) -> str | None:
    """The value that decides; None where nothing takes the visit out of the count."""
    if facts.sampling:
        return "cap.counts.sampling"
    if facts.manner == VisitManner.OFF_SITE:
        return "cap.counts.off_site"
    if facts.kind in (VisitKind.RECHECK, VisitKind.CASE):
        return f"cap.counts.{facts.kind.lower()}"
    if facts.kind == VisitKind.TRIGGERED and facts.reason != TriggerReason.NONE:
        return f"cap.counts.{facts.reason.lower()}"
    return None


def cap_of(management_class: str, law_: Law) -> law.Value:
    """The yearly ceiling of a class, as a dated value."""
    return law.value(f"cap.{ManagementClass(management_class).lower()}.per_year", on=law_.on)


@law.rule("PL-26", "inspection-opinions:2", "ecology-inspection:1", "mee-inspection:1")
def cap_verdict(facts: CapFacts, law_: Law) -> Verdict:
    """计入次数的检查不得超过单位的年度上限；超过的须由负责人写明理由并留痕，否则不得安排。"""
    cap = cap_of(facts.management_class, law_)
    counts, value, said = counts_toward_cap(facts, law_)
    confirmed = cap.confirmed and (value is None or value.confirmed)
    reasons = [said]
    allowed, excepted, full = True, False, facts.used >= cap.value
    stands = f"年度上限 {cap.shown}，本年已计 {facts.used} 次（{_cited(cap)}）"
    if counts:
        reasons.append(stands)
    if counts and full:
        allowed, why = _over(facts.exception)
        excepted = allowed
        reasons.append(why)
    elif full and (why := bare_word(facts)):
        allowed, told = _over(facts.exception)
        excepted = allowed
        reasons += [stands, told if allowed or facts.exception else why]
    return Verdict(allowed, counts, int(cap.value), facts.used, tuple(reasons), confirmed, excepted)


@law.rule("PL-78", "inspection-opinions:4", "inspection-opinions:2")
def bare_word(facts: CapFacts) -> str:
    """单位的年度上限已满时，以投诉、线索、转办等事由不计入次数的检查，须对应已登记的投诉、联动任务或督察问题，没有登记的由负责人确认。

    Returns the sentence of what is wrong, or "". Sampling, visits off site, rechecks and cases say themselves what they are.
    """
    own = facts.sampling or facts.manner == VisitManner.OFF_SITE or facts.kind != VisitKind.TRIGGERED
    if own or facts.linked:
        return ""
    word = TriggerReason(facts.reason).label
    return f"上限已满，以“{word}”安排且不计入次数的，须从登记的信访投诉、联动任务或督察问题安排；没有登记的，由负责人确认并写明理由"


def _over(exception: HeadException | None) -> tuple[bool, str]:
    if exception is None:
        return False, "再查即超过年度上限，不能安排；确有必要的，由负责人写明理由"
    if not exception.by_head:
        return False, "超过年度上限的检查只能由负责人批准"
    if not exception.reason.strip():
        return False, "负责人批准超过年度上限的检查须写明理由"
    return True, f"超过年度上限，负责人批准：{exception.reason.strip()}（{exception.source}）"


@law.rule("PL-27", "plan:6.2", "inspection-opinions:2")
def class_conflicts(law_: Law) -> list[Conflict]:
    """方案规定的最低检查次数高于年度上限的，指明两处条款，不自行取舍。"""
    found = []
    for code in (ManagementClass.KEY, ManagementClass.SIMPLIFIED, ManagementClass.REGISTERED):
        least, basis = minimum_of(code, law_)
        cap = cap_of(code, law_)
        if least > cap.value:
            said = f"{code.label}单位全年最低 {least} 次，高于年度上限 {cap.value} 次"
            found.append(_conflict(code, least, basis, cap, said))
    return found


@law.rule("PL-28", "plan:6.2", "inspection-opinions:2")
def unit_conflict(management_class: str, owed: int, used: int, law_: Law) -> Conflict | None:
    """一家单位本年已计次数加上尚欠的最低次数超过年度上限的，指明两处条款，由负责人决定。"""
    cap, (_, basis) = cap_of(management_class, law_), minimum_of(management_class, law_)
    if not owed or used + owed <= cap.value:
        return None
    said = f"本年已计 {used} 次，最低次数尚欠 {owed} 次，合计超过年度上限 {cap.value} 次"
    return _conflict(ManagementClass(management_class), owed, basis, cap, said)


def minimum_of(management_class: str, law_: Law) -> tuple[int, law.Value]:
    """Visits a year that the plan demands of one unit of the class, and the value that says so.

    A drawn unit is visited once in the year of its draw. A first permit adds nothing: its visit takes the place of the period's.
    """
    if management_class == ManagementClass.KEY:
        value = law.value("inspection.key.per_half_year", on=law_.on)
        return 2 * int(value.value), value
    if management_class == ManagementClass.SIMPLIFIED:
        value = law.value("inspection.simplified.per_year", on=law_.on)
        return int(value.value), value
    value = law.value("inspection.registered.share", on=law_.on)
    return int(value.value > 0 and management_class == ManagementClass.REGISTERED), value


def _conflict(code: ManagementClass, least: int, basis: law.Value, cap: law.Value, said: str) -> Conflict:
    doubt = "" if basis.confirmed and cap.confirmed else "（待确认）"
    sentence = f"{said}：{law.clause(basis.clause).label}与{law.clause(cap.clause).label}相抵触{doubt}。"
    confirmed = basis.confirmed and cap.confirmed
    return Conflict(code, least, int(cap.value), basis.clause, cap.clause, sentence, confirmed)


def _cited(value: law.Value) -> str:
    return law.clause(value.clause).label + ("" if value.confirmed else "，待确认")
