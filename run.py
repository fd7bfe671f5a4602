#!/usr/bin/env python3
"""排污许可证后管理：只要有 Python 3.11，就能试用、测试、运行。

    python3 run.py demo            重建演示数据并打开网站
    python3 run.py test            全部检查和测试（--strict：补齐系统软件，一项不漏）
    python3 run.py check | fix     日常检查、自动整理
    python3 run.py <其他命令>      转交 postpermit，例如 duties --year 2026 --json

Standard library only. Speaks on standard error alone: standard output belongs to the command.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OWN = {"test", "check", "fix"}


def say(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """Prepare what the command needs, then become the command."""
    if sys.version_info < (3, 11):
        say(f"需要 Python 3.11 或更新版本，当前为 {sys.version.split()[0]}。")
        return 2
    if not words or words[0] in {"-h", "--help"}:
        say((__doc__ or "").strip())
        return 0 if words else 2
    own = words[0] in OWN
    if not prepare(dev=own, strict="--strict" in words):
        return 1
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    if own:
        return subprocess.call([str(PYTHON), "-m", "tools.checks", *words], cwd=ROOT, env=environment)
    command = [str(PYTHON), "-m", "postpermit", *words]
    if os.name == "posix":
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def prepare(*, dev: bool, strict: bool) -> bool:
    """Make the environment and install the locked requirements, once per change of the lock file."""
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamps = {VENV / f"installed-{name}" for name in ("run", "dev")}
    stamp = VENV / ("installed-dev" if dev else "installed-run")
    full = VENV / "installed-dev"
    dev_digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes()).hexdigest()
    if PYTHON.exists() and (_reads(stamp) == digest or _reads(full) == dev_digest):
        return True
    if not PYTHON.exists() and not make_environment(strict):
        return False
    say(f"正在安装依赖（{lock.name}），首次需要几分钟……")
    installer = [shutil.which("uv") or "", "pip", "install", "-q", "--python", str(PYTHON)]
    if not installer[0]:
        installer = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run([*installer, "--require-hashes", "-r", str(lock)], stdout=sys.stderr, check=False)
    if done.returncode != 0:
        say("依赖安装失败：请检查网络或软件源设置后重试。")
        return False
    for other in stamps - {stamp}:
        other.unlink(missing_ok=True)
    stamp.write_text(digest, encoding="ascii")
    return True


def make_environment(strict: bool) -> bool:
    """A virtual environment beside this file; Debian keeps the module for it in a package of its own."""
    say("正在建立运行环境 .venv ……")
    for attempt in (1, 2):
        done = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr, check=False
        )
        if done.returncode == 0:
            return True
        if attempt == 1 and not (strict and install_venv()):
            break
    shutil.rmtree(VENV, ignore_errors=True)
    say("这台机器的 Python 缺少 venv 模块。Debian、Ubuntu 请执行：apt-get install -y python3-venv")
    return False


def install_venv() -> bool:
    """Only ``--strict`` installs system packages, as root on Debian."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    done = subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], stdout=sys.stderr, check=False)
    return done.returncode == 0


def _reads(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
