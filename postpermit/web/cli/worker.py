"""``worker``: the passes on their own, for a site of several processes."""

import logging
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from django.db import DatabaseError, connection
from django.utils import timezone

from postpermit.duties.operations import run_passes
from postpermit.enforcement.operations import run_enforcement
from postpermit.office.values import lay_adopted_values
from postpermit.supervision.operations import run_supervision
from postpermit.trail.actors import SYSTEM
from postpermit.web.cli.state import stand_walls

EVERY_SECONDS = 300
log = logging.getLogger(__name__)


def pass_once() -> None:
    """One run of every pass; a failure is left to the next run, since passes are idempotent."""
    try:
        lay_adopted_values()
        run_supervision(by=SYSTEM, at=timezone.now())
        run_enforcement(by=SYSTEM, at=timezone.now())
        run_passes(by=SYSTEM, at=timezone.now())
    except DatabaseError:
        log.warning("a pass was postponed", exc_info=True)
    finally:
        connection.close()


def scheduler(blocking: bool = False) -> BaseScheduler:
    """Runs the passes now and then every few minutes, never two at once."""
    made: BaseScheduler = BlockingScheduler() if blocking else BackgroundScheduler(daemon=True)
    made.add_job(
        pass_once,
        "interval",
        seconds=EVERY_SECONDS,
        next_run_time=timezone.now(),
        max_instances=1,
        coalesce=True,
    )
    return made


def run(_: Any) -> int:
    """Run until interrupted."""
    stand_walls()
    scheduler(blocking=True).start()
    return 0
