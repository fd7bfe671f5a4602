"""The accounts shown on the log-in page of a demo, and nowhere else."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def demo_accounts() -> list[dict[str, Any]]:
    """Rows {account, name, post} as the demo wrote them into its own directory."""
    kept = Path(settings.DATA_DIR) / "demo-accounts.json"
    return list(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else []
