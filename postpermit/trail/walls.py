"""Append-only walls: triggers on both engines that refuse update and delete, whoever asks. A model may instead say
``walled_columns``: then only these stay as written, and no row is deleted.

They are no migration: SQLite rebuilds a table on most ALTERs and drops its triggers without a word, so they are raised
again after every migrate and asserted at the start of ``serve`` and ``verify-trail``.
"""

from typing import Any

from django.apps import apps
from django.db import models

MESSAGE = "append-only: 留痕只增不改"


def walled_models() -> list[type[models.Model]]:
    """Every model that says ``append_only = True`` or names ``walled_columns``."""
    names = ("append_only", "walled_columns")
    return [m for m in apps.get_models() if any(getattr(m, name, False) for name in names)]


def _columns(model: type[models.Model]) -> str:
    """The columns whose update is refused, as the trigger names them; "" for all of them."""
    names = getattr(model, "walled_columns", ())
    told = ", ".join(f'"{_column(model, name)}"' for name in names)
    return f" OF {told}" if told else ""


def _column(model: type[models.Model], name: str) -> str:
    return next(str(f.column) for f in model._meta.concrete_fields if f.name == name)


def _wall(table: str, act: str) -> str:
    return f"wall_{table}_{act}"


def raise_walls(connection: Any) -> None:
    """Put the triggers up; harmless when they stand already."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION postpermit_wall() RETURNS trigger AS $$ BEGIN "
                f"RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = '{MESSAGE}'; "
                "END $$ LANGUAGE plpgsql"
            )
        for model in walled_models():
            table = model._meta.db_table
            if table in tables:
                for statement in _raising(connection.vendor, table, _columns(model)):
                    cursor.execute(statement)


def _raising(vendor: str, table: str, columns: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{_wall(table, act)}" BEFORE {act.upper()}{which} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for act, which in (("update", columns), ("delete", ""))
        ]
    out = []
    for act in ("update", "delete", "truncate"):
        name, each = _wall(table, act), "STATEMENT" if act == "truncate" else "ROW"
        which = columns if act == "update" else ""
        out.append(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        out.append(
            f'CREATE TRIGGER "{name}" BEFORE {act.upper()}{which} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION postpermit_wall()"
        )
    return out


def lower_walls(connection: Any) -> None:
    """Take the triggers down: only a test's flush and a restore do this."""
    with connection.cursor() as cursor:
        standing = _standing(cursor, connection.vendor)
        for model in walled_models():
            table = model._meta.db_table
            for act in ("update", "delete", "truncate"):
                if _wall(table, act) in standing:
                    on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{_wall(table, act)}"{on}')


def missing_walls(connection: Any) -> list[str]:
    """Names of the triggers that should stand and do not."""
    acts = ("update", "delete") if connection.vendor == "sqlite" else ("update", "delete", "truncate")
    with connection.cursor() as cursor:
        standing = _standing(cursor, connection.vendor)
    wanted = [_wall(m._meta.db_table, act) for m in walled_models() for act in acts]
    return [name for name in wanted if name not in standing]


def _standing(cursor: Any, vendor: str) -> set[str]:
    if vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    return {row[0] for row in cursor.fetchall()}
