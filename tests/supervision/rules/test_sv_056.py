"""SV-56: 自动监测数据缺失的日子没有手工监测记录。"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.rules.facts import AutomaticFacts, MonitoringFacts, Sample
from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, permit, report, row, verdict

AUTOMATIC = permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "AUTOMATIC", "连续"),))
READ = report(row("air-concentration", **STATISTICS_ROW | {"device": "自动监测"}))


def missing(*days: date) -> tuple[AutomaticFacts, ...]:
    """Automatic data that lack these days."""
    return (AutomaticFacts("DA001", "氮氧化物", missing_days=days),)


def sampled(*days: date, manual: bool = True) -> tuple[Sample, ...]:
    """Samples of these days, under another spelling."""
    return tuple(Sample("da001", "NOx", day, None, manual=manual) for day in days)


def march(*days: int) -> tuple[date, ...]:
    """Days of March."""
    return tuple(date(2026, 3, day) for day in days)


def test_a_missing_day_without_a_sample_is_a_hit() -> None:
    """SV-56 fires once for the pair, naming the days."""
    asked = case(READ, permit=AUTOMATIC, automatic=missing(*march(1, 2, 3, 4, 5)), samples=sampled(*march(2)))
    (hit,) = fires(56, asked)
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert hit.found == "4日没有：2026年3月1日、2026年3月3日、2026年3月4日等"
    assert hit.message == "DA001·氮氧化物：自动监测数据缺失的日子没有手工监测记录。"


def test_a_sample_of_that_day_is_enough_another_day_or_an_instrument_is_not() -> None:
    """SV-56 wants a manual sample of the same day."""
    for samples, hits in (
        (sampled(*march(1)), 0),
        (sampled(*march(2)), 1),
        (sampled(*march(1), manual=False), 1),
        ((), 1),
    ):
        asked = case(READ, permit=AUTOMATIC, automatic=missing(*march(1)), samples=samples)
        assert len(fires(56, asked)) == hits


def test_days_outside_the_period_are_not_of_this_report() -> None:
    """SV-56 looks at the period only."""
    asked = case(READ, permit=AUTOMATIC, automatic=missing(date(2025, 12, 31), date(2027, 1, 1)), samples=())
    assert fires(56, asked) == []


def test_without_samples_or_data_it_cannot_judge() -> None:
    """SV-56 lacks samples only where days are missing."""
    assert lacks(56, case(READ, permit=AUTOMATIC)) == ["没有自动监测数据"]
    assert lacks(56, case(READ, permit=AUTOMATIC, automatic=missing(*march(1)))) == ["没有上传的自行监测结果"]
    assert fires(56, case(READ, permit=AUTOMATIC, automatic=missing())) == []


@given(st.sets(st.integers(1, 31)), st.sets(st.integers(1, 31)))
def test_it_fires_exactly_when_a_missing_day_is_left(lost: set[int], took: set[int]) -> None:
    """SV-56 as a difference of sets."""
    asked = case(READ, permit=AUTOMATIC, automatic=missing(*march(*lost)), samples=sampled(*march(*took)))
    assert bool(verdict(56, asked).hits) == bool(lost - took)
