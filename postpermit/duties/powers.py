"""Who may see duties and records, and the acts that move no state."""

from django.db.models import Q

from postpermit.duties.models import Duty, Record
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
    Power("duties.record", "view", (*OFFICE, "GROUP"), clause="plan:6.2", label="查看办理记录"),
    Power("duties.record", "enter", OFFICE, clause="plan:6.2", label="登记本科室的办理记录"),
)

THINGS = {"duties.duty": Duty, "duties.record": Record}


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
    """What the rules give is open to the whole bureau; a linkage task's duty only to whose it is."""
    return Q(subject_ref="") | Q(obligor__in=standing.divisions) | Q(post__in=standing.post_codes)


def _record_ours(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


def _record_decides(standing: Standing) -> Q:
    """Somebody else of the division, or the group's leader."""
    leads = any(post.in_group == "LEADER" for post in standing.posts)
    ours = Q(pk__isnull=False) if leads else _record_ours(standing)
    return ours & ~Q(asked_ref=standing.officer.ref)


SCOPES = {
    ("duties.duty", "ours"): _ours,
    ("duties.duty", "obliged"): _obliged,
    ("duties.duty", "party"): _party,
    ("duties.record", "ours"): _record_ours,
    ("duties.record", "decides"): _record_decides,
}
