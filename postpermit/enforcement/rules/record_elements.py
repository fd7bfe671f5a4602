"""The elements of 现场检查（勘察）笔录 that are no answers to questions, in the order of the form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from postpermit import law

TEXT, YES = "text", "yes"
MOST = 2000


@dataclass(frozen=True)
class Element:
    """One element. ``of``: the field of the register from which it is taken until somebody writes another."""

    code: str
    label: str
    part: str
    kind: str = TEXT
    of: str = ""
    needed: bool = False


PARTY, PEOPLE, TOLD, SEEN, END = "被检查单位", "现场人员", "告知事项", "现场情况", "结尾"
ELEMENTS: tuple[Element, ...] = (
    Element("place", "检查地点", PARTY, of="address", needed=True),
    Element("party", "被检查单位名称", PARTY, of="name", needed=True),
    Element("uscc", "统一社会信用代码", PARTY, of="uscc"),
    Element("legal_representative", "法定代表人（负责人）", PARTY, of="legal_representative", needed=True),
    Element("party_phone", "单位联系电话", PARTY, of="phone"),
    # The number of an identity card is personal: it is written by hand on the paper, never kept here.
    Element("in_charge", "现场负责人", PEOPLE, needed=True),
    Element("in_charge_phone", "现场负责人电话", PEOPLE),
    Element("in_charge_post", "现场负责人职务", PEOPLE),
    Element("in_charge_relation", "与本案关系", PEOPLE),
    Element("recorder", "记录人", PEOPLE, needed=True),
    Element("certificates_shown", "已出示执法证件并由当事人核对", TOLD, YES, needed=True),
    Element("rights_told", "已告知陈述、申辩、申请回避的权利和配合检查的义务", TOLD, YES, needed=True),
    Element("recusal_answer", "当事人是否申请回避", TOLD, needed=True),
    Element("production", "生产情况", SEEN),
    Element("permits", "排污许可和环评情况", SEEN),
    Element("facilities", "污染防治设施情况", SEEN),
    Element("discharge", "排放情况", SEEN),
    Element("sampling", "采样情况", SEEN),
    Element("reference", "现场参照点和勘察示意图说明", SEEN),
    # One reason for all that was left 未查 on a visit with a narrow purpose.
    Element("unchecked_why", "其余项目未查的原因", END),
    Element("refusal", "拒绝签字或拒绝检查的情况", END),
    Element("party_words", "当事人核对意见", END, needed=True),
)
BY_CODE = {e.code: e for e in ELEMENTS}
SEEN_ORDER = tuple(e.code for e in ELEMENTS if e.part == SEEN)


@law.rule("EN-10", "plan:6.1", "penalty-law:42", "penalty-law:47")
def missing_elements(record: Mapping[str, object]) -> tuple[str, ...]:
    """笔录签署前，当事人、现场负责人、记录人、出示证件、告知权利和核对意见须齐全；拒绝签字的写明情况代替核对意见。"""
    refused = bool(str(record.get("refusal") or "").strip())
    gaps = [e for e in ELEMENTS if e.needed and not _given(record.get(e.code))]
    excused = {"party_words", "in_charge", "recusal_answer"} if refused else set()
    return tuple(e.label for e in gaps if e.code not in excused)


def _given(value: object) -> bool:
    return value is True or (isinstance(value, str) and bool(value.strip()))


@law.rule("EN-11", "plan:6.1")
def element_fault(given: Mapping[str, object]) -> str:
    """笔录要素只填规定的各项，每项不超过两千字。

    Returns the sentence of what is wrong, or "".
    """
    for code, value in given.items():
        element = BY_CODE.get(code)
        if element is None:
            return f"笔录没有“{code[:40]}”这一项。"
        if element.kind == YES and not isinstance(value, bool):
            return f"“{element.label}”只填是或否。"
        if element.kind == TEXT and not isinstance(value, str):
            return f"“{element.label}”须填文字。"
        if isinstance(value, str) and len(value) > MOST:
            return f"“{element.label}”不超过 {MOST} 字。"
    return ""


@law.rule("EN-140", "plan:6.1", "penalty-law:47")
def record_closed(signed_at: Iterable[datetime], reopened_at: datetime | None) -> bool:
    """笔录签字后不再改动；确需更正的写明理由重开，更正后重新签字，签字后又不再改动。"""
    last = max(signed_at, default=None)
    return last is not None and (reopened_at is None or last > reopened_at)


def in_order(codes: Sequence[str]) -> tuple[Element, ...]:
    """These elements in the order of the form."""
    return tuple(e for e in ELEMENTS if e.code in codes)
