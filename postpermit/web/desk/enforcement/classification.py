"""管理类别判断: what the catalogue makes of a unit, asked step by step; where it cannot be told, a person decides."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.enforcement.rules.classification import INDUSTRY, Classification, SourceFacts, classify
from postpermit.enforcement.rules.registered import ClassFinding, class_question, unlicensed_finding
from postpermit.law.catalogue import CatalogueFact, Known, catalogue
from postpermit.register.models import Facility
from postpermit.register.states import ManagementClass
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import get_visible, power

YES_NO = {"yes": True, "no": False}
SPLIT = "、，,；; \n\t"


@dataclass
class Asked:
    """A fact as the form asks it. ``asked``: it decides what comes next."""

    fact: CatalogueFact
    value: str
    asked: bool
    error: str = ""


@power("enforcement.classification", "view", clauses=("plan:6.1", "catalogue:2"), title="管理类别判断")
def classification_page(request: HttpRequest) -> HttpResponse:
    """The form, what it gives, and what still has to be asked. Nothing is stored: the answers stand in the address."""
    unit = _unit(request)
    text = request.GET.get("industries", unit.industry_code if unit else "")[:200]
    book = catalogue(on=request.today)  # type: ignore[attr-defined]
    given = {code: request.GET.get(f"f-{code}", "").strip()[:20] for code in book.facts}
    known, wrong = read_facts(book.facts, given)
    codes = tuple(c for c in _split(text) if c)
    found = classify(SourceFacts(codes, known), on=request.today) if codes and not wrong else None  # type: ignore[attr-defined]
    open_facts = [f.code for f in found.asked_for if f.code in book.facts] if found else []
    context = {
        "unit": unit,
        "industries": text,
        "found": found,
        "asked": [
            Asked(fact, given[code], code in open_facts, wrong.get(code, ""))
            for code, fact in book.facts.items()
            if given[code] or code in open_facts
        ],
        "finer": found is not None and INDUSTRY in found.asked_for,
        "question": _question(unit, found, YES_NO.get(request.GET.get("discharging", ""))),
        "unlisted": unit is not None and unit.management_class == ManagementClass.UNLISTED,
        "discharging": request.GET.get("discharging", ""),
        "edition": book,
        "errors": {f"f-{code}": said for code, said in wrong.items()},
        "reasons": [(row, klass.label, said) for row, klass, said in found.rows] if found else [],
    }
    return render(request, "desk/enforcement/classification.html", context, status=422 if wrong else 200)


def _unit(request: HttpRequest) -> Facility | None:
    key = request.GET.get("facility", "")
    return get_visible(request, Facility, uuid_of(key)) if key else None


def _split(text: str) -> list[str]:
    for sign in SPLIT:
        text = text.replace(sign, " ")
    return text.split(" ")


def read_facts(facts: Any, given: dict[str, str]) -> tuple[dict[str, Known], dict[str, str]]:
    """What was answered, and what is wrong with the rest; an empty answer is unknown."""
    known: dict[str, Known] = {}
    wrong: dict[str, str] = {}
    for code, typed in given.items():
        if not typed:
            continue
        fact = facts[code]
        value = _number(typed) if fact.unit else YES_NO.get(typed)
        if value is None:
            wrong[code] = f"{fact.label}请填不小于 0 的数。" if fact.unit else f"{fact.label}请选是或否。"
        else:
            known[code] = value
    return known, wrong


def _number(typed: str) -> Decimal | None:
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < Decimal(10) ** 12 else None


def _question(
    unit: Facility | None, found: Classification | None, discharging: bool | None
) -> ClassFinding | None:
    """What follows for a unit that holds a class already, or should hold one and discharges."""
    if unit is None or found is None:
        return None
    if unit.management_class == ManagementClass.UNLISTED:
        return unlicensed_finding(found, discharging)
    return class_question(ManagementClass(unit.management_class), found)
