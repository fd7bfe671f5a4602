"""推演: a year under other values, holidays or classes; adopting brings the stored ledger along."""

from contextlib import suppress
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import adopt_changes, generate_duties
from postpermit.duties.queries import ledger
from postpermit.duties.queries.what_if import what_if
from postpermit.duties.rules.what_if import UnreadableChanges, read_changes
from postpermit.duties.rules.windows import windows_of
from postpermit.office.models import AdoptedValue
from postpermit.office.operations import UnableToAdopt
from postpermit.trail.actors import COMMAND_LINE
from postpermit.web.cli.what_if import read_text
from tests.bureau import Bureau, number_of, unit_row

ON = date(2026, 11, 24)


@pytest.fixture
def units(bureau: Bureau, at: datetime) -> None:
    """Two of each class."""
    rows = [
        unit_row(n, 管理类别=k)
        for n, k in enumerate(["重点管理", "重点管理", "简化管理", "简化管理", *["登记管理"] * 10], 1)
    ]
    bureau.units(*rows, at=at)


def changed(text: str, year: int = 2027):  # type: ignore[no-untyped-def]
    """The changes of a YAML text."""
    return read_text(text, year)


@pytest.mark.django_db
def test_a_larger_share_raises_the_target_and_nothing_is_written(units: None) -> None:
    before = Duty.objects.count()
    found = what_if(changed("values: {inspection.registered.share: 0.3}"), 2027, ON)
    assert [(o.target, n.target) for o, n in found.moved] == [(2, 3)]
    assert (found.total.duties_before, found.total.duties_after) == (found.total.duties_before,) * 2
    assert found.total.load_after - found.total.load_before == 1
    assert Duty.objects.count() == before
    assert law.value("inspection.registered.share", on=date(2027, 1, 1)).plain == "20%"


@pytest.mark.django_db
def test_another_frequency_cuts_the_year_into_more_windows(units: None) -> None:
    found = what_if(changed("values: {inspection.simplified.per_year: 2}"), 2027, ON)
    assert sorted({p.period for p in found.added}) == ["2027H1", "2027H2"]
    assert {p.period for p in found.dropped} == {"2027"}
    row = next(b for b in found.kinds if b.name == "inspect-simplified")
    assert (row.duties_before, row.duties_after) == (2, 4)
    assert sum(w.duties_after for w in found.weeks) == found.total.duties_after
    assert sum(d.load_after for d in found.divisions) == found.total.load_after
    assert sum(p.load_before for p in found.posts) == found.total.load_before


@pytest.mark.django_db
def test_another_class_of_a_unit_gives_it_the_duties_of_that_class(units: None) -> None:
    found = what_if(changed(f"classes: {{{number_of(3)}: 重点管理}}"), 2027, ON)
    assert {p.kind for p in found.added} >= {"inspect-key", "monitor-key"}
    with pytest.raises(UnreadableChanges, match="登记表中没有"):
        what_if(changed("classes: {没有的编号: 重点管理}"), 2027, ON)


@pytest.mark.django_db
def test_another_holiday_list_moves_deadlines(units: None) -> None:
    days = "[2027-02-08, 2027-02-09, 2027-02-10]"
    found = what_if(changed(f"holidays: {{year: 2027, days_off: {days}, working_weekends: []}}"), 2027, ON)
    assert [
        (n.kind, n.due.on) for _, n in found.moved if n.kind == "meeting-dispatch" and n.period == "2027-02"
    ] in (
        [("meeting-dispatch", date(2027, 2, 5))],
        [],
    )


@pytest.mark.django_db
def test_adopting_brings_the_stored_ledger_along_in_one_act(
    bureau: Bureau, units: None, at: datetime
) -> None:
    for year in (2026, 2027):
        generate_duties(year=year, by=COMMAND_LINE, at=at)
    changes = changed("values: {inspection.registered.share: 0.3}")
    moved = adopt_changes(changes=changes, document="普环〔2026〕9号", by=bureau("approval-head"), at=at)
    assert set(moved) == {2026, 2027}
    targets = {d.due_on.year: d.target for d in Duty.objects.filter(kind="inspect-registered")}
    assert targets == {2026: 2, 2027: 3}  # this year's stays: the value begins next year
    told = {r["period"]: r["target"] for r in ledger(2027, ON) if r["kind"] == "inspect-registered"}
    assert told == {"2027": 3}


@pytest.mark.django_db
def test_what_cannot_be_adopted_is_refused_whole(bureau: Bureau, units: None, at: datetime) -> None:
    by = bureau("approval-head")
    text = f"{{values: {{slip.accept.days: 3}}, classes: {{{number_of(3)}: 重点管理}}}}"
    with pytest.raises(UnableToAdopt, match="许可证事件"):
        adopt_changes(changes=changed(text), document="文", by=by, at=at)
    with pytest.raises(UnableToAdopt):
        adopt_changes(changes=changed("values: {slip.accept.days: 3}"), document="", by=by, at=at)
    assert not AdoptedValue.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "[]", "甲", "{}", "{other: 1}", "values: 3", "values: {no.such: 1}", "values: {slip.accept.days: 三}",
        "values: {slip.accept.days: {from: 2027-01-01}}", "values: {slip.accept.days: {value: 2, from: 一月}}",
        "classes: {甲: 特级}", "holidays: 3", "holidays: {year: 2027}", "holidays: [1]",
        "holidays: {year: 2027, days_off: [2027-13-01], working_weekends: []}",
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_tried_names_the_place_in_chinese(text: str) -> None:
    with pytest.raises(UnreadableChanges, match=r"[\u4e00-\u9fff]"):
        changed(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["values", "holidays", "classes", "value", "from", "year", "slip.accept.days", "甲"]), inner, max_size=4),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_page_breaks_the_reading(page: object) -> None:
    with suppress(UnreadableChanges):
        read_changes(page, 2027)


@given(st.integers(2016, 2035), st.integers(1, 12))
def test_windows_fill_the_year_without_gap_or_overlap(year: int, times: int) -> None:
    found = windows_of(year, times)
    assert len(found) == times
    assert (found[0][1], found[-1][2]) == (date(year, 1, 1), date(year, 12, 31))
    assert all((b[1] - a[2]).days == 1 for a, b in pairwise(found))
    assert len({p for p, _, _ in found}) == times
