"""机构与人员 on screen: adding, moving, standing in, resetting a password, closing an account."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postpermit.office.models import Absence, Holding, Officer, Post, StandIn
from postpermit.web.cli.demo_district import roster_rows
from postpermit.web.sheets import workbook
from tests.web.world import World

pytestmark = pytest.mark.django_db
KEY = "k" * 32


def test_a_new_officer_gets_a_one_time_link_and_sets_a_password(world: World) -> None:
    admin = world.client("admin")
    answer = admin.post("/roster/people/new/", {"act_key": KEY, "name": "新示安", "account": "new-1"})
    assert answer.status_code == 302
    officer = Officer.objects.get(name="新示安")
    page = admin.post(f"/roster/people/{officer.public_id}/reset/", follow=True).content.decode()
    link = page.partition("<code>")[2].partition("</code>")[0]
    path = "/" + link.split("/", 3)[3]
    assert path not in admin.get(f"/roster/people/{officer.public_id}/").content.decode()
    visitor = Client()
    assert visitor.get(path).status_code == 200
    done = visitor.post(path, {"password": "一个很长的口令-2026", "again": "一个很长的口令-2026"})
    assert done.status_code == 302
    officer.user.refresh_from_db()
    assert officer.user.check_password("一个很长的口令-2026")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "account": "x-1"}, "请填写姓名"),
        ({"name": "某", "account": "大写 A"}, "账号"),
        ({"name": "某", "account": "legal-1"}, "账号"),
    ],
)
def test_a_wrong_new_officer_is_told_beside_the_field(typed: dict[str, str], said: str, world: World) -> None:
    count = Officer.objects.count()
    answer = world.client("admin").post("/roster/people/new/", typed | {"act_key": KEY})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Officer.objects.count() == count


def test_somebody_takes_a_post_and_the_one_before_hands_over(world: World) -> None:
    person = world.bureau.officers["nobody"]
    path = f"/roster/people/{person.public_id}/hold/"
    world.client("admin").post(
        path, {"act_key": KEY, "post": "LEGAL-2", "role": "A", "from_on": "2026-11-25"}
    )
    held = Holding.objects.get(post="LEGAL-2", role="A", to_on__isnull=True)
    assert held.officer == person
    assert Holding.objects.filter(post="LEGAL-2", role="A", to_on=date(2026, 11, 24)).count() == 1


def test_absence_and_stand_in_are_entered_and_wrong_days_are_told(world: World) -> None:
    person = world.bureau.officers["legal-1"]
    admin, base = world.client("admin"), f"/roster/people/{person.public_id}"
    wrong = admin.post(
        f"{base}/absence/",
        {"act_key": KEY, "kind": "LEAVE", "from_on": "2026-12-02", "to_on": "2026-12-01"},
        follow=True,
    )
    assert "早于" in wrong.content.decode()
    admin.post(
        f"{base}/absence/",
        {"act_key": "1" * 32, "kind": "COURSE", "from_on": "2026-12-01", "to_on": "2026-12-05"},
    )
    assert Absence.objects.filter(officer=person).count() == 1
    admin.post(
        f"{base}/stand-in/",
        {
            "act_key": "2" * 32,
            "post": "ECOLOGY-1",
            "from_on": "2026-12-01",
            "to_on": "2026-12-05",
            "reason": "党校",
        },
    )
    row = StandIn.objects.get(officer=person)
    admin.post(f"/roster/stand-ins/{row.pk}/over/", {"act_key": "3" * 32})
    row.refresh_from_db()
    assert row.to_on <= date(2026, 12, 1)


def test_a_post_is_added_once(world: World) -> None:
    typed = {"division": "LEGAL", "code": "LEGAL-9", "title": "法制科经办岗9", "rank": "STAFF"}
    assert world.client("admin").post("/roster/posts/new/", typed | {"act_key": KEY}).status_code == 302
    assert world.client("admin").post("/roster/posts/new/", typed | {"act_key": "1" * 32}).status_code == 422
    assert Post.objects.filter(pk="LEGAL-9").count() == 1


def test_an_account_is_closed_at_once_and_never_ones_own(world: World) -> None:
    person = world.bureau.officers["legal-2"]
    inside = world.client("legal-2")
    assert inside.get("/").status_code == 200
    world.client("admin").post(f"/roster/people/{person.public_id}/disable/", {"why": "调离"})
    assert inside.get("/").status_code == 302
    world.client("admin").post(f"/roster/people/{person.public_id}/disable/", {"why": "调离", "want": "off"})
    person.refresh_from_db()
    assert person.disabled_at is not None
    world.client("admin").post(f"/roster/people/{person.public_id}/disable/", {"want": "on"})
    person.refresh_from_db()
    assert person.disabled_at is None
    own = world.bureau.officers["admin"]
    answer = world.client("admin").post(
        f"/roster/people/{own.public_id}/disable/", {"why": "误"}, follow=True
    )
    assert "自己" in answer.content.decode()
    own.refresh_from_db()
    assert own.disabled_at is None


def test_a_password_is_changed_by_its_owner_only_with_the_old_one(world: World) -> None:
    user = world.bureau.officers["legal-1"].user
    user.set_password("旧的口令-2026-很长")
    user.save()
    client = world.client("legal-1")
    wrong = client.post(
        "/password/", {"old": "不是它", "password": "新的口令-2026-很长", "again": "新的口令-2026-很长"}
    )
    assert wrong.status_code == 422
    client.post(
        "/password/",
        {"old": "旧的口令-2026-很长", "password": "新的口令-2026-很长", "again": "新的口令-2026-很长"},
    )
    user.refresh_from_db()
    assert user.check_password("新的口令-2026-很长")


def test_a_list_is_imported_in_the_browser_and_a_wrong_one_named_by_row(world: World) -> None:
    admin, count = world.client("admin"), Officer.objects.count()
    rows = roster_rows()
    wrong = [rows[0], ["没有的科室", *rows[2][1:]]]
    answer = admin.post(
        "/roster/import/", {"file": SimpleUploadedFile("名单.xlsx", workbook("名单", wrong[0], wrong[1:])[0])}
    )
    assert (answer.status_code, Officer.objects.count()) == (422, count)
    assert "第 2 行 科室" in answer.content.decode()
    more = [*rows[2][:5], "新示宁", "extra-1", "", ""]
    more[1], more[4] = "APPROVAL-7", "A"
    done = admin.post(
        "/roster/import/", {"file": SimpleUploadedFile("名单.xlsx", workbook("名单", rows[0], [more])[0])}
    )
    assert (done.status_code, Officer.objects.count()) == (302, count + 1)
    bad = admin.post("/roster/import/", {"file": SimpleUploadedFile("名单.xlsx", b"x")}, follow=True)
    assert "xlsx" in bad.content.decode()
