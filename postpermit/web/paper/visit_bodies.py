"""What stands on 照片证据 and on a rectification order, line by line, before it becomes Word or PDF."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from postpermit import law
from postpermit.web.paper.articles import as_cited, in_words
from postpermit.web.paper.notice import chinese_day

# A line to write on by hand, in a sentence that is given in pieces.
LINE = ""


def photos_body(c: Mapping[str, Any], shown: Mapping[str, str]) -> dict[str, Any]:
    """Photos with what is written under each; ``shown``: photo → its smaller copy."""
    photos = [
        {"n": str(n), "file": shown.get(p["uid"], ""), "lines": [list(row) for row in photo_lines(p)]}
        for n, p in enumerate(c["photos"], 1)
    ]
    return {"photos": photos, "place": c["place_of_original"]}


def photo_lines(photo: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is written under a photo. One signed before its question was kept in words shows the code."""
    source = "相册" if photo["from_album"] else "现场拍摄"
    source = "电脑上传" if photo.get("uploaded") else source
    taken = photo["taken_at"]
    if taken and photo["taken_from"]:
        taken = f"{taken}（按{photo['taken_from']}）"
    later = f"（{photo['captioned']}）" if photo.get("captioned") else ""
    return [
        ("证明对象", photo["proves"] + later if photo["proves"] else "未写"),
        ("检查内容", f"{photo['question']} {photo.get('ask', '')}".strip() or "—"),
        ("拍摄时间", taken or "未知"),
        ("地点", photo["where"] or "未记录位置"),
        ("拍摄人", f"{photo['by']}（{source}）"),
        ("原件", f"{photo['file']}，校验值 {photo['sha256'][:16]}…"),
    ]


def order_body(c: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
    """The order in the pieces in which it is printed."""
    e = c["elements"]
    party = [
        ["当事人", c["unit"]],
        ["统一社会信用代码", str(e.get("uscc", ""))],
        ["地址", str(e.get("place", ""))],
        ["法定代表人（负责人）", str(e.get("legal_representative", ""))],
    ]
    return order_lines(c) | {
        "party": party,
        "broken": broken(c["facts"]),
        "rests": rests(c["facts"]),
        "remedies": remedy_pieces(c["remedies"]),
        "office": f"{law.district().name}生态环境局",
    }


def order_lines(c: Mapping[str, Any]) -> dict[str, list[str]]:
    """Facts and demands of the order, one a line."""
    demands = [
        f"{d['number']}. {d['text'] or '（由办案人员填写）'}"
        + (f"（{chinese_day(date.fromisoformat(d['due_on']))}前完成）" if d["due_on"] else "")
        for d in c["demands"]
    ]
    return {"facts": [f"{f['number']}. {f['text']}" for f in c["facts"]], "demands": demands}


def broken(facts: list[Mapping[str, Any]]) -> list[list[str]]:
    """What each act broke, in pieces; a line to write on where nobody has chosen."""
    rows = []
    for fact in facts or [{}]:
        said = as_cited("、".join(fact.get("duties", ())))
        subject = f"第 {fact['number']} 项行为" if len(facts) > 1 else "上述行为"
        rows.append([f"{subject}违反了", said or LINE, "的规定。"])
    return rows


def rests(facts: list[Mapping[str, Any]]) -> list[str]:
    """On what the order rests, in pieces; where one finding has nothing chosen there is room for it."""
    chosen = list(dict.fromkeys(text for f in facts for text in f.get("penalties", ())))
    whole = bool(facts) and all(f.get("penalties") for f in facts)
    said = as_cited("、".join(chosen))
    middle = [said] if whole else [f"{said}、", LINE] if said else [LINE]
    return ["依据", *middle, "的规定，现责令你单位："]


def remedy_pieces(remedies: Any) -> list[str]:
    """How the order may be contested, in pieces. A paper signed before the terms were kept says what it said."""
    if isinstance(remedies, str):
        return [remedies]
    return [
        f"如不服本决定，可以自收到本决定书之日起{_term(remedies['review'])}内向",
        _body(remedies["review_body"]),
        f"申请行政复议，也可以自收到本决定书之日起{_term(remedies['suit'])}内直接向",
        _body(remedies["court"]),
        "提起行政诉讼。",
    ]


def _term(held: Mapping[str, Any]) -> str:
    return f"{in_words(int(held['value']))}{held['unit']}{'' if held['sure'] else '（待确认）'}"


def _body(held: Mapping[str, Any]) -> str:
    return f"{held['value']}{'' if held['sure'] else '（待确认）'}" if held["value"] else LINE
