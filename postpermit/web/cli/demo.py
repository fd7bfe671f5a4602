"""``demo``: an invented district rebuilt in its own directory, then served. Refuses any directory that is no demo."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from postpermit.trail.errors import Refused

MARK = "DEMO"
PASSWORD = "putuo-demo-2026"


class UnableToRebuild(Refused):
    """The directory holds something that is no demo."""


def run(arguments: Any) -> int:
    """Rebuild, print the accounts, serve."""
    data = Path(os.environ["POSTPERMIT_DATA"])
    accounts = rebuild(data)
    print(f"演示数据已重建：{data}（单位、人员、道路均为虚构）")
    print(f"网站地址：http://{arguments.host}:{arguments.port}/")
    print(f"各岗位账号（密码都是 {PASSWORD}）：")
    for row in accounts:
        print(f"  {row['account']:<16}{row['post']}  {row['name']}")
    print("按 Ctrl+C 结束。", flush=True)
    if os.environ.get("POSTPERMIT_DEMO_BUILD_ONLY") == "1":
        return 0
    from postpermit.web.cli.serve import serve  # noqa: PLC0415 -- Django is set up only now

    serve(arguments.host, arguments.port)
    return 0


def rebuild(data: Path) -> list[dict[str, str]]:
    """Clear a demo directory and fill it anew; answers the accounts."""
    if os.environ.get("DATABASE_URL"):
        raise UnableToRebuild("演示使用自己目录里的数据库，请先取消 DATABASE_URL。")
    if data.exists() and any(data.iterdir()) and not (data / MARK).exists():
        raise UnableToRebuild(f"{data} 不是演示目录，为防误删不予重建。请换一个目录。")
    if data.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True)
    (data / MARK).write_text("演示数据，可随时重建\n", encoding="utf-8")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django  # noqa: PLC0415 -- only after the directory says that it is a demo

    django.setup()
    from postpermit.web.cli.demo_district import build  # noqa: PLC0415 -- needs Django set up

    accounts = build(PASSWORD)
    (data / "demo-accounts.json").write_text(json.dumps(accounts, ensure_ascii=False), encoding="utf-8")
    return accounts
