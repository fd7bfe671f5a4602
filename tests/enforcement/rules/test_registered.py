"""EN-45 to EN-47: the class held against the class found, units without a permit, the form against what was seen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.enforcement.rules.classification import Classification
from postpermit.enforcement.rules.registered import (
    ENTRIES,
    RegistrationForm,
    class_question,
    form_differences,
    unlicensed_finding,
)
from postpermit.register.states import ManagementClass

K, S, R, U = ManagementClass
STRICT = [K, S, R, U]
ON = date(2026, 11, 26)


def found(klass: ManagementClass | None, least: ManagementClass | None = None) -> Classification:
    """A classification of that class."""
    return Classification(klass, 39, "名录第39类。", klass is None, at_least=least)


@pytest.mark.parametrize("held", list(ManagementClass))
@pytest.mark.parametrize("should_be", list(ManagementClass))
def test_every_pair_of_classes_is_answered(held: ManagementClass, should_be: ManagementClass) -> None:
    """EN-45: the same class is no finding; a stricter one is owed; a milder one is only a hint."""
    finding = class_question(held, found(should_be))
    if held is should_be:
        assert finding is None
        return
    assert finding is not None and (finding.held, finding.should_be) == (held, should_be)
    assert held.label in finding.sentence and should_be.label in finding.sentence
    owed = STRICT.index(should_be) < STRICT.index(held)
    assert ("应为" in finding.sentence) == owed
    assert not finding.conduct or owed


@pytest.mark.parametrize(
    ("held", "should_be", "conduct"),
    [(R, S, "no-permit"), (R, K, "no-permit"), (U, S, "no-permit"), (U, R, "registration"), (S, K, ""), (K, S, "")],
)  # fmt: skip
def test_a_class_that_is_too_mild_points_to_what_is_missing(
    held: ManagementClass, should_be: ManagementClass, conduct: str
) -> None:
    """EN-45: who holds a permit of the milder kind has a permit."""
    finding = class_question(held, found(should_be))
    assert finding is not None and finding.conduct == conduct


def test_what_a_person_decides_is_no_finding_unless_more_is_certain() -> None:
    """EN-45: an open answer says nothing, but what is certain at least does."""
    assert class_question(R, found(None)) is None
    assert class_question(S, found(None, least=R)) is None
    finding = class_question(R, found(None, least=S))
    assert finding is not None and "至少应为简化管理" in finding.sentence


@pytest.mark.parametrize(
    ("klass", "discharging", "conduct"),
    [(S, True, "no-permit"), (S, False, ""), (S, None, ""), (R, True, "registration"), (R, False, "registration")],
)  # fmt: skip
def test_a_unit_without_a_permit_is_a_finding_and_discharge_makes_it_conduct(
    klass: ManagementClass, discharging: bool | None, conduct: str
) -> None:
    """EN-46: needing a permit is told; discharging without it is what the law punishes."""
    finding = unlicensed_finding(found(klass), discharging)
    assert finding is not None and (finding.should_be, finding.conduct) == (klass, conduct)
    assert ("没有查明" in finding.sentence) == (discharging is None)


def test_a_unit_outside_the_catalogue_is_no_finding() -> None:
    """EN-46: nor one that a person still has to judge."""
    assert unlicensed_finding(found(U), True) is None
    assert unlicensed_finding(found(None), True) is None


def test_the_entries_of_the_form_are_those_the_list_asks_for() -> None:
    """EN-47: each difference belongs to a question of the registered units' list."""
    items = law.checklist("registered", on=ON).groups[4].items
    assert [(label, q) for label, q in ENTRIES.values()] == [(i.label, i.questions[0].code) for i in items]


def test_what_was_seen_and_is_not_on_the_form_is_named() -> None:
    """EN-47: both sides of the difference, in the words written."""
    form = RegistrationForm(products="纸箱、彩盒", voc_materials="水性油墨", fuel="天然气")
    seen = RegistrationForm(products="彩盒，标签", voc_materials="水性油墨", treatment="活性炭")
    first, second = form_differences(form, seen)
    assert (first.name, first.question) == ("products", "5.1.1")
    assert (first.only_on_form, first.only_seen) == (("纸箱",), ("标签",))
    assert (second.label, second.only_on_form, second.only_seen) == ("治理设施", (), ("活性炭",))


def test_spelling_is_no_difference() -> None:
    """EN-47: full width, case, order and separators."""
    form = RegistrationForm(products="ＡＢＳ件、PVC管", standard="GB 16297")
    assert form_differences(form, RegistrationForm(products="pvc管; abs件", standard="gb 16297")) == ()


def test_a_column_that_was_not_looked_at_is_not_compared() -> None:
    """EN-47: empty on site says nothing; 无 says that there is none."""
    form = RegistrationForm(fuel="柴油")
    assert form_differences(form, RegistrationForm()) == ()
    (only,) = form_differences(form, RegistrationForm(fuel="无"))
    assert (only.only_on_form, only.only_seen) == (("柴油",), ())


@given(st.lists(st.sampled_from(["油墨", "胶水", "稀释剂", "清洗剂"]), unique=True), st.randoms())
def test_a_form_never_differs_from_itself(names: list[str], random: object) -> None:
    """EN-47: in whatever order it was written."""
    mixed = names[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    form, seen = (RegistrationForm(voc_materials=m.join(n)) for m, n in (("、", names), ("；", mixed)))
    assert form_differences(form, seen) == ()
