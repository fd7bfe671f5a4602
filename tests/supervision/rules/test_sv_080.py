"""SV-80: 实际情况与许可内容不符，可能应重新申请。"""

from dataclasses import replace

import pytest

from postpermit.supervision.report import BLANK
from postpermit.supervision.rules import Case, Hit, Verdict, audit, audit_rules, lifecycle
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Found, Gap
from tests.supervision.building import case, fires, lacks, report, verdict


def said(number: int, *kinds: str, gaps: tuple[str, ...] = ()) -> Verdict:
    """A verdict of one of the rules on scope, as a run leaves it with the case."""
    hits = tuple(
        Hit(f"SV-{number}", "", kind, "", "", "", "", "", "", f"{n}") for n, kind in enumerate(kinds)
    )
    return Verdict(f"SV-{number}", hits, gaps)


def remembering(*verdicts: Verdict) -> Case:
    """A case whose rules on scope have all been asked; those not given found nothing."""
    asked = case(report())
    silent = (Verdict(f"SV-{number}") for number in lifecycle.SCOPE)
    asked.memo.update({v.rule: v for v in (*silent, *verdicts)})
    return asked


@pytest.fixture(autouse=True)
def _all_six_are_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules on scope stand in for themselves here: only their verdicts matter."""
    like = next(r for r in audit_rules() if r.order == 80)
    made = [
        replace(like, number=f"SV-{n}", order=n, kind=SUBSTANTIVE, judge=_silent) for n in lifecycle.SCOPE
    ]
    monkeypatch.setattr(lifecycle, "audit_rules", lambda: made)


def _silent(case: Case) -> Answer:
    yield from ()


def test_hits_on_the_scope_of_the_permit_make_one_candidate() -> None:
    """SV-80 fires once, says how many hits of which rules, for 审批科."""
    (hit,) = fires(80, remembering(said(18, "SUBSTANTIVE"), said(24, "SUBSTANTIVE", "SUBSTANTIVE")))
    assert (hit.kind, hit.division, hit.clause) == ("SUBSTANTIVE", "APPROVAL", "regulation:15")
    assert (hit.found, hit.expected) == ("3 条提示（SV-18、SV-24）", "核实是否属于重新申请的情形")


def test_questions_alone_make_a_question() -> None:
    """SV-80 is no stronger than what it is built on."""
    assert [h.kind for h in fires(80, remembering(said(21, "QUESTION"), said(26, "QUESTION")))] == [
        "QUESTION"
    ]


def test_without_hits_it_is_silent() -> None:
    """SV-80 does not fire when the permit's scope is kept."""
    assert fires(80, remembering()) == []


def test_what_they_lack_it_lacks() -> None:
    """SV-80 says which of them could not judge, and fires on the others all the same."""
    assert lacks(80, remembering(said(24, gaps=("没有设施",)), said(25, gaps=("没有产品",)))) == [
        "许可内容的核对缺少数据（SV-24、SV-25）"
    ]
    both = verdict(80, remembering(said(18, "SUBSTANTIVE"), said(24, gaps=("没有设施",))))
    assert (len(both.hits), len(both.gaps)) == (1, 1)


def test_rules_that_nobody_declared_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """SV-80 copes without them."""
    monkeypatch.setattr(lifecycle, "audit_rules", lambda: [])
    assert fires(80, case(report())) == []


def test_in_a_whole_audit_nothing_is_judged_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """SV-80 takes the answers of the same run; asked alone it asks for itself."""
    calls: list[int] = []

    def counted(asked: Case) -> Answer:
        calls.append(1)
        yield Found(BLANK, "", kind=QUESTION)
        yield Gap("没有数据")

    last = next(r for r in audit_rules() if r.order == 80)
    scope = [replace(last, number="SV-18", order=18, judge=counted)]
    monkeypatch.setattr(lifecycle, "audit_rules", lambda: scope)
    told = audit(case(report()), [*scope, last])
    assert (len(calls), [len(v.hits) for v in told]) == (1, [1, 1])
    assert len(verdict(80, case(report())).hits) == 1
    assert len(calls) == 2
