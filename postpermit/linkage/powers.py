"""Who may see and begin what in 三监联动; moving a state is granted by the STEPS rows."""

from django.db.models import Q

from postpermit.linkage.models import PaperReturn, Slip, SlipAssignment, ViolationLead
from postpermit.linkage.rules import led_by
from postpermit.office.access import Power
from postpermit.office.standing import Standing

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
ALL = ("APPROVAL", "GROUP:LEADER")

POWERS = (
    Power("linkage.slip", "view", OFFICE, "party", "plan:8.1", "查看本科室发起、接收或牵头的联动任务"),
    Power("linkage.slip", "view", ALL, clause="plan:3.1", label="查看全部联动任务"),
    Power("linkage.slip", "raise", OFFICE, clause="plan:8.1", label="发起联动任务"),
    Power("linkage.slip", "attach", OFFICE, "party", "plan:a5", "上传附件"),
    Power("linkage.slip", "print", OFFICE, "party", "plan:a5", "打印转办单"),
    Power("linkage.slip", "print", ALL, clause="plan:a5", label="打印转办单"),
    Power("linkage.slip", "return-paper", OFFICE, "raiser", "plan:a5", "读入回填的转办单"),
    Power("linkage.slip", "return-paper", ("APPROVAL",), clause="plan:a5", label="读入回填的转办单"),
    Power("linkage.slip", "place-paper", OFFICE, "raiser", "plan:a5", "登记纸质原件所在"),
    Power("linkage.slip", "place-paper", ("APPROVAL",), clause="plan:a5", label="登记纸质原件所在"),
    Power("linkage.slip", "keep-outside", OFFICE, clause="plan:8.1", label="登记市级系统、线下已办的任务"),
    Power("linkage.slip", "refer", OFFICE, "party", "plan:8.1", "登记外部编号"),
    Power("linkage.slip", "refer", ("APPROVAL",), clause="plan:8.1", label="登记外部编号"),
    Power("linkage.lead", "refer", ("APPROVAL",), clause="plan:8.1", label="登记外部编号"),
    Power("linkage.assignment", "keep-progress", OFFICE, "raiser", "plan:8.1", "登记市级系统、线下办理进展"),
    Power(
        "linkage.assignment", "keep-progress", OFFICE, "receiver", "plan:8.1", "登记市级系统、线下办理进展"
    ),
    Power(
        "linkage.assignment",
        "keep-progress",
        ("APPROVAL",),
        clause="plan:8.1",
        label="登记市级系统、线下办理进展",
    ),
    Power("linkage.paper", "view", OFFICE, "party", "plan:a5", "核对回填的转办单"),
    Power("linkage.paper", "view", ALL, clause="plan:a5", label="核对回填的转办单"),
    Power("linkage.slip", "remind", ("APPROVAL",), clause="plan:3.1", label="催办"),
    Power("linkage.assignment", "view", OFFICE, "party", "plan:8.1", "查看接收与反馈"),
    Power("linkage.assignment", "view", ALL, clause="plan:3.1", label="查看全部接收与反馈"),
    Power("linkage.assignment", "accept-on-behalf", OFFICE, "raiser", "plan:a5", "代录接收情况"),
    Power("linkage.assignment", "accept-on-behalf", ("APPROVAL",), clause="plan:a5", label="代录接收情况"),
    Power("linkage.assignment", "give-feedback-on-behalf", OFFICE, "raiser", "plan:a5", "代录反馈"),
    Power("linkage.assignment", "give-feedback-on-behalf", ("APPROVAL",), clause="plan:a5", label="代录反馈"),
    Power("linkage.lead", "view", OFFICE, "party", "plan:8.1", "查看本科室发现或参与处理的线索"),
    Power("linkage.lead", "view", ALL, clause="plan:3.1", label="查看全部线索"),
    Power("linkage.lead", "refer", OFFICE, "party", "plan:8.1", "登记外部编号"),
    Power("linkage.lead", "suspect", OFFICE, clause="plan:8.1", label="登记疑似线索"),
)

THINGS = {
    "linkage.slip": Slip,
    "linkage.assignment": SlipAssignment,
    "linkage.lead": ViolationLead,
    "linkage.paper": PaperReturn,
}


def _leader(standing: Standing) -> bool:
    return any(post.in_group == "LEADER" for post in standing.posts)


def _slip_party(standing: Standing) -> Q:
    """Raised it, received it, or leads its subject; a division it was only meant for sees nothing yet."""
    mine = standing.divisions
    received = Slip.objects.filter(assignments__division__in=mine).values("pk")
    return Q(raised_by__in=mine) | Q(pk__in=received) | Q(subject__in=led_by(mine), state__in=SENT)


def _slip_raiser(standing: Standing) -> Q:
    return Q(raised_by__in=standing.divisions)


def _slip_raiser_signs(standing: Standing) -> Q:
    return Q(pk__isnull=False) if _leader(standing) else _slip_raiser(standing)


def _assignment_party(standing: Standing) -> Q:
    return Q(slip__in=Slip.objects.filter(_slip_party(standing)).values("pk"))


def _assignment_raiser(standing: Standing) -> Q:
    return Q(slip__raised_by__in=standing.divisions)


def _receiver(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


def _receiver_signs(standing: Standing) -> Q:
    return Q(pk__isnull=False) if _leader(standing) else _receiver(standing)


def _finder(standing: Standing) -> Q:
    return Q(found_by__in=standing.divisions)


def _lead_party(standing: Standing) -> Q:
    slips = Slip.objects.filter(_slip_party(standing), lead__isnull=False).values("lead")
    return _finder(standing) | Q(pk__in=slips)


def _paper_party(standing: Standing) -> Q:
    return Q(slip__in=Slip.objects.filter(_slip_party(standing)).values("pk"))


def _paper_enters(standing: Standing) -> Q:
    """The raiser decides about its own paper; 审批科 about any."""
    return (
        Q(pk__isnull=False) if "APPROVAL" in standing.divisions else Q(slip__raised_by__in=standing.divisions)
    )


SENT = ("CIRCULATING", "CONFIRMED", "WITHDRAWAL_ASKED", "ARCHIVED")

SCOPES = {
    ("linkage.paper", "party"): _paper_party,
    ("linkage.paper", "enters"): _paper_enters,
    ("linkage.slip", "party"): _slip_party,
    ("linkage.slip", "raiser"): _slip_raiser,
    ("linkage.slip", "raiser-signs"): _slip_raiser_signs,
    ("linkage.assignment", "party"): _assignment_party,
    ("linkage.assignment", "raiser"): _assignment_raiser,
    ("linkage.assignment", "receiver"): _receiver,
    ("linkage.assignment", "receiver-signs"): _receiver_signs,
    ("linkage.lead", "finder"): _finder,
    ("linkage.lead", "party"): _lead_party,
}
