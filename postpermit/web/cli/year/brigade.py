"""执法大队 and 法制科 in the play: the plan, the visits, what follows from them, and the cases, in the order of a day."""

from contextlib import suppress

from postpermit.web.cli.year.cases import Cases
from postpermit.web.cli.year.findings import Aftercare
from postpermit.web.cli.year.inspections import Inspections
from postpermit.web.cli.year.planning import Planning
from postpermit.web.cli.year.registers import Registers
from postpermit.web.cli.year.sending import Sending
from postpermit.web.cli.year.stage import NobodyThere, Stage


class Brigade:
    """Everybody who plans, inspects and punishes."""

    def __init__(self, stage: Stage) -> None:
        sending = Sending(stage)
        self.planning, self.cases, self.registers = Planning(stage), Cases(stage), Registers(stage)
        self.inspections = Inspections(stage, self.planning, sending)
        self.aftercare = Aftercare(stage, sending, self.cases)

    def day(self) -> None:
        """A working day of the year."""
        with suppress(NobodyThere):  # another day
            self.planning.day()
        self.inspections.day()
        self.aftercare.day()
        self.registers.begin()
        self.cases.day()
        self.registers.day()

    def finish(self) -> None:
        """In the weeks after the year nothing new begins."""
        self.inspections.day(last=True)
        self.inspections.give_up()
        self.aftercare.day()
        self.cases.day()
        self.registers.day()
