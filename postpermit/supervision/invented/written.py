"""A report as its author wrote it: plain texts under the codes of the form, before any reader has seen it."""

from copy import deepcopy
from dataclasses import dataclass, field


@dataclass
class Written:
    """``kind``: ANNUAL, QUARTERLY, MONTHLY; ``period``: 2026, 2026Q3, 2026-02; tables hold rows of column code → text."""

    kind: str
    period: str
    cover: dict[str, str] = field(default_factory=dict)
    chapters: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)

    def copy(self) -> "Written":
        """Another one that can be spoiled without touching this."""
        return deepcopy(self)
