"""What a real city hands in beside its account: a filling made up for measuring, of no place.

Names, owners, money and tonnes are invented. Numbers in words are the same in both languages, so
that a difference between both PDFs is the documents' own.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_BUREAUS: Final = {
    "发展改革委": "Development and Reform Commission",
    "工业和信息化局": "Bureau of Industry and Information Technology",
    "生态环境局": "Bureau of Ecology and Environment",
    "交通运输局": "Bureau of Transport",
    "住房城乡建设局": "Bureau of Housing and Construction",
    "科学技术局": "Bureau of Science and Technology",
    "统计局": "Bureau of Statistics",
}
#: Indicator, year, value, unit, base year, kind.
_TARGETS: Final = (
    ("非化石能源消费比重", "2030", "≥6", "%", "", "约束性"),
    ("单位地区生产总值能耗下降", "2030", "12", "%", "2025", "预期性"),
    ("单位地区生产总值二氧化碳排放下降", "2025", "18", "%", "2020", "约束性"),
    ("单位地区生产总值二氧化碳排放下降", "2030", "17", "%", "2025", "约束性"),
    ("碳达峰年份", "2030", "2030年前", "年", "", "约束性"),
    ("风电光伏装机", "2030", "≥1400", "万千瓦", "", "预期性"),
    ("供电煤耗", "2030", "300", "gce/kWh", "", "预期性"),
    ("单位地区生产总值能耗", "2030", "≤0.42", "吨标准煤/万元", "", "预期性"),
    ("外购绿电", "2030", "80", "亿千瓦时", "", "预期性"),
    ("电动重卡", "2030", "≥30000", "辆", "", "预期性"),
    ("新建绿色建筑占比", "2030", "100", "%", "", "预期性"),
)
#: Task in both languages, field, in charge, partners, indicators, deadline.
_TASKS: Final = (
    (
        ("有序压减煤炭消费", "Cut coal use in an orderly way"),
        ("能源绿色低碳转型", "Green and low-carbon energy"),
        "发展改革委", "生态环境局", "供电煤耗", "2027",
    ),
    (
        ("扩大风电光伏装机", "More wind and solar power"),
        ("能源绿色低碳转型", "Green and low-carbon energy"),
        "发展改革委", "统计局", "风电光伏装机、非化石能源消费比重", "2030",
    ),
    (
        ("重点行业能效达到标杆水平", "Key industries reach benchmark efficiency"),
        ("重点行业达峰", "Peaking of key industries"),
        "工业和信息化局", "发展改革委", "单位地区生产总值能耗下降", "2028",
    ),
    (
        ("重型货车电动化", "Electrify heavy trucks"),
        ("交通运输绿色低碳", "Low-carbon transport"),
        "交通运输局", "生态环境局", "电动重卡", "2030",
    ),
    (
        ("既有建筑供热节能", "Save heat in existing buildings"),
        ("城乡建设绿色低碳", "Low-carbon buildings"),
        "住房城乡建设局", "发展改革委", "新建绿色建筑占比", "2028",
    ),
    (
        ("组建低碳技术创新联合体", "Set up a consortium for low-carbon techniques"),
        ("科技创新", "Science and innovation"),
        "科学技术局", "工业和信息化局", "", "2027",
    ),
    (
        ("开展绿色生活行动", "Green living"),
        ("全民行动", "Whole-society action"),
        "生态环境局", "住房城乡建设局", "", "2026",
    ),
    (
        ("建立目标责任考核", "Hold departments to account for targets"),
        ("保障措施", "Safeguards"),
        "发展改革委", "统计局", "", "2026",
    ),
)  # fmt: skip
#: Reform, act, stage and effect in both languages, in charge, deadline.
_REFORMS: Final = (
    (
        ("碳排放双控配套制度", "Rules for dual control of carbon emissions"),
        ("《碳排放双控实施办法》", "Measures for Dual Control of Carbon Emissions"),
        ("征求意见", "consultation"),
        ("分解到县区的年度碳排放预算", "yearly carbon budgets for counties"),
        "发展改革委", "2026",
    ),
    (
        ("转型金融支持项目库", "Transition finance for projects"),
        ("《转型金融实施细则》", "Rules on Transition Finance"),
        ("已印发", "issued"),
        ("按减排量给予利率优惠", "interest rates tied to tonnes avoided"),
        "发展改革委", "2025",
    ),
    (
        ("产品碳足迹认证", "Certification of product carbon footprints"),
        ("《产品碳足迹核算规范》", "Specification for Carbon Footprints"),
        ("起草", "drafting"),
        ("出口产品有可核验的碳足迹", "verifiable footprints of exports"),
        "工业和信息化局", "2027",
    ),
)  # fmt: skip
#: Project and content in both languages, class, sector, measure, years, size, money [亿元], stated
#: reduction [万吨], status.
_PROJECTS: Final = (
    (
        ("集中式光伏基地", "Utility-scale solar base"),
        ("建设100万千瓦光伏及送出线路", "1,000 MW of photovoltaics with export lines"),
        "非化石能源", "电力", "pv_utility", "2024", "2026", ("1000", "MW"), "41.5", "78", "在建",
    ),
    (
        ("工商业屋顶光伏", "Solar roofs of industry"),
        ("工商业屋顶光伏30万千瓦", "300 MW on roofs of industry and commerce"),
        "非化石能源", "电力", "pv_rooftop_industrial", "2025", "2028", ("300", "MW"), "10.5", "",
        "在建",
    ),
    (
        ("电机系统能效提升", "Efficient motors"),
        ("更新高效电机40万千瓦", "400 MW of high-efficiency motors"),
        "节能降碳改造", "工业", "motors", "2025", "2027", ("900", "TJ/a"), "3.2", "22", "在建",
    ),
    (
        ("工业热泵示范", "Industrial heat pumps"),
        ("高温热泵10套", "10 industrial heat pumps"),
        "绿色低碳先进技术", "工业", "industrial_heat_pump", "2026", "2028", ("60", "TJ/a"), "0.9",
        "0.8", "规划",
    ),
    (
        ("分散式风电", "Distributed wind"),
        ("分散式风电18万千瓦", "180 MW of distributed wind"),
        "非化石能源", "电力", "wind_distributed", "2026", "2028", ("180", "MW"), "9.8", "25",
        "规划",
    ),
    (
        ("电动重卡换电网络", "Battery-swap network for heavy trucks"),
        ("换电站60座，电动重卡8000辆", "60 swap stations and 8,000 electric heavy trucks"),
        "绿色交通", "交通", "ev_heavy_truck", "2024", "2028", ("", ""), "64.0", "", "在建",
    ),
    (
        ("固体废物综合利用基地", "Recycling base for solid waste"),
        ("年处理固体废物550万吨", "5.5 Mt of solid waste a year"),
        "循环经济", "", "", "2025", "2027", ("", ""), "9.8", "", "在建",
    ),
    (
        ("公共建筑节能改造", "Retrofit of public buildings"),
        ("改造公共建筑120处", "120 public buildings"),
        "节能降碳改造", "服务业", "public_building_retrofit", "2026", "2029", ("120", "TJ/a"),
        "3.2", "1.4", "规划",
    ),
)  # fmt: skip
_TEXTS: Final = (
    (
        "工作基础",
        "{{ base_year }}年地区生产总值为{{ indicator.gdp }}，二氧化碳排放{{ co2.base }}。",
        "In {{ base_year }} GDP was {{ indicator.gdp }} and CO2 emissions {{ co2.base }}.",
    ),
    (
        "面临挑战",
        "产业结构偏重、能源结构偏煤，非化石能源资源有限。",
        "Industry is heavy, energy rests on coal, and non-fossil resources are limited.",
    ),
    (
        "指导思想",
        "统筹发展与减排、整体与局部、短期与中长期的关系。",
        "Growth and cuts, the whole and its parts, near and far goals are weighed together.",
    ),
    (
        "试点定位",
        "建设工业地区绿色低碳转型先行区。",
        "A front runner among industrial places on the way to low carbon.",
    ),
    (
        "总体目标",
        (
            "达峰年份中位数为{{ peak.year.median }}，2030年及以前达峰的概率为{{ peak.by.2030 }}，"
            "峰值约{{ peak.level.median }}。"
        ),
        (
            "The median peak year is {{ peak.year.median }}, the probability of a peak by 2030 is "
            "{{ peak.by.2030 }}, and the peak about {{ peak.level.median }}."
        ),
    ),
    (
        "重点工程",
        (
            "重点项目{{ projects.number }}个，总投资{{ projects.investment }}，"
            "联合减排{{ projects.tonnes.median }}。"
        ),
        (
            "{{ projects.number }} key projects of {{ projects.investment }} avoid "
            "{{ projects.tonnes.median }} together."
        ),
    ),
    (
        "保障措施",
        "成立工作领导小组，每年向社会公布进展。",
        "A leading group reports its progress to the public every year.",
    ),
)


def fill(folder: Path) -> None:
    """Fill the plan tables of a dossier, and say that it is for review.

    Parameters
    ----------
    folder
        The dossier, as it was started.
    """
    _write(folder / "targets.csv", "Indicator,Year,Value,Unit,Base year,Kind", _TARGETS)
    _write(
        folder / "tasks.csv",
        "Id,Task,Task in English,Chapter,Chapter in English,Owner,Owner in English,Partners,"
        "Partners in English,Indicators,Due year",
        [
            (f"T{n}", *task, *field, lead, _BUREAUS[lead], partner, _BUREAUS[partner], asked, due)
            for n, (task, field, lead, partner, asked, due) in enumerate(_TASKS, start=1)
        ],
    )
    _write(
        folder / "reforms.csv",
        "Id,Reform,Reform in English,Legal act,Legal act in English,Stage,Stage in English,Effect,"
        "Effect in English,Owner,Owner in English,Due year",
        [
            (f"R{n}", *name, *act, *stage, *effect, lead, _BUREAUS[lead], due)
            for n, (name, act, stage, effect, lead, due) in enumerate(_REFORMS, start=1)
        ],
    )
    _write(
        folder / "projects.csv",
        "Id,Project,Project in English,Content,Content in English,Kind,Sector,Measure,Start year,"
        "End year,Capacity,Capacity unit,Investment,Investment unit,Yearly reduction,"
        "Reduction unit,Status,Location,Location in English,Owner,Owner in English",
        [
            (
                f"P{n}", *name, *content, kind, sector, measure, first, last, *size, money, "亿元",
                tonnes, "万吨" if tonnes else "", status, "本地", "this place",
                "某某公司", "a firm made up",
            )
            for n, (name, content, kind, sector, measure, first, last, size, money, tonnes, status)
            in enumerate(_PROJECTS, start=1)
        ],
    )  # fmt: skip
    _write(folder / "texts.csv", "Section,Text,Text in English", _TEXTS)
    identity = folder / "dossier.toml"
    text = identity.read_text(encoding="utf-8")
    identity.write_text(text.replace('status = ""', 'status = "review"'), encoding="utf-8")


def _write(path: Path, heads: str, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads.split(","))
        writer.writerows(rows)
