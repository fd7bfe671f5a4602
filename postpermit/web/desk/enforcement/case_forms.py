"""What each step of a case asks for on screen, and the operation it calls."""

from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.web.desk.acts import Act, Ask
from postpermit.web.desk.enforcement.case_asks import (
    FINE_HELP,
    GAPS,
    ON,
    PERSONS_HELP,
    bases_of,
    decided_of,
    inspectors,
    money,
    officers_named,
)
from postpermit.web.desk.enforcement.case_ruling_forms import REINVESTIGATE, REVOKE


def _file(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.file_case(case=case, investigators=officers_named(typed["investigators"]), on=typed["on"], **who)
    return f"已立案，办案期限自 {typed['on']} 起算。"


def _not_file(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.not_file_case(case=case, **typed, **who)
    return "已登记不予立案，并入的问题退回重新处理。"


def _spot(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    given = typed | {"officers": officers_named(typed["officers"]), "fine": money(typed["fine"], "fine")}
    do.decide_on_the_spot(case=case, **given, **who)
    return "已登记当场处罚决定，并写入一企一档。"


def _conclude(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.conclude_investigation(case=case, **typed, **who)
    return "已登记调查终结，请送法制审核。"


def _notify(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.notify_party(case=case, **typed, **who)
    return "已登记告知，陈述申辩期限起算。"


def _decide(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    beside = decided_of(case, typed)
    given = typed | {"fine": money(typed["fine"], "fine"), "grave": bool(typed["grave"])}
    do.decide_case(case=case, beside=beside, **given, **who)
    return "处罚决定已登记，并写入一企一档；送达和公开期限起算。"


def _not_punish(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.not_punish(case=case, **typed, **who)
    return "已登记不予处罚。"


def _serve(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.serve_decision(case=case, **typed, **who)
    return "已登记送达，缴款、复议和诉讼期限起算。"


def _execute(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.execute_decision(case=case, **typed, **who)
    return "已登记履行完毕。"


def _close(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.close_case(case=case, **typed, **who)
    return "案件已结案，并入的检查问题随之办结。"


def _archive(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.archive_case(case=case, **typed, **who)
    return "案卷已归档。"


def _withdraw(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.withdraw_case(case=case, **typed, **who)
    return "案件已撤销，并入的问题退回重新处理。"


NUMBER = Ask("number", "文号", "line", required=True, longest=64)
STEPS: dict[str, Act] = {
    "file": Act(
        _file,
        (
            Ask("investigators", "调查人员", "checks", required=True, options=inspectors, help="不少于两名，均有执法证。"),
            ON,
        ),
        says="经批准立案后登记。立案之日起计算办案期限；来自线索的，随后反馈查处情况。",
    ),
    "not-file": Act(
        _not_file,
        (NUMBER, ON, Ask("why", "理由", required=True, longest=300)),
        says="并入的检查问题退回重新处理；来自线索的，随后反馈查处情况。",
    ),
    "spot": Act(
        _spot,
        (
            Ask("officers", "执法人员", "checks", required=True, options=inspectors),
            Ask("basis", "依据", "select", required=True, options=bases_of),
            Ask("number", "当场处罚决定书文号", "line", required=True, longest=64),
            ON,
            Ask("fine", "罚款（元）", "line", required=True, help=FINE_HELP),
            Ask("measures", "其他处罚", "line", longest=200),
        ),
        says="事实确凿、数额较小的，两名执法人员可以当场决定并当场交付。超过数额的改用普通程序。",
    ),
    "conclude": Act(_conclude, (ON, GAPS), says="依据、拟处罚已选定，调查阶段的文书已归入卷内。"),
    "notify": Act(_notify, (ON, GAPS), says="告知书送达当事人的日期；陈述申辩和听证期限从次日起算。"),
    "decide": Act(
        _decide,
        (
            Ask("number", "决定书文号", "line", required=True, longest=64),
            ON,
            Ask("fine", "罚款（元）", "line", required=True, help=f"{FINE_HELP}不得高于告知的数额。"),
            Ask("persons", "责任人员罚款", help=f"{PERSONS_HELP}不填的按告知的；不罚的写“无”。", longest=1000, when=lambda c: bool(c.proposed_persons)),
            Ask("gains", "没收违法所得（元）", "line", help="不填的按告知的；不没收的写 0。", when=lambda c: bool(c.proposed_gains)),
            Ask("measures", "其他处罚或措施", "line", longest=200),
            Ask("grave", "其中有", "checks", options=lambda _: [("1", "吊销许可证、停产停业、关闭或限制从业")]),
            Ask("why", "减轻处罚的理由", "line", longest=300, help="罚款低于幅度的必须写明。"),
            GAPS,
        ),
        says="由没有参加调查和审核的负责人作出。系统核对法制审核、集体讨论、陈述申辩和听证、罚款幅度，是否处罚由人决定。",
    ),
    "not-punish": Act(
        _not_punish,
        (NUMBER, ON, Ask("why", "理由", required=True, longest=300), GAPS),
        says="由没有参加调查和审核的负责人作出，同样要先经法制审核，须集体讨论的先讨论。",
    ),
    "reinvestigate": REINVESTIGATE,
    "revoke": REVOKE,
    "serve": Act(_serve, (ON, GAPS), says="决定书送达当事人的日期；缴款、复议和诉讼期限从次日起算。"),
    "execute": Act(
        _execute,
        (ON, Ask("how", "履行情况", required=True, longest=300), GAPS),
        says="罚款缴清（先在“登记日期”里写缴清罚款）或已申请强制执行，其他措施已落实。",
    ),
    "close": Act(_close, (ON, GAPS), says="处罚决定已公开、卷内文书齐全后结案。"),
    "archive": Act(_archive, (ON, GAPS), says="归档后卷内文书不再增减。"),
    "withdraw": Act(_withdraw, (Ask("why", "理由", required=True, longest=300),), says="由没有参加调查的负责人撤销；并入的问题退回重新处理。"),
}  # fmt: skip
