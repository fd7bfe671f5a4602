"""SV-67: 台账记录次数少于许可证规定的频次。"""

from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import LedgerFacts, LedgerSum, PermitFacts
from tests.supervision.building import case, fires, lacks, permit, report, row

NAME = "污染防治设施运行管理信息"


def wanted(*frequencies: str) -> PermitFacts:
    """A permit with this duty for the treatment facilities."""
    return permit(ledger=tuple(LedgerFacts(NAME, f) for f in frequencies))


def written(entries: int, **more: Decimal) -> tuple[LedgerSum, ...]:
    """What the ledger holds."""
    return (LedgerSum(NAME, entries=entries, **more), LedgerSum("监测记录信息", entries=3))


@pytest.mark.parametrize(
    ("frequency", "entries", "due"),
    [
        ("1次/日", 237, None),
        ("1次/日", 236, 237),
        ("1次/月", 12, None),
        ("1次/月", 11, 12),
        ("正常情况：1次/日。异常情况：1次/异常情况期。", 200, 237),
        ("1次/年", 0, 1),
    ],
)
def test_fewer_entries_than_owed_are_a_hit(frequency: str, entries: int, due: int | None) -> None:
    """SV-67 at its boundary: of daily entries a share is certain, of others every one."""
    found = fires(67, case(report(), permit=wanted(frequency), ledger=written(entries)))
    assert [h.expected for h in found] == ([f"不少于 {due} 次（{frequency}）"] if due else [])
    for hit in found:
        assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "POLLUTION", "ledger")
        assert (hit.found, hit.cell) == (str(entries), f"台账登记数据 {NAME}")


def test_a_stop_takes_off_its_days() -> None:
    """SV-67: 4380 h of explained stop leave half the year."""
    stop = row("production", record="运行时间", name="停产时间", amount="4380", measure="h")
    read = report(stop, chapters={"explanation": "上半年停产改造。"})
    assert fires(67, case(read, permit=wanted("1次/日"), ledger=written(118))) == []
    assert len(fires(67, case(read, permit=wanted("1次/日"), ledger=written(117)))) == 1
    stood = report(chapters={"explanation": "全年停产。"})
    assert fires(67, case(stood, permit=wanted("1次/日"), ledger=written(0))) == []


def test_what_it_needs_and_lacks_is_said() -> None:
    """SV-67 lacks duties, the ledger, counted entries, or a frequency it understands; quarterly reports are not asked."""
    assert lacks(67, case(report(), ledger=written(1))) == ["登记信息中没有台账要求"]
    assert lacks(67, case(report(), permit=wanted("1次/日"))) == ["没有台账登记数据"]
    assert lacks(67, case(report(), permit=wanted("1次/日"), ledger=())) == [f"没有“{NAME}”的台账记录次数"]
    uncounted = written(0, amount=Decimal(3))
    assert lacks(67, case(report(), permit=wanted("1次/日"), ledger=uncounted)) == [
        f"没有“{NAME}”的台账记录次数"
    ]
    for frequency, gap in (
        ("1次/班", f"{NAME}：台账频次“1次/班”无法换算成次数"),
        ("", f"{NAME}：登记信息中没有台账频次"),
    ):
        assert lacks(67, case(report(), permit=wanted(frequency), ledger=written(1))) == [gap]
    several = wanted("1次/日", "1次/批次")
    assert lacks(67, case(report(), permit=several, ledger=written(1))) == [f"“{NAME}”的台账有多种频次"]
    assert lacks(67, case(report(period=""), permit=wanted("1次/日"), ledger=written(1)))
    assert fires(67, case(report(kind="QUARTERLY", period="2026Q1"))) == []
