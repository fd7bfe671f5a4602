"""The house's own tests are tested: each deliberate break of a copy is caught, and the unbroken copy is not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import house_rules as rules

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Path], list[str]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and what its checks need."""
    made = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "postpermit", made / "postpermit", ignore=shutil.ignore_patterns("__pycache__", "vendor")
    )
    shutil.copy(ROOT / "pyproject.toml", made)
    return made


def by_linter(root: Path) -> list[str]:
    """The import contracts."""
    tool = str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run(
        [tool, "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if done.returncode == 0 else [done.stdout[-300:]]


def by_django(*words: str) -> Check:
    """A management command of the copy."""

    def check(root: Path) -> list[str]:
        environment = os.environ | {
            "PYTHONPATH": str(root),
            "DJANGO_SETTINGS_MODULE": "postpermit.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return [] if done.returncode == 0 else [(done.stdout + done.stderr)[-300:]]

    return check


# (what is broken, file, what is put there, the check that must catch it)
BREAKS: list[tuple[str, str, str, Check]] = [
    ("an upward import", "register/rules.py", "\nfrom postpermit.linkage import states as upward  # noqa\n", by_linter),
    ("an upward import seen by the house", "trail/seal.py", "\nfrom postpermit.office import models as upward\n", rules.upward_imports),
    ("two on one rung knowing each other", "planning/__init__.py", "\nfrom postpermit.linkage import states\n", by_linter),
    ("a package outside the ladder", "newroom/__init__.py", '"""新房间，不在楼梯上。"""\n', by_linter),
    ("Django in the law", "law/values.py", "\nfrom django.db import models\n", rules.django_where_none_belongs),
    ("Django in rules, seen by the linter", "duties/rules/windows.py", "\nfrom django.utils import timezone\n", by_linter),
    ("a state moved outside the trail", "duties/operations/waiving.py", "\ndef cheat(duty):\n    duty.state = 'VOID'\n", rules.states_written_elsewhere),
    ("a state updated outside the trail", "linkage/operations/leads.py", "\ndef cheat(rows):\n    rows.update(state='CLOSED')\n", rules.states_written_elsewhere),
    ("a clock below the door", "duties/operations/passes.py", "\ndef now():\n    return date.today()\n", rules.clocks_below_the_door),
    ("a clause that does not exist", "linkage/rules.py", "\nLOST = 'plan:6.7'\n", rules.unknown_citations),
    ("a rule citing nothing stops the program", "register/rules.py", "\n\n@law.rule('RG-9', 'plan:66.1')\ndef lost() -> None:\n    \"\"\"没有出处。\"\"\"\n", by_django("check")),
    ("a view without a power", "web/desk/calendar.py", '\n\ndef naked(request: HttpRequest) -> HttpResponse:\n    """None."""\n    return HttpResponse("x")\n', rules.views_without_a_power),
    ("an address without a power", "web/desk/urls.py", "\nfrom postpermit.web.desk.errors import not_found\nurlpatterns.append(path('naked/', not_found, name='naked'))\n", by_django("check")),
    ("a file too long", "office/desks.py", "\n# x" * 301, rules.oversized_files),
    ("a name that says nothing", "office/helpers.py", '"""x."""\n', rules.forbidden_names),
    ("a transaction in a query", "linkage/queries/page.py", "\nfrom django.db.transaction import atomic\n", rules.transactions_elsewhere),
    ("a public function without a word", "workdays/periods.py", "\n\ndef silent() -> None:\n    return None\n", rules.silent_public_functions),
    ("a model changed without a migration", "office/models.py", "\n\nclass Extra(models.Model):\n    \"\"\"x.\"\"\"\n\n    name = models.CharField(max_length=3)\n", by_django("makemigrations", "--check", "--dry-run", "-v0")),
]  # fmt: skip


def test_the_unbroken_copy_passes_every_check(copy: Path) -> None:
    checks = {row[3].__qualname__: row[3] for row in BREAKS}
    found = {name: check(copy) for name, check in checks.items()}
    assert {n: f for n, f in found.items() if f} == {}
    assert by_django("check")(copy) == []


@pytest.mark.parametrize(
    ("what", "file", "text", "check"), BREAKS, ids=[row[0].replace(" ", "-") for row in BREAKS]
)
def test_a_break_is_caught(what: str, file: str, text: str, check: Check, copy: Path) -> None:
    path = copy / "postpermit" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + text, encoding="utf-8")
    try:
        assert check(copy), what
    finally:
        if before is None:
            path.unlink()
            if file.startswith("newroom"):
                shutil.rmtree(path.parent)
        else:
            path.write_text(before, encoding="utf-8")
