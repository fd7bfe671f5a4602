"""Cuts the two fonts of printed forms to the characters of GBK: names of people and places, and no more bytes than needed.

python -m tools.fonts SERIF.ttf SANS.ttf        for the person who renews them; writes postpermit/web/paper/fonts/
"""

import sys
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parents[1] / "postpermit" / "web" / "paper" / "fonts"
NAMES = ("NotoSerifSC-GBK.ttf", "NotoSansSC-GBK.ttf")
EXTRA = "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2469\u25a1\u2611\u2612\u2713\u00b2\u00b3\u2082\u2083\u00b7\u2014\u2026\u200b\u3014\u3015\u03bc\u2264\u2265\u00d7\u00b0\u2192\u2264\u2103"


def characters() -> set[int]:
    """Latin, and everything that GBK can write."""
    found = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, EXTRA)}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


def main(sources: list[str]) -> None:
    """Subset without hints: the pages are printed or shown large."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for source, name in zip(sources, NAMES, strict=True):
        options = subset.Options(
            hinting=False, layout_features=["kern", "vert"], name_IDs=["*"], notdef_outline=True
        )
        font = subset.load_font(source, options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters())
        cutter.subset(font)
        subset.save_font(font, str(TARGET / name), options)


if __name__ == "__main__":
    main(sys.argv[1:])
