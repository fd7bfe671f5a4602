"""On the page of a case: times, persons and gains, what was found out, and one text per stage to paste."""

from decimal import Decimal
from typing import Any

import pytest

from postpermit.enforcement.models import PenaltyCase
from tests.bureau import Bureau
from tests.enforcement.case_desk import CaseDesk, open_cases
from tests.web.enforcement.test_case_pages import act, page

FORM: dict[str, Any] = {"basis_why": "行为时有效", "measures": ""}


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    return open_cases(bureau)


def test_persons_gains_and_times_are_typed_and_shown(desk: CaseDesk) -> None:
    case = desk.filed(conduct="falsified-data")
    here = f"/cases/{case.public_id}/"
    typed = FORM | {"clause": "code:1088", "proposed_fine": "100000", "gains": "8,000"}
    wrong = act(desk, f"{here}do/choose-basis/", persons="站长五万", **typed)
    assert (wrong.status_code, "每行写职务或姓名和罚款元数" in wrong.content.decode()) == (422, True)
    wrong = act(desk, f"{here}do/choose-basis/", persons="", times="三", **typed)
    assert "次数请写成数字" in wrong.content.decode()
    act(
        desk,
        f"{here}do/choose-basis/",
        persons="直接负责的主管人员：60,000元\n站长 50000",
        party="BUSINESS",
        **typed,
    )
    case.refresh_from_db()
    assert [p["yuan"] for p in case.proposed_persons] == ["60000", "50000"]
    assert (case.proposed_gains, case.party) == (Decimal(8000), "BUSINESS")
    shown = page(desk, here)
    assert "拟没收违法所得" in shown and "责任人员 5万元以上20万元以下" in shown and "个体工商户" in shown


def test_noise_is_told_before_anybody_chose(desk: CaseDesk) -> None:
    case = desk.filed(conduct="no-permit")
    assert "情节为“工业噪声”的，提示法典第1102条，2万元以上20万元以下" in page(
        desk, f"/cases/{case.public_id}/"
    )


def test_what_was_found_out_is_answered_on_the_page(desk: CaseDesk) -> None:
    case = desk.filed()
    here = f"/cases/{case.public_id}/"
    assert "不予处罚：待查明" in page(desk, here)
    answers = {"slight": "yes", "corrected": "yes", "harmless": "yes", "first_time": ""}
    act(desk, f"{here}do/look-into/", why="现场检查笔录", **answers)
    shown = page(desk, here)
    assert "不予处罚：须" in shown and "是否及时改正：是" in shown


def test_each_stage_has_one_text_in_the_fields_of_the_citys_system(desk: CaseDesk) -> None:
    case = desk.open()
    here = f"/cases/{case.public_id}/"
    shown = page(desk, here)
    assert "立案审批：按市系统栏目复制" in shown and f"案件名称：涉嫌{case.title}案" in shown
    PenaltyCase.objects.filter(pk=case.pk).delete()
    told = desk.notified(80_000)
    shown = page(desk, f"/cases/{told.public_id}/")
    assert "告知书文号：环罚告〔2026〕1号" in shown and "拟处罚内容：罚款80000元" in shown
    assert "可以在收到告知书之日起5工作日内要求听证" in shown and "处罚决定：按市系统栏目复制" in shown
    assert "向____申请行政复议" in shown and "立案审批：按市系统栏目复制" not in shown


def test_a_case_without_a_title_is_called_by_its_conduct(desk: CaseDesk) -> None:
    given = {
        "facility": str(desk.unit.public_id),
        "conduct": "report-missing",
        "found_on": "2026-09-01",
        "act_from": "2026-08-20",
    }
    act(desk, "/cases/new/", **given)
    assert PenaltyCase.objects.get().title == "涉嫌未按许可证提交执行报告案"
