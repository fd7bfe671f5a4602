"""Copies the named files of pinned packages into the tree, builds the icon sprite, writes the manifest of digests.

    python3 tools/vendor/vendor.py

Needs node's package client on the path; nobody but the person who bumps a version runs this.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STATIC = ROOT / "postpermit/web/static"
MANIFEST = STATIC / "vendor/manifest.json"
FILES = {
    "@tabler/core": {"package/dist/css/tabler.min.css": "tabler.min.css"},
    "htmx.org": {"package/dist/htmx.min.js": "htmx.min.js", "package/LICENSE": "LICENSE"},
}
ICONS = [
    "shield",
    "copy",
    "flag",
    "chart-bar",
    "calendar-event",
    "help",
    "adjustments",
    "link",
    "menu-2",
    "search",
    "download",
    "upload",
    "users",
    "plus",
    "user-plus",
    "key",
    "home",
    "send",
    "alert-triangle",
    "building-factory",
    "list-check",
    "edit",
    "archive",
    "book",
    "calendar",
    "check",
    "x",
    "clock",
    "chevron-right",
    "arrow-left",
    "file",
    "paperclip",
    "printer",
    "refresh",
    "bell",
    "phone",
    "map-pin",
    "eye",
    "lock",
    "logout",
    "history",
    "info-circle",
    "circle-check",
    "filter",
    "trash",
    "table",
]


def fetch(name: str, version: str, folder: Path) -> tarfile.TarFile:
    """The package as packed by its publisher."""
    done = subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--silent"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return tarfile.open(folder / done.stdout.strip().splitlines()[-1])


def text_of(packed: tarfile.TarFile, name: str) -> bytes:
    """One file of the package."""
    found = packed.extractfile(name)
    assert found is not None, name
    return found.read()


def sprite(packed: tarfile.TarFile) -> str:
    """The icons in use as one file of symbols."""
    out = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for name in ICONS:
        svg = text_of(packed, f"package/icons/outline/{name}.svg").decode()
        body = (
            svg.partition(">")[2]
            if not svg.lstrip().startswith("<!--")
            else svg.partition("<svg")[2].partition(">")[2]
        )
        inner = re.sub(r"\s+", " ", body.rpartition("</svg>")[0]).strip()
        out.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return "\n".join([*out, "</svg>", ""])


def main() -> None:
    """Fetch, copy, write."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    digests: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, version in wanted.items():
            packed = fetch(name, version, Path(folder))
            if name == "@tabler/icons":
                (STATIC / "app/icons.svg").write_text(sprite(packed), encoding="utf-8")
                continue
            for source, short in FILES[name].items():
                target = STATIC / "vendor" / f"{name.lstrip('@').replace('/', '-')}-{version}" / short
                target.parent.mkdir(parents=True, exist_ok=True)
                data = re.sub(rb"/\*# sourceMappingURL=[^*]*\*/", b"", text_of(packed, source))
                target.write_bytes(data)
                digests[str(target.relative_to(STATIC))] = hashlib.sha256(data).hexdigest()
    MANIFEST.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
