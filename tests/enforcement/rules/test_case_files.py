"""EN-69, EN-75 to EN-77: what a file needs, what is missing, and how its pages are numbered."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.case_facts import CaseFacts, Pause, Span
from postpermit.enforcement.rules.case_files import (
    Filed,
    contents,
    file_faults,
    missing,
    needed,
    volume_of,
)
from postpermit.law.case_files import case_file_rows

DAY = date(2026, 9, 1)
ROWS = {r.code: r for r in case_file_rows()}
NAMES = {f.name for f in fields(CaseFacts)}
STAGES = (
    "found_on",
    "filed_on",
    "investigated_on",
    "reviewed_on",
    "notified_on",
    "decided_on",
    "served_on",
    "paid_on",
    "disclosed_on",
    "closed_on",
)


def codes(facts: CaseFacts) -> list[str]:
    return [n.row.code for n in needed(facts)]


def up_to(stage: str) -> CaseFacts:
    reached = STAGES[: STAGES.index(stage) + 1]
    return CaseFacts(**{name: DAY + timedelta(days=10 * k) for k, name in enumerate(reached)})


def filed(code: str, pages: int = 1, on: date = DAY) -> Filed:
    return Filed(code, ROWS[code].label, on, pages, side=ROWS[code].volume == "SIDE")


def test_every_fact_that_a_row_names_is_a_fact_of_a_case() -> None:
    """EN-75: a word on the page that means nothing would never ask for its document."""
    for row in ROWS.values():
        assert {row.since, *row.when, *row.any_of} <= NAMES
        assert row.since.endswith("_on")


def test_each_document_is_asked_for_in_some_case() -> None:
    """EN-75: no row is dead: whatever is true at once in an ordinary and in an on-the-spot case covers the page."""
    dates = {n: DAY for n in NAMES if n.endswith(("_on", "_by", "_for"))}
    flags = {"filing_extended": True, "seizure_extended": True, "decision_extension_days": 30}
    full = CaseFacts(**dates, **flags, fine_yuan=Decimal(1), spans=(Span(Pause.HEARING, DAY),))
    spot = replace(full, simple=True)
    assert {*codes(full), *codes(spot)} == set(ROWS)
    assert "filing" not in codes(spot)
    assert "spot-decision" not in codes(full)


def test_a_case_needs_what_its_stage_brings() -> None:
    """EN-75: nothing of a stage that has not come, and each document with its day."""
    assert codes(up_to("found_on")) == []
    assert codes(up_to("filed_on")) == ["filing", "source"]
    assert {"notice", "notice-receipt", "review-opinion"} <= set(codes(up_to("notified_on")))
    assert "decision" not in codes(up_to("notified_on"))
    (first, *_) = needed(up_to("filed_on"))
    assert first.since == DAY + timedelta(days=10)
    assert first.reason == "2026年9月11日起须有，正卷，处罚法第五十四条。"


@given(st.integers(0, len(STAGES) - 2))
def test_a_later_stage_never_needs_less(k: int) -> None:
    """EN-75: what was needed stays needed."""
    assert set(codes(up_to(STAGES[k]))) <= set(codes(up_to(STAGES[k + 1])))


def test_what_happened_on_the_way_brings_its_own_papers() -> None:
    """EN-75: a hearing, a pause, a deferral, a remedy of either kind."""
    facts = up_to("served_on")
    heard = replace(facts, hearing_requested_on=DAY, hearing_noticed_on=DAY, heard_on=DAY)
    assert set(codes(heard)) - set(codes(facts)) == {
        "hearing-request",
        "hearing-notice",
        "hearing-record",
        "hearing-report",
    }
    for change, code in (
        ({"spans": (Span(Pause.MONITORING, DAY),)}, "pause-proof"),
        ({"pay_by": DAY}, "deferral"),
        ({"review_applied_on": DAY}, "remedy"),
        ({"suit_filed_on": DAY}, "remedy"),
        ({"decision_extension_days": 30}, "decision-extension"),
    ):
        assert set(codes(replace(facts, **change))) - set(codes(facts)) == {code}


def test_what_is_there_is_not_missing() -> None:
    """EN-76: in the order of the page; a document of another case's stage changes nothing."""
    facts = up_to("investigated_on")
    assert [m.row.code for m in missing(facts, [])] == codes(facts)
    there = [filed(code) for code in codes(facts)]
    assert missing(facts, there) == ()
    assert [m.row.code for m in missing(facts, there[1:])] == [there[0].code]
    assert [m.row.code for m in missing(facts, [filed("payment")])] == codes(facts)


def test_what_does_not_exist_in_a_case_is_excused_but_not_what_the_law_asks_for() -> None:
    """EN-76: no photographs were taken; the approval of the filing cannot be talked away."""
    facts = up_to("investigated_on")
    left = [m.row.code for m in missing(facts, [], excused=["photos", "filing"])]
    assert "photos" not in left
    assert "filing" in left


PAPERS = st.lists(
    st.builds(
        Filed,
        st.sampled_from([*ROWS, "", "unheard-of"]),
        st.text("甲乙丙丁", min_size=1, max_size=4),
        st.dates(DAY, DAY + timedelta(days=90)),
        st.integers(1, 30),
        side=st.booleans(),
    ),
    max_size=12,
)


@given(PAPERS, st.randoms())
def test_pages_run_through_each_volume_without_gap(papers: list[Filed], chance: object) -> None:
    """EN-77: every document once, each volume from page one, and the order of entering does not matter."""
    lines = contents(papers)
    assert len(lines) == len(papers)
    for volume in ("MAIN", "SIDE"):
        ours = [line for line in lines if line.volume == volume]
        assert [line.order for line in ours] == list(range(1, len(ours) + 1))
        pages = [p for line in ours for p in range(line.first_page, line.last_page + 1)]
        assert pages == list(range(1, sum(f.pages for f in papers if volume_of(f) == volume) + 1))
    mixed = list(papers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert [(x.volume, x.title, x.on) for x in contents(mixed)] == [(x.volume, x.title, x.on) for x in lines]


def test_the_file_is_ordered_by_the_page_and_not_by_the_day() -> None:
    """EN-77: the decision lies on top although it came last; what the page does not name lies below."""
    other = Filed("", "企业来信", DAY, 2)
    lines = contents([other, filed("filing", 3), filed("decision", 4, DAY + timedelta(days=80))])
    assert [(x.title, x.first_page, x.last_page) for x in lines] == [
        ("行政处罚决定书", 1, 4),
        ("立案审批表", 5, 7),
        ("企业来信", 8, 9),
    ]


def test_internal_papers_do_not_lie_where_the_party_reads() -> None:
    """EN-69: the review in the main volume, an order in the other one."""
    review = replace(filed("review-opinion"), side=False)
    order = replace(filed("correction-order"), side=True)
    assert file_faults([review, order]) == (
        "《法制审核意见书》应放入副卷。",
        "《责令改正违法行为决定书》应放入正卷。",
    )
    assert file_faults([filed("review-opinion"), Filed("", "来信", DAY, 1, side=True)]) == ()


def test_one_case_has_one_decision_and_nothing_grows_after_the_archive() -> None:
    """EN-69: two inquiries are usual, two decisions are not; no page without a page."""
    assert file_faults([filed("inquiry"), filed("inquiry")]) == ()
    assert file_faults([filed("decision"), filed("decision")]) == ("《行政处罚决定书》只应有一份，现有2份。",)
    assert file_faults([filed("inquiry", 0)]) == ("《调查询问笔录》没有页数。",)
    later = filed("payment", on=DAY + timedelta(days=1))
    assert file_faults([later], archived_on=DAY) == ("《罚款缴纳凭证》的日期在归档之后。",)
    assert file_faults([later], archived_on=DAY + timedelta(days=1)) == ()
