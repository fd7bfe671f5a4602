"""Errors of identity: whose report it is, under which permit, of which period."""

from postpermit.register.uscc import ALPHABET
from postpermit.supervision.invented.errors.frame import Inapplicable, Line, Scene, error


@error("identity", 12)
def another_name(scene: Scene) -> None:
    """One character of the name is another."""
    name = scene.written.cover["unit_name"]
    at = scene.rng.randrange(2)
    scene.written.cover["unit_name"] = name[:at] + "某" + name[at + 1 :]


@error("identity", 12)
def the_name_of_a_neighbour(scene: Scene) -> None:
    """Quite another unit."""
    scene.written.cover["unit_name"] = "邻家服装厂（演示）"


@error("identity", 13)
def a_digit_of_the_code_is_wrong(scene: Scene) -> None:
    """The credit code of the summary fails its check digit."""
    row = _line(scene, "统一社会信用代码")
    code = row["value"]
    at = scene.rng.randrange(8, 17)
    row["value"] = code[:at] + ALPHABET[(ALPHABET.index(code[at]) + 1) % 31] + code[at + 1 :]


@error("identity", 13)
def two_digits_changed_places(scene: Scene) -> None:
    """As happens when a number is typed."""
    number = scene.written.cover["permit_number"]
    places = [n for n in range(8, 17) if number[n] != number[n + 1]]
    at = scene.rng.choice(places)
    scene.written.cover["permit_number"] = number[:at] + number[at + 1] + number[at] + number[at + 2 :]


@error("identity", 14)
def the_permit_of_another_site(scene: Scene) -> None:
    """002 instead of 001."""
    number = scene.written.cover["permit_number"]
    scene.written.cover["permit_number"] = number[:18] + "002" + number[21:]


@error("identity", 14)
def another_letter_of_the_permit(scene: Scene) -> None:
    """The last letter is another."""
    number = scene.written.cover["permit_number"]
    scene.written.cover["permit_number"] = number[:21] + ("Q" if number[21] != "Q" else "P")


@error("identity", 15)
def another_legal_representative(scene: Scene) -> None:
    """The person changed, the permit was not."""
    scene.written.cover["legal_representative"] = "演示新任"


@error("identity", 15)
def another_address(scene: Scene) -> None:
    """The unit moved, the permit was not changed."""
    _line(scene, "生产经营场所地址")["value"] = "远方路9号"


@error("identity", 16)
def another_industry(scene: Scene) -> None:
    """A trade that is not the permit's."""
    _line(scene, "行业类别")["value"] = "水泥制造"


@error("identity", 16)
def another_class(scene: Scene) -> None:
    """登记管理 instead of the permit's."""
    _line(scene, "管理类别")["value"] = "登记管理"


@error("identity", 17)
def the_period_of_another_kind(scene: Scene) -> None:
    """A quarter on the cover of an annual report, a year on the others."""
    year = scene.written.period[:4]
    told = f"{year}年第2季度" if scene.written.kind == "ANNUAL" else f"{year}年"
    scene.written.cover["period"] = told
    if scene.written.kind == "ANNUAL":
        scene.written.period = f"{year}Q2"
    else:
        scene.written.period = year


def _line(scene: Scene, content: str) -> Line:
    scene.annual()
    for row in scene.written.tables["summary"]:
        if row["content"] == content:
            return row
    raise Inapplicable
