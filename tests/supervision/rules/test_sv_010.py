"""SV-10: 缺少应附的图件。"""

from tests.supervision.building import case, fires, lacks, report, verdict

EVERY = ("厂区平面图.pdf", "监测布点图.pdf", "工艺流程图.pdf")


def test_a_missing_drawing_is_named() -> None:
    """SV-10 fires for each one that no attachment's name tells of."""
    (hit,) = fires(10, case(report(attachments=EVERY[:2])))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "attachments")
    assert (hit.found, hit.expected) == ("厂区平面图.pdf、监测布点图.pdf", "附生产工艺流程图")
    assert hit.message == "生产工艺流程图：缺少应附的图件。"
    assert len(fires(10, case(report(attachments=())))) == 3


def test_drawings_by_any_of_their_names() -> None:
    """SV-10 does not fire for other names of the same."""
    assert fires(10, case(report(attachments=EVERY))) == []
    assert (
        fires(10, case(report(attachments=("附图1 厂区平面布置图.dwg", "监测点位图.png", "生产流程图.pdf"))))
        == []
    )


def test_only_the_annual_report_has_them() -> None:
    """SV-10 wants nothing, and says nothing, below the year."""
    assert fires(10, case(report(kind="QUARTERLY", attachments=()))) == []
    assert verdict(10, case(report(kind="MONTHLY", attachments=None))).gaps == ()


def test_a_file_that_shows_no_attachments_is_not_judged() -> None:
    """SV-10 says 无法判断 without the list of attachments."""
    assert lacks(10, case(report(attachments=None))) == ["从文件看不出有哪些附件"]
