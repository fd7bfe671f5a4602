"""How a case and its documents are called: suggestions that whoever writes them may change."""

import re
from collections.abc import Iterable

from postpermit import law


@law.rule("EN-138", "penalty-law:54")
def case_title(conduct: str) -> str:
    """案件名称写成“涉嫌”加违法行为加“案”，已经这样写的不重复。"""
    plain = conduct.strip().removeprefix("涉嫌")
    return f"涉嫌{plain if plain.endswith('案') else f'{plain}案'}"


@law.rule("EN-139", "penalty-law:59")
def next_document(pattern: str, year: int, used: Iterable[str]) -> str:
    """文号按样式和年份，接着已登记的最大号往下编；只是建议，以实际编号为准。"""
    head, tail = (re.escape(part) for part in pattern.replace("{year}", str(year)).split("{n}"))
    # The district's own letters may stand before the pattern.
    shape = re.compile(rf"(.{{0,12}}?){head}(\d{{1,6}}){tail}")
    found = [m for text in used if (m := shape.fullmatch(text.strip()))]
    last = max(found, key=lambda m: int(m[2]), default=None)
    number = pattern.replace("{year}", str(year)).replace("{n}", str(int(last[2]) + 1 if last else 1))
    return f"{last[1] if last else ''}{number}"
