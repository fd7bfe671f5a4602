"""The draw in the reader's browser: written apart from the Python, and of one mind with it."""

import copy
import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from postpermit.planning.draw import canonical_list, draw, published
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
SCRIPT = Path(__file__).resolve().parents[2] / "postpermit/web/static/app/draw.js"
R1, R2 = bytes(range(32)), bytes(range(32, 64))
LETTERS = 'ab7-"\\/\n\t\x01\x7f\u2028é甲乙路桥\u4e00\ufe0f\uff21\uffff😀𠮷\U0010fffd'
DRAWS, BATCH = 10_000, 2_000


@pytest.fixture(scope="module")
def empty(chrome: Browser) -> Iterator[Page]:
    """An empty page that knows the script."""
    made = chrome.new_page()
    made.add_script_tag(path=str(SCRIPT))
    yield made
    made.close()


def a_draw(rng: random.Random) -> dict[str, Any]:
    """A list with whatever may stand in one, its secrets and its public value."""
    ids = sorted({"".join(rng.choices(LETTERS, k=rng.randrange(1, 6))) for _ in range(rng.randrange(1, 14))})
    ids = [id_ for id_ in ids if id_.strip()] or ["甲"]
    rng.shuffle(ids)
    kind = rng.choice(("equal", "certain", "unequal", "near"))
    p = {
        "equal": lambda: "0.2000",
        "certain": lambda: "1.0000",
        "unequal": lambda: rng.choice(("1.0000", f"0.{rng.randrange(1, 10_000):04d}")),
        "near": lambda: rng.choice(("0.9998", "0.9999")),
    }[kind]
    units = [{"p": p(), "id": id_} for id_ in ids]
    out = units.pop() if len(units) > 1 and rng.random() < 0.5 else None
    excluded = [{"id": out["id"], "reason": rng.choice(("停产", "搬迁😀"))}] if out else []
    listing = {
        "units": units,
        "version": 1,
        "excluded": excluded,
        "stratum": "登记",
        "plan": rng.choice((2027, "计划")),
    }
    return {
        "list": listing | {"n": rng.randrange(len(units) + 1)},
        "r1": rng.randbytes(32).hex(),
        "r2": rng.randbytes(32).hex(),
        "public": rng.choice(("7.1234", "第 2027001 期 01 07 😀")),
        "algorithm": "SM3" if rng.random() < 0.2 else "SHA-256",
    }


def test_browser_and_python_agree_on_ten_thousand_draws(empty: Page) -> None:
    """PL-1."""
    rng = random.Random(20270104)
    for _ in range(DRAWS // BATCH):
        asked = [a_draw(rng) for _ in range(BATCH)]
        texts = [json.dumps(one["list"], ensure_ascii=rng.random() < 0.5) for one in asked]
        found = empty.evaluate(
            """(rows) => rows.map(([text, a]) => {
                const drawn = PostPermitDraw.draw(text, a.r1, a.r2, a.public, a.algorithm);
                return [drawn, PostPermitDraw.canonical(text)];
            })""",
            [[text, {k: v for k, v in one.items() if k != "list"}] for text, one in zip(texts, asked)],
        )
        for one, (drawn, text) in zip(asked, found, strict=True):
            own = draw(
                one["list"],
                bytes.fromhex(one["r1"]),
                bytes.fromhex(one["r2"]),
                one["public"],
                one["algorithm"],
            )
            assert text.encode() == canonical_list(one["list"])
            assert drawn == {
                "list_hash": own.list_hash.hex(),
                "seed": own.seed.hex(),
                "selected": list(own.selected),
                "ranking": list(own.ranking),
            }


def test_its_digests_are_the_standard_ones_at_every_length(empty: Page) -> None:
    rng = random.Random(1)
    texts = [rng.randbytes(length) for length in range(200)]
    found = empty.evaluate(
        """(texts) => texts.map((bytes) => [PostPermitDraw.sha256, PostPermitDraw.sm3].map((digest) =>
            Array.from(digest(Uint8Array.from(bytes)), (b) => b.toString(16).padStart(2, "0")).join("")))""",
        [list(text) for text in texts],
    )
    assert found == [[hashlib.sha256(t).hexdigest(), hashlib.new("sm3", t).hexdigest()] for t in texts]


def published_page(
    algorithm: str = "SHA-256", public: dict[str, str] | None = None, stratum: str = "登记"
) -> dict[str, Any]:
    """A draw as it is published."""
    units = [{"id": f"单位{i}", "p": f"0.{rng:04d}"} for i, rng in enumerate(range(500, 5000, 300))]
    listing = {"version": 1, "plan": "2027", "stratum": stratum, "n": 4, "units": units, "excluded": []}
    told = {"name": "人民币汇率中间价", "day": "2027-01-04", "value": "7.1234"} | (public or {})
    first = draw(listing, R1, R2, told["value"], algorithm).selected[0]
    return published(listing, R1, R2, told, algorithm=algorithm, replacements=[(first, "关闭")])


def shown(page: Page, told: Any, holder: str = "pre hidden", table: str = "") -> str:
    """What the reader sees, on a page that allows nothing but its own files."""
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    html = (
        f"<!doctype html><meta charset=utf-8><script src=/draw.js></script><p data-draw-verdict></p>{table}"
        f"<{holder} data-draw-published>{text}</{holder.split(maxsplit=1)[0]}>"
    )

    def answer(route: Route) -> None:
        if route.request.url.endswith("/draw.js"):
            route.fulfill(path=str(SCRIPT), content_type="text/javascript")
        else:
            policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
            route.fulfill(body=html, content_type="text/html", headers=policy)

    page.route("**/*", answer)
    page.goto("http://draw.test/published")
    expect(page.locator("[data-draw-verdict]")).not_to_be_empty()
    return page.locator("[data-draw-verdict]").inner_text()


@pytest.fixture
def reader(chrome: Browser) -> Iterator[Page]:
    """A fresh page; what its console complains of fails the test."""
    made, faults = chrome.new_page(), []
    made.on(
        "console", lambda m: faults.append(m.text) if m.type == "error" and "favicon" not in m.text else None
    )
    made.on("pageerror", lambda e: faults.append(str(e)))
    yield made
    made.close()
    assert faults == []


@pytest.mark.parametrize("holder", ["pre hidden", "script type=application/json", "template"])
@pytest.mark.parametrize("algorithm", ["SHA-256", "SM3"])
def test_a_published_draw_is_confirmed_on_the_readers_own_machine(
    reader: Page, holder: str, algorithm: str
) -> None:
    assert shown(reader, published_page(algorithm), holder).startswith("一致：")
    assert reader.locator("[data-draw-verdict=same]").count() == 1


WRONG = {
    "名单校验值：应为": lambda p: p["list"]["units"][0].update(p="0.9000"),
    "封存值第 1 位：应为": lambda p: p["commitments"].reverse(),
    "种子：应为": lambda p: p["public"].update(value="7.1235"),
    "排序第 1 位：应为": lambda p: p["ranking"].reverse(),
    "抽中单位第 1 位：应为": lambda p: p["selected"].reverse(),
    "抽中单位：应有 4 个，写了 5 个": lambda p: p["selected"].append("单位0"),
    "第 1 次递补：应为": lambda p: p["replacements"][0].update({"in": p["ranking"][9]}),
    "当时不在抽中的单位里": lambda p: p["replacements"][0].update(out=p["ranking"][9]),
    "version 或 n 不对": lambda p: p["list"].update(n=99),
    "重复的 id": lambda p: p["list"]["units"][0].update(id="单位1"),
    "四位小数": lambda p: p["list"]["units"][0].update(p="0.05"),
    "随机数须恰好是 32 字节": lambda p: p.update(r1="ab"),
    "不认识的摘要算法": lambda p: p.update(algorithm="MD5"),
    "不是可以核对的抽取结果": lambda p: p.update(format="x"),
}
SEALED = "；公开随机数 人民币汇率中间价 2027-01-04 DECIMALS_4"


def test_what_was_settled_with_the_list_about_the_public_value_is_compared(empty: Page) -> None:
    for public, said in (
        ({}, "一致："),
        ({"day": "2027-01-05"}, "公开随机数的日期"),
        ({"name": "彩票"}, "公开随机数的名称"),
        ({"value": "71.234"}, "写法"),
    ):
        told = published_page(public=public, stratum=f"登记{SEALED}")
        assert said in empty.evaluate("(told) => PostPermitDraw.verdict(told).text", told)


def test_the_table_that_the_reader_sees_is_compared_too(reader: Page) -> None:
    told = published_page()
    p = {unit["id"]: unit["p"] for unit in told["list"]["units"]}
    roles = {told["selected"][0]: "REPLACED", told["replacements"][0]["in"]: "REPLACEMENT"}
    roles = dict.fromkeys(told["selected"], "SELECTED") | roles
    rows = [[id_, str(n), p[id_], roles.get(id_, "RESERVE")] for n, id_ in enumerate(told["ranking"], 1)]

    def verdict(*changed: str, at: int = 1) -> str:
        mixed = [list(changed) if changed and n == at else row for n, row in enumerate(rows)]
        names = ("data-draw-row", "data-rank", "data-p", "data-role")
        lines = "".join(
            f"<tr {' '.join(f'{k}={v}' for k, v in zip(names, row, strict=True))}><td></tr>" for row in mixed
        )
        return shown(reader, told, table=f"<table>{lines}</table>")

    assert verdict().startswith("一致：")
    id_, rank, chance, role = rows[1]
    assert "表中第 2 名的结果与复算的不同" in verdict(id_, rank, chance, "RESERVE")
    assert "表中第 2 名的概率" in verdict(id_, rank, "0.9999", role)
    assert "表中第 9 名：复算的名次是 2" in verdict(id_, "9", chance, role)
    assert "不在名单里" in verdict("外来", rank, chance, role)
    unit, place, share, _ = rows[-1]
    assert "结果与复算的不同" in verdict(unit, place, share, "SELECTED", at=len(rows) - 1)


def test_the_first_difference_is_named(empty: Page) -> None:
    for said, change in WRONG.items():
        told = copy.deepcopy(published_page())
        change(told)
        found = empty.evaluate("(told) => PostPermitDraw.verdict(told)", told)
        assert found["ok"] is False
        assert found["text"].startswith("不一致。") and said in found["text"], found["text"]


def test_a_wrong_draw_is_shown_as_wrong(reader: Page) -> None:
    told = published_page()
    told["selected"][0] = told["ranking"][8]
    assert "抽中单位第 1 位：应为" in shown(reader, told)
    assert reader.locator("[data-draw-verdict=different]").count() == 1
