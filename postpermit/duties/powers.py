"""Who may see duties and records, and the acts that move no state."""

from django.db.models import Q

from postpermit.duties.models import Duty, Instruction, InstructionPart, Record
from postpermit.office.access import Power
from postpermit.office.standing import Standing

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
ALL = ("APPROVAL", "GROUP:LEADER")

POWERS = (
    Power("duties.duty", "view", OFFICE, "party", "plan:3.1", "查看应办事项"),
    Power("duties.duty", "view", ALL, clause="plan:3.1", label="查看全部应办事项"),
    Power("duties.duty", "generate", ("APPROVAL",), clause="plan:3.1", label="按条款生成应办事项"),
    Power("duties.duty", "supervise", ("APPROVAL",), clause="plan:3.1", label="督办"),
    Power("duties.duty", "reply-supervision", OFFICE, "obliged", "plan:3.1", "回复督办"),
    Power("duties.duty", "set-meeting", ("APPROVAL",), clause="plan:4.3", label="设定年会日期"),
    Power("duties.duty", "explain", OFFICE, "obliged", "plan:3.1", "登记延期原因"),
    Power("duties.instruction", "view", OFFICE, "party", "plan:4.1", "查看与本科室有关的批示"),
    Power("duties.instruction", "view", ALL, clause="plan:4.1", label="查看全部批示"),
    Power("duties.instruction", "give", ("GROUP:LEADER", "*:HEAD"), clause="plan:4.1", label="批示"),
    Power("duties.instruction", "enter", ("APPROVAL",), clause="plan:4.1", label="代录领导批示"),
    Power("duties.part", "view", OFFICE, "party", "plan:4.1", "查看批示办理"),
    Power("duties.part", "view", ALL, clause="plan:4.1", label="查看全部批示办理"),
    Power("duties.record", "view", (*OFFICE, "GROUP"), clause="plan:6.2", label="查看办理记录"),
    Power("duties.record", "refer", OFFICE, clause="plan:8.1", label="登记外部编号"),
    Power("duties.instruction", "refer", ("APPROVAL",), clause="plan:8.1", label="登记外部编号"),
    Power("duties.instruction", "refer", OFFICE, "party", "plan:8.1", "登记外部编号"),
    Power("duties.record", "enter", OFFICE, clause="plan:6.2", label="登记本科室的办理记录"),
)

THINGS = {
    "duties.duty": Duty,
    "duties.record": Record,
    "duties.instruction": Instruction,
    "duties.part": InstructionPart,
}


def _ours(standing: Standing) -> Q:
    """Duties of the division; what holders and the group owe is followed by 审批科."""
    return _obliged(standing) & Q(subject_ref="")


def _obliged(standing: Standing) -> Q:
    """Whatever the division owes, a linkage task's step included."""
    mine = set(standing.divisions)
    if "APPROVAL" in mine:
        mine |= {"HOLDER", "GROUP"}
    return Q(obligor__in=mine)


def _party(standing: Standing) -> Q:
    """What the rules give is open to the whole bureau; a linkage task's duty only to whose it is.

    Said as what is left out: written with OR, SQLite walks three indexes over the whole ledger instead of one year.
    """
    others = ~Q(obligor__in=standing.divisions) & ~Q(post__in=standing.post_codes)
    return ~(Q(subject_ref__gt="") & others)


def _record_ours(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


def _record_decides(standing: Standing) -> Q:
    """Somebody else of the division, or the group's leader."""
    leads = any(post.in_group == "LEADER" for post in standing.posts)
    ours = Q(pk__isnull=False) if leads else _record_ours(standing)
    return ours & ~Q(asked_ref=standing.officer.ref)


def _part_ours(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


def _part_given(standing: Standing) -> Q:
    """Who gave the instruction; 审批科 follows all of them."""
    given = Q(instruction__given_ref=standing.officer.ref)
    return Q(pk__isnull=False) if "APPROVAL" in standing.divisions else given


def _instruction_party(standing: Standing) -> Q:
    """Given or entered by this officer, or to be carried out by the division."""
    parts = InstructionPart.objects.filter(division__in=standing.divisions).values("instruction")
    me = standing.officer.ref
    return Q(given_ref=me) | Q(entered_ref=me) | Q(pk__in=parts)


def _part_party(standing: Standing) -> Q:
    return Q(instruction__in=Instruction.objects.filter(_instruction_party(standing)).values("pk"))


SCOPES = {
    ("duties.part", "ours"): _part_ours,
    ("duties.part", "given"): _part_given,
    ("duties.part", "party"): _part_party,
    ("duties.instruction", "party"): _instruction_party,
    ("duties.duty", "ours"): _ours,
    ("duties.duty", "obliged"): _obliged,
    ("duties.duty", "party"): _party,
    ("duties.record", "ours"): _record_ours,
    ("duties.record", "decides"): _record_decides,
}
