"""全区情况: the totals on the desk of the group's leader, each a link to its rows, counted by the lists themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from postpermit.duties.queries import duty_list
from postpermit.enforcement.queries.cases import case_list
from postpermit.enforcement.queries.visits import visit_list
from postpermit.linkage.queries import slip_list
from postpermit.office.standing import Standing
from postpermit.planning.models import YearPlan
from postpermit.planning.queries.plans import MISSED, missed_count
from postpermit.supervision.queries.checks import check_list

LEADER = "GROUP:LEADER"


@dataclass(frozen=True)
class Total:
    """One number of the district, and where its rows are."""

    label: str
    count: int
    address: str
    tone: str = ""


def district_totals(standing: Standing, today: date) -> list[Total]:
    """What the leader of the group wants to know first; nothing for anybody else. A fixed number of queries."""
    return list(_totals(standing, today)) if standing.holding(LEADER) else []


def _totals(standing: Standing, on: date) -> Iterator[Total]:
    late = {"late": "1", "year": str(on.year)}
    yield _total("应办事项已逾期", duty_list(standing, on=on, **late), "duties", late, "danger")
    going = {"late": "1"}
    yield _total("联动任务已逾期", slip_list(standing, on=on, **going), "slips", going, "danger")
    work = {"late": "work"}
    yield _total("报告检查已逾期", check_list(standing, on=on, **work), "report-checks", work, "danger")
    yield from _missed(on)
    open_ = {"state": "going"}
    yield _total("执法检查未办结", visit_list(standing, on=on, **open_), "visits", open_)
    cases = {"state": "open"}
    yield _total("处罚案件未归档", case_list(standing, **cases), "cases", cases)


def _total(label: str, rows: Any, name: str, asked: dict[str, str], tone: str = "") -> Total:
    return Total(label, rows.order_by().count(), f"{reverse(name)}?{urlencode(asked)}", tone)


def _missed(on: date) -> Iterator[Total]:
    plan = YearPlan.objects.defer("given").filter(year=on.year).first()
    if plan is not None:
        address = f"{reverse('plan', args=[plan.public_id])}?span={MISSED}#visits"
        yield Total("计划检查已错过", missed_count(plan, on), address, "warning")
