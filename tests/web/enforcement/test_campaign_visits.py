"""What a campaign of a higher level found leads to a visit, and both pages and the unit's know of each other."""

from datetime import timedelta

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CampaignFinding, Visit
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of


def found(visits: VisitDesk, unit: int = 1) -> CampaignFinding:
    """台账不全 at a unit."""
    return do.enter_campaign_finding(
        level="CITY", campaign="市级督察", found_on=visits.today, facility=visits.units[unit], what="台账不全",
        division="ENFORCEMENT", due_on=visits.today + timedelta(days=30), by=visits.by("approval-1"), at=visits.at,
    )  # fmt: skip


def test_a_finding_of_a_campaign_leads_to_a_visit_that_says_so(visits: VisitDesk) -> None:
    finding, clerk = found(visits), client_of(visits)
    here, form = (
        f"/campaign-findings/{finding.public_id}/",
        f"/visits/new/?campaign_finding={finding.public_id}",
    )
    assert form in text_of(clerk.get(here)) and "没有为此安排检查" in text_of(clerk.get(here))
    shown = text_of(clerk.get(form))
    assert f"督察和监督帮扶问题 {finding.number}（市级督察）" in shown
    assert 'value="TRIGGERED" checked' in shown and '<option value="CAMPAIGN" selected' in shown
    typed = {"kind": "TRIGGERED", "manner": "ON_SITE", "reason": "CAMPAIGN", "scheduled_on": "2026-11-24"}
    assert send(clerk, "/visits/new/", **typed, campaign_finding=str(finding.public_id)).status_code == 302
    visit = Visit.objects.get()
    assert (visit.campaign_finding, visit.facility) == (finding, visits.units[1])
    assert visit.number in text_of(clerk.get(here))
    assert here in text_of(clerk.get(f"/visits/{visit.public_id}/"))
    assert here in text_of(clerk.get(f"/facilities/{visit.facility.public_id}/"))


def test_a_visit_hangs_on_a_finding_of_its_own_unit_that_is_not_over(visits: VisitDesk) -> None:
    finding = found(visits, 2)
    told = {"kind": "TRIGGERED", "reason": "CAMPAIGN", "campaign_finding": finding}
    with pytest.raises(Refused, match="不是这个单位的"):
        visits.prepare(1, **told)
    on = visits.today
    CampaignFinding.objects.update(state="STRUCK", rectified_on=on, struck_on=on)
    with pytest.raises(Refused, match="已销号"):
        visits.prepare(2, **told)
