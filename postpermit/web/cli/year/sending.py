"""Sending somebody: a visit prepared, those who were drawn sent, else two who may go; now and then one keeps away."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.people import drawn_order, drawn_team, sendable
from postpermit.office.models import Officer
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.web.cli.year.stage import NobodyThere, Stage


class Sending:
    """What the head of the brigade does with a visit that is to be made."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.codes = 0

    def prepare(self, unit: Facility, on: date, **more: Any) -> Visit:
        stage = self.stage
        given: dict[str, Any] = {
            "kind": "PLANNED",
            "manner": "ON_SITE",
            "reason": "NONE",
            "inspection_code": self._code(on),
        }
        visit = do.prepare_visit(
            facility=unit, scheduled_on=on, by=stage.clerk("ENFORCEMENT"), at=stage.at(), **given | more
        )
        return self._send(visit)

    def _code(self, on: date) -> str:
        self.codes += 1
        return f"JC{on:%Y%m%d}{self.codes:05d}"

    def _send(self, visit: Visit) -> Visit:
        """Those who were drawn, else two who may go; now and then one keeps away and the next goes."""
        stage = self.stage
        head = stage.head("ENFORCEMENT")
        if not drawn_order(visit):
            return do.assign_team(visit=visit, officers=self._pair(visit), by=head, at=stage.at())
        drawn = drawn_team(visit, 2)
        if len(drawn) < 2:  # who is left of the draw, and who may go besides
            team = [*drawn, *self._pair(visit, drawn)][:2]
            return do.assign_team(visit=visit, officers=team, by=head, at=stage.at())
        visit = do.assign_drawn_team(visit=visit, by=head, at=stage.at())
        if stage.chance.random() < 0.03:
            with suppress(do.UnableToAssign):  # nobody is left who could go instead
                out = visit.officers.filter(role="MEMBER").select_related("officer").get().officer
                why = "与该单位有利害关系"
                visit = do.recuse_officer(visit=visit, officer=out, why=why, by=head, at=stage.at())
        return visit

    def _pair(self, visit: Visit, but: Sequence[Officer] = ()) -> Sequence[Officer]:
        able = [officer for officer, fault in sendable(visit) if not fault and officer not in but]
        if len(able) + len(but) < 2:
            raise NobodyThere("inspectors")
        return self.stage.chance.sample(able, min(2, len(able)))

    def lead(self, visit: Visit) -> Actor:
        """主办 of the visit."""
        lead = visit.officers.filter(role="LEAD", left_as="").select_related("officer").get().officer
        return Actor(lead.ref, lead.name, "ENFORCEMENT")

    def moment(self, visit: Visit, hour: int) -> datetime:
        """An hour of today."""
        return timezone.make_aware(datetime.combine(self.stage.today, time(hour, visit.pk % 60)))
