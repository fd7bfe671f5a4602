"""SV-38: 数值为负、不是数值，或最大值与上传的监测结果不符。"""

from datetime import date
from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import Sample
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, case, fires, lacks, report, row, verdict

AIR = "air-concentration"


def sample(value: str | None, month: int = 3, **changes: object) -> Sample:
    """An uploaded result of DA001 NOx."""
    given = {"unit": "mg/m³", **changes}
    return Sample("DA001", "NOx", date(2026, month, 2), None if value is None else Decimal(value), **given)  # type: ignore[arg-type]


def texts(column: str, text: str) -> list[str]:
    """What is expected instead of ``text`` in a column of the statistics."""
    read = report(row(AIR, **STATISTICS_ROW | {column: text}))
    return [h.expected for h in fires(38, case(read, samples=()))]


def test_a_negative_amount_is_a_formal_hit_in_its_section() -> None:
    """SV-38 fires on a negative amount, in totals too."""
    (hit,) = fires(38, case(report(row("air-amount", 2, **AMOUNT_ROW | {"total": "-0.25"}))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "emissions")
    assert hit.cell == "废气污染物实际排放量报表 第2行“合计”"
    assert (hit.found, hit.expected) == ("-0.25", "不为负数")
    assert hit.message.startswith("DA001·氮氧化物·合计：")
    total = AMOUNT_ROW | {"type": "全厂合计", "outlet": "", "total": "-1"}
    assert len(fires(38, case(report(row("air-amount", **total))))) == 1


@pytest.mark.parametrize("text", ["达标", "0,43", "1.2.3", "O.43", "见附件"])
def test_words_are_no_results(text: str) -> None:
    """SV-38 fires on text where a number belongs."""
    assert texts("mean", text) == ["数值，或 /"]


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "",
        "ND",
        "<0.01",
        "0.01L",
        "未检出",
        "低于检出限（0.01）",
        "不适用",
        "停产",
        "未监测",
        "1.2×10-3",
        "1级",
        "0.1～0.3",
    ],
)
def test_the_ways_of_writing_a_result_are_numbers_enough(text: str) -> None:
    """SV-38 does not fire on what laboratories and reports write."""
    assert texts("mean", text) == []


@pytest.mark.parametrize("text", ["6-9", "不得检出", "/mg/Nm3", "15mg/Nm3", "无要求"])
def test_a_limit_may_be_a_range_or_a_prohibition(text: str) -> None:
    """SV-38 leaves stated limits as they are."""
    assert texts("limit", text) == []
    assert texts("limit", "达标") == ["数值，或 /"]


def test_a_maximum_below_the_laboratory_is_substantive() -> None:
    """SV-38 becomes 未按证排污问题 when the samples say another maximum: 0.43 measured, 0.13 reported."""
    read = report(row(AIR, 2, **STATISTICS_ROW | {"min": "0.1", "mean": "0.12", "max": "0.13"}))
    (hit,) = fires(38, case(read, samples=(sample("0.43"), sample("0.11", 6))))
    assert (hit.kind, hit.section) == ("SUBSTANTIVE", "monitoring")
    assert hit.cell.endswith("第2行“最大值”")
    assert (hit.found, hit.expected) == ("0.13", "上传的监测结果最大为 0.43")


def test_the_tolerance_against_samples_is_a_tenth() -> None:
    """SV-38 at its boundary: a tenth below the samples and half a digit are allowed."""

    def hits(top: str, *values: str) -> int:
        read = report(row(AIR, **STATISTICS_ROW | {"max": top, "count": "2", "mean": "20"}))
        return len(fires(38, case(read, samples=tuple(sample(v, n) for n, v in enumerate(values, 1)))))

    assert hits("90.00", "100", "20") == 0
    assert hits("89.99", "100", "20") == 1
    assert hits("110.00", "100", "20") == 0
    assert hits("110.01", "100", "20") == 1
    # Fewer samples than the report counts: a larger one may not be uploaded yet.
    assert hits("110.01", "100") == 0


def test_samples_of_one_day_may_be_averaged() -> None:
    """SV-38 accepts a maximum between the day's mean and its largest sample."""
    read = report(row(AIR, **STATISTICS_ROW | {"max": "30", "mean": "25"}))
    assert fires(38, case(read, samples=(sample("20"), sample("40")))) == []


def test_samples_of_another_manner_period_or_unit_are_not_compared() -> None:
    """SV-38 compares what is comparable."""
    read = report(row(AIR, **STATISTICS_ROW))
    others = (sample("99", manual=False), sample("99", unit="μg/m³"))
    assert all(fires(38, case(read, samples=(other,))) == [] for other in others)
    old = Sample("DA001", "氮氧化物", date(2025, 12, 31), Decimal(99))
    assert fires(38, case(read, samples=(old,))) == []


def test_without_samples_only_the_second_part_is_missing() -> None:
    """SV-38 still judges the figures themselves when there are no samples."""
    said = verdict(38, case(report(row(AIR, **STATISTICS_ROW | {"min": "-1"}))))
    assert [h.expected for h in said.hits] == ["不为负数"]
    assert said.gaps == ("没有上传的自行监测结果，无法核对最大值",)
    assert lacks(38, case(report(row(AIR, **STATISTICS_ROW)))) == ["没有上传的自行监测结果，无法核对最大值"]
    assert fires(38, case(report(row("air-amount", **AMOUNT_ROW)))) == []
