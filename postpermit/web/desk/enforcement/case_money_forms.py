"""Forms for what a fine grows by, what was found out about the act, and who holds the hearing."""

from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.rules.inquiry import QUESTIONS
from postpermit.enforcement.states import CaseState
from postpermit.office.models import Officer
from postpermit.web.desk.acts import Act, Ask
from postpermit.web.desk.enforcement.case_asks import money, officers_named

C = CaseState
OUT = (C.SERVED, C.EXECUTED)
ANSWERS = [("yes", "是"), ("no", "否"), ("open", "尚未查明")]


def _look_into(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    said = {"yes": True, "no": False, "open": None}
    answers = {name: said[typed[name]] for name in QUESTIONS if typed[name]}
    do.look_into(case=case, answers=answers, why=typed["why"], **who)
    return "已登记查明情况，追责期限和不予处罚条件随之判断。"


def _name_host(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.name_host(case=case, host=officers_named([typed["host"]])[0], **who)
    return "已登记听证主持人。"


def _settle(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    waived = money(typed["waived"] or "0", "waived")
    do.settle_surcharge(case=case, paid=money(typed["paid"], "paid"), waived=waived, why=typed["why"], **who)
    return "已登记加处罚款。"


def _daily(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.decide_daily_fine(case=case, **typed | {"yuan": money(typed["yuan"], "yuan")}, **who)
    return "已登记按日连续处罚，并写入一企一档。"


def _hosts(case: PenaltyCase) -> list[tuple[str, str]]:
    """Everybody but those who investigate or did."""
    ours = case.members.filter(role="INVESTIGATOR").values("officer")
    rows = Officer.objects.filter(disabled_at__isnull=True).exclude(pk__in=ours).order_by("pk")
    return [(str(o.public_id), o.name) for o in rows]


def _question(name: str, label: str) -> Ask:
    return Ask(name, label, "select", options=lambda _: ANSWERS)


LOOK_INTO = Act(
    _look_into,
    (
        *(_question(name, label) for name, label in QUESTIONS.items()),
        Ask("why", "查明的依据", required=True, longest=300),
    ),
    says="查明一项登记一项，没有选的不变；追责期限、不予处罚、按日连续处罚的条件按此提示，是否适用由人决定。",
)
NAME_HOST = Act(
    _name_host,
    (Ask("host", "主持人", "select", required=True, options=_hosts),),
    says="本案调查人员不得主持，包括中途退出的。",
)
SETTLE = Act(
    _settle,
    (
        Ask("paid", "已缴加处罚款（元）", "line", required=True),
        Ask("waived", "减免（元）", "line", help="没有减免的不填。"),
        Ask("why", "减免理由", "line", longest=200),
    ),
    says="逾期缴纳的在履行完毕前登记；应加处多少见“期限”，复议、诉讼期间不计算。",
)
DAILY = Act(
    _daily,
    (
        Ask("number", "按日连续处罚决定书文号", "line", required=True, longest=64),
        Ask("on", "决定日期", "day", required=True),
        Ask("yuan", "罚款（元）", "line", required=True, help="等于原罚款乘以计罚日数，系统推算见“期限”。"),
    ),
    says="已罚款并责令改正、复查查明仍在违法的才能登记；由没有参加调查和审核的负责人决定。",
)


def still_open(case: PenaltyCase) -> bool:
    """Nobody has ended it."""
    return case.state in (C.FOUND, C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED, C.DECIDED, *OUT)


def hearing_asked(case: PenaltyCase) -> bool:
    """The party wants to be heard and was not yet."""
    return case.state == C.NOTIFIED and case.hearing_asked_on is not None and case.hearing_on is None


def paid_out(case: PenaltyCase) -> bool:
    """Something was paid, so that it can have been late."""
    return case.state in OUT and case.paid_on is not None


def goes_on(case: PenaltyCase) -> bool:
    """The re-check found that it goes on, and no daily fine stands there yet."""
    return case.state in OUT and case.looked_into.get("still_going") is True and not case.daily
