"""法制审核: asked for once, answered by a second person of 法制科 who never investigated."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseMember, LegalReview, PenaltyCase
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is reviewed."""
    return open_cases(bureau)


def test_it_is_asked_for_once(desk: CaseDesk) -> None:
    review = desk.asked()
    entries = Entry.objects.count()
    again = do.ask_review(case=review.case, gaps_why=GAPS, by=desk.by("enforcement-2"), at=desk.at)
    assert (again, Entry.objects.count()) == (review, entries)


def test_only_an_investigated_case_with_its_basis_is_reviewed(desk: CaseDesk) -> None:
    case = desk.filed()
    with pytest.raises(Refused, match="只有调查终结、已告知的案件"):
        do.ask_review(case=case, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="还没有选择适用依据"):
        do.conclude_investigation(case=case, on=desk.today, by=desk.by(), at=desk.at)


def test_passed_the_case_goes_on_and_its_duty_is_done(desk: CaseDesk) -> None:
    review = desk.asked()
    do.pass_review(review=review, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    case = PenaltyCase.objects.get(pk=review.case_id)
    assert (review.state, case.state, case.reviewed_on) == ("PASSED", "REVIEWED", desk.today)
    duty = Duty.objects.get(subject_ref=reference(review))
    assert (duty.kind, duty.state) == ("review-case", "DISCHARGED")
    assert case.members.get(role="REVIEWER").name == desk.bureau.officers["legal-1"].name


def test_returned_the_investigation_goes_on_and_it_is_asked_anew(desk: CaseDesk) -> None:
    review = desk.asked()
    do.return_review(review=review, why="补充监测报告", by=desk.by("legal-1"), at=desk.at)
    case = PenaltyCase.objects.get(pk=review.case_id)
    assert (review.state, case.state, case.concluded_on) == ("RETURNED", "FILED", None)
    desk.choose(case, 40000)
    do.conclude_investigation(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    second = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.pass_review(review=second, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    assert LegalReview.objects.filter(case=case).count() == 2


def test_whoever_asked_or_investigated_does_not_review(desk: CaseDesk) -> None:
    review = desk.asked()
    for account in ("enforcement-1", "enforcement-2"):
        with pytest.raises(Refused, match="不得是本案调查人员"):
            do.pass_review(
                review=review, opinion="事实清楚，依据正确，同意。", by=desk.by(account), at=desk.at
            )
    # He left the investigation: he still does not review.
    head = desk.by("enforcement-head")
    case = PenaltyCase.objects.get(pk=review.case_id)
    do.add_member(
        case=case, officer=desk.bureau.officers["enforcement-head"], on=desk.today, by=head, at=desk.at
    )
    gone = case.members.get(officer=desk.bureau.officers["enforcement-2"])
    do.end_member(member=gone, on=desk.today, why="调离", by=head, at=desk.at)
    with pytest.raises(Refused, match="不得是本案调查人员"):
        do.return_review(review=review, why="x", by=desk.by("enforcement-2"), at=desk.at)


def test_the_database_keeps_the_two_apart(desk: CaseDesk) -> None:
    review = desk.asked()
    officer = desk.bureau.officers["enforcement-1"]
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseMember.objects.create(
            case_id=review.case_id, officer=officer, name="x", role="REVIEWER", from_on=desk.today
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalReview.objects.filter(pk=review.pk).update(
            state="PASSED", reviewed_ref=review.asked_ref, opinion="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalReview.objects.create(state="ASKED", case_id=review.case_id, asked_on=desk.today, asked_ref="x")


def test_two_lawyers_at_once(desk: CaseDesk) -> None:
    review = desk.asked()
    stale = LegalReview.objects.get(pk=review.pk)
    do.pass_review(review=review, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="已由他人办理"), transaction.atomic():
        do.return_review(review=stale, why="不同意", by=desk.by("legal-2"), at=desk.at)
    assert Entry.objects.count() == entries


def test_under_review_nothing_changes(desk: CaseDesk) -> None:
    review = desk.asked()
    case = PenaltyCase.objects.get(pk=review.case_id)
    with pytest.raises(Refused, match="法制审核正在进行"):
        desk.choose(case, 50000)
    head = desk.by("enforcement-head")
    with pytest.raises(Refused, match="法制审核正在进行"):
        do.not_punish(case=case, number="1", on=desk.today, why="x", by=head, at=desk.at)
    with pytest.raises(Refused, match="法制审核正在进行"):
        do.withdraw_case(case=case, why="x", by=head, at=desk.at)


def test_an_opinion_is_written(desk: CaseDesk) -> None:
    review = desk.asked()
    for call, name in ((do.pass_review, "opinion"), (do.return_review, "why")):
        with pytest.raises(Refused) as told:
            call(review=review, by=desk.by("legal-1"), at=desk.at, **{name: " "})
        assert told.value.place == name
    with pytest.raises(Refused, match="至少 10 个字") as told:
        do.pass_review(review=review, opinion="  事实清楚，依据正确  ", by=desk.by("legal-1"), at=desk.at)
    assert told.value.place == "opinion"


def test_after_the_review_the_basis_stands(desk: CaseDesk) -> None:
    case = desk.reviewed()
    with pytest.raises(Refused, match="才能这样办理"):
        desk.choose(case, 50000)
    assert PenaltyCase.objects.get(pk=case.pk).proposed_fine == Decimal(30000)
