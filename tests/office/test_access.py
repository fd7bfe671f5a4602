"""Powers are data: deny by default, the same scope for pages and lists, and one table for everything."""

import pytest

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip
from postpermit.office.access import Power, declare, known, may, post_for, powers, thing_label, visible_to
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db


def test_what_no_row_grants_is_refused(bureau: Bureau) -> None:
    standing = bureau.standing("legal-1")
    assert not may(standing, "fly", "linkage.slip")
    assert not may(standing, "generate", "duties.duty")
    assert not may(None, "view", "duties.duty")
    assert visible_to(standing, Slip, "fly").count() == 0
    assert visible_to(None, Duty).count() == 0


def test_every_row_cites_an_existing_clause_and_names_a_declared_thing() -> None:
    assert len(powers()) > 50
    for row in powers():
        assert law.clause(row.clause)
        assert thing_label(row.thing)
        assert row.who


def test_a_row_about_a_thing_nobody_declared_does_not_start() -> None:
    with pytest.raises(ValueError, match="declared by nobody"):
        declare("office", powers=[Power("office.moon", "view", ("ANY",))], things={})
    with pytest.raises(ValueError, match="does not belong"):
        declare("office", powers=[], things={"duties.moon": "月"})


def test_the_steps_of_a_matter_are_powers_by_themselves() -> None:
    assert known("linkage.slip", "approve")
    assert known("duties.duty", "agree-waiver")


def test_a_head_signs_and_a_clerk_does_not(bureau: Bureau) -> None:
    assert may(bureau.standing("ecology-head"), "approve", "linkage.slip")
    assert may(bureau.standing("group-leader"), "approve", "linkage.slip")
    assert not may(bureau.standing("ecology-1"), "approve", "linkage.slip")
    assert "*:HEAD" in post_for(bureau.standing("ecology-head"), "approve", "linkage.slip")
