"""Whether the database is ready for this version."""

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from postpermit.trail.errors import Refused
from postpermit.trail.walls import missing_walls, raise_walls


class UnableToServe(Refused):
    """The database is older or newer than the program, or cannot be reached."""


def needs_upgrade() -> bool:
    """Whether migrations are waiting."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_unmigrated() -> None:
    """Raise when migrations are waiting: nothing half-new is ever served."""
    try:
        waiting = needs_upgrade()
    except OperationalError as error:
        raise UnableToServe(f"数据库打不开：{error}") from error
    if waiting:
        raise UnableToServe("数据库与程序版本不一致，请先运行 upgrade。")


def stand_walls() -> None:
    """Raise walls that are missing; ``serve`` starts only behind them."""
    if missing_walls(connection):
        raise_walls(connection)
    if missing := missing_walls(connection):
        raise UnableToServe("数据库保护未能建立：" + "、".join(missing))


def close_all() -> None:
    """Let go of the connections before another process takes the file over."""
    connections.close_all()
