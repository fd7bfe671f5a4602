"""``run.py test | check | fix``: everything that has to hold, on both databases, with a real browser."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PACKAGES = {
    "chromium": ("chromium",),
    "中文字体": ("fonts-noto-cjk", "fontconfig"),
    "postgresql": ("postgresql",),
}
TYPED = ["postpermit/law", "postpermit/workdays", "postpermit/trail", "postpermit/office", "postpermit/register",
         "postpermit/duties", "postpermit/linkage", "postpermit/oversight", "postpermit/supervision",
         "postpermit/planning", "postpermit/enforcement"]  # fmt: skip


def say(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


def run(*words: str, **environment: str) -> bool:
    """Run one tool of the environment; whether it was content."""
    say(f"── {' '.join(words)}")
    started = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, env=os.environ | environment, check=False)
    say(f"   {'通过' if done.returncode == 0 else '未通过'}（{time.monotonic() - started:.0f} 秒）")
    return done.returncode == 0


def tool(name: str) -> str:
    """A program of the environment."""
    return str(BIN / name)


def check() -> bool:
    """Style, types, ladder, migrations, deployment settings, house tests."""
    with tempfile.TemporaryDirectory() as data:
        plain = {"POSTPERMIT_DATA": data, "DJANGO_SETTINGS_MODULE": "postpermit.config.settings"}
        return all(
            [
                run(tool("ruff"), "check", "-q", "."),
                run(tool("ruff"), "format", "-q", "--check", "."),
                run(tool("lint-imports"), "--no-cache"),
                run(tool("mypy"), "--strict", *TYPED, **plain),
                run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "-v0", **plain),
                run(sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING", **plain),
                run(sys.executable, "-m", "tools.third_party", "--check"),
                run(tool("pytest"), "-q", "-p", "no:cacheprovider", "tests/house"),
            ]
        )


def fix() -> bool:
    """Let the tools mend what they can."""
    return all([run(tool("ruff"), "check", "-q", "--fix", "."), run(tool("ruff"), "format", "-q", ".")])


def chromium() -> str:
    """The browser, if there is one."""
    return next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), "")


def postgres_bin() -> Path | None:
    """Where the server's programs are, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    which = shutil.which("initdb")
    return Path(which).parent if which else None


def cjk_font() -> bool:
    """Whether screenshots would show Chinese."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def missing() -> list[str]:
    """What this machine lacks for the whole run."""
    have = {"chromium": bool(chromium()), "中文字体": cjk_font(), "postgresql": postgres_bin() is not None}
    return [name for name, there in have.items() if not there]


def install(names: list[str]) -> None:
    """As root on Debian; anything that cannot be installed fails the strict run."""
    packages = [p for n in names for p in PACKAGES[n]]
    say(f"── 安装系统软件：{' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, env=environment, check=False)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        stdout=sys.stderr,
        env=environment,
        check=True,
    )


@contextmanager
def postgres() -> Iterator[str]:
    """A cluster of its own in a temporary directory, as user postgres when we are root; answers its address."""
    programs = postgres_bin()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pp-pg-"))
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if root else []

    def call(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    port = "54329"
    call(
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-A",
        "trust",
        "-U",
        "pp",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"
    call(
        str(programs / "pg_ctl"),
        "-D",
        str(folder / "data"),
        "-o",
        options,
        "-l",
        str(folder / "log"),
        "-w",
        "start",
    )
    try:
        yield f"postgres://pp@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*as_user, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"],
                       check=False, cwd="/", stdout=subprocess.DEVNULL)  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def test(words: argparse.Namespace, rest: list[str]) -> bool:
    """Checks, then the whole suite on SQLite and on PostgreSQL, then the browser."""
    lacking = missing()
    if words.strict and lacking:
        install(lacking)
        lacking = missing()
        if lacking:
            say(f"缺少 {'、'.join(lacking)}，--strict 不能继续。")
            return False
    pytest = [tool("pytest"), "-q", "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", *rest]
    good = check()
    good &= run(*pytest, "tests", "--ignore=tests/house", "-m", "not browser")
    if "postgresql" not in lacking:
        with postgres() as address:
            good &= run(
                *pytest,
                "tests",
                "--ignore=tests/house",
                # Dataclasses and files alone: they know no database, once is enough.
                "--ignore=tests/supervision/rules",
                "--ignore=tests/supervision/reading",
                "--ignore=tests/planning/rules",
                "--ignore=tests/enforcement/rules",
                "-m",
                "not browser and not one_database",
                DATABASE_URL=address,
            )
    if "chromium" not in lacking:
        good &= run(
            tool("pytest"),
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/browser",
            "-m",
            "browser",
            *rest,
            POSTPERMIT_CHROMIUM=chromium(),
        )
    if lacking:
        packages = " ".join(p for n in lacking for p in PACKAGES[n])
        say(f"!! 本次没有测试：{'、'.join(lacking)} 相关部分。补齐：apt-get install -y {packages}")
    say("全部通过。" if good else "有未通过的项目，见上。")
    return good


def main() -> int:
    """Dispatch."""
    parser = argparse.ArgumentParser(prog="run.py")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("check")
    acts.add_parser("fix")
    acts.add_parser("test").add_argument("--strict", action="store_true")
    words, rest = parser.parse_known_args()
    if words.act == "check":
        return 0 if check() else 1
    if words.act == "fix":
        return 0 if fix() else 1
    return 0 if test(words, rest) else 1


if __name__ == "__main__":
    sys.exit(main())
