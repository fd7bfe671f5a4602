"""抽取检查人员: from the seed and what was frozen, the order of officers for every planned visit (plan 6.1)."""

from postpermit.office.models import Officer
from postpermit.planning.models import Draw, DrawnOfficer, PlannedVisit
from postpermit.planning.officers import OfficersDrawn, draw_officers
from postpermit.planning.queries.teams import from_given


def keep_officers(draw: Draw, seed: bytes) -> OfficersDrawn:
    """Everybody eligible in the order of each visit; the pair that goes is marked. Called when the draw is carried out."""
    visits, officers = from_given(draw.given["officers"])
    drawn = draw_officers(visits, officers, seed, algorithm=draw.algorithm)
    people = {str(p): pk for p, pk in Officer.objects.values_list("public_id", "pk")}
    planned = {
        str(p): pk for p, pk in PlannedVisit.objects.filter(plan=draw.plan_id).values_list("public_id", "pk")
    }
    DrawnOfficer.objects.bulk_create(
        [
            DrawnOfficer(
                draw=draw,
                visit_id=planned[a.visit],
                officer_id=people[officer],
                rank=rank,
                chosen=officer in a.officers,
            )
            for a in drawn.assignments
            # A plan still in draft may have been reckoned anew since the list was frozen.
            if a.visit in planned
            for rank, officer in enumerate(a.order, 1)
        ],
        batch_size=500,
    )
    return drawn
