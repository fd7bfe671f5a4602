"""Chapters of free text of an invented report: short, with figures of their own year."""

import random
from datetime import date

from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.periods import months_of

LABELS = {"ANNUAL": "本年度", "QUARTERLY": "本季度", "MONTHLY": "本月"}


def spoken(period: str) -> str:
    """2026年, 2026年第3季度, 2026年02月."""
    if "Q" in period:
        return f"{period[:4]}年第{period[-1]}季度"
    return f"{period[:4]}年{period[-2:]}月" if "-" in period else f"{period}年"


def chapters(rng: random.Random, holder: Holder, kind: str, period: str, events: int) -> dict[str, str]:
    """Section code → text, every chapter of the kind."""
    span, now = spoken(period), LABELS[kind]
    broken = (
        f"{span}发生设施异常{events}次，均已报告并恢复正常，详见异常情况汇总表。"
        if events
        else f"{span}污染防治设施运行正常，未发生异常情况，异常情况汇总表不适用。"
    )
    told = {
        "commitment": f"{holder.name}承诺：{span}执行报告内容真实、准确、完整，愿承担相应责任。特此承诺。",
        "basic": f"{span}生产经营{rng.choice(('正常', '平稳', '有序'))}，排污许可证载明事项未发生变化。",
        "facilities": broken,
        "emissions": f"{span}各排放口污染物排放浓度和排放量均符合排污许可证要求，{now}未超标，超标时段报表不适用。",
        "explanation": _stops(holder, kind, period) or f"{span}没有其他需要说明的情况。",
    }
    if standing(holder, period):
        told["basic"] = f"{span}未生产经营，排污许可证载明事项未发生变化。"
        told["facilities"] = f"{span}停产，污染防治设施未运行，异常情况汇总表不适用。"
        told["emissions"] = f"{span}停产，各排放口未排放污染物，未超标，超标时段报表不适用。"
    return told if kind != "ANNUAL" else told | _annual(rng, holder, span)


def standing(holder: Holder, period: str) -> bool:
    """Whether nothing ran in the whole period."""
    return set(months_of(period)) <= set(holder.off_in(int(period[:4])))


def _stops(holder: Holder, kind: str, period: str) -> str:
    """What is said of months in which nothing ran."""
    off = [m for m in months_of(period) if m in holder.off_in(int(period[:4]))]
    if not off:
        return ""
    year = period[:4]
    if standing(holder, period):
        words = {"ANNUAL": "全年停产", "QUARTERLY": "本季度停产", "MONTHLY": "本月停产"}
        return f"因市场原因，{spoken(period)}{words[kind]}，未排放污染物，停产情况已在平台登记。"
    if holder.first_issued_on.year == int(year) and off[0] == 0:
        return f"本单位{year}年{holder.first_issued_on.month}月首次取得排污许可证并投产，此前未生产、未排放。"
    return f"{year}年{off[0] + 1}月1日至{off[-1] + 1}月底停产检修，期间未排放污染物，治理设施随生产设施停运。"


def _annual(rng: random.Random, holder: Holder, span: str) -> dict[str, str]:
    filed = holder.plan_filed_on
    return {
        "compliance": f"{span}遵守生态环境法律法规，未受到生态环境行政处罚，收到信访{rng.randint(0, 2)}件并已答复。",
        "monitoring": (
            f"{span}按自行监测方案开展监测，委托{rng.choice('甲乙丙丁')}检测机构（演示）取样；"
            f"手工监测的采样、运输、分析和质量控制按监测技术规范执行，采样时同步记录生产负荷、治理设施运行参数和气象条件，"
            f"全年出具检测报告{rng.randint(3, 60)}份，平行样、空白样和质控样合格率{rng.randint(96, 100)}%，"
            f"自动监测设备由{rng.choice('甲乙丙丁')}运维单位（演示）按合同（编号YW-{rng.randint(100, 999)}）维护，比对监测{rng.randint(1, 4)}次均合格；"
            f"未出现非正常工况，非正常工况监测数据统计表不适用；{span}未启动重污染天气应急响应，特殊时段监测数据统计表不适用。"
        ),
        "ledger": f"{span}按许可证要求记录台账，电子和纸质台账保存{rng.randint(5, 8)}年。",
        "tax": _tax(holder, span, rng),
        "disclosure": f"{span}在全国排污许可证管理信息平台公开执行报告和自行监测结果，共{rng.randint(4, 60)}次。",
        "internal": f"设环保专职人员{rng.randint(1, 4)}人，{span}组织环保培训{rng.randint(2, 9)}次，参加{rng.randint(11, 90)}人次。"
        f"制定排污许可管理、治理设施运行维护、自行监测、台账记录、危险废物管理、信息公开和应急管理等制度{rng.randint(6, 14)}项，"
        f"明确法定代表人负总责、技术负责人负责日常管理、各工序设兼职环保员的责任体系；每月由技术负责人带队自查，"
        f"全年自查{rng.randint(10, 14)}次，发现并改正管理问题{rng.randint(1, 9)}个，内容主要是标识牌褪色、记录字迹不清和备件不足；"
        f"年度环保投入{rng.randint(8, 60)}万元，用于药剂、耗材、检测和人员培训。",
        "other": (
            f"突发环境事件应急预案于{_day(filed)}备案，{span}演练{rng.randint(1, 3)}次；"
            f"工业固体废物分类贮存，委托有资质单位处置；未纳入强制性清洁生产审核名单；厂界噪声达标。"
        ),
        "conclusion": f"综上，{span}{holder.name}按排污许可证要求排放污染物，各项要求已落实，合规。",
        "attachments": "附件见附件清单。",
    }


def _tax(holder: Holder, span: str, rng: random.Random) -> str:
    from postpermit.supervision.invented.operation import tax

    if tax(holder, int(span[:4])):
        return f"{span}环境保护税按季申报，共申报{4}次，缴款凭证{rng.randint(100, 999)}号起。"
    return f"{span}废水排入城市污水处理厂、废气无应税污染物达到起征数量，环境保护税不适用。"


def _day(on: date) -> str:
    return f"{on.year}年{on.month:02d}月{on.day:02d}日"
