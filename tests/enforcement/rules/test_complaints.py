"""Nobody's telephone and nobody's identity number enters a register, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.complaints import personal_fault

WIDE = str.maketrans("0123456789-.()", "０１２３４５６７８９－．（）")


@pytest.mark.parametrize(
    "text",
    [
        "夜间有异味，请查", "编号 202609010012345", "12800138000", "排放量13800138000123吨", "2026-11-24 16:30 至 18:45",
        "统一社会信用代码913101070000000001", "91310107MA1FY00001001V", "工单310107261124001", "一三五厂界异味",
        "二〇二六年十一月二十四日", "产量165.5吨，用电13000千瓦时", "沪普环检〔2026〕0417号", "DA001、DW002超标1.5倍",
    ],
)  # fmt: skip
def test_what_is_nobodys_number_is_kept(text: str) -> None:
    """EN-80: amounts, days, codes of firms, numbers of work orders."""
    assert personal_fault("第一段", text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "联系13800138000", "联系 138 0013 8000", "139.1234.5678", "联系+8613800138000", "86-138-0013-8000", "013800138000",
        "张三（１３８１２３４５６７８）", "1 3 8 0 0 1 3 8 0 0 0", "138\u200b0013\u200b8000", "一三八〇〇一三八〇〇〇", "①③⑧00138000",
        "021-62345678", "(021) 6234 5678", "０２１－６２３４５６７８", "0512 62345678", "家里电话：62345678",
        "310107199001011234", "31010719900101123X", "310107 19900101 1234", "310107-1990-0101-123x", "310107800101123",
        "身份证310107 800101 123 等20人", "于2026-11-24 310107199001011234来访",
    ],
)  # fmt: skip
def test_nobodys_telephone_or_identity_number_is_kept(text: str) -> None:
    """EN-80: and the refusal does not repeat it."""
    fault = personal_fault("第一段", text)
    assert fault and text not in fault


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "号码", "：", " ", "2026-11-24 "]),
    st.sampled_from(["", "-", " ", ".", "·", "　"]),
    st.booleans(),
)
def test_every_mobile_number_is_seen(number: str, before: str, mark: str, wide: bool) -> None:
    """EN-80: in its usual groups, in digits of either width."""
    written = mark.join((number[:3], number[3:7], number[7:]))
    assert personal_fault(f"反映异味{before}{written.translate(WIDE) if wide else written}请回复")
