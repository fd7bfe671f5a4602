"""What each step and each note of a case asks for on screen, and the operation it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.timezone import localdate

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.queries.case_standing import known_conduct
from postpermit.enforcement.rules.bases import readings
from postpermit.enforcement.rules.case_dates import notable_in
from postpermit.enforcement.rules.case_facts import Pause
from postpermit.enforcement.states import CaseRole, CaseState
from postpermit.law.case_files import case_file_rows
from postpermit.office.models import Holding, Officer
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import Act, Ask

C = CaseState
UNDER = (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)
GOING = (*UNDER, C.DECIDED, C.SERVED, C.EXECUTED)
GAPS = Ask(
    "gaps_why",
    "卷内缺文书的理由",
    "line",
    help="卷内缺什么见“卷内文书”。法律写明必须有的不能缺；其余本案确实没有的，写明理由后可以继续。",
    longest=200,
)
ON = Ask("on", "日期", "day", required=True)
FINE_HELP = "单位为元，可写到分；不罚款的填 0。"


def money(text: str, place: str) -> Decimal:
    """An amount in yuan, 30000 or 30,000.50. Refused where it is none."""
    try:
        found = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < 10**10 or found != found.quantize(Decimal("0.01")):
        raise Refused("金额请写成数字，单位元，最多两位小数，如 30000。", place=place)
    return found


def inspectors(_: Any = None) -> list[tuple[str, str]]:
    """Certified officers of 执法大队."""
    held = Holding.objects.filter(post__division="ENFORCEMENT", to_on__isnull=True).values("officer")
    rows = Officer.objects.filter(pk__in=held, disabled_at__isnull=True).exclude(certificate="")
    return [(str(o.public_id), f"{o.name}（{o.certificate}）") for o in rows.order_by("pk")]


def _officers(keys: list[str]) -> list[Officer]:
    rows = {str(o.public_id): o for o in Officer.objects.filter(public_id__in=keys)}
    return [rows[k] for k in keys if k in rows]


def _members(case: PenaltyCase) -> list[tuple[str, str]]:
    rows = case.members.filter(role=CaseRole.INVESTIGATOR, to_on__isnull=True).order_by("pk")
    return [(str(m.pk), m.name) for m in rows]


def _bases(case: PenaltyCase) -> list[tuple[str, str]]:
    if not known_conduct(case.conduct):
        return []
    found = readings(case.conduct, case.act_from, case.act_to, localdate())
    return [(r.basis.clause, f"{r.basis.shown} · {r.when.label} · {fines(r.basis)}") for r in found.readings]


def fines(basis: Any) -> str:
    """一般 2万元以上20万元以下；情节严重 …."""
    return "；".join(f"{f.when} {f.shown}" for f in basis.fines) or "没有固定金额"


def _circumstances(case: PenaltyCase) -> list[tuple[str, str]]:
    if not known_conduct(case.conduct):
        return []
    found = readings(case.conduct, case.act_from, case.act_to, localdate()).readings
    names = dict.fromkeys(f.when for r in found for f in r.basis.fines)
    return [(name, name) for name in names]


def _pauses(case: PenaltyCase) -> list[tuple[str, str]]:
    rows = case.pauses.filter(to_on__isnull=True)
    return [(str(p.pk), f"{Pause(p.reason).label} {p.from_on} 起") for p in rows]


def _excusable(_: Any) -> list[tuple[str, str]]:
    return [(r.code, r.label) for r in case_file_rows() if not r.confirmed]


def _file(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.file_case(case=case, investigators=_officers(typed["investigators"]), on=typed["on"], **who)
    return f"已立案，办案期限自 {typed['on']} 起算。"


def _not_file(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.not_file_case(case=case, **typed, **who)
    return "已登记不予立案，并入的问题退回重新处理。"


def _spot(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    given = typed | {"officers": _officers(typed["officers"]), "fine": money(typed["fine"], "fine")}
    do.decide_on_the_spot(case=case, **given, **who)
    return "已登记当场处罚决定，并写入一企一档。"


def _conclude(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.conclude_investigation(case=case, **typed, **who)
    return "已登记调查终结，请送法制审核。"


def _ask_review(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.ask_review(case=case, **typed, **who)
    return "已送法制科审核。"


def _notify(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.notify_party(case=case, **typed, **who)
    return "已登记告知，陈述申辩期限起算。"


def _decide(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    given = typed | {"fine": money(typed["fine"], "fine"), "grave": bool(typed["grave"])}
    do.decide_case(case=case, **given, **who)
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
        says="经批准立案后登记。立案之日起计算办案期限；来自线索的，同时向发起科室反馈“立案”和案件编号。",
    ),
    "not-file": Act(
        _not_file,
        (NUMBER, ON, Ask("why", "理由", required=True, longest=300)),
        says="并入的检查问题退回重新处理；来自线索的，同时反馈“不予立案”。",
    ),
    "spot": Act(
        _spot,
        (
            Ask("officers", "执法人员", "checks", required=True, options=inspectors),
            Ask("basis", "依据", "select", required=True, options=_bases),
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
            Ask("measures", "其他处罚或措施", "line", longest=200),
            Ask("grave", "其中有", "checks", options=lambda _: [("1", "吊销许可证、停产停业、关闭或限制从业")]),
            Ask("why", "减轻处罚的理由", "line", longest=300, help="罚款低于幅度的必须写明。"),
            GAPS,
        ),
        says="由没有参加调查和审核的负责人作出。系统核对法制审核、集体讨论、陈述申辩和听证、罚款幅度，是否处罚由人决定。",
    ),
    "not-punish": Act(_not_punish, (NUMBER, ON, Ask("why", "理由", required=True, longest=300))),
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


def _add_member(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.add_member(case=case, officer=_officers([typed["officer"]])[0], on=typed["on"], **who)
    return "已增加办案人员。"


def _end_member(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    member = CaseMember.objects.get(pk=typed["member"], case=case)
    do.end_member(member=member, on=typed["on"], why=typed["why"], **who)
    return "已登记退出。"


def _note(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.note_date(case=case, **typed, **who)
    return "日期已登记，有关期限随之重新计算。"


def _pause(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.pause_clock(case=case, **typed, **who)
    return "已登记不计入期限的期间。"


def _go_on(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.resume_clock(pause=case.pauses.get(pk=typed["pause"]), to_on=typed["to_on"], **who)
    return "期限恢复计算，到期日已顺延。"


def _extend_filing(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.extend_filing(case=case, **typed, **who)
    return "已延长立案期限。"


def _extend(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    days = asked_number(typed["days"], 1, 999)
    if days is None:
        raise Refused("延长日数请写成数字，如 30。", place="days")
    do.extend_case(case=case, **typed | {"days": days}, **who)
    return f"已延长办案期限 {days} 日。"


def _choose(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    marks, clause, why = typed["marks"], typed["clause"], typed["basis_why"]
    do.choose_basis(
        case=case,
        clause=clause,
        circumstance=typed["circumstance"],
        why=why,
        proposed_fine=money(typed["proposed_fine"], "proposed_fine"),
        measures=typed["measures"],
        lenient_why=typed["lenient_why"],
        grave="grave" in marks,
        complex_case="complex" in marks,
        public_interest="public" in marks,
        **who,
    )
    return "已登记适用依据和拟处罚。"


def _discuss(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.discuss_case(case=case, **typed, **who)
    return "已登记集体讨论，请把讨论笔录归入副卷。"


def _disclose(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.disclose_decision(case=case, **typed, **who)
    return "已登记公开。"


def _excuse(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.excuse_document(case=case, **typed, **who)
    return "已说明。"


def _marks(_: Any) -> list[tuple[str, str]]:
    return [
        ("grave", "拟吊销、停产停业、关闭或限制从业"),
        ("complex", "案情复杂或重大"),
        ("public", "涉及重大公共利益"),
    ]


@dataclass(frozen=True)
class Note:
    """An act beside the steps: its label, its form, and at which cases it is offered."""

    label: str
    act: Act
    fits: Callable[[PenaltyCase], bool]


def _at(*states: CaseState) -> Callable[[PenaltyCase], bool]:
    return lambda case: case.state in states


WHY = Ask("why", "理由", required=True, longest=300)
NOTES: dict[str, Note] = {
    "ask-review": Note("送法制审核", Act(_ask_review, (GAPS,), says="由法制科没有参加调查的人员审核。"), _at(C.INVESTIGATED)),
    "choose-basis": Note("选择依据和拟处罚", Act(_choose, (
        Ask("clause", "适用依据", "select", required=True, options=_bases),
        Ask("circumstance", "情节", "select", options=_circumstances),
        Ask("basis_why", "适用理由", required=True, longest=300, help="新旧规定、条例与法典都列出时，写明为什么适用这一项。"),
        Ask("proposed_fine", "拟罚款（元）", "line", required=True, help=FINE_HELP),
        Ask("measures", "其他处罚或措施", "line", longest=200),
        Ask("lenient_why", "减轻的理由", "line", longest=300, help="拟罚款低于幅度的必须写明。"),
        Ask("marks", "本案", "checks", options=_marks),
    ), says="系统只列出各项规定和提示，适用哪一项由人决定并写明理由。"), _at(C.FILED, C.INVESTIGATED)),
    "note-date": Note("登记日期", Act(_note, (
        Ask("name", "哪个日期", "select", required=True, options=lambda c: [(r.name, r.label) for r in notable_in(c.state)]),
        ON, Ask("why", "更改理由", "line", longest=300, help="更改已登记的日期时填写。"),
    )), lambda case: bool(notable_in(case.state))),
    "pause": Note("不计入期限", Act(_pause, (
        Ask("reason", "事由", "select", required=True, options=lambda _: Pause.choices()),
        Ask("from_on", "起", "day", required=True), Ask("to_on", "止", "day", help="还没有结束的不填，结束后再登记。"),
        Ask("note", "说明", "line", longest=100),
    ), says="听证、公告、监测、鉴定、送达、中止期间不计入办案期限。"), _at(*UNDER)),
    "go-on": Note("恢复计算期限", Act(_go_on, (
        Ask("pause", "哪一段", "select", required=True, options=_pauses), Ask("to_on", "最后一日", "day", required=True),
    )), lambda case: bool(_pauses(case))),
    "discuss": Note("集体讨论", Act(_discuss, (ON, Ask("outcome", "讨论意见", required=True, longest=300))),
                    _at(C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)),
    "disclose": Note("登记公开", Act(_disclose, (Ask("on", "公开日期", "day", required=True),)),
                     lambda case: case.disclosed_on is None and case.state in (C.DECIDED, C.SERVED, C.EXECUTED)),
    "extend-filing": Note("延长立案期限", Act(_extend_filing, (Ask("on", "批准日期", "day", required=True), WHY)), _at(C.FOUND)),
    "extend": Note("延长办案期限", Act(_extend, (
        Ask("days", "延长日数", "line", required=True), Ask("on", "批准日期", "day", required=True), WHY)), _at(*UNDER)),
    "add-member": Note("增加办案人员", Act(_add_member, (
        Ask("officer", "人员", "select", required=True, options=inspectors), ON)), _at(*GOING)),
    "end-member": Note("更换办案人员", Act(_end_member, (
        Ask("member", "退出的人员", "select", required=True, options=_members), ON,
        Ask("why", "理由", "line", required=True, longest=100)), says="退出后仍须有两名以上；先增加，再退出。"), _at(*GOING)),
    "excuse": Note("本案没有的文书", Act(_excuse, (
        Ask("code", "文书", "select", required=True, options=_excusable),
        Ask("why", "没有的理由", "line", required=True, longest=200))), lambda case: case.state not in (C.FOUND, C.ARCHIVED)),
}  # fmt: skip
ACTS: dict[str, Act] = {**STEPS, **{verb: note.act for verb, note in NOTES.items()}}


def notes_for(case: PenaltyCase) -> tuple[tuple[str, str], ...]:
    """The acts beside the steps that this case may need now."""
    return tuple((verb, note.label) for verb, note in NOTES.items() if note.fits(case))
