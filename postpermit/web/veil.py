"""What is called otherwise before whoever may not see cases: that there is one is told by its decision, not before."""

from postpermit.enforcement.states import Disposition, FindingState

VEILED = {Disposition.CASE.label: "依法处理", FindingState.IN_CASE.label: "依法处理中"}
# By these one would find out which units have a case.
VEILED_CODES = frozenset({Disposition.CASE.value, FindingState.IN_CASE.value})


def veiled(words: str, sees_cases: bool) -> str:
    """The words as that reader sees them; the public sees no cases."""
    return words if sees_cases else VEILED.get(words, words)
