"""Frequencies as permits write them, and what they owe over a stretch of time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.rules.frequencies import Frequency, frequency

YEAR = (Fraction(12), Fraction(365))


@pytest.mark.parametrize(
    ("written", "owed"),
    [
        ("1次/季", 4),
        ("1 次/季度", 4),
        ("每季度一次", 4),
        ("1次/半年", 2),
        ("每半年至少监测一次", 2),
        ("1次/月", 12),
        ("1次/2个月", 6),
        ("每月记录一次", 12),
        ("2次/日", 730),
        ("1次/6小时", 1460),
        ("1次/周", 52),
        ("1次/年", 1),
        ("1次/a", 1),
        ("1年/次", 1),
        ("1日/次", 365),
        ("按日记录", 365),
        ("至少1次/季", 4),
        ("1次／季", 4),
        ("1次/5年", 0),
        ("每两年一次", 0),
    ],
)
def test_a_year_owes_what_the_permit_writes(written: str, owed: int) -> None:
    found = frequency(written)
    assert found is not None
    assert found.due(*YEAR) == owed


@pytest.mark.parametrize(
    ("written", "owed"),
    [
        ("正常情况：1次/日。异常情况：1次/异常情况期。", 365),
        ("正常工况1次/日；非正常工况1次/一次事故", 365),
        ("信息未发生变化时，1次/年；信息发生变化时记录1次。", 1),
        ("对于未发生变化的，按年记录，1次/年；对于发生变化的，在发生变化时记录1次", 1),
    ],
)
def test_what_holds_on_an_event_is_left_out(written: str, owed: int) -> None:
    found = frequency(written)
    assert found is not None
    assert found.due(*YEAR) == owed


@pytest.mark.parametrize(
    "written",
    [
        "",
        "连续",
        "1次/班",
        "1次/批次",
        "1次/天或批次",
        "1次/月（有流动水排放时）",
        "雨季1次/日，其他1次/月",
        "0次/年",
        "1次/0月",
        "按需",
    ],
)
def test_what_is_not_surely_understood_is_left_to_a_person(written: str) -> None:
    assert frequency(written) is None


@given(st.integers(1, 400), st.integers(1, 60), st.integers(0, 120), st.integers(0, 120))
def test_longer_owes_no_less_and_a_stop_takes_off_no_more_than_its_turns(
    times: int, months: int, short: int, more: int
) -> None:
    owed = Frequency(Fraction(times), months, 0)
    one, other = Fraction(short), Fraction(short + more)
    assert owed.due(one, one) <= owed.due(other, other)
    assert 0 <= owed.excused(one, one) <= times * one / months + Fraction(1, 2)


@given(st.sampled_from(["日", "周", "月", "季", "半年", "年"]), st.integers(1, 99))
def test_every_way_of_writing_it_is_the_same_frequency(unit: str, times: int) -> None:
    plain = frequency(f"{times}次/{unit}")
    assert plain is not None
    assert plain == frequency(f"每{unit}{times}次") == frequency(f" {times} 次 / {unit} ")
