"""What is imposed beside the fine, as it is kept on a case: proposed with the basis, decided with the decision."""

from typing import Any

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_holding import UnableToActOnCase, refuse_words
from postpermit.enforcement.rules.punishment import Beside, persons_kept, persons_of
from postpermit.enforcement.states import Party


def also(beside: Beside) -> dict[str, Any]:
    """As the rule of a fine takes it before anything was told to the party."""
    return {"times": beside.times, "persons": beside.persons, "gains": beside.gains}


def also_decided(case: PenaltyCase, beside: Beside) -> dict[str, Any]:
    """As the rule takes it for a decision: so often as the basis was chosen for, and not more than was told."""
    told = {"told_persons": persons_of(case.proposed_persons), "told_gains": case.proposed_gains}
    return also(beside) | {"times": case.times} | told


def proposed_beside(case: PenaltyCase, beside: Beside) -> dict[str, Any]:
    """The columns of what is proposed. Refused where the kind of party is none."""
    party = beside.party or case.party
    if party not in set(Party):
        raise UnableToActOnCase("请选择当事人类型。", place="party")
    _refuse_names(beside)
    return {
        "times": beside.times,
        "party": party,
        "proposed_persons": persons_kept(beside.persons),
        "proposed_gains": beside.gains,
    }


def told_beside(case: PenaltyCase) -> Beside:
    """What the party was told, beside the fine."""
    return Beside(case.times, persons_of(case.proposed_persons), case.proposed_gains, case.party)


def decided_beside(beside: Beside) -> dict[str, Any]:
    """The columns of what was decided."""
    _refuse_names(beside)
    return {"persons": persons_kept(beside.persons), "gains": beside.gains}


def _refuse_names(beside: Beside) -> None:
    for one in beside.persons:
        refuse_words("persons", one.who, 40, "责任人员的职务或姓名")
