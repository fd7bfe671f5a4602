"""Registered units and units without a permit: is the class right, what differs from the form, what follows (plan 6.1)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields

from postpermit import law
from postpermit.enforcement.rules.classification import Classification
from postpermit.law.catalogue import ORDER
from postpermit.register.states import ManagementClass

NO_PERMIT, NO_REGISTRATION = "no-permit", "registration"
# From the strictest down; what stands further down asks less of the unit.
_STRICTEST_FIRST = (*(ManagementClass(k) for k in ORDER), ManagementClass.UNLISTED)
APART = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class ClassFinding:
    """The class held is not the one the catalogue gives. ``conduct``: what it points to, "" where it is milder only."""

    held: ManagementClass
    should_be: ManagementClass
    sentence: str
    conduct: str


@dataclass(frozen=True)
class RegistrationForm:
    """What a registration form says, or what was seen on site, each as the list of names an officer writes."""

    products: str = ""
    fuel: str = ""
    voc_materials: str = ""
    treatment: str = ""
    destination: str = ""
    standard: str = ""


@dataclass(frozen=True)
class Difference:
    """One entry that differs: what only the form has, what was only seen, and the question it belongs to."""

    name: str
    label: str
    question: str
    only_on_form: tuple[str, ...]
    only_seen: tuple[str, ...]


# Entry of the form → its label and the question of the registered units' list that asks for it.
ENTRIES = {
    "products": ("产品", "5.1.1"),
    "fuel": ("燃料", "5.2.1"),
    "voc_materials": ("含VOCs原辅材料", "5.3.1"),
    "treatment": ("治理设施", "5.4.1"),
    "destination": ("排放去向", "5.5.1"),
    "standard": ("执行标准", "5.6.1"),
}


@law.rule("EN-45", "plan:6.1", "catalogue:2", judgement=True)
def class_question(held: ManagementClass, found: Classification) -> ClassFinding | None:
    """现有类别低于名录判断的，应当补办；高于的，提示可以调整；判断不了的，不作结论。"""
    should_be = found.klass or found.at_least
    if should_be is None or should_be is held:
        return None
    stricter = _STRICTEST_FIRST.index(should_be) < _STRICTEST_FIRST.index(held)
    if stricter:
        why = (
            f"现为{held.label}，按名录{'应' if found.klass else '至少应'}为{should_be.label}。{found.reason}"
        )
        return ClassFinding(held, should_be, why, _conduct(should_be, held))
    if found.klass is None:
        return None
    why = f"现为{held.label}，按名录可为{should_be.label}，由审批科判断是否调整。{found.reason}"
    return ClassFinding(held, should_be, why, "")


def _conduct(should_be: ManagementClass, held: ManagementClass) -> str:
    """A holder whose permit is only of the milder kind has a permit; the others lack what they need."""
    if should_be is ManagementClass.REGISTERED:
        return NO_REGISTRATION
    return "" if held is ManagementClass.SIMPLIFIED else NO_PERMIT


@law.rule("EN-46", "plan:6.1", "catalogue:4", judgement=True)
def unlicensed_finding(found: Classification, discharging: bool | None) -> ClassFinding | None:
    """没有许可证也没有登记的单位，按名录应当办理的作为问题；在排放的依法查处，已停止的先告知办理。"""
    finding = class_question(ManagementClass.UNLISTED, found)
    if finding is None or discharging:
        return finding
    state = "是否仍在排放还没有查明" if discharging is None else "现场没有排放，恢复排放前应当办理"
    conduct = NO_REGISTRATION if finding.conduct == NO_REGISTRATION else ""
    return ClassFinding(finding.held, finding.should_be, f"{finding.sentence}{state}。", conduct)


@law.rule("EN-47", "plan:6.1", "regulation:24")
def form_differences(form: RegistrationForm, seen: RegistrationForm) -> tuple[Difference, ...]:
    """现场所见与登记表逐栏对照，现场没有填写的一栏不比，登记表空着的一栏按没有登记。"""
    return tuple(_differences(form, seen))


def _differences(form: RegistrationForm, seen: RegistrationForm) -> Iterator[Difference]:
    for entry in fields(RegistrationForm):
        written, found = _names(getattr(form, entry.name)), _names(getattr(seen, entry.name))
        looked = bool(getattr(seen, entry.name).strip())
        if looked and set(written) != set(found):
            label, question = ENTRIES[entry.name]
            lost = tuple(written[k] for k in written if k not in found)
            new = tuple(found[k] for k in found if k not in written)
            yield Difference(entry.name, label, question, lost, new)


def _names(text: str) -> dict[str, str]:
    """Names told apart by what they mean: width, case, spaces and order do not matter; 无 is no name."""
    parts = [p.strip() for p in APART.split(text) if p.strip() not in ("", "无", "没有", "/")]
    return {unicodedata.normalize("NFKC", p).casefold().replace(" ", ""): p for p in parts}
