"""Annex 5 as data: what differs between print, paper and here."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from postpermit.linkage.form import BOTH, FIELDS, HERE, PAPER, FormRow, compare, counted
from postpermit.linkage.states import RowKind

ROW = FormRow("RECEIVE", "STATION", "已安排", "甲", "乙", "2026-11-24", "")

words = st.text(alphabet="甲乙丙丁 戊", max_size=4)
rows = st.builds(
    FormRow, st.sampled_from([str(k) for k in RowKind]), st.sampled_from(["STATION", "ECOLOGY"]), words, words, words,
    st.sampled_from(["", "2026-11-24"]), words,
)  # fmt: skip
forms = st.lists(rows, max_size=5).map(counted)


def test_the_same_on_both_sides_is_no_difference_and_white_space_does_not_count() -> None:
    assert compare([ROW], [ROW], [replace(ROW, text="已 安排")]) == []


def test_it_is_told_which_side_changed() -> None:
    other = replace(ROW, text="改了")
    third = replace(ROW, text="又改")
    assert [d.side for d in compare([ROW], [ROW], [other])] == [PAPER]
    assert [d.side for d in compare([ROW], [other], [ROW])] == [HERE]
    assert [d.side for d in compare([ROW], [other], [third])] == [BOTH]


def test_without_a_print_a_difference_of_two_written_cells_is_a_conflict() -> None:
    found = compare(None, [ROW], [replace(ROW, text="手写")])
    assert [(d.side, d.only) for d in found] == [(BOTH, "")]


def test_a_row_that_one_side_lacks_says_so() -> None:
    assert compare([], [], [ROW])[0].only == "paper"
    assert compare([ROW], [ROW], [])[0].only == "here"


def test_both_sides_may_change_different_cells_of_a_row() -> None:
    found = compare([ROW], [replace(ROW, remark="这边")], [replace(ROW, approver="丙")])
    sides = {c.name: c.side for c in found[0].cells if c.side != "same"}
    assert sides == {"remark": HERE, "approver": PAPER}
    assert found[0].side == BOTH


@given(forms, forms, forms)
def test_every_difference_is_found_and_nothing_else(
    base: list[FormRow], here: list[FormRow], paper: list[FormRow]
) -> None:
    found = {(d.kind, d.division, d.nth): d for d in compare(base, here, paper)}
    mine, theirs = {r.key: r for r in here}, {r.key: r for r in paper}
    for key in {*mine, *theirs}:
        left, right = mine.get(key, FormRow(*key[:2])), theirs.get(key, FormRow(*key[:2]))
        same = all("".join(getattr(left, f).split()) == "".join(getattr(right, f).split()) for f in FIELDS)
        assert (key not in found) == same
    assert set(found) <= {*mine, *theirs}


@given(forms)
def test_a_row_survives_being_kept(form: list[FormRow]) -> None:
    assert [FormRow.from_json(r.as_json()) for r in form] == form
    assert len({r.key for r in form}) == len(form)
