"""安排检查 beside the plan and at the ceiling; people who cannot go; the task that a closed unit raised."""

import pytest
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.register_task import register_task
from postpermit.planning.models import PlannedVisit
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of

pytestmark = pytest.mark.django_db
ON_SITE = {"kind": "PLANNED", "manner": "ON_SITE", "reason": "NONE", "scheduled_on": "2026-11-24"}
HEAD = "enforcement-head"


def test_what_the_plan_asks_for_at_the_unit_is_chosen_already_and_its_drawn_pair_named(
    visits: VisitDesk,
) -> None:
    row = visits.plan(1)
    visits.draw_officers(row, "enforcement-3", "enforcement-1")
    clerk, unit = client_of(visits), str(visits.units[1].public_id)
    page = text_of(clerk.get(f"/visits/new/?facility={unit}"))
    assert f'<option value="{row.public_id}" selected' in page and "检查人员已抽取" in page
    beside = send(clerk, "/visits/new/", facility=unit, **ON_SITE)
    assert beside.status_code == 422 and "请选择那次计划检查" in text_of(beside)
    assert not Visit.objects.exists()
    told = {"facility": unit, "of_plan": str(row.public_id)}
    assert send(clerk, "/visits/new/", **told, **ON_SITE).status_code == 302
    assert Visit.objects.get().planned == row
    assert reverse("planned", args=[row.public_id]) in text_of(
        clerk.get(f"/visits/{Visit.objects.get().public_id}/")
    )


def test_a_triggered_visit_leaves_the_plan_alone_whatever_was_preselected(visits: VisitDesk) -> None:
    row = visits.plan(1)
    told = {
        "facility": str(visits.units[1].public_id),
        "of_plan": str(row.public_id),
        "reason_text": "热线 12345-77 号",
    }
    typed = ON_SITE | {"kind": "TRIGGERED", "reason": "COMPLAINT"}
    assert send(client_of(visits), "/visits/new/", **told, **typed).status_code == 302
    row.refresh_from_db()
    assert (Visit.objects.get().planned, row.state) == (None, "PLANNED")


def test_where_only_samples_are_taken_no_inspection_is_offered(visits: VisitDesk) -> None:
    row = visits.plan(1)
    clerk, page = client_of(visits), reverse("planned", args=[row.public_id])
    link = f"/visits/new/?planned={row.public_id}"
    assert link in text_of(clerk.get(page))
    PlannedVisit.objects.filter(pk=row.pk).update(inspects=False, monitors=True)
    assert link not in text_of(clerk.get(page))


def test_at_the_ceiling_the_head_confirms_what_nobody_registered(visits: VisitDesk) -> None:
    """PL-78"""
    visits.prepare(3)
    unit = str(visits.units[3].public_id)
    typed = ON_SITE | {"kind": "TRIGGERED", "reason": "DATA_LEAD", "reason_text": "在线监测平台第7号"}
    refused = text_of(send(client_of(visits), "/visits/new/", facility=unit, **typed))
    assert "由负责人确认" in refused and Visit.objects.count() == 1
    head = client_of(visits, HEAD)
    assert "确认这次检查不计入上限" in text_of(send(head, "/visits/new/", facility=unit, **typed))
    let = send(head, "/visits/exception/", facility=unit, year="2026", cap_why="已在平台核对", **typed)
    assert let.status_code == 302
    page = text_of(head.get(let["Location"]))
    key = page.split('id="exception"')[1].split('value="')[2].split('"')[0]
    assert send(head, "/visits/new/", facility=unit, exception=key, **typed).status_code == 302
    assert not Visit.objects.latest("pk").counts_toward_cap


def test_who_is_ill_is_replaced_by_a_form_of_its_own_and_recusal_is_offered_on_site(
    visits: VisitDesk,
) -> None:
    visit = visits.assigned(1, inspection_code="JCM-9")
    head, page = client_of(visits, HEAD), f"/visits/{visit.public_id}/"
    assert "不能前往，换人" in text_of(head.get(page))
    out, comes = visits.officer("enforcement-1"), visits.officer("enforcement-3")
    typed = {"officer": str(out.public_id), "why": "生病", "instead": str(comes.public_id)}
    assert send(head, f"{page}do/excuse/", **typed).status_code == 302
    assert "不能前往（" in text_of(head.get(page))
    visit.refresh_from_db()
    do.start_visit(visit=visit, started_at=visits.at, by=visits.by("enforcement-2"), at=visits.at)
    again = typed | {
        "officer": str(comes.public_id),
        "instead": str(visits.officer("enforcement-4").public_id),
    }
    shown = text_of(head.get(page))
    assert "do/recuse-on-site/" in shown and "do/excuse/" not in shown
    assert send(head, f"{page}do/recuse-on-site/", **again | {"why": "亲属"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.officers.get(left_as="RECUSED").officer) == ("UNDERWAY", comes)


def test_a_closed_unit_shows_the_task_it_raised_with_its_state(visits: VisitDesk) -> None:
    visit = visits.ended(1, "SHUT")
    slip = register_task(visit)
    assert slip is not None
    page = text_of(client_of(visits).get(f"/visits/{visit.public_id}/"))
    assert (
        f"/slips/{slip.public_id}/" in page and slip.number in page and str(slip.get_state_display()) in page
    )
    other = visits.ended(2)
    assert "核实登记" not in text_of(client_of(visits).get(f"/visits/{other.public_id}/"))
