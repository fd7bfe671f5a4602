"""The text of ``docs/clauses.md``: clause → value and rule → test → screen."""

from collections.abc import Mapping, Sequence

from postpermit.law.clauses import Clause
from postpermit.law.district import clauses, district, documents
from postpermit.law.rules import Rule

HEAD = "| 条款 | 我们的读法 | 效力 | 数值 | 规则 | 测试 | 页面 |\n|---|---|---|---|---|---|---|\n"


def clause_table(
    rules: Sequence[Rule], screens: Mapping[str, Sequence[str]], tests: Mapping[str, Sequence[str]]
) -> str:
    """The whole page. ``screens``: clause → screens; ``tests``: rule number → test names."""
    out = [
        "# 条款登记",
        "",
        "本页由 `postpermit clauses` 生成，请勿手改。条款内容是本系统的简短转述，不是原文。",
        "",
    ]
    for document in documents():
        rows = clauses(document.code)
        doubt = "" if document.confirmed else "（待确认）"
        out += [
            f"## {document.title}",
            "",
            f"状态：{document.status}{doubt}。{document.status_note}".strip(),
            "",
        ]
        lines = [_row(row, rules, screens, tests) for row in rows]
        out.append(HEAD + "\n".join(lines))
        out.append("")
    return "\n".join(out)


def _row(
    row: Clause,
    rules: Sequence[Rule],
    screens: Mapping[str, Sequence[str]],
    tests: Mapping[str, Sequence[str]],
) -> str:
    ours = [r for r in rules if row.ref in r.clauses]
    held = [v for lines in district().lines.values() for v in lines if v.clause == row.ref]
    values = "<br>".join(f"`{v.name}` {v.shown}（{v.since} 起）" for v in held)
    named = "<br>".join(f"{r.number} {r.sentence}{'（人工判断）' if r.judgement else ''}" for r in ours)
    if not ours:
        named = {"person": "人工判断", "nobody": "不作判断"}.get(
            row.decided_by, "尚无规则" if row.binding else ""
        )
    proven = "<br>".join(f"`{t}`" for r in ours for t in tests.get(r.number, ()))
    seen = "<br>".join(screens.get(row.ref, ()))
    return f"| {row.label} `{row.ref}` | {row.wording} | {row.strength.label} | {values} | {named} | {proven} | {seen} |"
