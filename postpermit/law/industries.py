"""The divisions and groups of GB/T 4754 by which an industry code is checked, and a code as somebody typed it."""

import unicodedata
from functools import cache
from pathlib import Path

import yaml

PAGE = Path(__file__).parent / "forms" / "industry_groups.yaml"
SECTIONS = "ABCDEFGHIJKLMNOPQRST"


def plain_code(typed: str) -> str:
    """The digits of a code, without width, blanks and the letter of the section; "" where it is no code."""
    code = unicodedata.normalize("NFKC", typed).strip().upper()
    code = code[1:] if code[:1] in SECTIONS else code
    return code if code.isascii() and code.isdecimal() and 2 <= len(code) <= 4 else ""


def industry_known(code: str) -> bool:
    """Whether the division, and the group where the code names one, are in the classification."""
    groups = _groups().get(code[:2])
    return groups is not None and (len(code) < 3 or code[2] in groups)


@cache
def _groups() -> dict[str, str]:
    page = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    return dict(page["groups"])
