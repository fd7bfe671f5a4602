"""Who may see and do what in planning; moving a state is granted by the STEPS rows (plan 3.4, 3.5, 6)."""

from django.db.models import Exists, Model, OuterRef, Q

from postpermit.office.access import Power
from postpermit.office.standing import Standing
from postpermit.planning.models import (
    Beat,
    CapException,
    Commitment,
    Draw,
    Need,
    PlannedVisit,
    Recusal,
    YearPlan,
)

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
SEEING = (*OFFICE, "GROUP")
PLANNERS = ("ENFORCEMENT",)
DRAWERS = ("LEGAL", "ENFORCEMENT")
CHIEFS = ("ENFORCEMENT:HEAD", "ENFORCEMENT:DEPUTY")

POWERS = (
    Power("planning.plan", "view", SEEING, clause="plan:3.4", label="查看年度执法计划"),
    Power("planning.plan", "make", PLANNERS, clause="plan:3.4", label="新建年度计划、填写人力"),
    Power("planning.plan", "what-if", DRAWERS, clause="plan:3.4", label="推演年度计划"),
    Power("planning.plan", "import", DRAWERS, clause="plan:3.4", label="导入市级系统的计划"),
    Power("planning.planned", "view", SEEING, clause="plan:6.2", label="查看计划检查"),
    Power("planning.need", "view", SEEING, clause="plan:3.4", label="查看工作需求"),
    Power("planning.need", "submit", OFFICE, clause="plan:3.4", label="提出工作需求"),
    Power("planning.draw", "view", SEEING, clause="plan:6.1", label="查看抽取"),
    Power("planning.draw", "freeze", DRAWERS, clause="plan:6.1", label="封存抽取名单"),
    Power("planning.draw", "import", DRAWERS, clause="plan:6.1", label="导入市级系统的抽取结果"),
    Power("planning.draw", "supplement", DRAWERS, clause="plan:6.1", label="补充抽取检查人员"),
    Power("planning.draw", "replace", CHIEFS, clause="plan:6.1", label="递补"),
    Power("planning.beat", "view", SEEING, clause="plan:6.1", label="查看片区"),
    Power("planning.beat", "set", CHIEFS, clause="plan:6.1", label="确定片区"),
    Power("planning.recusal", "view", ("ENFORCEMENT", "LEGAL", "GROUP:LEADER"), clause="penalty-law:43", label="查看回避"),
    Power("planning.recusal", "set", CHIEFS, clause="penalty-law:43", label="决定回避"),
    Power("planning.cap", "view", SEEING, clause="plan:6.2", label="查看检查频次"),
    Power("planning.cap", "except", ("ENFORCEMENT:HEAD",), clause="plan:6.2", label="批准超频次检查"),
)  # fmt: skip

THINGS: dict[str, type[Model] | str] = {
    "planning.plan": YearPlan,
    "planning.planned": PlannedVisit,
    "planning.need": Need,
    "planning.draw": Draw,
    "planning.beat": Beat,
    "planning.recusal": Recusal,
    "planning.cap": CapException,
}


def _uncommitted(standing: Standing) -> Q:
    """Draws to which this officer's division has not committed yet."""
    held = Commitment.objects.filter(draw=OuterRef("pk"), division__in=standing.divisions)
    return Q(~Exists(held))


def _unrevealed(standing: Standing) -> Q:
    """Draws whose bytes this officer's division still keeps."""
    kept = Commitment.objects.filter(draw=OuterRef("pk"), division__in=standing.divisions, revealed="")
    return Q(Exists(kept))


def _value_to_tell(standing: Standing) -> Q:
    """Draws for which every division has told its bytes, and whose public value the other division did not enter."""
    told = Commitment.objects.filter(draw=OuterRef("pk")).exclude(revealed="")
    kept = Commitment.objects.filter(draw=OuterRef("pk"), revealed="")
    free = Q(told_division="") | Q(told_division__in=standing.divisions)
    return free & Q(Exists(told)) & ~Q(Exists(kept))


def _value_of_another(standing: Standing) -> Q:
    """Draws whose public value the other division has entered."""
    return ~Q(told_division="") & ~Q(told_division__in=standing.divisions)


SCOPES = {
    ("planning.draw", "uncommitted"): _uncommitted,
    ("planning.draw", "unrevealed"): _unrevealed,
    ("planning.draw", "value-to-tell"): _value_to_tell,
    ("planning.draw", "value-of-another"): _value_of_another,
}
