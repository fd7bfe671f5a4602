"""Who may see and change the roster (plan art. 3, annex 1)."""

from postpermit.office.access import Power

# A contracted technical body sees its desk, the clauses, the manual and the files of what it was given (plan 15).
READER = "TECHNICAL:READER"

POWERS = (
    Power("office.roster", "view", ("ANY", "ADMIN"), clause="plan:a1", label="查看机构与人员"),
    Power(
        "office.roster",
        "change",
        ("ADMIN", "APPROVAL:HEAD"),
        clause="plan:a1",
        label="增减人员、任岗、离岗、代办",
    ),
    Power("office.account", "change", ("ADMIN",), clause="plan:a1", label="停用账号、重置密码"),
    Power("office.powers", "view", ("ANY", "ADMIN"), clause="plan:3.1", label="查看权限表"),
    Power("office.calendar", "view", ("ANY", "ADMIN"), clause="plan:18.1", label="查看工作日"),
    Power("office.calendar", "load", ("ADMIN", "APPROVAL"), clause="plan:18.1", label="载入工作日安排"),
    Power("office.clauses", "view", ("ANY", "ADMIN", READER), clause="plan:1.1", label="查看条款"),
    Power("office.values", "view", ("ANY", "ADMIN"), clause="plan:20.1", label="查看待确认数值"),
    Power(
        "office.values",
        "confirm",
        ("APPROVAL:HEAD", "APPROVAL:DEPUTY", "GROUP:LEADER"),
        clause="plan:20.1",
        label="确认数值、采用新数值",
    ),
    Power("office.values", "try", ("ANY",), clause="plan:20.1", label="推演"),
    Power("office.feed", "open", ("ANY",), clause="plan:3.1", label="订阅本岗位日历"),
    Power("office.manual", "view", ("ANY", "ADMIN", READER), clause="plan:3.1", label="用户手册"),
    Power("office.desk", "view", ("ANY", "ADMIN", READER), clause="plan:3.1", label="我的工作台"),
    Power("office.trail", "view", ("ANY", "ADMIN"), clause="plan:8.1", label="查看留痕"),
    Power("office.trail", "open-file", ("ANY", "ADMIN", READER), clause="plan:8.1", label="查看附件"),
    Power("office.trail", "export", ("APPROVAL", "ADMIN"), clause="plan:8.1", label="导出留痕"),
)

THINGS = {
    "office.roster": "机构与人员",
    "office.account": "账号",
    "office.powers": "权限表",
    "office.calendar": "工作日",
    "office.clauses": "条款",
    "office.values": "数值",
    "office.feed": "日历订阅",
    "office.manual": "用户手册",
    "office.desk": "工作台",
    "office.trail": "留痕",
}
