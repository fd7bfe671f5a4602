"""What each step of a draw asks, and the form that freezes one."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from postpermit import workdays
from postpermit.office.calendars import calendar_now
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.queries.eligible import quarters_to_draw
from postpermit.planning.rules.strata import Stratum, quarter_words
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import WHY, Act, Ask
from postpermit.web.forms import FormReader

# Known to everybody at a fixed hour and set by nobody in the bureau: what the form suggests.
PARITY = "人民币汇率中间价（1美元对人民币，中国外汇交易中心当日公布）"


def _commit(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.commit_draw(draw=d, digest=t["digest"], **who)
    return "本科室的封存值已登记。请妥善保管随机数，抽取时要用。"


def _reveal(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.reveal_draw(draw=d, secret=t["secret"], **who)
    return "随机数与封存值相符，已公开。"


def _draw(d: Draw, t: dict[str, Any], **who: Any) -> str:
    if t["public_value"] != t["public_again"]:
        raise Refused("两次填写的取值不一样，请对照原文核对。", place="public_again")
    do.carry_out_draw(draw=d, public_value=t["public_value"], **who)
    return "已抽取，结果由名单、两份随机数和公开随机数算出。"


def _publish(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.publish_draw(draw=d, **who)
    return "已公布，任何人都可以在公开页面复算。"


def _abort(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.abort_draw(draw=d, why=t["why"], **who)
    return "已中止。名单和封存值留存备查，不再使用。"


ACTS = {
    "commit": Act(_commit, (Ask("digest", "封存值", "line", required=True, longest=64),)),
    "reveal": Act(
        _reveal,
        (Ask("secret", "随机数", "line", required=True, help="封存时打印或保存的 64 位数字", longest=80),),
        "提交后立即与封存值核对，不符的不予接受。",
    ),
    "draw": Act(
        _draw,
        (
            Ask("public_value", "公开随机数的取值", "line", required=True, help="照公布的原文填写，如 7.0821", longest=64),
            Ask("public_again", "再填一次", "line", required=True, longest=64),
        ),
        "填写后不能更改：抽取结果随之确定。",
    ),
    "publish": Act(_publish, (), "公布后在公开页面显示，单位名称在检查结果公开后才显示。"),
    "abort": Act(_abort, (WHY,), "中止的抽取留存并计入次数，重新抽取须重新封存名单和随机数。"),
}  # fmt: skip


def plans() -> list[tuple[str, str]]:
    """The plans of a year for which something can be drawn."""
    return [(str(p.public_id), str(p)) for p in YearPlan.objects.order_by("-year")[:5]]


def quarters(today: date) -> list[tuple[str, str]]:
    """This quarter and the next one."""
    codes = quarters_to_draw(today.year, today) + quarters_to_draw(today.year + 1, today)
    return [(code, quarter_words(code)) for code in codes]


def day_offered(today: date) -> date:
    """The day for the public value that the form begins with: two working days stay to commit before it."""
    try:
        return workdays.add(calendar_now(), today, 3).result
    except workdays.OutOfRange:
        return today + timedelta(days=3)


def read_new(request: HttpRequest) -> tuple[FormReader, dict[str, Any]]:
    """What was typed into the form that freezes a list."""
    form = FormReader(request)
    typed: dict[str, Any] = {
        "plan": form.choice("plan", "年度计划", [v for v, _ in plans()]),
        "stratum": form.choice("stratum", "抽取范围", list(Stratum)),
        "quarter": form.choice("quarter", "季度", [v for v, _ in quarters(request.today)]),  # type: ignore[attr-defined]
        "public_name": form.text("public_name", "公开随机数", required=True, longest=120),
        "public_day": form.day("public_day", "公开随机数日期", required=True),
        "equal": request.POST.get("equal") == "1",
    }
    return form, typed
