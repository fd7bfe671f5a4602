"""One text per stage of a case, in the field order of the city's system: filing, notice, decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.enforcement.models import CaseFile, PenaltyCase, VisitFinding
from postpermit.enforcement.queries.case_people import investigators_of
from postpermit.enforcement.queries.case_standing import chosen_basis, conditions_of, conduct_label
from postpermit.enforcement.rules.bases import readings
from postpermit.enforcement.rules.case_conditions import Answer
from postpermit.enforcement.rules.case_names import case_title, next_document
from postpermit.enforcement.rules.counting import dated, written
from postpermit.enforcement.rules.punishment import persons_of, punishment_shown
from postpermit.enforcement.states import CaseState
from postpermit.law import Value

SYSTEM = "CITY-ENFORCEMENT"
C = CaseState
# Stage → its name, and from which state on there is something to say.
STAGES = {
    "filing": ("立案审批", tuple(C)),
    "notice": ("处罚告知", (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)),
    "decision": ("处罚决定", (C.NOTIFIED, C.DECIDED, C.SERVED)),
}


@dataclass(frozen=True)
class Pasted:
    """A text to paste: its stage by code, how that is called, and the lines."""

    stage: str
    label: str
    text: str


def case_texts(case: PenaltyCase, on: date) -> tuple[Pasted, ...]:
    """The texts of the stages that the case is at or before; 立案 until it was filed."""
    stages = [s for s, (_, states) in STAGES.items() if case.state in states]
    if case.filed_on is not None or case.state != C.FOUND:
        stages.remove("filing")
    if "notice" in stages and not case.basis:
        stages.remove("notice")
    if not stages:
        return ()
    facts, orders = _facts(case, on), law.system(SYSTEM).fields
    return tuple(
        Pasted(s, STAGES[s][0], "\n".join(f"{label}：{facts.get(fact, '')}" for label, fact in orders[f"enforcement.case/{s}"]))
        for s in stages
    )  # fmt: skip


def suggested_number(kind: str, on: date) -> str:
    """The next number of a notice or a decision after those that stand here."""
    pattern = str(dated(f"penalty.number.{kind}", on).value)
    if kind == "decision":
        used = PenaltyCase.objects.filter(decision_number__contains=str(on.year))
        return next_document(pattern, on.year, used.values_list("decision_number", flat=True))
    held = CaseFile.objects.filter(code=kind, number__contains=str(on.year), withdrawn_why="")
    return next_document(pattern, on.year, held.values_list("number", flat=True))


def _facts(case: PenaltyCase, on: date) -> Mapping[str, str]:
    unit, conduct = case.facility, conduct_label(case.conduct)
    texts = [f.text for f in case_findings(case)]
    people = "、".join(f"{m.name}（{m.certificate}）" for m in investigators_of(case))
    return {
        "name": case_title(case.title),
        "source": _source(case),
        "unit": unit.name,
        "party": case.get_party_display(),
        "uscc": unit.uscc,
        "legal": unit.legal_representative,
        "address": unit.address,
        "phone": unit.phone,
        "found": written(case.found_on),
        "act": f"{written(case.act_from)}至{written(case.act_to) if case.act_to else '今，仍在持续'}",
        "conduct": conduct,
        "facts": "；".join(texts) or case.title,
        "who": people,
        **_law_facts(case, on),
        **_right_facts(case, on),
    }


def case_findings(case: PenaltyCase) -> list[VisitFinding]:
    """The findings of visits that the case deals with."""
    return list(VisitFinding.objects.filter(case=case).order_by("pk"))


def _source(case: PenaltyCase) -> str:
    lead = "违法线索移送" if case.lead_id else ""
    return lead or ("现场检查发现" if case_findings(case) else "")


def _law_facts(case: PenaltyCase, on: date) -> dict[str, str]:
    basis = chosen_basis(case, on)
    held = case.files.filter(withdrawn_why="", annex=False).order_by("on", "pk")
    said = readings(case.conduct, case.act_from, case.act_to, on).readings
    return {
        "bases": "；".join(r.basis.shown for r in said),
        "basis": f"{basis.shown}{f'（{case.circumstance}）' if case.circumstance else ''}" if basis else "",
        "why": case.basis_why,
        "evidence": "；".join(f.title for f in held),
        "proposed": punishment_shown(
            case.proposed_fine, case.measures, case.proposed_gains, persons_of(case.proposed_persons)
        ),
        "decided": punishment_shown(case.fine, case.measures, case.gains, persons_of(case.persons))
        if case.decided_on
        else "",
        "notice_number": suggested_number("notice", on),
        "decision_number": case.decision_number or suggested_number("decision", on),
    }


def _right_facts(case: PenaltyCase, on: date) -> dict[str, str]:
    hearing = next(c for c in conditions_of(case, on) if c.code == "hearing")
    asks = dated("penalty.hearing.request.days", on)
    offered = (
        f"可以在收到告知书之日起{_period(asks)}内要求听证"
        if hearing.answer is Answer.MUST
        else "不属于应当告知听证的情形"
    )
    days = [("告知书送达", case.notified_on), ("收到陈述申辩", case.statement_on), ("听证", case.hearing_on)]
    internal = [("法制审核", case.reviewed_on), ("集体讨论", case.discussed_on)]
    return {
        "statement": f"收到告知书之日起{_period(dated('penalty.statement.days', on))}内",
        "hearing": offered,
        "heard": _dates(days),
        "reviewed": _dates(internal),
        "payment": f"收到决定书之日起{_period(dated('penalty.payment.days', on))}内",
        # Which body and which court depends on the district: left for whoever writes the decision.
        "remedies": f"收到决定书之日起{_period(dated('penalty.review.days', on))}内可以向____申请行政复议，"
        f"{_period(dated('penalty.suit.months', on))}内可以向____人民法院提起行政诉讼",
    }


def _period(value: Value) -> str:
    return f"{value.plain}{'' if value.confirmed else '（待确认）'}"


def _dates(rows: list[tuple[str, date | None]]) -> str:
    return "；".join(f"{label} {written(day)}" for label, day in rows if day)
