"""Writes THIRD-PARTY.md: every run-time package of the lock file, every vendored file and font, with licence and purpose.

python -m tools.third_party            writes the page
python -m tools.third_party --check    exit 1 when it is not up to date

A package, vendored folder or font that nobody has given a purpose fails: nothing comes into the house unnamed.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "THIRD-PARTY.md"
LOCK = ROOT / "requirements.lock"
STATIC = ROOT / "postpermit" / "web" / "static"
FONTS = ROOT / "postpermit" / "web" / "paper" / "fonts"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*")
VAGUE = {"", "Apache", "BSD", "GPL", "LGPL", "PSFL", "UNKNOWN"}

PURPOSES = {
    "absl-py": "ortools 的依赖",
    "apscheduler": "定时运行提醒、预警、封存",
    "argon2-cffi": "密码散列（Argon2）",
    "argon2-cffi-bindings": "argon2-cffi 的底层实现",
    "asgiref": "Django 的依赖",
    "cffi": "argon2-cffi-bindings 的依赖",
    "django": "网站框架、数据库访问、登录",
    "django-axes": "连续输错密码时锁定",
    "django-csp": "内容安全策略（CSP）",
    "et-xmlfile": "openpyxl 的依赖",
    "gunicorn": "网站服务进程",
    "icalendar": "日历订阅（.ics）",
    "immutabledict": "ortools 的依赖",
    "lxml": "读取 Word 文书里的 XML",
    "numpy": "ortools 的依赖",
    "openpyxl": "按原样式填写市级上报表（xlsx）",
    "ortools": "全年检查计划的优化求解（CP-SAT）",
    "packaging": "gunicorn 的依赖",
    "pandas": "ortools 的依赖",
    "pillow": "读取现场照片里的拍摄时间和位置（EXIF）",
    "protobuf": "ortools 的依赖",
    "psycopg": "连接 PostgreSQL",
    "psycopg-binary": "psycopg 的二进制部分（内含 libpq 与 OpenSSL）",
    "pycparser": "cffi 的依赖",
    "pypinyin": "单位名称的拼音首字母检索",
    "python-calamine": "读取 Excel 工作簿",
    "python-dateutil": "icalendar 的依赖",
    "python-docx": "生成和读取转办单等 Word 文书",
    "pyyaml": "读取法规、方案数据（YAML）",
    "segno": "文书上的二维码",
    "six": "python-dateutil 的依赖",
    "sqlparse": "Django 的依赖",
    "typing-extensions": "类型标注的依赖",
    "typst": "排印转办单等 PDF 文书",
    "tzdata": "时区数据",
    "tzlocal": "apscheduler 的依赖",
    "whitenoise": "提供静态文件",
    "xlsxwriter": "写出 Excel 工作簿",
}
# Read from the licence files of packages whose metadata names no SPDX expression.
READ = {
    "django-csp": "BSD-3-Clause",
    "ortools": "Apache-2.0",
    "python-dateutil": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
}
VENDORED = {
    "htmx.org": ("htmx", "0BSD", "页面局部刷新"),
    "tabler-core": ("Tabler", "MIT", "页面样式"),
}
TYPEFACES = {
    "NotoSansSC-GBK.ttf": ("思源黑体子集 (Noto Sans SC)", "OFL-1.1", "印制文书的字体"),
    "NotoSerifSC-GBK.ttf": ("思源宋体子集 (Noto Serif SC)", "OFL-1.1", "印制文书的字体"),
}
HEAD = """# 第三方软件

由 `python -m tools.third_party` 根据 `requirements.lock` 和已安装的包生成，不要手改。
本系统自己的代码按 [Apache License 2.0](LICENSE) 授权。
"""
NOTES = """## 说明

- **psycopg、psycopg-binary（LGPL-3.0-only）**：本系统未修改它们，作为独立的 Python 包安装在 `.venv` 中，
  由程序在运行时引用；使用者可以自行换成另一个接口相同的版本（改锁文件后重新安装）。随机器一并交付 `.venv` 时，应同时交付本页和各包 `*.dist-info` 里的许可文本，
  并说明可以从何处取得其源代码。若修改了它们本身，修改部分须按 LGPL 公开。
- 各 Python 包的许可全文随包安装，见 `.venv` 中各 `*.dist-info`。
- 思源黑体/思源宋体子集 (Noto Sans SC / Noto Serif SC, OFL 1.1)：许可全文见 `postpermit/web/paper/fonts/OFL.txt`；不得单独出售字体。
- htmx 的许可全文随文件存放在 `postpermit/web/static/vendor` 下。Tabler 与 Tabler Icons 的许可如下。

```
MIT License

Copyright (c) 2018-2026 The Tabler Authors
Copyright (c) 2018-2026 codecalm.net Paweł Kuna
Copyright (c) 2020-2026 Paweł Kuna (Tabler Icons)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
```
"""
Row = tuple[str, str, str, str]


class Unnamed(Exception):
    """Something is shipped whose purpose or licence nobody has written down."""


def known(table: dict[str, str], name: str, what: str) -> str:
    """The row of ``name``, or a refusal that says where to add it."""
    if name not in table:
        raise Unnamed(f"{name} 没有写明{what}，请在 tools/third_party.py 补一行。")
    return table[name]


def licence(name: str) -> str:
    """The SPDX expression from the package's metadata, or the one read from its licence file."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError as error:
        raise Unnamed(f"{name} 没有安装，请先运行 run.py 装好锁定的依赖。") from error
    said = (about.get_all("License-Expression") or about.get_all("License") or [""])[0].strip()
    return known(READ, name, "许可") if said in VAGUE or not SPDX.fullmatch(said) else said


def packages() -> list[Row]:
    """Every package of the lock file; a stale entry of PURPOSES fails too."""
    pinned: dict[str, str] = {}
    for line in LOCK.read_text("utf-8").splitlines():
        if found := PINNED.match(line):
            pinned[found[1]] = found[2]
    if stale := set(PURPOSES) - set(pinned):
        raise Unnamed(
            f"{'、'.join(sorted(stale))} 已不在 requirements.lock 中，请从 tools/third_party.py 删去。"
        )
    rows = []
    for name, version in sorted(pinned.items()):
        rows.append((name, version, licence(name), known(PURPOSES, name, "用途")))
        if metadata.version(name) != version:
            print(f"提示：{name} 锁定 {version}，已安装 {metadata.version(name)}", file=sys.stderr)
    return rows


def files() -> list[Row]:
    """The vendored folders, the icons and the fonts."""
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text("utf-8"))
    rows = []
    for folder in sorted({path.split("/")[1] for path in manifest}):
        name, _, version = folder.rpartition("-")
        if name not in VENDORED:
            raise Unnamed(f"{folder} 没有写明许可和用途，请在 tools/third_party.py 补一行。")
        label, terms, purpose = VENDORED[name]
        rows.append((label, version, terms, purpose))
    icons = json.loads((ROOT / "tools/vendor/package.json").read_text("utf-8"))["dependencies"]
    rows.append(("Tabler Icons", icons["@tabler/icons"], "MIT", "图标（`app/icons.svg`）"))
    for path in sorted(FONTS.glob("*.[to]tf")):
        if path.name not in TYPEFACES:
            raise Unnamed(f"字体 {path.name} 没有写明许可和用途，请在 tools/third_party.py 补一行。")
        label, terms, purpose = TYPEFACES[path.name]
        rows.append((label, path.name, terms, purpose))
    return rows


def table(first: str, rows: list[Row]) -> str:
    """Markdown."""
    lines = [
        f"| {first} | 版本 | 许可 | 用途 |",
        "|---|---|---|---|",
        *(f"| {' | '.join(r)} |" for r in rows),
    ]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            "## 运行时的 Python 包\n",
            table("包", packages()),
            "## 随代码存放的文件\n",
            table("名称", files()),
            NOTES,
        ]
    )


def main(words: list[str]) -> int:
    """Write, or with ``--check`` compare."""
    if words not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        text = page()
    except Unnamed as error:
        print(error, file=sys.stderr)
        return 1
    if words:
        if PAGE.exists() and PAGE.read_text("utf-8") == text:
            return 0
        print("THIRD-PARTY.md 不是最新，请运行 python -m tools.third_party", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
