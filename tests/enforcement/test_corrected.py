"""立行立改 is over when somebody looked, when something shows it, or when the head answers for it; a recheck says which."""

from datetime import timedelta
from typing import Any

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import VisitFinding
from postpermit.enforcement.rules.corrected import Proof, proof_fault, recheck_fault
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.models import Attachment
from tests.enforcement.building import VisitDesk

HEAD = "enforcement-head"
PNG = b"\x89PNG\r\n\x1a\n"


def correcting(visits: VisitDesk, unit: int = 1) -> VisitFinding:
    """A finding that is to be put right."""
    finding = visits.find(visits.ended(unit))
    return do.correct_on_the_spot(finding=finding, demand="补装标志牌", by=visits.by(), at=visits.at)


def file_of(visits: VisitDesk, finding: VisitFinding, minutes: int) -> Attachment:
    """What the unit sent in, so many minutes after it was asked."""
    at = visits.at + timedelta(minutes=minutes)
    return attach(
        subject=finding.visit, name="整改.png", data=PNG + bytes([minutes % 250]), by=visits.by(), at=at
    )


def test_nobody_confirms_without_having_looked_or_anything_to_show(visits: VisitDesk) -> None:
    """EN-142: the same inspector in the same minute has neither."""
    finding = correcting(visits)
    told: dict[str, Any] = {"finding": finding, "outcome": "已改", "by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="由负责人认定"):
        do.confirm_corrected(**told)
    with pytest.raises(Refused, match="之前就有"):
        do.confirm_corrected(**told, proof=file_of(visits, finding, -5))
    with pytest.raises(Refused, match="不是这次检查的附件"):
        do.confirm_corrected(**told, proof=file_of(visits, correcting(visits, 2), 5))
    do.confirm_corrected(**told, proof=file_of(visits, finding, 5))
    assert finding.state == "RESOLVED"


def test_the_head_answers_for_it_with_a_reason(visits: VisitDesk) -> None:
    """EN-142: what he says is the outcome."""
    finding = correcting(visits)
    told: dict[str, Any] = {"finding": finding, "by": visits.by(HEAD), "at": visits.at}
    with pytest.raises(Refused, match="理由"):
        do.accept_corrected(**told, why=" ")
    do.accept_corrected(**told, why="电话视频核实，标志牌已装")
    assert (finding.state, finding.outcome) == ("RESOLVED", "电话视频核实，标志牌已装")
    assert [s.who for s in VisitFinding.STEPS if s.verb == "accept-corrected"] == [
        ("ENFORCEMENT:HEAD", "ENFORCEMENT:DEPUTY")
    ]


@pytest.mark.parametrize("way", ["corrected", "extended", "case"])
def test_a_recheck_is_closed_once_it_says_what_it_saw(visits: VisitDesk, way: str) -> None:
    """EN-143: corrected, more time, or a case."""
    finding = correcting(visits)
    again = visits.ended(1, kind="RECHECK", reason="RECHECK", recheck_of=finding)
    told: dict[str, Any] = {"by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="还没有结论"):
        do.close_visit(visit=again, **told)
    if way == "corrected":
        do.confirm_corrected(finding=finding, visit=again, outcome="已装", **told)
    elif way == "extended":
        more = visits.today + timedelta(days=30)
        do.extend_correction(finding=finding, due_on=more, why="订货", **told | {"by": visits.by(HEAD)})
    else:
        do.put_into_case(finding=finding, case=visits.case(1), **told)
    assert do.close_visit(visit=again, **told).state == "CLOSED"


def test_a_recheck_that_met_nobody_is_closed_without_an_answer(visits: VisitDesk) -> None:
    """EN-143: it saw nothing; the finding goes on waiting."""
    again = visits.ended(1, "NOBODY", kind="RECHECK", reason="RECHECK", recheck_of=correcting(visits))
    assert do.close_visit(visit=again, by=visits.by(), at=visits.at).state == "CLOSED"


def test_what_shows_a_correction_and_what_does_not() -> None:
    """EN-142, EN-143: both tables whole."""
    assert proof_fault(visited=True, proof=Proof.NONE) == proof_fault(visited=False, proof=Proof.FITS) == ""
    assert proof_fault(visited=False, proof=Proof.NONE) and proof_fault(visited=True, proof=Proof.EARLIER)
    assert [recheck_fault(correcting=c, extended=e) == "" for c in (True, False) for e in (True, False)] == [
        True, False, True, True,
    ]  # fmt: skip
