"""封存名单: the list of the day, its probabilities and its digest, before anybody knows a random number (plan 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.office.calendars import calendar_now
from postpermit.planning.draw import canonical_list, list_hash
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.officers import seal_of
from postpermit.planning.operations.waiting import rehang
from postpermit.planning.queries.eligible import ListOfDay, Unit, list_of_day, quarters_to_draw
from postpermit.planning.queries.officer_turns import recusals_on
from postpermit.planning.queries.teams import as_given, officers_on, visits_for, visits_without_officers
from postpermit.planning.rules.public_values import PublicForm
from postpermit.planning.rules.strata import PURPOSES, Stratum, quarter_days, quarter_words
from postpermit.planning.states import DrawPurpose, DrawState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

CERTAIN = "1.0000"


class UnableToFreeze(Refused):
    """The list cannot be frozen: nothing to draw, drawn already, or a day that does not fit."""


@dataclass(frozen=True)
class Frozen:
    """What is written: units with p, the excluded, n, and how all that came about."""

    units: Sequence[tuple[str, str]]
    excluded: Sequence[tuple[str, str]]
    n: int
    given: dict[str, Any]


@transaction.atomic
def freeze_draw(
    *,
    plan: YearPlan,
    purpose: DrawPurpose | str,
    stratum: Stratum | str,
    quarter: str,
    public_name: str,
    public_day: date,
    on: date,
    by: Actor,
    at: datetime,
    equal: bool = False,
    public_form: PublicForm | str = PublicForm.DECIMALS_4,
) -> Draw:
    """Freeze the list of ``on`` for one stratum and quarter. Two at once: one freezes, the other is told.

    ``public_form``: how the public value will be written; sealed with the list, like its name and day.
    """
    # Serialises everybody who freezes for this plan, so that two quarters never draw from the same list.
    plan = YearPlan.objects.select_for_update().get(pk=plan.pk)
    if stratum not in set(Stratum) or PURPOSES[Stratum(stratum)] != purpose:
        raise UnableToFreeze("抽取内容与抽取范围不一致。", place="stratum")
    _refuse_unfit(plan, str(stratum), quarter, public_name, public_day, on, localdate(at))
    if public_form not in set(PublicForm):
        raise UnableToFreeze("请选择公开随机数的写法。", place="public_form")
    _refuse_taken(plan, str(stratum), quarter)
    if stratum == Stratum.OFFICERS:
        frozen = _officers(plan, quarter, on)
    else:
        frozen = _units(list_of_day(plan, Stratum(stratum), quarter, on, equal=equal), equal)
    public = (public_name.strip(), public_day, PublicForm(public_form))
    made = _create(plan, Stratum(stratum), quarter, frozen, public, on, by, at)
    facts = {
        "quarter": quarter, "stratum": str(stratum), "list_hash": made.list_hash, "n": made.n, "total": made.total,
        "excluded": len(frozen.excluded), "attempt": made.attempt, "public": f"{made.public_name} {public_day} {made.public_form}",
    }  # fmt: skip
    record(
        "freeze", label="封存抽取名单", subjects=[made, plan], by=by, at=at, clause="plan:6.1", facts=facts
    )
    rehang(made, by=by, at=at)
    return made


def _refuse_unfit(
    plan: YearPlan, stratum: str, quarter: str, public_name: str, public_day: date, on: date, today: date
) -> None:
    if quarter not in quarters_to_draw(plan.year, today):
        raise UnableToFreeze(
            "只能为本季度或下一季度抽取；以前季度没有抽完的，已结转到本季度。", place="quarter"
        )
    if on != today:
        raise UnableToFreeze("名单须按封存当天的在册情况。", place="on")
    if not public_name.strip() or len(public_name.strip()) > 120:
        raise UnableToFreeze(
            "请写明用哪一个公开随机数（不超过 120 字），如人民币汇率中间价。", place="public_name"
        )
    if public_day <= today:
        raise UnableToFreeze("公开随机数的日期须在今天之后，双方封存时它还不为人知。", place="public_day")
    _refuse_day_off(public_day)


@law.rule("PL-53", "plan:6.1")
def _refuse_day_off(public_day: date) -> None:
    """公开随机数的日期须是工作日：休息日不公布汇率中间价一类的数。"""
    try:
        on = workdays.roll(calendar_now(), public_day).result
    except workdays.OutOfRange as error:
        raise UnableToFreeze(str(error), place="public_day") from error
    if on != public_day:
        raise UnableToFreeze(
            f"{public_day} 不是工作日，当天不公布公开随机数；可改为下一个工作日 {on}。", place="public_day"
        )


def _refuse_taken(plan: YearPlan, stratum: str, quarter: str) -> None:
    live = Draw.objects.filter(plan=plan, stratum=stratum).exclude(state=DrawState.ABORTED)
    if live.filter(quarter=quarter).exists():
        hint = "；以后列入的检查在已有的批次里补充抽取" if stratum == Stratum.OFFICERS else ""
        raise UnableToFreeze(f"这一范围本季度已封存或已抽取，不能再抽{hint}。", place="quarter")
    if live.filter(state__in=(DrawState.FROZEN, DrawState.COMMITTED)).exists():
        raise UnableToFreeze("这一范围另一季度的抽取还没有完成，请先完成或中止。", place="quarter")


def _units(found: ListOfDay, equal: bool) -> Frozen:
    if found.chances is None:
        raise UnableToFreeze("；".join(found.share.reasons) + "，本季度不需要抽取。", place="quarter")
    told = found.chances.told
    given = {
        "share": list(found.share.reasons),
        "notes": list(found.chances.notes),
        "floor": found.chances.floor,
        "equal": equal,
        "confirmed": found.share.confirmed and found.chances.confirmed,
        "units": {u.id: _why(u, u.id in found.certain) for u in found.units},
    }
    return Frozen(
        [(u.id, told[u.id]) for u in found.units],
        [(e.id, e.reason) for e in found.excluded],
        found.chances.n,
        given,
    )


def _why(unit: Unit, must: bool) -> dict[str, Any]:
    said = [[r.text, r.source, r.effect] for r in unit.score.reasons]
    return {"step": unit.score.step, "years": unit.years, "must": must, "why": said}


def _officers(plan: YearPlan, quarter: str, on: date) -> Frozen:
    """Every visit takes part with certainty: what is drawn is the order of the visits, and from the seed who goes."""
    first, last = quarter_days(quarter)
    planned = visits_without_officers(plan, max(first, on - timedelta(days=on.weekday())), last)
    if not planned:
        raise UnableToFreeze("这一季度没有等待抽取人员的计划检查。", place="quarter")
    people = officers_on(plan, on)
    if sum(p.certified for p in people) < int(law.value("inspection.officers.least", on=on).value):
        raise UnableToFreeze(
            "持执法证的人员不足，不能抽取。请先在机构与人员里登记执法证号。", place="stratum"
        )
    given = as_given(visits_for(planned, on), people) | {"recusals": recusals_on(on)}
    units = [(v["id"], CERTAIN) for v in given["visits"]]
    share = [f"{quarter_words(quarter)}计划检查 {len(units)} 次，可派人员 {len(people)} 人"]
    return Frozen(units, [], len(units), {"share": share, "notes": [], "officers": given})


def _create(
    plan: YearPlan,
    stratum: Stratum,
    quarter: str,
    frozen: Frozen,
    public: tuple[str, date, PublicForm],
    on: date,
    by: Actor,
    at: datetime,
) -> Draw:
    algorithm = str(law.value("draw.algorithm", on=on).value)
    listing = {
        "version": 1, "plan": str(plan.public_id), "stratum": _sealed(f"{quarter}/{stratum}", frozen, public, algorithm),
        "n": frozen.n,
        "units": [{"id": i, "p": p} for i, p in frozen.units],
        "excluded": [{"id": i, "reason": r} for i, r in frozen.excluded],
    }  # fmt: skip
    earlier = Draw.objects.filter(plan=plan, stratum=stratum, quarter=quarter).count()
    try:
        with transaction.atomic():
            return Draw.objects.create(
                state=DrawState.FROZEN,
                plan=plan,
                purpose=PURPOSES[stratum],
                stratum=stratum,
                quarter=quarter,
                attempt=earlier + 1,
                algorithm=algorithm,
                listing=canonical_list(listing).decode(),
                list_hash=list_hash(listing, algorithm).hex(),
                given=frozen.given,
                n=frozen.n,
                total=len(frozen.units),
                register_on=on,
                frozen_at=at,
                frozen_name=by.signature,
                public_name=public[0],
                public_day=public[1],
                public_form=public[2],
            )
    except IntegrityError as error:
        raise UnableToFreeze("这一范围本季度已由他人封存，请刷新后查看。", place="quarter") from error


def _sealed(name: str, frozen: Frozen, public: tuple[str, date, PublicForm], algorithm: str) -> str:
    """The name of what is drawn, and behind it what else is settled now: the public value, and who could go where."""
    told = f"{name}；公开随机数 {public[0]} {public[1]} {public[2]}"
    if "officers" in frozen.given:
        told += f"；人员依据 {seal_of(frozen.given['officers'], algorithm)}"
    return told
