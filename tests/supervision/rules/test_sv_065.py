"""SV-65: 设施委托他人运行维护，报告中没有合同信息。"""

import pytest

from tests.supervision.building import case, fires, report, row


@pytest.mark.parametrize(
    "text",
    [
        "污水处理站委托某环保公司运维。",
        "废气设施由某某环境科技有限公司负责运行维护；运行正常。",
        "自动监测设备已委托第三方公司进行运维。",
        "委托某公司，负责治理设施的运行维护。",
        "治理设施运维外包。",
    ],
)
def test_an_operator_without_a_contract_is_a_question(text: str) -> None:
    """SV-65 fires on the sentence."""
    (hit,) = fires(65, case(report(chapters={"facilities": f"设施运行正常。{text}"})))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "POLLUTION", "facilities")
    assert hit.cell == "污染防治设施运行情况"
    assert "运" in hit.found
    assert hit.expected == "写明委托合同"


@pytest.mark.parametrize(
    "text",
    [
        "设施由本公司自行运维，未委托第三方。",
        "未委托第三方运维。",
        "设施运行管理规范，委托有资质单位处置危险废物。",
        "委托检测机构开展自行监测。",
        "设专人负责设施运行维护。",
        "",
    ],
)
def test_other_sentences_are_none(text: str) -> None:
    """SV-65 does not fire where nobody else runs the facilities."""
    assert fires(65, case(report(chapters={"facilities": text}))) == []


def test_a_contract_named_anywhere_is_enough() -> None:
    """SV-65 looks at every text, table and attachment."""
    told = {"facilities": "污水站委托某公司运维。"}
    assert fires(65, case(report(chapters=told | {"internal": "签有技术服务合同。"}))) == []
    assert fires(65, case(report(chapters=told, attachments=("运维协议.pdf",)))) == []
    noted = row("facility-normal", code="TW001", parameter="运行费用", amount="3", remark="委托第三方运维")
    assert len(fires(65, case(report(noted)))) == 1
    agreed = row(
        "facility-normal", code="TW001", parameter="运行费用", amount="3", remark="委托第三方运维，合同号01"
    )
    assert fires(65, case(report(agreed))) == []
