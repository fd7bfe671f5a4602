"""Checklists as data: the printed list in full, every question with its basis, versions by date, other lists from rows."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.law.checklist_rows import MOST_ROWS, REQUIRED
from postpermit.law.checklists import CLASSES, KINDS

ON = date(2026, 11, 26)
ROW = {
    "分组": "废气",
    "检查项编号": "1",
    "检查项": "收集",
    "问题编号": "1-1",
    "问题": "集气罩是否开启",
    "看什么": "看风速",
    "依据": "某规定第三条；某标准",
    "适用类别": "重点管理、简化管理",
    "适用情形": "有组织废气排放",
}


def read(rows: list[dict[str, str]], title: str = "某行业要点") -> law.Checklist:
    """The list that the rows describe."""
    return law.checklist_from_rows(rows, code="city-1", title=title, since=ON)


def refused(rows: list[dict[str, str]], title: str = "某行业要点") -> list[tuple[int, str]]:
    """(row, column) of every fault."""
    with pytest.raises(law.UnreadableChecklist) as caught:
        read(rows, title)
    return [(f.row, f.column) for f in caught.value.faults]


def test_the_holders_list_is_the_annex_as_printed() -> None:
    holder = law.checklist("holder", on=ON)
    assert [g.code for g in holder.groups] == ["1", "2", "3", "4"]
    assert [len(g.items) for g in holder.groups] == [3, 6, 4, 4]
    annex = [c.ref for c in law.clauses("plan") if c.ref.startswith("plan:a3.")]
    assert [i.clause for i in holder.items] == annex
    assert [f"plan:a3.{i.code}" for i in holder.items] == annex
    assert len(holder.questions) == 34


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_carries_its_number_its_way_of_looking_and_its_bases(kind: str) -> None:
    asked = law.checklist(kind, on=ON)
    for item in asked.items:
        assert [q.code for q in item.questions] == [
            f"{item.code}.{n}" for n, _ in enumerate(item.questions, 1)
        ]
    for question in asked.questions:
        assert question.ask.endswith("？") and 8 <= len(question.look) <= 80
        assert question.bases
        assert bool(question.conducts) == any(b.role == "penalty" for b in question.bases)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_punished_has_a_reading_for_every_day_since_the_oldest_text_held(kind: str) -> None:
    days = (date(2021, 11, 25), date(2026, 8, 14), date(2026, 8, 15), ON)
    for question in law.checklist(kind, on=ON).questions:
        owed = [b for b in question.bases if b.role == "penalty"]
        assert not owed or all(any(b.in_force(day) for b in owed) for day in days), question.code


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_question_cites_is_what_its_conduct_is_fined_under(kind: str) -> None:
    for question in law.checklist(kind, on=ON).questions:
        fined = {b.clause: b for c in question.conducts for b in law.penalty_conduct(c).bases}
        for basis in question.bases:
            if basis.role == "penalty" and basis.clause:
                known = fined[basis.clause]
                assert (basis.since, basis.until, basis.confirmed) == (
                    known.since,
                    known.until,
                    known.confirmed,
                )


def test_the_code_is_cited_from_its_first_day_only() -> None:
    cited = [
        b for k in KINDS for q in law.checklist(k, on=ON).questions for b in q.bases if b.document == "code"
    ]
    assert len(cited) > 40
    assert not any(b.in_force(date(2026, 8, 14)) for b in cited)
    assert all(b.in_force(date(2026, 8, 15)) for b in cited)


def test_a_repealed_act_is_cited_to_its_last_day() -> None:
    question = law.checklist("registered", on=ON).question("2.1.1")
    old = next(b for b in question.bases if b.document == "eia-law")
    assert old.in_force(date(2026, 8, 14)) and not old.in_force(date(2026, 8, 15))
    assert "待确认" in old.shown


def test_registered_units_are_asked_for_the_four_points_and_against_their_form() -> None:
    asked = law.checklist("registered", on=ON)
    assert [g.label for g in asked.groups[:4]] == [
        "登记与管理类别",
        "环评与“三同时”",
        "污染防治设施",
        "无组织排放",
    ]
    assert [i.label for i in asked.groups[4].items] == [
        "产品", "燃料", "含VOCs原辅材料", "治理设施", "排放去向", "执行标准",
    ]  # fmt: skip
    assert {c for q in asked.questions for c in q.classes} == {"REGISTERED"}


def test_units_without_a_permit_are_asked_for_class_duty_eia_and_discharge() -> None:
    asked = law.checklist("unlicensed", on=ON)
    assert [i.label for i in asked.items] == [
        "名录判断", "应办未办", "环境影响评价", "“三同时”与验收", "是否仍在排放", "治理与去向",
    ]  # fmt: skip


def test_every_fact_is_used_and_has_a_word_for_its_absence() -> None:
    used = {n for k in KINDS for q in law.checklist(k, on=ON).questions for n in q.needs}
    assert used == set(law.check_facts())
    assert all(f.absent and f.label for f in law.check_facts().values())


def test_a_question_is_found_with_its_item() -> None:
    asked = law.checklist("holder", on=ON)
    assert asked.question("2.5.2").conducts == ("over-limits",)
    assert asked.item_of("2.5.2").code == "2.5"
    with pytest.raises(KeyError):
        asked.question("9.9.9")


def test_a_kind_or_a_day_without_a_list_is_refused_in_chinese() -> None:
    for kind, day in (("no-such", ON), ("../facts", ON), ("holder", date(2015, 12, 31))):
        with pytest.raises(law.NoChecklist, match="没有这种检查要点"):
            law.checklist(kind, on=day)


def district_with(tmp_path: Path, later: list[dict[str, object]]) -> Path:
    """A second district whose list of holders has a later version."""
    shipped = Path(law.__file__).parent / "plans/putuo"
    (tmp_path / "checklists").mkdir()
    (tmp_path / "district.yaml").write_text((shipped / "district.yaml").read_text("utf-8"), "utf-8")
    page = yaml.safe_load((shipped / "checklists/holder.yaml").read_text("utf-8"))
    text = yaml.safe_dump([*later, *page], allow_unicode=True)
    (tmp_path / "checklists/holder.yaml").write_text(text, "utf-8")
    return tmp_path


def later_version(**question: object) -> dict[str, object]:
    """A version of 2027 with one question."""
    asked = {
        "code": "1.1.1",
        "ask": "是否有证？",
        "look": "看证",
        "penalty": ["regulation:33.i1"],
        **question,
    }
    item = {"code": "1.1", "label": "持证", "clause": "plan:a3.1.1", "questions": [asked]}
    group = {"code": "1", "label": "持证", "items": [item]}
    head = {
        "since": date(2027, 1, 1),
        "code": "holder-2",
        "title": "要点",
        "clause": "plan:a3",
        "classes": ["KEY"],
    }
    return {**head, "groups": [group]}


def test_a_later_list_is_a_new_dated_entry_and_old_visits_keep_theirs(tmp_path: Path) -> None:
    folder = district_with(tmp_path, [later_version()])
    with law.using(folder):
        assert law.checklist("holder", on=date(2026, 12, 31)).code == "holder-1"
        assert law.checklist("holder", on=date(2027, 1, 1)).code == "holder-2"
        assert [c.code for c in law.checklist_versions("holder")] == ["holder-1", "holder-2"]
        assert law.checklist("registered", on=ON).code == "registered-1"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"penalty": ["regulation:99"]}, "regulation:99"),
        ({"ask": "有证"}, "不是问句"),
        ({"needs": ["moon"]}, "适用情形"),
        ({"classes": ["BIG"]}, "适用类别"),
        ({"code": "1.1"}, "重复"),
        ({"conducts": ["walking"]}, "walking"),
    ],
)
def test_a_list_with_a_fault_stops_where_it_is_read(
    tmp_path: Path, wrong: dict[str, object], said: str
) -> None:
    folder = district_with(tmp_path, [later_version(**wrong)])
    with law.using(folder), pytest.raises((law.UnreadableLaw, law.UnknownClause), match=said):
        law.checklist("holder", on=ON)


def test_an_article_with_items_is_cited_with_its_item() -> None:
    assert law.clause("regulation:36.i5").label == "条例第三十六条第五项"
    assert law.clause("code:176.i6").label == "法典第176条第六项"


def test_rows_become_a_list_in_their_order() -> None:
    made = read(
        [
            ROW,
            {**ROW, "问题编号": "1-2"},
            {**ROW, "分组": "废水", "检查项编号": "2", "问题编号": "2-1", "适用类别": ""},
        ]
    )
    assert [(g.code, g.label, len(g.items)) for g in made.groups] == [("1", "废气", 1), ("2", "废水", 1)]
    first, _, last = made.questions
    assert first.classes == ("KEY", "SIMPLIFIED") and last.classes == CLASSES
    assert first.needs == ("air_outlet",)
    assert [b.shown for b in first.bases] == ["某规定第三条（待确认）", "某标准（待确认）"]
    assert (made.since, made.code, made.kind) == (ON, "city-1", "holder")


@pytest.mark.parametrize("column", REQUIRED)
def test_a_row_without_what_it_needs_is_named(column: str) -> None:
    assert (2, column) in refused([ROW, {**ROW, "问题编号": "1-2", column: "  "}])


def test_every_fault_of_every_row_is_named_at_once() -> None:
    rows = [
        ROW,
        {**ROW, "适用类别": "重点"},
        {**ROW, "问题编号": "1-3", "适用情形": "有月亮", "检查项": "换了名称"},
        {**ROW, "问题编号": "1-4", "问题": "长" * 201},
    ]
    assert sorted(refused(rows)) == sorted(
        [(2, "适用类别"), (2, "问题编号"), (3, "适用情形"), (3, "检查项编号"), (4, "问题")]
    )


def test_a_list_of_nothing_or_of_too_much_is_refused() -> None:
    assert refused([]) == [(0, "")]
    assert refused([ROW], title=" ") == [(0, "")]
    assert refused([{**ROW, "问题编号": str(n)} for n in range(MOST_ROWS + 1)]) == [(0, "")]


def test_a_secret_refuses_the_whole_and_is_not_repeated() -> None:
    with pytest.raises(law.UnreadableChecklist) as caught:
        read([ROW, {**ROW, "问题编号": "1-2", "备注": "涉密车间甲"}])
    assert [f.row for f in caught.value.faults] == [2]
    assert "车间甲" not in str(caught.value)


CELLS = {
    c: st.sampled_from([said, said, said, "", "其他", f"{said}二"]) | st.text(max_size=9)
    for c, said in ROW.items()
}


@given(st.lists(st.fixed_dictionaries(CELLS), max_size=3))
def test_whatever_the_rows_hold_there_is_a_sound_list_or_a_named_fault(rows: list[dict[str, str]]) -> None:
    try:
        made = read(rows)
    except law.UnreadableChecklist as refusal:
        faults = refusal.faults
    else:
        faults = ()
        assert [q.code for q in made.questions] == [r["问题编号"].strip() for r in rows]
        assert all(set(q.classes) <= set(CLASSES) and q.ask for q in made.questions)
    assert all(0 <= f.row <= len(rows) and f.sentence.startswith(("第", "检查要点")) for f in faults)


# Item of annex 3 → what it stands on, as the domain page maps it (regulation.md §14.4).
STANDS_ON = {
    "1.1": ("regulation:33.i1", "code:174", "code:176", "code:1102"),
    "1.2": ("regulation:33.i2", "code:182", "code:1102", "measures:24", "measures:29"),
    "1.3": ("regulation:40", "regulation:41", "code:1105"),
    "2.1": ("regulation:18", "regulation:36.i1", "code:1109"),
    "2.2": ("regulation:36.i2", "regulation:35.i1", "code:1103"),
    "2.3": ("regulation:36.i9", "code:176.i5", "HJ 1200"),
    "2.4": ("regulation:36.i9", "code:176.i6", "code:1103", "HJ 1301"),
    "2.5": ("regulation:34.i1", "regulation:34.i2", "code:1103", "code:1107", "code:1108"),
    "2.6": ("regulation:35.i2",),
    "3.1": ("regulation:36.i5", "regulation:36.i6", "code:183", "code:1086", "monitoring-rules:42"),
    "3.2": ("regulation:36.i5", "code:1087", "HJ 819"),
    "3.3": (
        "regulation:20", "regulation:36.i3", "regulation:36.i4", "code:184", "code:1086", "code:1093",
        "HJ 75", "HJ 76", "HJ 353", "HJ 354", "HJ 355", "HJ 356",
    ),
    "3.4": ("regulation:34.i2", "code:1088", "code:1108", "monitoring-rules:25", "monitoring-rules:44"),
    "4.1": ("regulation:34.i2", "regulation:17", "code:1104", "code:1108"),
    "4.2": ("regulation:33.i4", "regulation:15", "code:182", "code:1102"),
    "4.3": ("regulation:37.i1", "regulation:37.i2", "code:183", "code:1086", "shanghai-environment:73"),
    "4.4": ("shanghai-environment:71",),
}  # fmt: skip


def test_every_item_stands_on_what_the_domain_page_maps_it_to() -> None:
    for item in law.checklist("holder", on=ON).items:
        held = {b.clause for q in item.questions for b in q.bases} | {
            s for q in item.questions for s in q.standards
        }
        assert set(STANDS_ON[item.code]) <= held, item.code
    assert len(STANDS_ON) == 17


def test_a_reading_of_the_code_that_nobody_confirmed_says_so() -> None:
    forged = law.checklist("holder", on=ON).question("1.3.2")
    (reading,) = [b for b in forged.bases if not b.clause]
    assert "没有确认" in reading.text and reading.shown.endswith("（待确认）")
    assert (reading.in_force(date(2026, 8, 14)), reading.in_force(date(2026, 8, 15))) == (False, True)
