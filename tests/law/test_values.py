"""Dated values: the later line prevails, of one day the higher layer; unconfirmed ones say so."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.law.values import LAYERS, Value, in_force

DAY = date(2026, 11, 24)
SECOND = Path(__file__).parent / "second_district"
NAMES = sorted(v.name for v in law.values(on=DAY))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_names_an_existing_clause_and_a_source(name: str) -> None:
    value = law.value(name, on=DAY)
    assert law.clause(value.clause)
    assert value.source
    assert value.label


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("inspection.registered.share", Decimal("0.20")),
        ("monitoring.simplified.share", Decimal("0.30")),
        ("rating.excellent.share", Decimal("0.10")),
        ("inspection.new_permit.months", 3),
        ("meeting.dispatch.months", [2, 5, 8, 11]),
        ("permit.renewal.days_before", 60),
        ("slip.accept.days", 2),
        ("slip.feedback.days", 15),
        ("ledger.years", 5),
    ],
)
def test_the_numbers_of_the_plan_stand(name: str, held: object) -> None:
    assert law.value(name, on=DAY).value == held


def test_what_nobody_confirmed_is_shown_so() -> None:
    assert law.value("slip.accept.days", on=DAY).shown == "2工作日（待确认）"
    assert law.value("inspection.registered.share", on=DAY).shown == "20%"
    assert law.value("meeting.annual.due", on=DAY).shown == "6月30日"


def test_a_later_line_of_a_higher_document_prevails() -> None:
    assert law.value("registration.validity.years", on=date(2026, 8, 14)).clause == "plan:10.1"
    assert law.value("registration.validity.years", on=date(2026, 8, 15)).clause == "code:186"


def test_a_value_that_nobody_gave_is_unknown() -> None:
    with pytest.raises(law.UnknownValue, match="inspection.night"):
        law.value("inspection.night.share", on=DAY)


def _line(since: date, layer: str) -> Value:
    return Value("x", 1, "", "plan:6.2", "s", True, since, layer, "x")


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.sampled_from(LAYERS)), unique=True),
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
)
def test_the_prevailing_line_is_the_latest_and_then_the_highest(
    rows: list[tuple[date, str]], on: date
) -> None:
    found = in_force([_line(*row) for row in rows], on)
    begun = [row for row in rows if row[0] <= on]
    if not begun:
        assert found is None
        return
    assert found is not None
    assert (found.since, LAYERS.index(found.layer)) == max((d, LAYERS.index(x)) for d, x in begun)


def test_a_second_district_is_a_folder_of_data() -> None:
    with law.using(SECOND) as there:
        assert there.name == "云栖区（演示）"
        assert law.value("inspection.registered.share", on=DAY).value == Decimal("0.25")
        assert law.value(
            "inspection.registered.share", on=date(2027, 1, 1) + timedelta(days=1)
        ).value == Decimal("0.30")
        assert law.value("permit.renewal.days_before", on=DAY).value == 60
        assert law.duty_kind("inspect-registered").label == "登记单位随机抽查（演示）"
    assert law.value("inspection.registered.share", on=DAY).value == Decimal("0.20")


def test_a_value_that_cites_nothing_stops_the_program(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text("code: x\nname: x\ndivisions: []\n", encoding="utf-8")
    (tmp_path / "values").mkdir()
    page = "a.b:\n  label: 甲\n  dated: {2026-01-01: {value: 1, unit: 次, clause: 'plan:99.1', source: s, confirmed: true}}\n"
    (tmp_path / "values/x.yaml").write_text(page, encoding="utf-8")
    with pytest.raises(law.UnknownClause, match="99"), law.using(tmp_path):
        pass


def test_a_line_in_a_wrong_form_names_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text("code: x\nname: x\ndivisions: []\n", encoding="utf-8")
    (tmp_path / "values").mkdir()
    (tmp_path / "values/y.yaml").write_text(
        "a.b: {label: 甲, dated: {2026-01-01: {value: 1}}}\n", encoding="utf-8"
    )
    with pytest.raises(law.UnreadableLaw, match=r"y.yaml：a.b"), law.using(tmp_path):
        pass
