"""The same life with paper coming back and the city's system reporting in between: the invariants hold all the same."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from postpermit.linkage import operations as do
from postpermit.linkage.form import FormRow
from postpermit.linkage.models import PaperReturn, Slip, SlipAssignment, SlipRow
from postpermit.linkage.states import Channel, Ground, Outcome, Subject
from tests.bureau import Bureau
from tests.linkage.test_stateful import DIVISIONS, Life


class OutsideLife(Life):
    """Rows from paper and from the city at any moment, fitting or not."""

    @rule(
        raiser=st.sampled_from(DIVISIONS),
        receivers=st.lists(st.sampled_from(DIVISIONS), min_size=1, max_size=2, unique=True),
        how_far=st.integers(0, 3),
        channel=st.sampled_from([Channel.CITY, Channel.PAPER]),
    )
    def keep(self, raiser: str, receivers: list[str], how_far: int, channel: Channel) -> None:
        row = do.OutsideRow("外", "甲", self.at.date(), "乙" if how_far != 1 else "")
        parts = [
            do.OutsidePart(c, row if how_far else None, row if how_far > 1 else None, confirmed=how_far == 3)
            for c in receivers
        ]
        self.attempt(
            do.keep_outside_slip, channel=channel, why="停机", city_number="S", division=raiser, title="外来",
            subject=Subject.SUPERVISION, ground=Ground.OTHER, raised=row, parts=parts, by=self.someone(raiser, "1"),
        )  # fmt: skip

    @rule(number=st.integers(0, 30), feeds=st.booleans(), signed=st.booleans(), answers=st.booleans())
    def progress(self, number: int, feeds: bool, signed: bool, answers: bool) -> None:
        part = self.any_of(SlipAssignment, number)
        if part is None:
            return
        row = do.OutsideRow("外", "甲", self.at.date(), "乙" if signed else "")
        said = do.OutsidePart(
            part.division_id,
            row,
            row if feeds else None,
            Outcome.NOTHING_FOUND if answers else "",
            confirmed=signed and feeds,
        )
        by = self.someone(part.slip.raised_by_id, "1")
        self.attempt(do.keep_outside_progress, assignment=part, part=said, channel=Channel.CITY, by=by)

    @rule(
        number=st.integers(0, 9),
        kinds=st.lists(
            st.sampled_from(["RAISE", "RECEIVE", "FEEDBACK"]), min_size=1, max_size=3, unique=True
        ),
        division=st.sampled_from(DIVISIONS),
        signed=st.booleans(),
        takes=st.booleans(),
    )
    def paper(self, number: int, kinds: list[str], division: str, signed: bool, takes: bool) -> None:
        slip = self.any_of(Slip, number)
        if slip is None:
            return
        by = self.someone(slip.raised_by_id, "1")
        do.print_slip(slip=slip, by=by, at=self.at)
        rows = [
            FormRow(k, division, "纸", "甲", "乙" if signed else "", self.at.date().isoformat())
            for k in kinds
        ]
        data = b"PK\x03\x04" + f"{number}{kinds}{division}{self.at}".encode()
        self.attempt(
            do.return_paper, slip=slip, name="单.docx", data=data, rows=rows, version=1, notes=[], by=by
        )
        paper = PaperReturn.objects.order_by("-pk").first()
        if takes and paper is not None:
            picked = [f"{c['kind']}-{c['division']}-{c['nth']}" for c in paper.cells]
            self.attempt(do.take_paper, paper=paper, picked=picked, by=by)
        self.at += timedelta(minutes=1)

    @invariant()
    def what_came_from_outside_says_so(self) -> None:
        for row in SlipRow.objects.exclude(written=Channel.HERE):
            assert row.entered_on_behalf
            assert row.handler_ref == ""

    @invariant()
    def archive_items_have_no_gap(self) -> None:
        items = list(
            Slip.objects.filter(state="ARCHIVED")
            .order_by("archive_item")
            .values_list("archive_item", flat=True)
        )
        assert items == list(range(1, len(items) + 1))

    @invariant()
    def a_form_is_open_or_answered_for(self) -> None:
        for paper in PaperReturn.objects.all():
            assert (paper.state == "READ") == (not paper.taken and paper.state != "TAKEN")


@pytest.mark.django_db
def test_paper_and_city_in_any_order_keep_the_invariants(bureau: Bureau) -> None:
    OutsideLife.bureau = bureau
    run_state_machine_as_test(
        OutsideLife,
        settings=settings(max_examples=18, stateful_step_count=25, deadline=None, derandomize=True),
    )
