"""A case as the rules see it: its facts, its clocks on a day, its file and what is missing, and what is intended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from postpermit import law
from postpermit.enforcement.models import CaseFile, CasePause, PenaltyCase
from postpermit.enforcement.rules.bases import readings
from postpermit.enforcement.rules.case_conditions import (
    Answer,
    Condition,
    Intended,
    discussion,
    hearing,
    legal_review,
    leniency,
    limitation,
)
from postpermit.enforcement.rules.case_facts import CaseFacts, Pause, Span
from postpermit.enforcement.rules.case_files import Filed, Needed, missing
from postpermit.enforcement.rules.clock import Clock
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.punishment import counts_as_unit, persons_of
from postpermit.enforcement.rules.waits import BESIDE
from postpermit.law import PenaltyBasis
from postpermit.trail.models import reference
from postpermit.workdays import Calendar

# Fact → column, where they have different names.
COLUMNS = {
    "found_on": "found_on",
    "filed_on": "filed_on",
    "correction_served_on": "order_on",
    "rechecked_on": "rechecked_on",
    "investigated_on": "concluded_on",
    "reviewed_on": "reviewed_on",
    "discussed_on": "discussed_on",
    "notified_on": "notified_on",
    "statement_on": "statement_on",
    "hearing_requested_on": "hearing_asked_on",
    "heard_on": "hearing_on",
    "decided_on": "decided_on",
    "served_on": "served_on",
    "disclosed_on": "disclosed_on",
    "paid_on": "paid_on",
    "closed_on": "closed_on",
    "archived_on": "archived_on",
}
FLAGS = {"filing_extended_on": "filing_extended", "seizure_extended_on": "seizure_extended"}


# What runs beside the stages: publishing and taking back share one reference, since one follows the other.
MARKS = ("", "disclose", *BESIDE)


def case_ref(case: PenaltyCase, mark: str) -> str:
    """Under what a duty of the case stands: a matter has one open duty, and what runs beside it a mark of its own."""
    return f"{reference(case)}/{mark}" if mark else reference(case)


def case_refs(case: PenaltyCase) -> tuple[str, ...]:
    """Every reference under which a duty of the case may stand; the first is its stage, the second its disclosure."""
    return tuple(case_ref(case, mark) for mark in MARKS)


def facts_of(case: PenaltyCase, pauses: Sequence[CasePause] | None = None) -> CaseFacts:
    """Every date of the case under the names of the rules. One query, none where the pauses are given."""
    rows = list(case.pauses.all()) if pauses is None else pauses
    given: dict[str, Any] = {fact: getattr(case, column) for fact, column in COLUMNS.items()}
    for name, text in case.other_dates.items():
        if name in FLAGS:
            given[FLAGS[name]] = True
        else:
            given[name] = date.fromisoformat(text)
    return CaseFacts(
        simple=case.summary,
        decision_extension_days=case.extension_days,
        hearing_offered=case.notified_on is not None
        and hearing(intended_of(case, case.proposed_fine), case.notified_on).answer is Answer.MUST,
        fine_yuan=case.fine,
        spans=tuple(Span(Pause(p.reason), p.from_on, p.to_on) for p in rows),
        **given,
    )


def intended_of(case: PenaltyCase, fine: Decimal | None = None) -> Intended:
    """What is about to be decided, and by whose amounts it is measured."""
    known = case.looked_into
    return Intended(
        fine_yuan=fine if fine is not None else case.proposed_fine,
        unit=counts_as_unit(case.party, case.found_on),
        person_fines=tuple(p.yuan for p in persons_of(case.proposed_persons)),
        gains=case.proposed_gains,
        first_time=known.get("first_time"),
        slight=known.get("slight"),
        corrected=known.get("corrected"),
        harmless=known.get("harmless"),
        grave=case.grave,
        complex=case.complex,
        public_interest=case.public_interest,
        heard=case.hearing_on is not None,
        only_warning=fine == 0,
    )


def clocks_on(
    case: PenaltyCase, on: date, calendar: Calendar, pauses: Sequence[CasePause] | None = None
) -> tuple[Clock, ...]:
    """Every clock of the case as it stands on a day."""
    return clocks_of(facts_of(case, pauses), calendar, on)


def archive_clock(case: PenaltyCase, on: date, calendar: Calendar) -> Clock:
    """The clock of filing. A case that was not filed or was withdrawn is filed from that day."""
    facts = facts_of(case)
    ended = facts.closed_on or facts.not_filed_on or facts.withdrawn_on
    return next(c for c in clocks_of(replace(facts, closed_on=ended), calendar, on) if c.code == "archive")


def filed_of(case: PenaltyCase, rows: Sequence[CaseFile] | None = None) -> list[Filed]:
    """The documents that lie in the file."""
    held = case.files.filter(withdrawn_why="") if rows is None else rows
    return [Filed(f.code, f.title, f.on, f.pages, f.number, f.annex) for f in held if not f.withdrawn_why]


def missing_of(case: PenaltyCase, facts: CaseFacts | None = None) -> tuple[Needed, ...]:
    """What the file should hold by now and does not."""
    return missing(facts or facts_of(case), filed_of(case), case.excused)


def conditions_of(case: PenaltyCase, on: date, fine: Decimal | None = None) -> tuple[Condition, ...]:
    """追责期限、法制审核、集体讨论、听证: what this case must have, with the reasons."""
    meant = intended_of(case, fine)
    return (
        limitation(
            case.act_to,
            case.found_on,
            environmental_harm=case.looked_into.get("environmental_harm"),
            health_harm=case.looked_into.get("health_harm"),
        ),
        legal_review(meant, on),
        discussion(meant, on),
        hearing(meant, on),
        leniency(meant),
    )


def chosen_basis(case: PenaltyCase, on: date) -> PenaltyBasis | None:
    """The provision that a person chose, among all that are read for this conduct; None where none was chosen."""
    if not case.basis or not known_conduct(case.conduct):
        return None
    found = readings(case.conduct, case.act_from, case.act_to, on, case.circumstance).readings
    return next((r.basis for r in found if r.basis.clause == case.basis), None)


def known_conduct(code: str) -> bool:
    """Whether the table of bases has that conduct."""
    return any(c.code == code for c in law.penalty_conducts())


def conduct_label(code: str) -> str:
    """The conduct in words; the code itself where the table does not have it."""
    return next((c.label for c in law.penalty_conducts() if c.code == code), code)
