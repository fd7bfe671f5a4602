"""SV-13: 统一社会信用代码校验不符，或与许可证不一致。"""

from hypothesis import given
from hypothesis import strategies as st

from postpermit.register.uscc import ALPHABET
from postpermit.supervision.report import Row
from tests.bureau import number_of, uscc
from tests.supervision.building import NUMBER, case, fires, permit, report, row, verdict

CODE = uscc(1)


def stated(code: str) -> Row:
    """The row of 表1-1."""
    return row("summary", 9, item="排污单位基本情况", content="统一社会信用代码", value=code, changed="否")


def test_a_code_that_fails_its_check() -> None:
    """SV-13 fires: the cell of the summary, what the permit says, and what is wrong."""
    wrong = CODE[:17] + ("0" if CODE[17] != "0" else "1")
    (hit,) = fires(13, case(report(stated(wrong))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("排污许可执行情况汇总表 第9行“登记内容”", wrong, CODE)
    assert hit.message.endswith("统一社会信用代码校验位不符，请核对。")
    assert hit.clause == "gb32100:4"


def test_a_right_code_of_another_unit() -> None:
    """SV-13 fires against the permit's first eighteen signs."""
    (hit,) = fires(13, case(report(stated(uscc(2)))))
    assert hit.message.endswith("统一社会信用代码与许可证不一致。")


def test_the_number_on_the_cover_holds_the_code() -> None:
    """SV-13 checks its digits; that it is another permit's is for SV-14."""
    swapped = NUMBER[:12] + NUMBER[13] + NUMBER[12] + NUMBER[14:]
    assert NUMBER[12] == NUMBER[13] or len(fires(13, case(report(cover={"permit_number": swapped})))) == 1
    assert len(fires(13, case(report(cover={"permit_number": "9" + "1" * 16 + "X001V"})))) == 1
    assert fires(13, case(report(cover={"permit_number": number_of(2)}))) == []


def test_the_same_code_in_any_case_is_right() -> None:
    """SV-13 does not fire for the permit's own code, nor for a blank."""
    assert fires(13, case(report(stated(CODE.lower())))) == []
    assert fires(13, case(report(stated("/"), cover={"permit_number": ""}))) == []


def test_a_permit_without_a_credit_code_is_right_by_itself() -> None:
    """SV-13 takes the register's number as it is: older units have another prefix."""
    older = "H93101070000000001001V"
    assert fires(13, case(report(cover={"permit_number": older}), permit=permit(number=older))) == []


def test_without_the_permit_the_digits_are_still_checked() -> None:
    """SV-13 says what it lacks, and still sees a wrong check digit."""
    said = verdict(13, case(report(stated(CODE[:17] + "?")), permit=None))
    assert said.gaps == ("没有许可证登记信息",)
    assert [h.expected for h in said.hits] == ["校验位正确的十八位代码"]


@given(st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_sign_never_passes(at: int, sign: str) -> None:
    """SV-13 sees every single wrong sign."""
    code = CODE[:at] + sign + CODE[at + 1 :]
    assert len(fires(13, case(report(stated(code))))) == (code != CODE)
