"""EN-70 to EN-74: the law of the day of the act, the other reading beside it, and the amount inside its range."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.enforcement.rules.bases import (
    Reading,
    Side,
    When,
    fine_fault,
    fine_side,
    heaviest,
    proposed,
    readings,
    readings_of,
    remarks_on,
    weight,
)
from postpermit.law import FineRange, PenaltyBasis

ON = date(2026, 11, 26)
BEFORE, FIRST = date(2026, 8, 14), date(2026, 8, 15)
CODES = [c.code for c in law.penalty_conducts()]


def basis(clause: str, low: int, high: int, rank: str = "LAW", yields: bool = False) -> PenaltyBasis:
    fine = (FineRange("一般", Decimal(low), Decimal(high)),) if high else ()
    since = date(2021, 1, 1)
    return PenaltyBasis("x", clause, clause, rank, since, None, fine, False, None, (), yields, "", True)


def when(conduct: str, act_from: date, act_to: date | None, on: date = ON) -> dict[str, When]:
    return {r.basis.clause: r.when for r in readings_of(conduct, act_from, act_to, on)}


def test_the_last_day_of_the_act_chooses_the_law() -> None:
    """EN-70: on the eve of the code the old acts, from its first day the code; the regulation on both."""
    old, new = when("over-limits", BEFORE, BEFORE), when("over-limits", FIRST, FIRST)
    assert (old["air-law:99"], old["regulation:34.i1"], old["code:1103"]) == (
        When.AT_ACT,
        When.AT_ACT,
        When.LATER,
    )
    assert (new["code:1103"], new["regulation:34.i1"]) == (When.AT_ACT, When.AT_ACT)
    assert "air-law:99" not in new


def test_an_act_that_goes_on_or_ends_after_the_change_shows_both() -> None:
    """EN-70: what ended during the act is listed as such."""
    for end in (FIRST, None):
        found = when("over-limits", date(2026, 7, 1), end)
        assert (found["air-law:99"], found["code:1103"]) == (When.EARLIER, When.AT_ACT)


def test_before_the_code_was_in_force_nobody_is_shown_it() -> None:
    """EN-70: read on the eve of the change, it is not yet a reading."""
    assert "code:1103" not in when("over-limits", BEFORE, BEFORE, on=BEFORE)
    assert "code:1103" in when("over-limits", BEFORE, BEFORE, on=FIRST)


@given(st.sampled_from(CODES), st.dates(date(2022, 1, 1), ON), st.integers(0, 400), st.integers(0, 400))
def test_every_reading_was_law_at_some_time_between_the_act_and_the_day_of_reading(
    conduct: str, start: date, lasts: int, later: int
) -> None:
    """EN-70: none is invented, none is left out, and the proposal is one of those shown."""
    end = start + timedelta(days=lasts)
    on = end + timedelta(days=later)
    found = readings(conduct, start, end, on)
    days = {r.basis.clause for r in found.readings}
    for one in law.penalty_conduct(conduct).bases:
        touched = one.since <= on and (one.until is None or one.until >= start)
        assert (one.clause in days) is touched
    if found.proposed is not None:
        assert found.proposed.clause in days
        assert found.proposed.in_force(end) or found.proposed.in_force(on)
    else:
        assert not any(r.when is When.AT_ACT for r in found.readings)


def test_of_several_provisions_the_higher_fine_counts() -> None:
    """EN-71: the highest amount, then the lowest, then the rank; the order of the list does not matter."""
    low, high, same = basis("a", 2, 20), basis("b", 10, 50), basis("c", 10, 50, "REGULATION")
    assert heaviest([low, same, high]) is heaviest([high, low, same]) is high
    assert heaviest([basis("d", 10, 100), basis("e", 20, 100, "REGULATION")]).clause == "e"  # type: ignore[union-attr]
    assert heaviest([]) is None


def test_a_provision_that_gives_way_is_used_only_where_no_law_is() -> None:
    """EN-71: the ledger of the regulation against the code."""
    local, gives = basis("local", 1, 2, "LOCAL"), basis("gives", 5, 9, "REGULATION", yields=True)
    assert heaviest([local, gives]) is gives
    assert heaviest([gives, basis("law", 2, 3)]).clause == "law"  # type: ignore[union-attr]
    for day, clause in ((BEFORE, "shanghai-environment:73"), (FIRST, "code:1086")):
        assert readings("ledger", day, day, ON).proposed.clause == clause  # type: ignore[union-attr]


def test_a_lighter_new_law_is_proposed_only_where_it_takes_the_place_of_the_old() -> None:
    """EN-72: heavier: the old one; lighter and alone: the new one; lighter beside one still in force: the old one."""
    old, light, heavy = basis("old", 10, 50), basis("light", 2, 10), basis("heavy", 20, 100)

    def chosen(later: PenaltyBasis, ended: bool) -> str:
        found = proposed([Reading(old, When.AT_ACT, ended), Reading(later, When.LATER)])
        return found.clause if found else ""

    assert (chosen(light, True), chosen(heavy, True), chosen(light, False)) == ("light", "old", "old")
    assert proposed([Reading(light, When.LATER)]) is None


def test_what_has_no_amount_cannot_be_weighed() -> None:
    """EN-72: the law of the act stands, and a person compares."""
    share = basis("share", 0, 0)
    kept = [Reading(share, When.AT_ACT, True), Reading(basis("new", 2, 10), When.LATER)]
    assert proposed(kept) is share
    assert weight(share) == (0, 0)
    said = [r.sentence for r in remarks_on(kept, BEFORE)]
    assert said == [
        "行为后规定有变，其中有的没有固定金额，轻重由人计算比较。",
        "share没有固定金额，由人计算比较。",
    ]


def test_a_circumstance_is_weighed_in_its_own_range() -> None:
    """EN-72: a serious case of an outlet is fined higher under the code."""
    plain = readings("outlets", FIRST, FIRST, ON).proposed
    serious = readings("outlets", FIRST, FIRST, ON, "情节严重").proposed
    assert (plain.clause, serious.clause) == ("regulation:36.i1", "code:1109")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("conduct", "act", "words"),
    [
        ("emergency-plan", date(2021, 1, 1), "没有录入的处罚依据"),
        ("outlets", BEFORE, "法典第1109条罚款较轻，但条例第三十六条第一项仍然有效"),
        ("disclosure", BEFORE, "新规定罚款不较轻"),
        (
            "over-limits",
            FIRST,
            "几项规定的罚款幅度不同：条例第三十四条第一项20万元以上100万元以下、法典第1103条",
        ),
        ("report-untrue", FIRST, "条例第三十七条第四项：法律另有规定的，从其规定。"),
    ],
)
def test_whoever_decides_is_told_what_to_weigh(conduct: str, act: date, words: str) -> None:
    """EN-73: each doubt is one sentence with its clause."""
    found = readings(conduct, act, act, ON).remarks
    assert any(words in r.sentence for r in found)
    assert all(law.clause(r.clause) for r in found)


def test_an_act_across_the_change_is_said_to_be_one() -> None:
    """EN-73: also where nothing ended and only the code was added."""
    words = "行为期间规定有变，按行为终了时的规定，此前的一并列出。"
    for conduct in ("over-limits", "disclosure"):
        across = readings(conduct, date(2026, 7, 1), None, ON)
        assert words in [r.sentence for r in across.remarks]
    assert words not in [r.sentence for r in readings("disclosure", FIRST, None, ON).remarks]
    assert readings("refusal", FIRST, FIRST, ON).remarks == ()


@pytest.mark.parametrize(
    ("yuan", "circumstance", "times", "good"),
    [
        (4_999, "", 1, False),
        (5_000, "", 1, True),
        (20_000, "", 1, True),
        (20_001, "", 1, False),
        (9_999, "", 2, False),
        (40_000, "", 2, True),
    ],
)
def test_a_fine_lies_in_its_range_times_the_occurrences(
    yuan: int, circumstance: str, times: int, good: bool
) -> None:
    """EN-74: an execution report that is missing is fined each time, ends included."""
    one = law.penalty_conduct("report-missing").bases[0]
    assert (fine_fault(one, Decimal(yuan), circumstance, times) == "") is good


def test_a_fine_outside_says_which_range_it_missed_and_on_which_side() -> None:
    """EN-74: below only with a reason; occurrences count only where the provision says so; no amount, no check."""
    outlets = law.penalty_conduct("outlets").bases[1]
    assert fine_fault(outlets, Decimal(600_000), "情节严重", 9) == (
        "罚款高于法典第1109条（情节严重）的幅度：10万元以上50万元以下。"
    )
    assert fine_fault(outlets, Decimal(10_000)) == (
        "罚款低于法典第1109条（一般）的幅度：2万元以上10万元以下，只能依法减轻并写明理由。"
    )
    report = law.penalty_conduct("report-missing").bases[0]
    assert fine_fault(report, Decimal(60_001), times=3).endswith("0.5万元以上2万元以下，3次。")
    sides = [fine_side(outlets, Decimal(n)) for n in (19_999, 20_000, 100_000, 100_001)]
    assert sides == [Side.BELOW, Side.WITHIN, Side.WITHIN, Side.ABOVE]
    assert fine_fault(basis("share", 0, 0), Decimal(1)) == ""


@pytest.mark.parametrize(
    ("conduct", "act", "circumstance", "clause"),
    [
        ("no-permit", FIRST, "工业噪声", "code:1102"),
        ("no-permit", BEFORE, "工业噪声", "noise-law:75"),
        ("no-permit", FIRST, "", "code:1102"),
        ("no-permit", BEFORE, "", "regulation:33.i1"),
        ("expired", FIRST, "工业噪声", "code:1102"),
        ("over-limits", FIRST, "工业噪声", "code:1103"),
        ("facilities", FIRST, "未按许可证运行", "code:1104"),
        ("outlets", FIRST, "保护区内", "code:1109"),
        ("outlets", BEFORE, "情节严重", "regulation:36.i1"),
    ],
)
def test_what_names_the_circumstance_goes_before_what_does_not(
    conduct: str, act: date, circumstance: str, clause: str
) -> None:
    """EN-131: noise is fined as noise, and what reaches noise alone is proposed for nothing else."""
    found = readings(conduct, act, act, ON, circumstance)
    assert found.proposed is not None and found.proposed.clause == clause
    if found.proposed.names(circumstance) and found.proposed.clause == "code:1102":
        assert any(r.sentence.startswith("条例第三十三条第") for r in found.remarks)


def test_in_a_protected_area_an_outlet_is_fined_in_ranges_of_its_own() -> None:
    """EN-74: 1109 has four."""
    outlets = law.penalty_conduct("outlets").bases[1]
    assert [(f.low, f.high) for f in outlets.fines] == [(2, 10), (10, 50), (10, 50), (50, 100)]
    assert fine_fault(outlets, Decimal(1_000_000), "保护区内且情节严重") == ""
    assert "50万元以上100万元以下" in fine_fault(outlets, Decimal(499_999), "保护区内且情节严重")


@given(st.sampled_from(CODES), st.dates(date(2022, 1, 1), ON), st.sampled_from(["", "工业噪声", "情节严重"]))
def test_a_proposal_never_lacks_a_circumstance_that_another_provision_of_the_act_names(
    conduct: str, day: date, circumstance: str
) -> None:
    """EN-131"""
    found = readings(conduct, day, day, ON, circumstance)
    named = [r for r in found.readings if r.when is When.AT_ACT and r.basis.names(circumstance)]
    if named and found.proposed is not None:
        assert found.proposed.names(circumstance)
