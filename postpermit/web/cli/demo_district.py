"""The demo's district: its roster, its register through the import, its duties, and its story of the last weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils import timezone

from postpermit.duties.operations import generate_duties, run_passes
from postpermit.office.models import Officer
from postpermit.office.operations import import_roster, record_absence
from postpermit.office.standing import standing_of
from postpermit.register.invented import invent
from postpermit.register.operations import enter_unlisted_unit, import_register
from postpermit.register.workbook import write_workbook
from postpermit.supervision.invented import Holder
from postpermit.supervision.invented.registering import fit_out
from postpermit.trail.actors import COMMAND_LINE, SYSTEM, Actor
from postpermit.trail.together import together
from postpermit.web.cli.demo_cases import CasesOfDemo
from postpermit.web.cli.demo_evidence import Evidence
from postpermit.web.cli.demo_lists import write_lists
from postpermit.web.cli.demo_office import tell_office
from postpermit.web.cli.demo_plan import PlanOfYear
from postpermit.web.cli.demo_reports import Reports
from postpermit.web.cli.demo_slips import moment
from postpermit.web.cli.demo_story import tell
from postpermit.web.cli.demo_visits import Visits
from postpermit.web.cli.init import first_administrator, prepare

HEADS = {
    "APPROVAL": ("审批科", 3),
    "ECOLOGY": ("生态科", 2),
    "POLLUTION": ("污防科", 2),
    "LEGAL": ("法制科", 2),
    "ENFORCEMENT": ("执法大队", 4),
    "STATION": ("监测站", 3),
}
# Files to try the demo with: reports to drop in, exports of the platform, a list and a form of the city.
SAMPLES = "示例文件"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
ACCOUNT = {code: code.lower() for code in HEADS}


def roster_rows() -> list[list[str]]:
    """25 people: one leader, six heads, sixteen staff, one reader of a contracted body, one for the system.

    Everybody of the bureau has a colleague as second person.
    """
    header = ["科室", "岗位代码", "岗位名称", "层级", "角色", "姓名", "账号", "执法证号", "工作组身份"]
    rows = [
        header,
        [
            "工作组",
            "GROUP-LEADER",
            "工作组组长（分管局领导）",
            "工作组组长",
            "A",
            "陶示局",
            "group-leader",
            "",
            "组长",
        ],
    ]
    names = iter(f"{surname}示{word}" for word in "安宁和" for surname in SURNAMES)
    for code, (short, staff) in HEADS.items():
        account = ACCOUNT[code]
        people = [
            (f"{account}-head", next(names)),
            *((f"{account}-{n}", next(names)) for n in range(1, staff + 1)),
        ]
        certified = code == "ENFORCEMENT"
        for place, (who, name) in enumerate(people):
            post = f"{code}-HEAD" if place == 0 else f"{code}-{place}"
            title = f"{short}负责人" if place == 0 else f"{short}经办岗{place}"
            rank = "负责人" if place == 0 else "经办"
            group = (
                "副组长"
                if place == 0 and code in ("APPROVAL", "ECOLOGY", "POLLUTION")
                else "成员"
                if place == 1
                else ""
            )
            certificate = f"演示09{len(rows):04d}" if certified else ""
            second = (
                people[1]
                if place == 0
                else people[place + 1]
                if place + 1 < len(people)
                else people[max(place - 1, 0)]
            )
            rows.append([short, post, title, rank, "A", name, who, certificate, group])
            rows.append([short, post, title, rank, "B", second[1], second[0], "", group])
    rows.append(
        [
            "技术机构",
            "TECHNICAL-1",
            "执行报告阅核（演示环境技术公司）",
            "技术机构",
            "A",
            "洪示审",
            "technical-1",
            "",
            "",
        ]
    )
    return rows


class Cast:
    """Officers by account, each acting in the post that fits."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.people = {o.user.username: o for o in Officer.objects.select_related("user")}
        self._known: dict[tuple[str, str], Actor] = {}

    def __call__(self, account: str, division: str = "") -> Actor:
        """The actor of that account; nobody changes posts while the demo is told."""
        if (account, division) not in self._known:
            standing = standing_of(self.people[account], self.on)
            known = standing.actor(division=division or account.rpartition("-")[0].upper())
            self._known[account, division] = known
        return self._known[account, division]


@dataclass(frozen=True)
class Size:
    """How many units of each class; the numbers of a real district unless said otherwise."""

    keys: int = 22
    simple: int = 96
    registered: int = 620
    unlisted: int = 120


def build(password: str) -> list[dict[str, str]]:
    """Fill the empty database; answers the accounts for the log-in page."""
    prepare(empty=True)
    fill(timezone.localdate(), Path(settings.DATA_DIR) / SAMPLES, Size())
    return _accounts(password)


def fill(today: date, samples: Path, size: Size) -> None:
    """The district with everything that happened in it up to ``today``, and the files to try it with."""
    cast, holders = settle(today, size)
    reports = Reports(cast, today, holders)
    for part in (
        PlanOfYear(cast, today, cast.people).tell,
        lambda: tell(cast, today),
        Visits(cast, today, cast.people).tell,
        CasesOfDemo(cast, today, cast.people).tell,
        reports.tell,
        Evidence(cast, today).tell,
        lambda: tell_office(cast, today),
    ):
        # The entries of each part are sealed together, which takes a third of the time.
        with together():
            part()
    reports.drop_in(samples)
    write_lists(samples, reports.period)
    record_absence(
        officer=cast.people["station-2"],
        kind="SECONDMENT",
        from_on=today - timedelta(days=20),
        to_on=today + timedelta(days=70),
        note="借调市局",
        by=cast("approval-head"),
        at=moment(today - timedelta(days=21)),
    )
    run_passes(by=SYSTEM, at=moment(today, 18))


def settle(today: date, size: Size) -> tuple[Cast, dict[str, Holder]]:
    """Its roster, its register through the import, and its duties."""
    start = moment(today - timedelta(days=330), 9)
    first_administrator()
    result = import_roster(rows=roster_rows(), on=start.date(), by=COMMAND_LINE, at=start)
    assert result.ok, result.errors
    district = invent(
        today=today,
        seed=7,
        keys=size.keys,
        simple=size.simple,
        registered=size.registered,
        unlisted=size.unlisted,
    )
    holders = fit_out(district.rows, seed=7)
    source = write_workbook(district.rows)
    imported = import_register(source=source, by=COMMAND_LINE, at=start + timedelta(hours=1))
    assert imported.ok, imported.errors[:3]
    cast = Cast(today)
    for unit in district.unlisted:
        enter_unlisted_unit(**unit, by=cast("enforcement-1"), at=start + timedelta(hours=2))
    for year in sorted({today.year, (today + timedelta(days=60)).year}):
        generate_duties(year=year, by=COMMAND_LINE, at=moment(today, 6))
    return cast, holders


def _accounts(password: str) -> list[dict[str, str]]:
    """One hash for all: the demo's password is no secret."""
    User.objects.update(password=make_password(password))
    rows: list[dict[str, Any]] = []
    for officer in Officer.objects.select_related("user").order_by("pk"):
        held = officer.holdings.filter(role="A", to_on__isnull=True).select_related("post").first()
        title = held.post.title if held else "无岗位"
        rows.append(
            {"account": officer.user.username, "name": officer.name, "post": title, "password": password}
        )
    return rows
