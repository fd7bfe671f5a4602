"""Errors that stand between the report and the office: the permit's life, what was published, who submitted with whom."""

from datetime import date, timedelta

from postpermit.supervision.invented.errors.frame import AMOUNTS, Inapplicable, Scene, error, number
from postpermit.supervision.report import first_and_last

NEIGHBOURS = ("甲", "乙", "丙", "丁", "戊", "己")


@error("timeliness", 3)
def asked_of_a_permit_some_days_old(scene: Scene) -> None:
    """The permit is of the last days of the period."""
    span = first_and_last(scene.written.period)
    assert span is not None
    scene.permit["first_issued_on"] = (span[1] - timedelta(days=5)).isoformat()


@error("timeliness", 5)
def the_year_is_missing_beside_its_quarters(scene: Scene) -> None:
    """Quarters are on file, the annual report is not."""
    scene.annual()
    if not any(f["kind"] == "QUARTERLY" for f in scene.facts["filed"]):
        raise Inapplicable
    scene.absent = True
    scene.facts["obligation"]["submitted_at"] = None
    scene.facts["filed"] = [f for f in scene.facts["filed"] if f["kind"] != "ANNUAL"]


@error("facilities", 65)
def run_by_others_without_a_contract(scene: Scene) -> None:
    """Somebody else runs the facilities, and no contract is named anywhere."""
    for code, text in scene.written.chapters.items():
        scene.written.chapters[code] = text.replace("按合同", "按计划").replace("编号YW", "代号YW")
    scene.written.chapters["facilities"] += "治理设施委托演示环保公司（演示）运行维护。"


@error("disclosure", 70)
def published_and_not_to_be_seen(scene: Scene) -> None:
    """The platform shows no report."""
    scene.annual()
    scene.facts["published"] = [["执行报告", None]]


@error("lifecycle", 79)
def the_permit_runs_out(scene: Scene) -> None:
    """It ends in thirty days, and nobody applied."""
    due = date.fromisoformat(scene.facts["obligation"]["due_on"])
    scene.permit["valid_to"] = (due + timedelta(days=30)).isoformat()


@error("lifecycle", 82)
def a_registration_of_long_ago(scene: Scene) -> None:
    """A registered unit whose registration is six years old."""
    year = int(scene.written.period[:4])
    scene.permit["management_class"] = "REGISTERED"
    scene.facts["registered_on"] = f"{year - 6}-05-06"


@error("lifecycle", 80)
def what_should_be_applied_for_again(scene: Scene) -> None:
    """What is done is not what was permitted."""
    row = dict(scene.pick(scene.lines("production"), record=lambda r: r == "主要产品产量", amount=number))
    scene.written.tables["production"].append(row | {"name": "特种合金"})


@error("scope", 23)
def another_unit_in_the_remark(scene: Scene) -> None:
    """Kilograms are written beside an amount that stands in tonnes."""
    scene.pick(scene.lines(*AMOUNTS), total=number)["remark"] = "单位：kg"


@error("cross-unit", 84)
def many_by_one_agent_in_the_last_hour(scene: Scene) -> None:
    """Six neighbours' reports came in the same hour by the same agent."""
    moment = f"{scene.facts['obligation']['due_on']}T23:30:00"
    scene.facts["obligation"]["submitted_at"] = moment
    scene.facts["agent"] = "演示咨询公司（演示）"
    scene.facts["others"] = [
        {"holder": f"{name}厂（演示）", "agent": "演示咨询公司（演示）", "submitted_at": moment}
        for name in NEIGHBOURS
    ]
