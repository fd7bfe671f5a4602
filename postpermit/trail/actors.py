"""Who acts. The trail stands below the office, so it knows an actor only as a reference and a name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who does an act: ``ref`` is stable ("officer:<public id>"), ``name`` is what the entry shows for ever.

    ``division`` and ``post`` are codes of the office; ``stands_in_for`` names the A person when B signs for A.
    """

    ref: str
    name: str
    division: str = ""
    post: str = ""
    stands_in_for: str = ""

    @property
    def signature(self) -> str:
        """The name as it stands on a form: 顾某 or 顾某（代李某）."""
        return f"{self.name}（代{self.stands_in_for}）" if self.stands_in_for else self.name


SYSTEM = Actor("system", "系统")
COMMAND_LINE = Actor("cli", "命令行", division="APPROVAL")
