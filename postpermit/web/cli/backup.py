"""``backup`` and ``restore``: one file, verified to the last bit."""

import json
import os
from pathlib import Path
from typing import Any

from postpermit.web.backup.package import UnableToRestore


def run(arguments: Any) -> int:
    """Back up the data directory while the site runs."""
    from postpermit.web.backup.making import make  # Django is set up only for this command

    made = make(Path(arguments.file))
    rows = sum(t["rows"] for t in made["tables"].values())
    files = sum(m["name"].startswith("attachments/") for m in made["members"])
    if arguments.json:
        facts = {
            "ok": True,
            "file": str(Path(arguments.file).resolve()),
            "sha256": made["sha256"],
            "tables": made["tables"],
            "rows": rows,
            "files": files,
        }
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    print(f"备份完成：{arguments.file}，{len(made['tables'])} 张表、{rows} 行、{files} 个附件")
    print(f"数据校验值 {made['sha256']}")
    print("备份内含本系统密钥，请与数据目录一样妥善保管。")
    return 0


def restore(arguments: Any) -> int:
    """Restore into an empty data directory, and for PostgreSQL an empty database, then compare everything."""
    from postpermit.web.backup.package import verify as verify_package
    from postpermit.web.backup.restoring import compare_files, compare_sqlite, fill_postgres, place_files

    source = Path(arguments.file)
    if not source.is_file():
        raise UnableToRestore(f"没有找到备份文件 {source}。")
    data = Path(os.environ.get("POSTPERMIT_DATA", "data")).resolve()
    postgres = bool(os.environ.get("DATABASE_URL"))
    manifest = verify_package(source)
    if (manifest["vendor"] == "postgresql") != postgres:
        where = "PostgreSQL（请设置 DATABASE_URL）" if not postgres else "SQLite（请取消 DATABASE_URL）"
        raise UnableToRestore(f"这份备份来自 {where}，恢复的目标不一致。")
    if postgres:
        _refuse_filled_base()
    try:
        place_files(source, data)
    except OSError as error:
        raise UnableToRestore(f"数据目录 {data} 写不进去：{error.strerror}。") from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django  # only now does the directory hold the secret

    if postgres:
        fill_postgres(source, manifest)
    else:
        compare_sqlite(data, manifest)
        django.setup()
    files = compare_files(data, manifest)
    return _say(arguments, manifest, files)


def _refuse_filled_base() -> None:
    """Before any file is laid down: a retry must find the place as it was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django
    from django.db.utils import OperationalError

    django.setup()
    from postpermit.web.backup.restoring import refuse_filled

    try:
        refuse_filled()
    except OperationalError as error:
        raise UnableToRestore(f"数据库打不开：{error}") from error


def _say(arguments: Any, manifest: dict[str, Any], files: int) -> int:
    from postpermit.web.cli.state import needs_upgrade

    older = needs_upgrade()
    facts: dict[str, Any] = {"ok": True, "tables": manifest["tables"], "files": files, "needs_upgrade": older}
    if not older:
        from postpermit.trail.integrity import verify
        from postpermit.web.cli.state import stand_walls

        stand_walls()
        verdict = verify()
        if not verdict.ok:
            raise UnableToRestore(f"数据已恢复，但留痕校验未通过：{'；'.join(verdict.faults[:3])}")
        facts["entries"] = verdict.entries
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    rows = sum(t["rows"] for t in manifest["tables"].values())
    print(
        f"恢复完成：{len(manifest['tables'])} 张表、{rows} 行、{files} 个附件逐一核对一致（{manifest['made_at']} 的备份）"
    )
    print("备份来自较早的版本，请运行 upgrade。" if older else f"留痕校验通过：{facts['entries']} 条")
    return 0
