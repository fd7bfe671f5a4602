"""Which visits need the 检查码 of the city's system before they begin."""

from datetime import date

from postpermit import law
from postpermit.enforcement.models import Visit
from postpermit.enforcement.rules.visits import needs_code


def code_kinds(on: date) -> list[str]:
    """Kinds of visits on site that begin with a code, as read on that day."""
    return [str(kind) for kind in law.value("visit.code.kinds", on=on).value]


def lacks_code(visit: Visit, on: date) -> bool:
    """Whether the visit still waits for its code: what the page, the telephone and the brief say before it begins."""
    return needs_code(visit.manner, visit.kind, code_kinds(on)) and not visit.inspection_code
