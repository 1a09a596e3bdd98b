"""Single faults planted in good plans: fixed seed, each with the place that must be named."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault
from dafeng.language import same
from dafeng.plan.foreign import read_plan_tables
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.subject import Account, History, Subject, of_tables
from dafeng.reference import guide

SEED: Final = 20261122
TODAY: Final = 2026
#: Variants of each kind of fault.
VARIANTS: Final = 3

Rows = list[list[str]]
Tables = dict[str, Rows]

_TARGETS: Final = """indicator|year|value|unit|base_year|kind|source|comment
二氧化碳排放总量|2025|4000|万吨二氧化碳||基期|省下达|清单口径
二氧化碳排放总量|2030|3950|万吨二氧化碳|||省下达|清单口径
碳排放峰值|2027|4060|万吨二氧化碳|||测算|
碳达峰年份|2027|2027|年|||测算|
钢铁行业达峰年份|2026|2026|年|||测算|
建材行业达峰年份|2028|2028|年|||测算|
碳排放预算|2026|4030|万吨二氧化碳|||省下达|
碳排放预算|2027|4060|万吨二氧化碳|||省下达|
碳排放预算|2028|4050|万吨二氧化碳|||省下达|
碳排放预算|2029|4000|万吨二氧化碳|||省下达|
碳排放预算|2030|3950|万吨二氧化碳|||省下达|
地区生产总值|2025|4200|亿元||基期|统计|2020年价
地区生产总值|2030|5400|亿元|||规划|2020年价
单位地区生产总值二氧化碳排放|2025|0.952|t/万元||基期|测算|
单位地区生产总值二氧化碳排放|2030|0.731|t/万元|||测算|
单位地区生产总值二氧化碳排放下降|2030|23.2|%|2025||省下达|
能源消费总量|2025|1800|万吨标准煤||基期|统计|等价值
能源消费总量|2030|1950|万吨标准煤|||规划|等价值
单位地区生产总值能耗|2025|0.429|tce/万元||基期|测算|
单位地区生产总值能耗|2030|0.361|tce/万元|||测算|
单位地区生产总值能耗下降|2030|15.8|%|2025||省下达|
非化石能源消费比重|2025|18|%||基期|统计|等价值，不扣除原料用能
非化石能源消费比重|2027|≥21|%|||规划|等价值
非化石能源消费比重|2030|≥26|%|||规划|等价值
煤炭消费总量|2025|700|万吨标准煤||基期|统计|
煤炭消费总量|2030|640|万吨标准煤|||省下达|
石油消费总量|2025|250|万吨标准煤||基期|统计|
石油消费总量|2030|245|万吨标准煤|||省下达|
煤炭消费占比|2030|32.8|%|||测算|
石油消费占比|2030|12.6|%|||测算|
天然气消费占比|2030|28.6|%|||测算|
煤炭消费量下降|2030|8.6|%|2025||规划|
电能占终端用能比重|2025|33|%||基期|统计|
电能占终端用能比重|2030|≥38|%|||规划|
风电光伏装机|2025|350|万千瓦||基期|统计|
风电光伏装机|2030|600|万千瓦|||规划|
风电装机|2030|80|万千瓦|||规划|
光伏装机|2030|520|万千瓦|||规划|
年绿电|2025|38|亿千瓦时||基期|统计|
年绿电|2030|66|亿千瓦时|||规划|
供电煤耗|2025|299|gce/kWh||基期|统计|
供电煤耗|2030|292|gce/kWh|||规划|
绿色出行比例|2025|72|%||基期|统计|
绿色出行比例|2030|≥78|%|||规划|
新建绿色建筑占比|2025|92|%||基期|统计|
新建绿色建筑占比|2030|100|%|||规划|
碳汇量|2025|30|万吨二氧化碳||基期|监测|
碳汇量|2030|34|万吨二氧化碳|||规划|"""

_COLUMNS: Final = (
    "id|name|kind|location|owner|start_year|end_year|capacity|capacity_unit|investment"
    "|investment_unit|reduction|reduction_unit|measure|status|source|comment"
)
_PROJECTS: Final = """P01|开发区厂房屋顶光伏|energy|经开区|绿能公司|2026|2027|60|MW|1.6|亿元|3.1|万tCO2|pv_rooftop_industrial|在建|项目库|碳排放评价免评
P02|学校医院屋顶光伏|energy|吴兴区|城投公司|2026|2028|20|MW|5500|万元|1.0|万tCO2|pv_rooftop_public|前期|项目库|
P03|山地集中式光伏|energy|安吉县|电力公司|2027|2029|150|MW|4.2|亿元|8.9|万tCO2|pv_utility|前期|项目库|碳排放评价在编
P04|水泥窑余热发电改造|retrofit|长兴县|水泥公司|2026|2027|||1.1|亿元|4.3|万tCO2||在建|项目库|节能审查已批
P05|电炉短流程炼钢|retrofit|德清县|钢铁公司|2026|2029|||12.5|亿元|46|万tCO2||在建|项目库|碳排放评价已批
P06|印染蒸汽系统节能|retrofit|南浔区|印染集团|2026|2027|||6800|万元|2.4|万tCO2||在建|项目库|
P07|再生铝循环利用基地|circular|长兴县|再生资源公司|2026|2028|||3.4|亿元|5.6|万tCO2||前期|项目库|节能审查在编
P08|餐厨垃圾资源化|circular|吴兴区|环境集团|2026|2027|||2.1|亿元|0.8|万tCO2||在建|项目库|碳排放评价免评
P09|污水厂能效提升|environment|南浔区|水务集团|2026|2028|||1.9|亿元|0.6|万tCO2||前期|项目库|碳排放评价免评
P10|竹林碳汇经营|ecology|安吉县|林业公司|2026|2030|||0.9|亿元|3.5|万tCO2||在建|项目库|
P11|二氧化碳矿化示范|technology|德清县|科技公司|2027|2029|||1.4|亿元|1.5|万tCO2||前期|项目库|碳排放评价在编
P12|公交车电动化|retrofit|吴兴区|公交集团|2026|2028|||2.6|亿元|1.2|万tCO2||在建|项目库|碳排放评价免评
合计|合计||||||||32.93|亿元|78.9|万tCO2|||||"""  # noqa: E501 - one row, one line

_TASKS: Final = """id|name|chapter|owner|partners|indicators|due_year
T1|发展光伏和风电|重点任务|能源局|发改委|风电光伏装机|2030
T2|钢铁行业降碳|重点任务|经信局|生态环境局|煤炭消费总量|2028
T3|低碳技术攻关|科技创新|科技局|经信局|单位地区生产总值二氧化碳排放下降|2029
T4|绿色出行宣传|全民行动|交通局|教育局|绿色出行比例|2027
T5|组织领导|保障措施|发改委|各县区||2026"""

_REFORMS: Final = """id|name|owner|act|stage|effect|due_year
R1|碳排放预算管理|发改委|市政府办文件|试行|控制总量|2026
R2|项目碳排放评价|生态环境局|市发改委令|起草|控制新增|2027
R3|绿色金融目录|人民银行|联合通知|已印发|降低融资成本|2028"""

_ACTUALS: Final = """subject|year|value|unit|source
非化石能源消费比重|2025|18|%|统计年鉴
煤炭消费总量|2025|700|万吨标准煤|统计年鉴
绿色出行比例|2024|71|%|交通调查"""

_MEASURES: Final = """id|name|library|sector
M1|厂房光伏|pv_rooftop_industrial|
M2|公共屋顶光伏|pv_rooftop_public|
M3|集中式光伏|pv_utility|"""

_CLASSES: Final = """class|count|investment|unit
能源基础设施|3|6.35|亿元
节能降碳改造|4|16.88|亿元
循环经济|2|5.5|亿元
环境基础设施|1|1.9|亿元
生态保护修复|1|0.9|亿元
绿色低碳技术示范|1|1.4|亿元
合计|12|32.93|亿元"""

_PARK: Final = """indicator|year|value|unit|base_year|kind|source|comment
非化石能源消费比重|2025|16|%||基期|统计|当量值
非化石能源消费比重|2027|≥19|%|||规划|当量值
非化石能源消费比重|2030|≥24|%|||规划|当量值
单位地区生产总值二氧化碳排放下降|2030|20|%|2025||省下达|
碳达峰年份|2028|2028|年|||测算|
碳排放峰值|2028|310|万吨二氧化碳|||测算|
二氧化碳排放总量|2025|300|万吨二氧化碳||基期|测算|
二氧化碳排放总量|2030|295|万吨二氧化碳|||规划|
能源消费总量|2025|120|万吨标准煤||基期|统计|
能源消费总量|2030|130|万吨标准煤|||规划|
单位能耗碳排放|2025|2.5|tCO2/tce||基期|测算|
单位能耗碳排放|2030|2.27|tCO2/tce|||规划|
工业用水重复利用率|2025|86|%||基期|统计|
工业用水重复利用率|2030|≥90|%|||规划|
余热利用率|2025|95|%||基期|统计|
余热利用率|2030|≥96|%|||规划|
清洁生产审核企业占比|2025|45|%||基期|统计|
清洁生产审核企业占比|2030|≥60|%|||规划|"""


def _table(text: str) -> Rows:
    return [line.split("|") for line in text.splitlines()]


def _projects() -> Rows:
    return [_COLUMNS.split("|"), *_table(_PROJECTS)]


def city() -> Tables:
    """Return the good plan of a city that does not exist."""
    texts = {"targets": _TARGETS, "tasks": _TASKS, "reforms": _REFORMS}
    texts |= {"actuals": _ACTUALS, "measures": _MEASURES, "classes": _CLASSES}
    return {"projects": _projects(), **{name: _table(text) for name, text in texts.items()}}


def park() -> Tables:
    """Return the good plan of a park that does not exist."""
    return {"targets": _table(_PARK), "projects": _projects()[:7]}


GOOD: Final[dict[str, Callable[[], Tables]]] = {"city": city, "park": park}


@dataclass(frozen=True, slots=True)
class Planted:
    """A plan with one fault.

    Parameters
    ----------
    kind
        What was done to it.
    plan
        Which good plan it was.
    table, row, column
        Place that a rule has to name; row 0 is the table, column 0 any cell of the row.
    tables
        The plan.
    """

    kind: str
    plan: str
    table: str
    row: int
    column: int
    tables: Tables

    def __str__(self) -> str:
        return f"{self.kind}-{self.plan}-{self.table}!{self.row}.{self.column}"


@lru_cache(maxsize=1)
def account() -> Account:
    """Return the account of the city that does not exist."""
    values = {"energy_total_thermal": (18e6, "tce"), "gdp": (4200.0, "亿元")}
    return Account(2025, 40e6, values | {"non_fossil_share_thermal": (0.18, "-")}, 0.0)


def subject(tables: Tables, plan: str) -> tuple[Subject, tuple[Fault, ...]]:
    """Return a plan as the rules see it, and the faults of its cells."""
    sheets = [
        RawSheet(name, "", tuple(tuple(cell or None for cell in row) for row in rows))
        for name, rows in tables.items()
    ]
    read, faults = read_plan_tables(sheets)
    made = of_tables(guide(f"{plan}-2023"), TODAY, read, plan)
    if plan == "city":
        history = History({2019: 38e6, 2020: 38.5e6}, {}, {}, same("example"))
        made = replace(made, account=account(), history=history)
    return made, faults


def found(tables: Tables, plan: str) -> tuple[Fault, ...]:
    """Return everything that is reported of a plan."""
    made, faults = subject(tables, plan)
    return (*faults, *check_plan(made).faults)


@lru_cache(maxsize=2)
def told_of_good(plan: str) -> frozenset[tuple[str, str]]:
    """Return rule and place of everything that is told of a good plan."""
    return frozenset((f.rule, str(f.place)) for f in found(GOOD[plan](), plan))


def reported(planted: Planted) -> bool:
    """Say whether something that the good plan has not is told of the place of a fault."""
    before = told_of_good(planted.plan)
    return any(
        (fault.rule, str(fault.place)) not in before
        and fault.place.file == planted.table
        and (not planted.row or fault.place.row == planted.row)
        and (not planted.column or fault.place.column in (None, planted.column))
        for fault in found(planted.tables, planted.plan)
    )


@lru_cache(maxsize=1)
def planted_faults() -> tuple[Planted, ...]:
    """Return every planted fault, the same in each process."""
    return tuple(_plant())


def _plant() -> Iterator[Planted]:
    from tests.plan.rules.fault_kinds import KINDS

    for number, (name, (plan, kind)) in enumerate(KINDS.items()):
        draw = random.Random(SEED + number)  # noqa: S311 - repeatable, no secret
        told: set[str] = set()
        for _ in range(VARIANTS * 6):
            tables = GOOD[plan]()
            table, row, column = kind(tables, draw)
            planted = Planted(name, plan, table, row, column, tables)
            mark = str(tables)
            if mark not in told and len(told) < VARIANTS:
                told.add(mark)
                yield planted
