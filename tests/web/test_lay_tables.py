"""A demo's tables are laid straight from the models: what stands then is what the migrations leave."""

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper

from postpermit.web.cli.init import lay_tables


def standing(database: BaseDatabaseWrapper) -> dict[str, set[tuple[str, str]]]:
    """Table → its columns, and its constraints and indexes by name."""
    out = {}
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            told = database.introspection.get_constraints(cursor, table)
            columns = database.introspection.get_table_description(cursor, table)
            out[table] = {("constraint", name) for name in told if not name.startswith("__")}
            out[table] |= {("column", c.name) for c in columns}
    return out


@pytest.mark.django_db
def test_tables_laid_from_the_models_are_those_of_the_migrations() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a demo stands on SQLite")
    fresh = DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, alias="default")
    lay_tables(fresh)
    laid, migrated = standing(fresh), standing(connection)
    fresh.close()
    assert set(laid) == set(migrated)
    assert {table: laid[table] ^ migrated[table] for table in laid if laid[table] != migrated[table]} == {}
