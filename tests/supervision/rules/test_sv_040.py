"""SV-40: 合计排放量与各时段之和，或与本期内季报、月报之和不符。"""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from postpermit.supervision.report import Report
from postpermit.supervision.rules.logic_figures import against_sum, step
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, report, row, verdict

MISSING = "没有本期内的季报、月报，无法与其合计比较"
SHARE = Decimal("0.01")


def amount(**changes: str) -> Report:
    """An annual report with one amount."""
    return report(row("air-amount", **AMOUNT_ROW | changes))


def quarters(*totals: str) -> tuple[Report, ...]:
    """Quarterly reports with these totals of the same outlet and pollutant."""
    texts = {k: v for k, v in AMOUNT_ROW.items() if k not in ("p1", "p2", "p3", "p4")}
    return tuple(
        report(
            row("air-amount", **texts | {"pollutant": "NOx", "total": t}),
            kind="QUARTERLY",
            period=f"2026Q{n}",
        )
        for n, t in enumerate(totals, 1)
    )


def test_a_total_that_is_not_its_quarters_is_a_formal_hit() -> None:
    """SV-40 fires within the row, whatever is on file."""
    (hit,) = fires(40, case(report(row("air-amount", 3, **AMOUNT_ROW | {"total": "1.2"})), earlier=()))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "emissions")
    assert hit.cell == "废气污染物实际排放量报表 第3行“合计”"
    assert (hit.found, hit.expected) == ("1.2", "各时段之和 1")


def test_the_allowance_is_one_per_cent_and_rounding() -> None:
    """SV-40 at its boundary: 1 % of the larger and half of every last digit."""
    parts = dict.fromkeys(("p1", "p2", "p3", "p4"), "25")
    assert fires(40, case(amount(**parts, total="101"), earlier=())) == []
    assert len(fires(40, case(amount(**parts, total="102"), earlier=()))) == 1
    thirds = dict.fromkeys(("p1", "p2", "p3"), "0.33")
    assert fires(40, case(amount(**thirds, p4="0.01", total="1"), earlier=())) == []


def test_a_period_not_reported_leaves_room_above_only() -> None:
    """SV-40 takes / for unknown: the total may be more than the rest, never less."""
    assert fires(40, case(amount(p4="/", total="1.0"), earlier=())) == []
    assert len(fires(40, case(amount(p4="/", total="0.5"), earlier=()))) == 1
    assert fires(40, case(amount(p1="", p2="", p3="", p4=""), earlier=())) == []
    assert fires(40, case(amount(total="/"), earlier=())) == []


def test_a_quarter_is_the_sum_of_its_months() -> None:
    """SV-40 judges a quarterly report's three columns and the monthly reports on file."""
    texts = AMOUNT_ROW | {"p4": "", "total": "0.75"}
    good = report(row("air-amount", **texts), kind="QUARTERLY", period="2026Q1")
    assert fires(40, case(good, earlier=())) == []
    bad = report(row("air-amount", **texts | {"total": "0.5"}), kind="QUARTERLY", period="2026Q1")
    assert [h.expected for h in fires(40, case(bad, earlier=()))] == ["各时段之和 0.75"]


def test_blackness_does_not_add_up() -> None:
    """SV-40 adds amounts only."""
    assert fires(40, case(amount(pollutant="林格曼黑度", total="0.25"), earlier=())) == []


def test_the_year_is_the_sum_of_its_quarterly_reports() -> None:
    """SV-40 fires on the four quarters on file, in whatever spelling."""
    (hit,) = fires(40, case(amount(), earlier=quarters("0.25", "0.25", "0.25", "0.5")))
    assert (hit.found, hit.expected) == ("1.0", "各期报告之和 1.25")
    assert fires(40, case(amount(), earlier=quarters("0.25", "0.25", "0.25", "0.25"))) == []
    assert fires(40, case(amount(), earlier=quarters("0.25", "0.25", "0.25", "/"))) == []


def test_a_quarter_is_what_its_own_report_said() -> None:
    """SV-40 holds each column against its report, also when the fourth quarter came with the annual report."""
    for filed in (quarters("0.25", "0.35", "0.25"), quarters("0.25", "0.35", "0.25", "0.15")):
        found = fires(40, case(amount(), earlier=filed))
        assert (found[0].found, found[0].expected) == ("0.25", "该时段报告为 0.35")
        assert found[0].message.endswith("：排放量与该时段的报告不符。")
    assert fires(40, case(amount(), earlier=quarters("0.25", "0.25", "/"))) == []


def test_months_stand_in_for_quarters() -> None:
    """SV-40 compares the year with its twelve months where they are what is on file."""
    months = tuple(
        report(row("air-amount", **AMOUNT_ROW | {"total": "0.12"}), kind="MONTHLY", period=f"2026-{n:02d}")
        for n in range(1, 13)
    )
    assert [h.expected for h in fires(40, case(amount(), earlier=months))] == ["各期报告之和 1.44"]


def test_without_the_year_s_reports_only_that_part_is_missing() -> None:
    """SV-40 says 无法判断 for unknown or incomplete quarters, and still judges the row."""
    assert lacks(40, case(amount())) == [MISSING]
    month = report(row("air-amount", **AMOUNT_ROW), kind="MONTHLY", period="2026-05")
    assert lacks(40, case(amount(), earlier=(month,))) == ["本期内的月报不全，无法与其合计比较"]
    said = verdict(40, case(amount(total="3")))
    assert (len(said.hits), said.gaps) == (1, (MISSING,))
    assert fires(40, case(report(kind="MONTHLY", period="2026-02"))) == []


@given(st.lists(st.decimals(0, 10_000, places=6), min_size=1, max_size=8), st.integers(1, 4))
def test_rounding_alone_never_fires(values: list[Decimal], decimals: int) -> None:
    """SV-40 lets every sum pass whose parts and total were rounded alike, also with their last zeros dropped."""
    unit = Decimal(1).scaleb(-decimals)
    rounded = (v.quantize(unit) for v in (sum(values, Decimal()), *values))
    total, *parts = (Decimal(f"{v.normalize():f}") for v in rounded)
    # Where nobody wrote the last decimal, nobody can see that there was rounding.
    assume(any(step(v) == unit for v in (total, *parts)))
    assert against_sum(total, parts, Decimal()) == 0


@given(st.lists(st.decimals(1, 100, places=2), min_size=1, max_size=6))
def test_a_tenth_more_or_less_always_fires(values: list[Decimal]) -> None:
    """SV-40 is not blind: ten per cent are never rounding of hundredths."""
    whole = sum(values, Decimal())
    assert against_sum(whole * Decimal("1.1"), values, SHARE) == 1
    assert against_sum(whole * Decimal("0.9"), values, SHARE) == -1
