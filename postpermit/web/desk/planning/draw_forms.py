"""What each step of a draw asks, and the form that freezes one."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from postpermit import workdays
from postpermit.office.calendars import calendar_now
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.queries.eligible import quarters_to_draw
from postpermit.planning.rules.public_values import PublicForm
from postpermit.planning.rules.strata import Stratum, quarter_words
from postpermit.web.desk.acts import WHY, Act, Ask
from postpermit.web.forms import FormReader

# Known to everybody at a fixed hour and set by nobody in the bureau: what the form suggests.
PARITY = "人民币汇率中间价（1美元对人民币，中国外汇交易中心当日公布）"


VALUE_HELP = "照公布的原文填写，写法是封存名单时定下的，见下方“封存值和种子”"


def _commit(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.commit_draw(draw=d, digest=t["digest"], **who)
    return "本科室的封存值已登记。请妥善保管随机数，抽取时要用。"


def _reveal(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.reveal_draw(draw=d, secret=t["secret"], **who)
    return "随机数与封存值相符，已公开。"


def _tell_value(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.tell_value(draw=d, public_value=t["public_value"], **who)
    return "取值已填写，还没有抽取：由另一科室照原文再填一次，相同才抽取。"


def _draw(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.carry_out_draw(draw=d, public_value=t["public_value"], **who)
    return "已抽取，结果由名单、两份随机数和公开随机数算出。"


def _publish(d: Draw, t: dict[str, Any], **who: Any) -> str:
    do.publish_draw(draw=d, **who)
    return "已公布，任何人都可以在公开页面复算。"


def _supplement(d: Draw, t: dict[str, Any], **who: Any) -> str:
    made = do.supplement_officers(draw=d, **who)
    return f"第 {made.number} 次补充：{len(made.given['visits'])} 次检查已用同一种子排出检查人员。"


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
    "tell-value": Act(
        _tell_value,
        (Ask("public_value", "公开随机数的取值", "line", required=True, help=VALUE_HELP, longest=64),),
        "另一科室核对之前可以更正，更正留痕。",
    ),
    "draw": Act(
        _draw,
        (Ask("public_value", "公开随机数的取值", "line", required=True, help=VALUE_HELP, longest=64),),
        "对方科室已经填写。请自己查公布的原文，不要照抄对方；两次相同才抽取，抽取后不能更改。",
    ),
    "publish": Act(_publish, (), "公布后在公开页面显示，单位名称在检查结果公开后才显示。"),
    "supplement": Act(_supplement, (), "抽取以后列入本季度的检查，用同一种子、按封存时的人员接着排，不另行抽取。"),
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
        "public_form": form.choice("public_form", "取值写法", list(PublicForm)),
        "equal": request.POST.get("equal") == "1",
    }
    return form, typed
