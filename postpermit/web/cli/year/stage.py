"""The stage of the simulated year: its own clock, seeded chance, and who is there on a day."""

import random
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from postpermit import workdays
from postpermit.office.calendars import calendar_now
from postpermit.office.models import Absence, Officer
from postpermit.office.standing import Standing, standing_of
from postpermit.trail.actors import Actor


class NobodyThere(Exception):
    """Nobody of that division may act today: it waits for another day."""


class Stage:
    """The day on which the play stands. ``chance`` is seeded; nothing here reads a clock."""

    def __init__(self, seed: int, year: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.year = year
        self.today = date(year, 1, 1)
        self.minute = 0
        self.calendar = calendar_now()
        self._standings: list[Standing] = []
        self._cast_for: tuple[date, ...] = ()

    def at(self) -> datetime:
        """A moment of today, later than the one before."""
        self.minute = min(self.minute + 1, 14 * 60)
        moment = datetime.combine(self.today, time(8, 30)) + timedelta(minutes=self.minute)
        return timezone.make_aware(moment)

    def not_before(self, hour: time) -> None:
        """What is published at an hour is known from then on."""
        start = datetime.combine(self.today, time(8, 30))
        self.minute = max(
            self.minute, int((datetime.combine(self.today, hour) - start).total_seconds() // 60)
        )

    def begin(self, on: date) -> None:
        """Another day: who is there is found anew when somebody goes or comes back."""
        self.today, self.minute = on, 0
        away = Absence.objects.filter(from_on__lte=on, to_on__gte=on).order_by("pk")
        present = tuple(away.values_list("pk", flat=True))
        if not self._standings or present != self._cast_for:
            self._cast_for = present
            gone = set(away.values_list("officer", flat=True))
            officers = Officer.objects.filter(~Q(pk__in=gone), disabled_at__isnull=True).order_by("pk")
            self._standings = [standing_of(o, on) for o in officers]

    def clerk(self, division: str, avoid: tuple[str, ...] = ()) -> Actor:
        """Somebody of the division who handles matters."""
        return self._one(f"{division}:STAFF", division, avoid)

    def head(self, division: str, avoid: tuple[str, ...] = ()) -> Actor:
        """Who signs there today: the head, who stands in, or the group's leader."""
        try:
            return self._one(f"{division}:HEAD", division, avoid)
        except NobodyThere:
            return self.leader(avoid)

    def leader(self, avoid: tuple[str, ...] = ()) -> Actor:
        """The group's leader."""
        return self._one("GROUP:LEADER", "", avoid)

    def _one(self, pattern: str, division: str, avoid: tuple[str, ...]) -> Actor:
        fitting = [s for s in self._standings if s.officer.ref not in avoid and s.holding(pattern)]
        own = [s for s in fitting if any(p.division == division and not p.for_name for p in s.posts)]
        if not fitting:
            raise NobodyThere(pattern)
        chosen = self.chance.choice(own or fitting)
        return chosen.actor(pattern, division=division)

    def working(self, on: date) -> bool:
        """Whether that is a working day."""
        return self.calendar.day(on).working

    def day_in(self, first: date, last: date) -> date:
        """A working day between two days; the last day itself where there is none."""
        span = (last - first).days
        for _ in range(12):
            on = first + timedelta(days=self.chance.randint(0, max(span, 0)))
            if self.working(on):
                return on
        return last

    def later(self, on: date, days: int) -> date:
        """So many working days later."""
        return workdays.add(self.calendar, on, days).result
