"""Who may see and keep which part of the register (plan 8.2)."""

from django.db.models import Model, Q

from postpermit.office.access import Power
from postpermit.office.standing import Standing
from postpermit.register.models import Facility, FieldProposal
from postpermit.register.rules import FACT_OWNERS

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
SEEING = (*OFFICE, "GROUP")
FACT_LABELS = {
    "eia": "登记环评审批和备案",
    "key-unit": "登记环境监管重点单位",
    "statistic": "登记环境统计",
    "credit": "登记信用评价",
    "penalty": "登记行政处罚",
    "complaint": "登记信访投诉",
}

POWERS = (
    Power("register.facility", "view", SEEING, clause="plan:8.2", label="查看一企一档"),
    Power(
        "register.facility",
        "edit",
        OFFICE,
        clause="plan:8.2",
        label="维护单位信息（归口字段直接改，其他字段作建议）",
    ),
    Power("register.facility", "enter-unlisted", OFFICE, clause="plan:8.2", label="登记未纳入单位"),
    Power("register.facility", "import", OFFICE, clause="plan:8.2", label="导入登记表"),
    Power("register.facility", "enter-event", ("APPROVAL",), clause="plan:8.2", label="登记许可证事件"),
    Power("register.facility", "refer", OFFICE, clause="plan:8.2", label="登记外部编号"),
    Power("register.proposal", "view", SEEING, clause="plan:8.2", label="查看数据建议"),
    Power("register.fact", "enter", OFFICE, clause="plan:8.2", label="登记归口信息"),
    *(
        Power("register.fact", f"enter-{kind}", (division,), clause="plan:8.2", label=FACT_LABELS[kind])
        for kind, division in FACT_OWNERS.items()
    ),
)

THINGS: dict[str, type[Model] | str] = {
    "register.facility": Facility,
    "register.proposal": FieldProposal,
    "register.fact": "归口信息",
}


def _owner(standing: Standing) -> Q:
    return Q(owner__in=standing.divisions)


SCOPES = {("register.proposal", "owner"): _owner}
