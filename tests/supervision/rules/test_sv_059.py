"""SV-59: 手工监测没有同步记录生产负荷和设施运行情况。"""

from datetime import date

from postpermit.supervision.report import Report
from postpermit.supervision.rules.facts import Sample
from tests.supervision.building import case, fires, lacks, report


def sampled(day: int, recorded: bool | None, year: int = 2026, manual: bool = True) -> Sample:
    """A sample of a day in January."""
    return Sample("DA001", "NOx", date(year, 1, day), None, load_recorded=recorded, manual=manual)


def test_samples_without_a_record_are_one_hit_for_the_pair() -> None:
    """SV-59 fires with their number and the first day."""
    (hit,) = fires(59, case(report(), samples=(sampled(9, False), sampled(5, False), sampled(7, True))))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert (hit.found, hit.clause) == ("2次没有，首次为2026年1月5日", "monitoring-rules:24")
    assert hit.message.startswith("DA001·氮氧化物：")


def test_recorded_ones_and_instruments_are_none() -> None:
    """SV-59 judges manual samples."""
    assert fires(59, case(report(), samples=(sampled(1, True), sampled(2, False, manual=False)))) == []


def test_the_first_day_of_the_regulation_is_the_first_to_be_judged() -> None:
    """SV-59 at its boundary: the duty begins on 2026-01-01."""
    assert len(fires(59, case(report(), samples=(sampled(1, False),)))) == 1
    before: Report = report(period="2025")
    assert fires(59, case(before, samples=(sampled(31, False, 2025),))) == []


def test_nothing_known_is_said() -> None:
    """SV-59 lacks samples, or what ran when they were taken."""
    assert lacks(59, case(report())) == ["没有上传的自行监测结果"]
    assert lacks(59, case(report(), samples=(sampled(1, None),))) == [
        "DA001 氮氧化物 的监测结果没有采样工况信息"
    ]
    assert fires(59, case(report(kind="QUARTERLY", period="2026Q1"))) == []
