"""EN-43 and EN-44: rows of the catalogue just below, at and above each boundary, and what is asked when something is unknown."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.classification import (
    PROCESSES,
    WHOLE,
    Classification,
    SourceFacts,
    classify,
    solvent_use,
)
from postpermit.law.catalogue import Known, catalogue
from postpermit.register.states import ManagementClass

K, S, R, U = ManagementClass
ON = date(2026, 11, 26)
# A unit of which everything is known, and nothing is there that would put it in a class.
QUIET: dict[str, Known] = {
    **{
        c: (Decimal(0) if f.unit else False)
        for c, f in catalogue(on=ON).facts.items()
        if not f.instead
    },
    "emissions_small": True,
    "industrial_building": True,
}  # fmt: skip


def told(code: str, **facts: object) -> Classification:
    """The class of a unit of that industry that is quiet but for these facts."""
    held = {n: v if isinstance(v, bool) else Decimal(str(v)) for n, v in facts.items()}
    return classify(SourceFacts((code,), {**QUIET, **held}), on=ON)


def asked(found: Classification) -> list[str]:
    """The names of what is asked."""
    return [fact.code for fact in found.asked_for]


ROWS = [
    # 17 and 18: food
    ("1431", {}, S, 17),
    ("1432", {"manual_only": True}, R, 17),
    ("1432", {"industrial_building": False}, U, 17),
    ("1495", {}, S, 17),
    ("1491", {}, R, 17),
    ("1491", {"industrial_building": False}, U, 17),
    ("1411", {}, R, 18),
    ("1421", {"industrial_building": False}, U, 18),
    # 39: printing
    ("2319", {"packaging_printing": True, "solvent_ink": "79.99"}, R, 39),
    ("2319", {"packaging_printing": True, "solvent_ink": "80"}, S, 39),
    ("2319", {"packaging_printing": True, "solvent_ink": "80.01"}, S, 39),
    ("2319", {"packaging_printing": True, "solvent_thinner": "9.99"}, R, 39),
    ("2319", {"packaging_printing": True, "solvent_thinner": "10"}, S, 39),
    ("2311", {"packaging_printing": False, "solvent_ink": "500"}, R, 39),
    ("2311", {"industrial_building": False}, U, 39),
    ("2311", {"key_listed": True}, K, 39),
    # 80 and 81: metal
    ("3311", {}, R, 80),
    ("3311", {"industrial_building": False}, U, 80),
    ("3360", {}, R, 81),
    ("3360", {"electroplating": True}, K, 81),
    ("3360", {"chromium_passivation": True}, K, 81),
    ("3360", {"wet_treatment": True}, S, 81),
    ("3360", {"organic_solvent": "9.99"}, R, 81),
    ("3360", {"organic_solvent": "10"}, S, 81),
    ("3360", {"key_listed": True}, K, 81),
    # 83 to 89: machines, cars, electronics
    ("3411", {}, R, 83),
    ("3591", {"industrial_building": False}, R, 84),
    ("3670", {"solvent_coating": "9.99"}, R, 85),
    ("3670", {"solvent_coating": "10"}, S, 85),
    ("3611", {}, S, 85),
    ("3611", {"key_listed": True}, K, 85),
    ("3972", {"solvent_coating": "9.99"}, R, 89),
    ("3972", {"solvent_coating": "10"}, S, 89),
    ("3911", {"key_listed": True}, K, 89),
    # 96: heat; the boiler row says the same or less
    ("4430", {"boiler": "20"}, K, 96),
    ("4430", {"boiler": "19.99"}, S, 96),
    ("4430", {"boiler": "1.01", "boiler_gas": True}, S, 96),
    ("4430", {"boiler": "1", "boiler_gas": True}, R, 96),
    ("4430", {"boiler": "1", "boiler_gas": False}, S, 96),
    ("4430", {"boiler": "0"}, U, 96),
    # 98 and 99: water
    ("4610", {}, R, 98),
    ("4620", {"treated_water": "499"}, R, 99),
    ("4620", {"treated_water": "500"}, S, 99),
    ("4620", {"treated_water": "19999"}, S, 99),
    ("4620", {"treated_water": "20000"}, K, 99),
    ("4620", {"treated_water": "10", "industrial_plant": True}, K, 99),
    # 100 to 106: services of a city
    ("5265", {"gas_station": True, "built_up_area": True}, S, 100),
    ("5265", {"gas_station": True, "built_up_area": False}, R, 100),
    ("5265", {}, U, 100),
    ("7724", {"waste_disposal": True}, K, 103),
    ("7724", {}, U, 103),
    ("7820", {"waste_burning": True}, K, 104),
    ("7820", {"garbage_treatment": True}, S, 104),
    ("7820", {"faeces": "49.9"}, R, 104),
    ("7820", {"faeces": "50"}, S, 104),
    ("7820", {"transfer": "149.9"}, R, 104),
    ("7820", {"transfer": "150"}, S, 104),
    ("7820", {}, U, 104),
    ("8080", {"crematorium": True}, S, 105),
    ("8080", {}, U, 105),
    ("8111", {"area": "5000", "spray_painting": True}, S, 106),
    ("8111", {"area": "4999", "spray_painting": False}, U, 106),
    ("8111", {"area": "5000", "spray_painting": False}, U, 106),
    # 107: hospitals
    ("8411", {"beds": "99"}, R, 107),
    ("8411", {"beds": "100"}, S, 107),
    ("8411", {"beds": "499"}, S, 107),
    ("8411", {"beds": "500"}, K, 107),
    ("8415", {"beds": "99", "special_hospital": True}, R, 107),
    ("8415", {"beds": "100", "special_hospital": True}, S, 107),
    ("8416", {"beds": "800", "special_hospital": True}, S, 107),
    ("8431", {"beds": "900"}, R, 107),
    # 108: everything else, such as a restaurant or a laundry
    ("6210", {}, U, 108),
    ("8030", {"key_listed": True}, K, 108),
    # 109 to 112: processes of a unit that its own row does not name
    ("6210", {"boiler": "0.5"}, R, 109),
    ("6210", {"boiler": "19.99"}, R, 109),
    ("6210", {"boiler": "20"}, S, 109),
    ("7320", {"furnace": True, "furnace_clean": True}, R, 110),
    ("7320", {"furnace": True, "furnace_clean": False}, S, 110),
    ("8111", {"area": "4999", "spray_painting": True}, R, 111),
    ("7320", {"surface_treatment": True, "organic_solvent": "9.99"}, R, 111),
    ("7320", {"surface_treatment": True, "organic_solvent": "10"}, S, 111),
    ("7320", {"electroplating": True}, S, 111),
    ("6210", {"treated_water": "499"}, U, 108),
    ("6210", {"treated_water": "500"}, R, 112),
    ("6210", {"treated_water": "19999"}, R, 112),
    ("6210", {"treated_water": "20000"}, S, 112),
]  # fmt: skip


@pytest.mark.parametrize(("code", "facts", "klass", "row"), ROWS)
def test_a_row_gives_its_class_at_its_boundary(
    code: str, facts: dict[str, object], klass: ManagementClass, row: int
) -> None:
    """EN-44: below, at and above each boundary of the rows held."""
    found = told(code, **facts)
    assert (found.klass, found.row, found.needs_human) == (klass, row, False)
    assert f"第{row}类" in found.reason


def test_every_row_that_is_held_is_reached_by_a_test() -> None:
    """EN-44: no row of the data goes untried."""
    book = catalogue(on=ON)
    held = {r.number for r in (*book.rows, *book.processes, book.other)}
    assert held == {row for *_, row in ROWS}


@pytest.mark.parametrize(
    ("name", "limit"),
    [("so2", "250"), ("nox", "250"), ("dust", "500"), ("cod", "30"), ("total_nitrogen", "10"),
     ("total_phosphorus", "0.5"), ("ammonia_oil_phenol", "30"), ("toxic_equivalents", "3000")],
)  # fmt: skip
def test_a_unit_of_row_108_is_key_above_a_limit_and_not_at_it(name: str, limit: str) -> None:
    """EN-44: more than, not as much as, the amounts of article 7."""
    assert told("6210", **{name: limit}).klass is U
    above = told("6210", **{name: Decimal(limit) + Decimal("0.01")})
    assert (above.klass, above.covers) == (K, WHOLE)


def test_a_process_of_a_higher_class_asks_a_permit_for_that_process_only() -> None:
    """EN-44: a unit of rows 1 to 107 caught by its boiler needs the permit for the boiler (article 6)."""
    found = told("3411", boiler="25")
    assert (found.klass, found.row, found.covers) == (S, 109, PROCESSES)
    assert [(row, klass) for row, klass, _ in found.rows] == [(109, S), (83, R)]


def test_where_row_and_process_say_the_same_the_row_stands_first() -> None:
    """EN-44: a registered machine builder with a small boiler is registered as a whole."""
    found = told("3411", boiler="2")
    assert (found.klass, found.row, found.covers) == (R, 83, WHOLE)


def test_of_several_industries_the_strictest_counts() -> None:
    """EN-44: one site, one permit, the highest class (article 5)."""
    facts = {**QUIET, "beds": Decimal(600)}
    found = classify(SourceFacts(("6210", "8411"), facts), on=ON)
    assert (found.klass, found.row) == (K, 107)


def test_fourteen_megawatts_are_twenty_tonnes() -> None:
    """EN-44: a boiler may be given in megawatts."""
    rest = {k: v for k, v in QUIET.items() if k != "boiler"}
    for megawatts, klass in (("13.99", R), ("14", S), ("14.01", S)):
        found = classify(SourceFacts(("6210",), rest, boiler_mw=Decimal(megawatts)), on=ON)
        assert found.klass is klass


@pytest.mark.parametrize(
    ("code", "name"),
    [("2319", "solvent_ink"), ("8411", "beds"), ("4430", "boiler"), ("3670", "solvent_coating"),
     ("6210", "key_listed"), ("6210", "emissions_small"), ("6210", "treated_water")],
)  # fmt: skip
def test_a_missing_fact_is_asked_for_and_nothing_is_presumed(code: str, name: str) -> None:
    """EN-44: without the quantity a person decides, and is told what to ask."""
    facts = {**QUIET, "packaging_printing": True}
    del facts[name]
    found = classify(SourceFacts((code,), facts), on=ON)
    assert found.klass is None and found.needs_human
    assert asked(found) == [name]
    assert found.asked_for[0].label in found.reason


def test_what_is_certain_already_is_said_beside_what_is_asked() -> None:
    """EN-44: a printer in an industrial building is registered at least."""
    facts = {k: v for k, v in QUIET.items() if k != "key_listed"}
    found = classify(SourceFacts(("2311",), facts), on=ON)
    assert (found.klass, found.at_least, asked(found)) == (None, R, ["key_listed"])


def test_nothing_is_asked_that_cannot_change_the_answer() -> None:
    """EN-44: a hospital of 500 beds is key whatever its boiler."""
    known: dict[str, Known] = {"beds": Decimal(500), "special_hospital": False}
    assert classify(SourceFacts(("8411",), known), on=ON).klass is K
    assert "furnace_clean" not in asked(classify(SourceFacts(("6210",), {}), on=ON))


@pytest.mark.parametrize("code", ["2614", "1761", "4311", "3391", "8433"])
def test_an_industry_whose_row_is_not_held_goes_to_a_person(code: str) -> None:
    """EN-44: what is in the catalogue but not here is never called unlisted."""
    found = told(code)
    assert (found.klass, found.needs_human) == (None, True)
    assert "对照名录原文" in found.reason


@pytest.mark.parametrize("code", ["36", "33", "339", "143", "843"])
def test_a_code_that_is_too_short_to_tell_asks_for_four_digits(code: str) -> None:
    """EN-44: two rows lie under one shorter code."""
    found = told(code)
    assert found.needs_human and asked(found)[0] == "industries"


@pytest.mark.parametrize("codes", [(), ("",), ("X",), ("1",), ("23195",), ("二三",)])
def test_without_a_readable_code_nothing_is_judged(codes: tuple[str, ...]) -> None:
    """EN-44: the code is asked for first."""
    found = classify(SourceFacts(codes, QUIET), on=ON)
    assert (found.klass, asked(found)) == (None, ["industries"])


def test_a_code_may_carry_the_letter_of_its_section() -> None:
    """EN-44: C2319 is 2319."""
    assert told("C2319").row == told("2319").row == 39


def test_facts_the_catalogue_does_not_know_are_a_fault_of_the_caller() -> None:
    """EN-44: a misspelt name would otherwise pass as unknown."""
    with pytest.raises(ValueError, match="bedz"):
        classify(SourceFacts(("8411",), {"bedz": Decimal(3)}), on=ON)
    with pytest.raises(ValueError, match="beds"):
        classify(SourceFacts(("8411",), {"beds": True}), on=ON)


STRICT = [K, S, R, U]
CODES = st.sampled_from(["2319", "3360", "3670", "4430", "4620", "6210", "8111", "8411", "2614"])
KNOWN = st.fixed_dictionaries(
    {}, optional={c: st.decimals(0, 30_000, places=1) if f.unit else st.booleans() for c, f in catalogue(on=ON).facts.items()}
)  # fmt: skip


@given(CODES, KNOWN)
def test_an_answer_is_a_class_or_a_question(code: str, known: dict[str, Known]) -> None:
    """EN-44: whatever is known, there is a class with its reason, or a person with something to do."""
    found = classify(SourceFacts((code,), known), on=ON)
    assert found.reason and (found.klass is None) == found.needs_human
    assert not (set(asked(found)) & set(known))


@given(CODES, KNOWN, st.data())
def test_knowing_more_never_makes_a_certain_answer_milder(
    code: str, known: dict[str, Known], data: st.DataObject
) -> None:
    """EN-44: what was decided, or certain at least, stands when an open fact is added."""
    before = classify(SourceFacts((code,), known), on=ON)
    if not before.needs_human or not (names := [n for n in asked(before) if n != "industries"]):
        return
    fact = catalogue(on=ON).facts[data.draw(st.sampled_from(names))]
    answer = data.draw(st.decimals(0, 30_000, places=1) if fact.unit else st.booleans())
    after = classify(SourceFacts((code,), {**known, fact.code: answer}), on=ON)
    least = after.klass or after.at_least or U
    assert before.at_least is None or STRICT.index(least) <= STRICT.index(before.at_least)


def test_solvent_is_the_highest_of_the_last_three_years() -> None:
    """EN-43: three years back and no further; a new unit by its best year, a newer one by its EIA."""
    used = {2022: Decimal(90), 2023: Decimal(9), 2024: Decimal(11), 2025: Decimal(7)}
    assert solvent_use(used, 2025) == 11
    assert solvent_use(used, 2024) == 90
    assert solvent_use({2025: Decimal(7)}, 2025, Decimal(12)) == 7
    assert solvent_use({}, 2025, Decimal(12)) == 12
    assert solvent_use({}, 2025) is None


@pytest.mark.parametrize("typed", ["8411", "８４１１", " Q8411 ", "q８４１１"])
def test_a_code_is_read_however_wide_it_was_typed(typed: str) -> None:
    """EN-130: a hospital of 600 beds stays one, also where emissions are small."""
    found = told(typed, beds=600, emissions_small=True)
    assert (found.klass, found.row) == (K, 107)


@pytest.mark.parametrize("code", ["9999", "0000", "98", "4499", "848", "８５９１", "٨٤١١"])
def test_a_code_that_does_not_exist_gives_no_answer(code: str) -> None:
    """EN-130: neither a class nor 未纳入."""
    found = told(code)
    assert (found.klass, found.needs_human, found.at_least) == (None, True, None)


@pytest.mark.parametrize("code", ["8499", "6210", "9700"])
def test_a_code_that_exists_and_has_no_row_of_its_own_is_of_the_others(code: str) -> None:
    """EN-130: 其他未列明卫生服务 is no invention."""
    assert (told(code).klass, told(code).row) == (U, 108)


@given(st.text("0123456789０１２３４５６７８９", min_size=2, max_size=4))
def test_width_never_changes_the_answer(code: str) -> None:
    """EN-130"""
    narrow = "".join(str(int(c)) for c in code)
    assert told(code) == told(narrow)
