"""The shipped file alone finds every changed value; the commands answer as they promise."""

import copy
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from postpermit.planning import verify_draw
from postpermit.planning.draw import draw, published
from postpermit.planning.officers import Officer, Visit, as_published, draw_officers
from postpermit.planning.verify_draw import check
from postpermit.web.cli import main

pytestmark = pytest.mark.one_database

R1, R2 = bytes(range(32)), bytes(range(32, 64))
PUBLIC = {"name": "人民币汇率中间价", "day": "2027-01-04", "value": "7.1234"}

DAY = date(2027, 3, 1)
# o1 is recused, o2 has no certificate, o3 belongs elsewhere, o5 is away: o0, o4, o6 and o7 are left.
PEOPLE = [
    Officer(
        f"o{i}",
        certified=i != 2,
        zones=frozenset({"西"} if i == 3 else ()),
        leave=((DAY, DAY),) if i == 5 else (),
        load=i % 4,
    )
    for i in range(8)
]


def page_of(count: int = 20, n: int = 5, algorithm: str = "SHA-256", equal: bool = True) -> dict[str, Any]:
    """A published draw with replacements and officers."""
    rng = random.Random(count)
    units = [
        {"id": f"单位{i}😀", "p": "0.2500" if equal else f"0.{rng.randrange(1, 10_000):04d}"}
        for i in range(count)
    ]
    listing = {"version": 1, "plan": 2027, "stratum": "登记", "n": n, "units": units}
    listing["excluded"] = [{"id": "停", "reason": "停产"}]
    drawn = draw(listing, R1, R2, PUBLIC["value"], algorithm)
    visits = [
        Visit(f"v{i}", id_, "东", DAY, DAY, frozenset({"o1"})) for i, id_ in enumerate(drawn.ranking[:n])
    ]
    visits.append(Visit("无人", "停", "北", recused=frozenset({"o0", "o1", "o4", "o5", "o6"})))
    pairs = draw_officers(visits, PEOPLE, drawn.seed, drawn.ranking, algorithm)
    told = as_published(visits, PEOPLE, pairs)
    gone = [(drawn.selected[1], "关闭"), (drawn.ranking[n], "搬迁")]
    return published(listing, R1, R2, PUBLIC, algorithm=algorithm, replacements=gone, officers=told)


@pytest.mark.parametrize("algorithm", ["SHA-256", "SM3"])
@pytest.mark.parametrize("equal", [True, False])
def test_a_good_draw_is_found_good(algorithm: str, equal: bool) -> None:
    assert check(page_of(algorithm=algorithm, equal=equal)) == []


def test_whatever_is_drawn_and_published_is_found_good() -> None:
    """PL-1, PL-2, PL-4: two programs written apart agree."""
    rng = random.Random(7)
    for _ in range(200):
        kinds = rng.choice((["0.2000"], ["1.0000"], ["1.0000", "0.0001", "0.9999"]))
        names = [rng.choice(("甲", "😀", "\uff21", "z")) + str(i) for i in range(rng.randrange(1, 12))]
        units = [{"id": name, "p": rng.choice(kinds)} for name in names]
        listing = {
            "version": 1,
            "plan": 1,
            "stratum": "x",
            "n": rng.randrange(len(units) + 1),
            "units": units,
            "excluded": [],
        }
        algorithm = rng.choice(("SHA-256", "SM3"))
        r1, r2 = rng.randbytes(32), rng.randbytes(32)
        drawn = draw(listing, r1, r2, "7.1234", algorithm)
        people = [
            replace(o, load=rng.randrange(3), zones=frozenset(rng.choices("东西", k=rng.randrange(3))))
            for o in PEOPLE
        ]
        visits = [some_visit(rng, f"v{i}", rng.choice(drawn.ranking)) for i in range(rng.randrange(8))]
        told = as_published(
            visits, people, draw_officers(visits, people, drawn.seed, drawn.ranking, algorithm)
        )
        gone = [(drawn.selected[0], "关闭")] if drawn.selected else []
        page = published(listing, r1, r2, PUBLIC, algorithm=algorithm, replacements=gone, officers=told)
        rng.shuffle(page["list"]["units"])
        assert check(json.loads(json.dumps(page))) == []


def some_visit(rng: random.Random, id_: str, unit: str) -> Visit:
    """A visit on some days, with some who stay away and some who were there."""
    ids = [o.id for o in PEOPLE]
    first = rng.choice((None, DAY - timedelta(1), DAY + timedelta(1)))
    last = rng.choice((None, DAY, DAY + timedelta(2)))
    recused, pair = frozenset(rng.sample(ids, rng.randrange(7))), frozenset(rng.sample(ids, 2))
    return Visit(id_, unit, rng.choice(("", "东", "西")), first, last, recused, pair)


def test_the_example_has_pairs_and_a_visit_that_nobody_makes() -> None:
    told = page_of()["officers"]
    assert len(told["assignments"]) == 5
    assert {id_ for row in told["assignments"] for id_ in row["order"]} == {"o0", "o4", "o6", "o7"}
    assert [row["visit"] for row in told["unfilled"]] == ["无人"]


def test_its_own_sm3_is_the_standard_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # GB/T 32905-2016, example 1 of the annex.
    assert verify_draw.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    page = page_of(algorithm="SM3")

    def none(name: str, data: bytes = b"") -> None:
        raise ValueError(name)

    monkeypatch.setattr(verify_draw.hashlib, "new", none)
    assert check(page) == []


def flip(text: str) -> str:
    """Another hexadecimal digit in the middle."""
    return text[:30] + ("0" if text[30] != "0" else "1") + text[31:]


def swap(rows: list[Any]) -> None:
    """The first two change places."""
    rows[0], rows[1] = rows[1], rows[0]


def put(page: dict[str, Any], *path: Any, by: Callable[[Any], Any]) -> None:
    """Change one value."""
    for step in path[:-1]:
        page = page[step]
    page[path[-1]] = by(page[path[-1]])


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "r1": (lambda p: put(p, "r1", by=flip), "第一个部门的封存值"),
    "r2": (lambda p: put(p, "r2", by=flip), "第二个部门的封存值"),
    "commitment 1": (lambda p: put(p, "commitments", 0, by=flip), "第一个部门的封存值"),
    "commitment 2": (lambda p: put(p, "commitments", 1, by=flip), "第二个部门的封存值"),
    "commitments swapped": (lambda p: swap(p["commitments"]), "第一个部门的封存值"),
    "public value": (lambda p: put(p, "public", "value", by=lambda v: v + "0"), "种子"),
    "list hash": (lambda p: put(p, "list_hash", by=flip), "名单校验值"),
    "seed": (lambda p: put(p, "seed", by=flip), "种子"),
    "plan": (lambda p: put(p, "list", "plan", by=str), "名单校验值"),
    "stratum": (lambda p: put(p, "list", "stratum", by=lambda v: v + " "), "名单校验值"),
    "n": (lambda p: put(p, "list", "n", by=lambda n: n + 1), "名单校验值"),
    "p": (lambda p: put(p, "list", "units", 3, "p", by=lambda _: "0.2600"), "名单校验值"),
    "id": (lambda p: put(p, "list", "units", 3, "id", by=lambda v: v + "x"), "名单校验值"),
    "unit left out": (lambda p: p["list"]["units"].pop(), "名单校验值"),
    "reason": (lambda p: put(p, "list", "excluded", 0, "reason", by=lambda _: "搬迁"), "名单校验值"),
    "algorithm": (lambda p: p.update(algorithm="SM3"), "名单校验值"),
    "selected swapped": (lambda p: swap(p["selected"]), "抽中单位 selected不一致：第 1 位"),
    "selected longer": (lambda p: p["selected"].append("x"), "抽中单位"),
    "selected other": (lambda p: put(p, "selected", 2, by=lambda _: p["ranking"][9]), "第 3 位"),
    "ranking": (lambda p: swap(p["ranking"]), "排序 ranking不一致：第 1 位"),
    "ranking short": (lambda p: p["ranking"].pop(), "应有 20 个，写了 19 个"),
    "ranking none": (lambda p: p.update(ranking="x"), "ranking 须是一个列表"),
    "replacement": (lambda p: put(p, "replacements", 0, "in", by=lambda _: p["ranking"][9]), "第 1 次递补"),
    "replacement none": (lambda p: put(p, "replacements", 1, "in", by=lambda _: None), "第 2 次递补"),
    "replaced": (lambda p: put(p, "replacements", 0, "out", by=lambda _: p["ranking"][9]), "当时不在抽中"),
    "pair": (lambda p: swap(p["officers"]["assignments"][0]["officers"]), "执法人员"),
    "pair left out": (lambda p: p["officers"]["assignments"].pop(), "执法人员"),
    "load": (lambda p: put(p, "officers", "people", 0, "load", by=lambda _: 9), "执法人员"),
    "unfilled": (lambda p: p["officers"]["unfilled"].clear(), "无人可派"),
    "r1 in capitals": (lambda p: put(p, "r1", by=str.upper), "r1 的写法不对"),
    "r2 short": (lambda p: put(p, "r2", by=lambda v: v[:-2]), "r2 的写法不对"),
    "one commitment": (lambda p: p["commitments"].pop(), "commitments 的写法不对"),
    "format": (lambda p: p.update(format="x"), "不是 postpermit-draw-1"),
    "no seed": (lambda p: p.pop("seed"), "缺少 seed"),
    "other digest": (lambda p: p.update(algorithm="MD5"), "只能是 SHA-256 或 SM3"),
    "public none": (lambda p: p.update(public={}), "public 缺少 name"),
    "public empty": (lambda p: p["public"].update(day=""), "public.day 是空的"),
    "p of five": (lambda p: put(p, "list", "units", 3, "p", by=lambda _: "0.25000"), "四位小数"),
    "id twice": (lambda p: put(p, "list", "units", 3, "id", by=lambda _: "停"), "重复的 id"),
    "n too large": (lambda p: put(p, "list", "n", by=lambda _: 21), "不多于单位数"),
    "version": (lambda p: put(p, "list", "version", by=lambda _: 2), "version 只能是 1"),
    "list with more": (lambda p: p["list"].update(more=1), "恰好有"),
    "excluded with more": (lambda p: p["list"]["excluded"][0].update(more=1), "各有 id 和 reason"),
    "surrogate": (
        lambda p: put(p, "list", "units", 3, "id", by=lambda _: "\ud800"),
        "list.units[3].id 含有不成字符",
    ),
    "surrogate said": (lambda p: p["public"].update(value="\ud800"), "public.value 含有不成字符"),
    "units none": (lambda p: p["list"].update(units=None), "list.units 须是一个列表"),
    "units a number": (lambda p: p["list"].update(units=5), "list.units 须是一个列表"),
    "unit a number": (lambda p: p["list"].update(units=[5]), "list.units[0] 须是一个 JSON 对象"),
    "n a word": (lambda p: p["list"].update(n="5"), "list.n 须是整数"),
    "replacements odd": (lambda p: p.update(replacements=[1]), "replacements[0] 须是一个 JSON 对象"),
    "replacements none": (lambda p: p.update(replacements=None), "replacements 须是一个列表"),
    "officers odd": (lambda p: p.update(officers=[]), "officers 须是一个 JSON 对象"),
    "officers none": (lambda p: p.update(officers=None), "officers 须是一个 JSON 对象"),
    "no load": (lambda p: p["officers"]["people"][2].pop("load"), "officers.people[2] 缺少 load"),
    "half a leave": (lambda p: p["officers"]["people"][1].update(leave=[["x"]]), "officers.people[1].leave"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_every_changed_value_is_named(case: str) -> None:
    change, said = CHANGES[case]
    page = page_of()
    untouched = copy.deepcopy(page)
    change(page)
    assert page != untouched
    faults = check(page)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize("thing", [None, [], 3, "x", {}, {"format": "postpermit-draw-1"}])
def test_whatever_else_is_no_draw(thing: object) -> None:
    assert len(check(thing)) == 1


@pytest.fixture
def alone(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The file by itself in a folder, with a Python that sees nothing else."""
    shutil.copy(verify_draw.__file__, tmp_path / "verify_draw.py")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "verify_draw.py", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_the_file_alone_answers_0_1_and_2(
    alone: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    page = page_of() | {"names": {}}
    (tmp_path / "good.json").write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "bad.json").write_text(json.dumps(page | {"selected": []}), encoding="utf-8")
    (tmp_path / "twice.json").write_text('{"format": 1, "format": 2}', encoding="utf-8")
    good = alone("good.json")
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines()[0].startswith("一致")
    assert good.stdout.splitlines()[1] == "未核对的内容：names"
    told = alone("bad.json", "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout) == {
        "ok": False,
        "faults": ["抽中单位 selected不一致：应有 5 个，写了 0 个"],
        "unchecked": ["names"],
    }
    assert alone("bad.json").stdout == "抽中单位 selected不一致：应有 5 个，写了 0 个\n未核对的内容：names\n"
    for words in (["none.json"], ["twice.json"], [], ["--help"]):
        failed = alone(*words)
        assert (failed.returncode, failed.stdout) == (2, "")
        assert failed.stderr and "Traceback" not in failed.stderr


LIST = {
    "version": 1,
    "plan": "2027",
    "stratum": "登记",
    "n": 1,
    "units": [{"id": "乙", "p": "0.5000"}, {"id": "甲", "p": "0.5000"}],
    "excluded": [],
}
PARTS = ["--r1", R1.hex(), "--r2", R2.hex(), "--public", "7.1234"]


def test_draw_prints_exactly_the_four_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST, ensure_ascii=False), encoding="utf-8")
    assert main(["draw", "--list", str(path), *PARTS, "--json"]) == 0
    drawn = draw(LIST, R1, R2, "7.1234")
    assert json.loads(capsys.readouterr().out) == {
        "list_hash": drawn.list_hash.hex(),
        "seed": drawn.seed.hex(),
        "selected": list(drawn.selected),
        "ranking": list(drawn.ranking),
    }
    assert main(["draw", "--list", str(path), *PARTS, "--algorithm", "SM3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"名单校验值 {draw(LIST, R1, R2, '7.1234', 'SM3').list_hash.hex()}")
    assert "抽中 1 家，按排序：\n  1. " in said


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (json.dumps(LIST | {"n": 3}), PARTS, "不能多于单位数"),
        ('{"version": 1, "version": 1}', PARTS, "不是可用的 JSON"),
        ("[" * 100_000, PARTS, "不是可用的 JSON"),
        ('{\n "version": 1,\n "n" 3}', PARTS, "第 3 行第 6 列"),
        ('{"plan": 1, "plan": 2}', PARTS, "名称“plan”写了两次"),
        (json.dumps(LIST)[:-1] + ', "n": NaN}', PARTS, "不是可用的 JSON"),
        ("[]", PARTS, "名单须是一个 JSON 对象"),
        (json.dumps(LIST), ["--r1", "a1", *PARTS[2:]], "--r1 须是 64 位十六进制"),
        (json.dumps(LIST), [*PARTS[:-1], ""], "公开随机数不能为空"),
        (json.dumps(LIST), [*PARTS, "--algorithm", "MD5"], "摘要算法只能是"),
        (None, PARTS, "没有这个文件"),
    ],
)
def test_draw_refuses_in_one_sentence(
    text: str | None, words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert main(["draw", "--list", str(path), *words, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert said in told["message"]


def test_draw_without_its_parts_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as left:
        main(["draw", "--list", "x.json"])
    assert left.value.code == 2


def test_verify_draw_answers_like_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(page_of()), encoding="utf-8")
    assert main(["verify-draw", str(path)]) == 0
    assert capsys.readouterr().out == "一致：抽中 5 家，各项都与复算相同。\n"
    path.write_text(json.dumps(page_of() | {"seed": "0" * 64, "more": 1}), encoding="utf-8")
    assert main(["verify-draw", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["unchecked"], len(told["faults"])) == (False, ["more"], 1)
    assert told["faults"][0].startswith("种子 seed不一致")
    assert main(["verify-draw", str(tmp_path)]) == 1
    assert "没有这个文件" in capsys.readouterr().err
