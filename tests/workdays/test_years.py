"""The YAML page of a year: what is wrong with it is said in Chinese, naming the place."""

from pathlib import Path

import pytest

from postpermit import workdays

PAGES = sorted((Path(workdays.__file__).parent / "years").glob("*.yaml"))
GOOD = "year: 2027\nnotice: 演示〔2026〕1号\npublished: 2026-11-05\ndays_off: [2027-01-01, 2027-02-05..2027-02-11]\nworking_weekends: [2027-02-20]\n"


def test_every_shipped_page_reads_as_its_own_year() -> None:
    assert [workdays.read_year(p.read_text(encoding="utf-8")).year for p in PAGES] == list(range(2016, 2027))


def test_ranges_are_spread_into_days() -> None:
    assert len(workdays.read_year(GOOD).days_off) == 8


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("year: 2027", "year: next", "年份"),
        ("2027-01-01", "2026-01-01", "2026-01-01"),
        ("[2027-02-20]", "[2027-02-19]", "不是周末"),
        ("[2027-02-20]", "[2027-02-06]", "既放假又上班"),
        ("published: 2026-11-05", "published: soon", "published"),
        ("notice: 演示〔2026〕1号", "remark: x", "notice"),
        ("2027-02-05..2027-02-11", "2027-02-11..2027-02-05", "起止"),
        ("2027-01-01", "一月一日", "days_off 第 1 项"),
        ("year: 2027", "year: [", "YAML"),
    ],
)
def test_a_wrong_page_is_refused_naming_the_place(wrong: str, right: str, said: str) -> None:
    with pytest.raises(workdays.UnreadableYear, match=said):
        workdays.read_year(GOOD.replace(wrong, right, 1))
