"""A small bureau and a few units, entered through the same doors as real ones."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from postpermit import law
from postpermit.office.models import Officer, Post
from postpermit.office.operations import found_divisions, import_roster
from postpermit.office.standing import Standing, standing_of
from postpermit.register.models import Facility
from postpermit.register.operations import import_register
from postpermit.register.uscc import check_digit
from postpermit.register.workbook import write_workbook
from postpermit.trail.actors import COMMAND_LINE, SYSTEM, Actor
from postpermit.web.cli.demo_district import roster_rows


def moment(on: date, hour: int = 10) -> datetime:
    """A time of a day in Shanghai."""
    return timezone.make_aware(datetime(on.year, on.month, on.day, hour))


def uscc(number: int) -> str:
    """A valid code of an invented unit."""
    body = f"91310107MA1T{number:05d}"
    return body + check_digit(body)


def number_of(number: int, letter: str = "V") -> str:
    """A permit or registration number of an invented unit."""
    return f"{uscc(number)}001{letter}"


def unit_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row of the units sheet: bare header → value."""
    klass = changes.get("管理类别", "简化管理")
    row: dict[str, Any] = {
        "编号": number_of(number, "W" if klass == "登记管理" else "V"),
        "单位名称": f"试验{number}号厂（演示）",
        "统一社会信用代码": uscc(number),
        "管理类别": klass,
        "生产经营场所地址": f"演示路{number}号",
        "首次发证日期": date(2023, 3, 1),
        "有效期起": date(2023, 3, 1),
        "有效期止": date(2028, 2, 29),
    }
    return row | changes


def book(*rows: dict[str, Any], **sheets: Any) -> bytes:
    """A register workbook with these units, and other sheets by name."""
    return write_workbook({"单位": rows, **sheets})


class Bureau:
    """People by account, and short ways to what tests need."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.officers = {o.user.username: o for o in Officer.objects.select_related("user")}

    def standing(self, account: str, on: date | None = None) -> Standing:
        """Where that officer stands."""
        return standing_of(self.officers[account], on or self.on)

    def __call__(self, account: str) -> Actor:
        """That officer as an actor in their own division."""
        return self.standing(account).actor(division=account.rpartition("-")[0].upper())

    def post(self, code: str) -> Post:
        """A post by its code."""
        return Post.objects.get(pk=code)

    def units(self, *rows: dict[str, Any], at: datetime, **sheets: Any) -> list[Facility]:
        """Units entered by the import."""
        result = import_register(source=book(*rows, **sheets), by=COMMAND_LINE, at=at)
        assert result.ok, result.errors
        return [Facility.objects.get(number=row["编号"]) for row in rows]


def found_bureau(on: date) -> Bureau:
    """Divisions, posts and people as the invented district has them."""
    start = moment(on - timedelta(days=300))
    found_divisions(rows=law.district().divisions, by=SYSTEM, at=start)
    result = import_roster(rows=roster_rows(), on=start.date(), by=COMMAND_LINE, at=start)
    assert result.ok, result.errors
    return Bureau(on)
