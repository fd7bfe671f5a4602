"""On screen: a case changes its course, and who may not see cases reads only that it is dealt with."""

import re
from datetime import datetime
from decimal import Decimal

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit
from postpermit.web import middleware
from postpermit.web.desk.enforcement.disclosure import result_words
from postpermit.web.desk.enforcement.finding_acts import cases_of
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases
from tests.web.enforcement.test_case_pages import act, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> CaseDesk:
    """A desk whose door's clock goes with it."""
    made = open_cases(bureau)
    monkeypatch.setattr(middleware.timezone, "now", lambda: made.at)
    return made


@pytest.fixture
def visits(desk: CaseDesk, at: datetime) -> VisitDesk:
    """Units that are visited, some weeks later."""
    desk.at = at
    return VisitDesk(desk.bureau, {1: desk.unit}, at)


def seen(shown: str) -> str:
    """The stamp that the form of the basis carries."""
    return re.findall(r'name="seen" value="([0-9a-f]{16})"', shown)[0]


def test_who_chooses_over_another_unseen_choice_is_told(desk: CaseDesk) -> None:
    case = desk.filed()
    here = f"/cases/{case.public_id}/"
    stamp = seen(page(desk, here))
    chosen = {"clause": "regulation:36.i1", "circumstance": "一般", "basis_why": "行为时有效", "seen": stamp}
    act(desk, f"{here}do/choose-basis/", proposed_fine="30000", **chosen)
    late = act(desk, f"{here}do/choose-basis/", "enforcement-2", proposed_fine="40000", **chosen)
    case.refresh_from_db()
    assert (late.status_code, case.proposed_fine) == (422, Decimal(30000))
    assert "已由他人更改" in late.content.decode()


def test_a_decision_is_revoked_on_its_page_and_the_unit_shows_it(desk: CaseDesk) -> None:
    case = desk.served()
    here = f"/cases/{case.public_id}/"
    assert "登记决定被变更" in page(desk, here, "enforcement-head") and "登记决定被变更" not in page(
        desk, here
    )
    told = {"number": "沪复决1号", "body": "市人民政府", "on": f"{desk.today}", "why": "主要事实不清"}
    assert act(desk, f"{here}do/revoke/", **told).status_code == 404
    assert act(desk, f"{here}do/revoke/", "enforcement-head", **told).status_code == 302
    shown = page(desk, here, "enforcement-head")
    assert "复议、诉讼结果" in shown and "原决定：罚款 30000.00 元" in shown and "确定结案" in shown
    assert "已撤销（市人民政府" in page(desk, f"/facilities/{desk.unit.public_id}/", "ecology-1")


def test_the_end_of_an_act_is_written_on_its_page(desk: CaseDesk) -> None:
    case = desk.filed()
    here = f"/cases/{case.public_id}/"
    given = {"act_to": f"{desk.today}", "why": "现场已停用", "seen": seen(page(desk, here))}
    assert act(desk, f"{here}do/correct-act/", **given).status_code == 302
    case.refresh_from_db()
    assert (case.act_to, case.title) == (desk.today, "排放口数量不符合许可证")


def test_only_after_a_hearing_the_lawyers_are_asked_whether_all_is_told_anew(desk: CaseDesk) -> None:
    review = desk.asked()
    assert "须重新调查、重新告知" not in page(desk, f"/cases/{review.case.public_id}/", "legal-1")
    do.pass_review(review=review, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    case = PenaltyCase.objects.get()
    desk.fill(case)
    do.notify_party(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    PenaltyCase.objects.update(hearing_on=desk.today)
    case.refresh_from_db()
    desk.fill(case)
    again = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    here = f"/cases/{case.public_id}/"
    assert "须重新调查、重新告知" in page(desk, here, "legal-1")
    act(desk, f"/cases/reviews/{again.public_id}/do/return/", "legal-1", why="依据须更换", again="1")
    case.refresh_from_db()
    assert (case.state, case.notified_on) == ("FILED", None)


def test_who_may_not_see_cases_reads_that_it_is_dealt_with(visits: VisitDesk, desk: CaseDesk) -> None:
    visit = visits.underway(1)
    finding = visits.find(visit)
    case = desk.open(findings=[finding])
    for path in (
        f"/visits/{visit.public_id}/",
        "/visits/findings/",
        f"/facilities/{desk.unit.public_id}/",
        f"/visits/{visit.public_id}/brief/",
    ):
        shown = page(desk, path, "ecology-1").partition("<main")[2]
        assert case.number not in shown and "案件办理中" not in shown, path
        assert "登记待立案案件" not in shown
    assert "依法处理" in page(desk, f"/visits/{visit.public_id}/", "ecology-1")
    assert case.number in page(desk, f"/visits/{visit.public_id}/")
    assert finding.text not in page(desk, "/visits/findings/?state=IN_CASE", "ecology-1")
    Visit.objects.filter(pk=visit.pk).update(outcome="DONE")
    visit.refresh_from_db()
    assert result_words(visit) == "发现问题 1 个：依法处理"


def test_only_cases_under_investigation_are_offered_to_a_finding(visits: VisitDesk, desk: CaseDesk) -> None:
    finding = visits.find(visits.underway(1))
    case = desk.asked().case
    assert cases_of(finding) == []
    do.return_review(review=case.reviews.get(), why="补充", by=desk.by("legal-1"), at=desk.at)
    assert [key for key, _ in cases_of(finding)] == [str(case.public_id)]
    PenaltyCase.objects.update(state="REVIEWED")
    assert cases_of(finding) == []
