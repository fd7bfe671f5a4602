"""Many rows in one breath: parameters are prepared before the transaction, inside it only the inserts run."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


class Batch:
    """Rows of one model on their way into the table. Foreign keys still unknown are filled in at the last moment."""

    def __init__(
        self, model: type[models.Model], rows: Sequence[models.Model], late: Sequence[str] = ()
    ) -> None:
        self.model = model
        self.fields = [f for f in model._meta.concrete_fields if not f.primary_key]
        self.places = {f.name: n for n, f in enumerate(self.fields)}
        late_fields = set(late)
        self.rows = [
            [
                None if f.name in late_fields else f.get_db_prep_save(getattr(row, f.attname), connection)
                for f in self.fields
            ]
            for row in rows
        ]

    def fill(self, name: str, keys: Sequence[Any]) -> None:
        """Set one column of every row."""
        place = self.places[name]
        for row, key in zip(self.rows, keys, strict=True):
            row[place] = key

    def insert(self) -> None:
        """Insert every row; call inside the transaction."""
        if not self.rows:
            return
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(f.column)) for f in self.fields)
        marks = ", ".join(["%s"] * len(self.fields))
        table = quote(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", self.rows)


def keys_of(model: type[models.Model], name: str) -> dict[Any, int]:
    """Value of a unique column → primary key, for the whole table."""
    return dict(model._default_manager.values_list(name, "pk"))
