"""微信文字: a reminder, a notice, an instruction in the words of a message. Nothing is sent; a person pastes it."""

from datetime import date

from postpermit import law
from postpermit.duties.models import Duty, Instruction, Supervision
from postpermit.linkage.models import Slip
from postpermit.supervision.models import AbnormalEvent, FeedbackNotice
from postpermit.web.words import current_calendar, day_text, deadline_words, moment_text


def duty_words(duty: Duty, today: date) -> str:
    """A reminder of one duty."""
    left, _ = deadline_words(duty.due_on, today, current_calendar())
    whom = duty.subject_name if duty.obligor_id == "HOLDER" else duty.obligor.short_name
    about = f"：{duty.subject_name}" if duty.subject_name and duty.obligor_id != "HOLDER" else ""
    basis = law.clause(duty.clause).label
    note = "（期限待确认）" if not duty.confirmed else "（暂定）" if duty.provisional else ""
    return (
        f"【到期提醒】{whom}\n{duty.kind_label}{about}（{duty.period}）\n"
        f"期限：{day_text(duty.due_on)}{note}，{left}\n依据：方案{basis}"
    )


def supervision_words(made: Supervision) -> str:
    """A supervision as it was issued."""
    return (
        f"【督办】{made.number}\n事项：{made.duty.kind_label} {made.duty.subject_name}\n要求：{made.demand}\n"
        f"完成期限：{day_text(made.due_on)}，请按期回复。"
    )


def slip_words(slip: Slip, receivers: str) -> str:
    """A linkage task as a notice to its receivers."""
    until = f"\n反馈期限：{day_text(slip.deadline)}" if slip.deadline else ""
    unit = slip.facility.name if slip.facility else slip.place
    return (
        f"【联动任务】{slip.number} {slip.title}\n发起：{slip.raised_by.short_name}　接收：{receivers}\n"
        + (f"单位：{unit}\n" if unit else "")
        + f"{slip.description}{until}"
    )


def instruction_words(made: Instruction) -> str:
    """An instruction with who does what by when."""
    parts = "\n".join(
        f"{p.division.short_name}{'（牵头）' if p.leads else ''}：{day_text(p.due_on)} 前"
        for p in made.parts.all()
    )
    return f"【批示】{made.number} {made.about_name}\n{made.given_name}：{made.text}\n{parts}"


# What a message can hold; the rest stands in the notice itself.
TOLD = 12


def notice_words(notice: FeedbackNotice) -> str:
    """A notice as it went out, for the unit: what is wrong, what is wanted, and by when."""
    report = notice.check_matter.report
    lines = [
        f"{i['number']}. {i['section'] + '：' if i['section'] else ''}{i['text']}"
        + (f"（要求：{i['demand']}）" if i["demand"] else "")
        for i in notice.items[:TOLD]
    ]
    if len(notice.items) > TOLD:
        lines.append("……其余见意见单。")
    return (
        f"【问题反馈意见单】{notice.number}\n{report.facility.name}：\n"
        f"{report.title}检查发现 {len(notice.items)} 个问题，一次性告知如下：\n"
        + "\n".join(lines)
        + f"\n请于 {day_text(notice.reply_due_on)} 前提交修改后的执行报告或补充说明材料。"
    )


def event_words(event: AbnormalEvent) -> str:
    """「已收到」: to the minute, so that the unit can show that it reported (plan 9.2)."""
    where = f"（{event.equipment}）" if event.equipment else ""
    routed = "、".join(r.division.short_name for r in event.routings.select_related("division"))
    restored = f"恢复正常：{moment_text(event.restored_at)}\n" if event.restored_at else ""
    closing = "" if event.restored_at else "请立即采取措施停止或减轻影响，恢复正常后再报告，"
    return (
        f"【已收到】异常情况报告 {event.number}\n{event.facility.name}：\n"
        f"{moment_text(event.received_at)} 收到你单位报告的{event.get_kind_display()}{where}，已转{routed}。\n"
        f"情况：{event.what}\n发生：{moment_text(event.began_at)}\n{restored}"
        f"{closing}{'请' if event.restored_at else '并'}在对应的执行报告中说明。"
    )
