"""SV-9: 没有承诺书签字盖章页。"""

import pytest

from tests.supervision.building import case, fires, lacks, report


@pytest.mark.parametrize("kind", ["ANNUAL", "QUARTERLY", "MONTHLY"])
def test_no_attachment_is_the_signed_letter(kind: str) -> None:
    """SV-9 fires in every kind of report."""
    (hit,) = fires(9, case(report(kind=kind, attachments=("监测报告.pdf",))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "commitment")
    assert (hit.cell, hit.found, hit.expected) == ("附件", "监测报告.pdf", "附承诺书签字盖章页")
    (hit,) = fires(9, case(report(kind=kind, attachments=())))
    assert hit.found == "没有附件"


@pytest.mark.parametrize(
    "name", ["承诺书.pdf", "签字页.jpg", "承 诺 书（盖章）.pdf", "法人签字 盖章扫描件.pdf"]
)
def test_one_word_of_its_name_is_enough(name: str) -> None:
    """SV-9 knows the page by any of its names."""
    assert fires(9, case(report(attachments=(name,)))) == []


def test_a_file_that_shows_no_attachments_is_not_judged() -> None:
    """SV-9 says 无法判断 without the list of attachments or the kind."""
    assert lacks(9, case(report(attachments=None))) == ["从文件看不出有哪些附件"]
    assert lacks(9, case(report(kind="", attachments=()))) == ["没有识别出报告类型，不知道应有哪些内容"]
