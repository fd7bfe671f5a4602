"""Classes, states and kinds of the register. No Django."""

from postpermit.trail.steps import Labelled, Step


class ManagementClass(Labelled):
    """管理类别 after the 名录; UNLISTED units are outside it and carry no periodic duty."""

    KEY = "KEY", "重点管理"
    SIMPLIFIED = "SIMPLIFIED", "简化管理"
    REGISTERED = "REGISTERED", "登记管理"
    UNLISTED = "UNLISTED", "未纳入"


HOLDERS = (ManagementClass.KEY, ManagementClass.SIMPLIFIED)


class FacilityStatus(Labelled):
    """Whether the unit runs."""

    NORMAL = "NORMAL", "正常"
    STOPPED = "STOPPED", "停产"
    CANCELLED = "CANCELLED", "注销"


class SupervisionLevel(Labelled):
    """Who supervises; sources under the city are marked."""

    DISTRICT = "DISTRICT", "区管"
    CITY = "CITY", "市管"


class PermitEvent(Labelled):
    """What made a version of a permit, or ended it."""

    FIRST = "FIRST", "首次申请"
    REAPPLY = "REAPPLY", "重新申请"
    CHANGE = "CHANGE", "变更"
    RENEW = "RENEW", "延续"
    ADJUST = "ADJUST", "调整"
    REISSUE = "REISSUE", "补领"
    CANCEL = "CANCEL", "注销"
    WITHDRAW = "WITHDRAW", "撤销"
    REVOKE = "REVOKE", "吊销"


ENDINGS = (PermitEvent.CANCEL, PermitEvent.WITHDRAW, PermitEvent.REVOKE)


class OutletKind(Labelled):
    """排放口类别."""

    WATER = "WATER", "废水"
    AIR = "AIR", "废气"
    RAIN = "RAIN", "雨水"
    DIFFUSE = "DIFFUSE", "无组织"
    NOISE = "NOISE", "噪声"


class OutletType(Labelled):
    """排放口类型."""

    MAIN = "MAIN", "主要排放口"
    ORDINARY = "ORDINARY", "一般排放口"
    SPECIAL = "SPECIAL", "特殊排放口"
    TOTAL = "TOTAL", "废水总排放口"
    WORKSHOP = "WORKSHOP", "车间或生产设施排放口"
    SEPARATE = "SEPARATE", "单独排放口"


class BasisKind(Labelled):
    """判定口径: over which time a limit is judged."""

    HOURLY = "HOURLY", "小时均值"
    DAILY = "DAILY", "日均值"
    INSTANT = "INSTANT", "瞬时值"
    ANY_TIME = "ANY_TIME", "任意时刻"
    MONTHLY = "MONTHLY", "月均值"
    RANGE = "RANGE", "区间"


class Manner(Labelled):
    """Self-monitoring by instrument or by hand."""

    AUTOMATIC = "AUTOMATIC", "自动"
    MANUAL = "MANUAL", "手工"


class ReportKind(Labelled):
    """Kinds of execution reports."""

    ANNUAL = "ANNUAL", "年报"
    QUARTERLY = "QUARTERLY", "季报"
    MONTHLY = "MONTHLY", "月报"


class RegisteredKind(Labelled):
    """What a row of the registration form is about (plan 6.1: checked on site against the form)."""

    PRODUCT = "PRODUCT", "产品"
    FUEL = "FUEL", "燃料"
    SOLVENT = "SOLVENT", "含VOCs原辅材料"
    TREATMENT = "TREATMENT", "治理设施"
    DESTINATION = "DESTINATION", "排放去向"
    STANDARD = "STANDARD", "执行标准"


class ProposalState(Labelled):
    """A value from somebody who does not own the field, beside the owner's."""

    OPEN = "OPEN", "待归口科室决定"
    TAKEN = "TAKEN", "已采纳"
    DECLINED = "DECLINED", "未采纳"


PROPOSAL_STEPS = (
    Step("take", "采纳", (ProposalState.OPEN,), ProposalState.TAKEN, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "owner",
         tone="primary"),
    Step("decline", "不采纳", (ProposalState.OPEN,), ProposalState.DECLINED, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "owner",
         needs_why=True),
)  # fmt: skip
