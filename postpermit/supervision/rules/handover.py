"""What happens to a finding: told once, corrected, or handed over (plan 5.3)."""

from enum import StrEnum

from postpermit import law
from postpermit.supervision.states import Conduct, FindingKind


class Fate(StrEnum):
    """What the table decides: told with the notice, waited for, handed over, or settled."""

    TELL = "TELL"
    WAIT = "WAIT"
    HAND_OVER = "HAND_OVER"
    SETTLED = "SETTLED"


class Answered(StrEnum):
    """What the unit did about it: nothing yet, not in time, something that was accepted or refused."""

    NOT_TOLD = "NOT_TOLD"
    WAITING = "WAITING"
    OVERDUE = "OVERDUE"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


_W, _H, _S, _T = Fate.WAIT, Fate.HAND_OVER, Fate.SETTLED, Fate.TELL
_ORDINARY = {
    Answered.NOT_TOLD: _T,
    Answered.WAITING: _W,
    Answered.OVERDUE: _H,
    Answered.ACCEPTED: _S,
    Answered.REFUSED: _H,
}
_AT_ONCE = dict.fromkeys(Answered, _H) | {Answered.ACCEPTED: _S}
# (kind, conduct) → what the unit did → what follows. Named conduct goes at once, without waiting for a reply.
TABLE: dict[tuple[FindingKind, Conduct], dict[Answered, Fate]] = {
    (kind, conduct): _ORDINARY if conduct is Conduct.NONE else _AT_ONCE
    for kind in FindingKind
    for conduct in Conduct
}


@law.rule("SV-101", "plan:5.3")
def fate(kind: str, conduct: str, answered: str, *, substantive_at_once: bool = False) -> Fate:
    """未落实自行监测、未按要求公开、未提交报告的立即移交；其余一次性告知，逾期未改或不符合要求的移交。"""
    found = TABLE[FindingKind(kind), Conduct(conduct)][Answered(answered)]
    waits = found in (Fate.TELL, Fate.WAIT)
    if substantive_at_once and waits and FindingKind(kind) is FindingKind.SUBSTANTIVE:
        return Fate.HAND_OVER
    return found


@law.rule("SV-102", "plan:5.3", judgement=True)
def conduct_of(rule: str) -> Conduct:
    """系统提示属于监测次数不足、应自动监测未监测、未按要求公开或未提交报告的，按点名情形处理，由人确认。"""
    return _CONDUCT.get(rule, Conduct.NONE)


_CONDUCT = {
    "SV-1": Conduct.NO_REPORT,
    "SV-52": Conduct.NO_MONITORING,
    "SV-53": Conduct.NO_MONITORING,
    "SV-69": Conduct.NO_DISCLOSURE,
}


@law.rule("SV-103", "plan:5.3")
def late_finding_fault(notice_out: bool, late: bool, why: str) -> str:
    """意见单只发一次；发出后才发现的问题不得另发，只能移交或转下次检查，并写明理由。

    Returns the sentence of what is wrong, or "".
    """
    if notice_out and not late:
        return "意见单已发出，新发现的问题按迟发现处理。"
    if late and not why.strip():
        return "意见单已发出，请写明移交或转下次检查的理由。"
    return ""
