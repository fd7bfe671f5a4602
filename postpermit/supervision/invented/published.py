"""An invented report as the JSON of the published schema: codes of the form, every value a text."""

from typing import Any

from postpermit.supervision.invented.written import Written


def as_json(written: Written) -> dict[str, Any]:
    """Plain values, ready for ``json.dumps``."""
    return {
        "version": 1,
        "kind": written.kind,
        "period": written.period,
        "cover": dict(written.cover),
        "chapters": dict(written.chapters),
        "tables": {code: [dict(row) for row in rows] for code, rows in written.tables.items()},
        "attachments": list(written.attachments),
    }
